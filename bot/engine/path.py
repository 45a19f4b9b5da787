"""Owns where a person stands: derived, in one pass over the steps, from the answers that still hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.engine.asking import Asking
from bot.engine.conditions import looks_at
from bot.engine.conversation import AnyStep, Conversation
from bot.engine.state import MISSING, Answers, Key, State, Status
from bot.engine.steps.foreach import ForEach


@dataclass
class Path:
    """The questions of one person, in order. `standing` is the index of the first one not answered.

    `live` are the answers that hold; `kept` are those worth storing: the live ones, those behind a barrier,
    and those of which it cannot be told yet whether they still apply. `sure`: what is asked behind where they stand
    hangs on no answer that is still to come.
    """

    stops: list[Asking] = field(default_factory=list)
    standing: int | None = None
    live: Answers = field(default_factory=Answers)
    kept: Answers = field(default_factory=Answers)
    sure: bool = True

    @property
    def stand(self) -> Asking | None:
        """The question the person is at; None where all are answered."""
        return None if self.standing is None else self.stops[self.standing]

    @property
    def previous(self) -> Asking | None:
        """The question answered just before where the person stands."""
        return self.stops[self.standing - 1] if self.standing else None

    def find(self, key: Key) -> Asking | None:
        return next((stop for stop in self.stops if stop.key == key), None)


def walk(conversation: Conversation, facts: Any, state: State, today: date | None = None) -> Path:
    """Where the person stands: at the first step whose condition holds and whose answer is missing, no longer
    valid or reopened. A step with nothing to choose from is passed over."""
    return _Walk(facts, state, today).over(conversation)


class _Walk:
    def __init__(self, facts: Any, state: State, today: date | None) -> None:
        self.facts, self.state, self.today = facts, state, today
        self.path = Path()
        self.unsure: set[str] = (
            set()
        )  # steps whose answer is still to come, so that conditions on them may change
        self.last_of: dict[str, Asking] = {}

    def over(self, conversation: Conversation) -> Path:
        for step in conversation.steps:
            self._doubt(step)
            if step.when is None or step.when.holds(self.facts, self.path.live):
                for item in step.items(self.facts, self.path.live):
                    self._stop(step, item)
                self._keep_unsure_items(step)
            else:
                self._pass_by(step)
        return self.path

    def _doubt(self, step: AnyStep) -> None:
        """Whether it is asked, or how often, hangs on what they answer where they stand or later."""
        hangs_on = looks_at(step.when) | ({step.over} if isinstance(step, ForEach) else set())
        stand = self.path.stand
        if hangs_on & self.unsure or (stand is not None and stand.step.id in hangs_on):
            self.path.sure = False

    def _stop(self, step: AnyStep, item: str) -> None:
        asking = self._asking(step, item)
        if self.path.standing is None and not self._holds(asking):
            if step.leaf.is_idle(asking):
                return
            self.path.standing = len(self.path.stops)
        if asking.proposed is MISSING:
            self.unsure.add(step.id)
        else:
            self.path.live.put(asking.key, asking.proposed)
            self.path.kept.put(asking.key, asking.proposed)
        self.path.stops.append(asking)
        self.last_of[step.id] = asking

    def _asking(self, step: AnyStep, item: str) -> Asking:
        leaf = step.leaf
        return Asking(
            step=leaf,
            item=item,
            facts=self.facts,
            answers=self.path.live.about(item),
            state=self.state,
            proposed=self.state.answers.find((leaf.id, item)),
            over=self.last_of.get(step.over) if isinstance(step, ForEach) else None,
            before=tuple(self.path.stops) if leaf.looks_back else (),
            today=self.today,
        )

    def _holds(self, asking: Asking) -> bool:
        """Whether the answer on record still answers; what a barrier guards always does, and all once it is over."""
        if asking.proposed is MISSING or asking.step.barrier or self.state.status is Status.DONE:
            return asking.proposed is not MISSING
        asking.proposed = asking.step.still(asking, asking.proposed)
        return asking.proposed is not MISSING and asking.key not in self.state.reopened

    def _pass_by(self, step: AnyStep) -> None:
        unsure = bool(self.unsure and self.unsure & looks_at(step.when))
        if unsure:
            self.unsure.add(step.id)
        if unsure or step.leaf.barrier:
            self._keep(step)

    def _keep_unsure_items(self, step: AnyStep) -> None:
        if isinstance(step, ForEach) and step.over in self.unsure:
            self.unsure.add(step.id)
            self._keep(step)

    def _keep(self, step: AnyStep) -> None:
        for item, value in self.state.answers.by_item(step.id).items():
            self.path.kept.put((step.id, item), value)
