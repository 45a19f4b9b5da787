"""Owns what a conversation tells the outside after an event; the engine itself does nothing outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bot.engine.state import Answers, Key, Value
from bot.engine.steps.base import Step


@dataclass(frozen=True, slots=True)
class Answered:
    """One question was answered, or answered again; `step.on_answer` says what is to follow."""

    step: Step
    key: Key
    value: Value


@dataclass(frozen=True, slots=True)
class Beside:
    """Something is wanted beside the question, which stands as it did; `step.on_aside` says what is to follow."""

    step: Step
    value: str


@dataclass(frozen=True, slots=True)
class Completed:
    """Everything is answered. `answers` are those that apply, and no others."""

    answers: Answers


@dataclass(frozen=True, slots=True)
class Refused:
    """The person refused at `step`, and confirmed it. The answers are gone from the state."""

    step: Step


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The person stopped. The answers are gone from the state."""


@dataclass(frozen=True, slots=True)
class Postponed:
    """The person will come back later."""


@dataclass(frozen=True, slots=True)
class HumanWanted:
    """The person wants to talk to somebody."""


Output: TypeAlias = Answered | Beside | Completed | Refused | Cancelled | Postponed | HumanWanted
