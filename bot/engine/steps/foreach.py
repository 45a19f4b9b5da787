"""Owns the step that is repeated for each item ticked in an earlier one."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Any

from bot.engine.conditions import Condition
from bot.engine.state import Answers
from bot.engine.steps.base import Step


@dataclass(frozen=True)
class ForEach:
    """Asks `step` for each id ticked at the step named `over`; answers stand under (step.id, id).

    A declared prompt may say `{item}`; a callable finds the id in `answers.item`.
    """

    declared_by_name: KW_ONLY
    over: str
    step: Step
    when: Condition | None = None

    @property
    def id(self) -> str:
        return self.step.id

    @property
    def leaf(self) -> Step:
        return self.step

    def items(self, facts: Any, answers: Answers) -> tuple[str, ...]:
        return answers.ticked(self.over)
