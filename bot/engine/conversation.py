"""Owns the declaration of a guided conversation; what it means is checked the moment it is built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from bot.domain.text import Text
from bot.engine.steps.base import Step
from bot.engine.steps.foreach import ForEach
from bot.engine.structure import check_structure
from bot.marks import _

STOPPING = _("Do you want to stop here? What you answered in this conversation will not be kept.")
STOPPED = _("We stopped here. Nothing you answered is kept.")

AnyStep: TypeAlias = Step | ForEach


@dataclass(frozen=True)
class Conversation:
    """A conversation as data. Everything from `on_done` to `aside` is opaque to the engine: use cases read it.

    `fleeting`: nobody comes back to it once something else covers it. `aside`: one steps aside for it out of another
    conversation, and goes straight on there.
    `counted`: each question says which of how many it is, which makes no sense where one only looks around.
    `stopping` asks whether to throw the answers away, `stopped` says what became of them.

    Raises:
        DeclarationError: what was declared cannot work.
    """

    name: str
    steps: Sequence[AnyStep]
    title: Text
    on_done: Any = None
    on_refused: Any = None
    on_cancelled: Any = None
    facts: Any = None
    nudge: bool = False
    fleeting: bool = False
    aside: bool = False
    counted: bool = True
    stopping: Text = STOPPING
    stopped: Text = STOPPED

    def __post_init__(self) -> None:
        object.__setattr__(self, "steps", tuple(self.steps))
        check_structure(self.name, self.title, tuple(self.steps))

    @cached_property
    def _by_id(self) -> dict[str, AnyStep]:
        return {step.id: step for step in self.steps}

    def step(self, id: str) -> Step | None:
        """The step of that id; inside a repetition, the step that is repeated."""
        found = self._by_id.get(id)
        return found.leaf if found else None
