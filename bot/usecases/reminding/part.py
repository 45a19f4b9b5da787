"""Owns what one subject adds to a reminder; which subjects there are stands in `parts`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.clock import Instant
from bot.domain.message import Button
from bot.domain.reminding import Reminder
from bot.domain.text import Text
from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Part:
    """Its words, and the answers that close the loop.

    `over`: there is nothing to remind of any more. It is not said; where it was said, it reads so from now on.
    """

    paragraphs: tuple[Text, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    over: bool = False


MakePart: TypeAlias = Callable[[Transaction, Reminder, Instant], Part | None]
"""As things stand now; None where its subject is gone."""

LookUp: TypeAlias = Callable[[Transaction, Sequence[Reminder]], None]
"""In a snapshot, before the parts of many are made: what they need, from a handful of queries."""
