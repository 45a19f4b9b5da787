"""Owns the step that shows every answer in words, each one editable, and asks whether all is right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from bot.domain.text import Text, say
from bot.engine.asking import Asking, Choice, Given, Reopens, Reply, Stays, code_of
from bot.engine.leaves import ROOM, leaves, roughly
from bot.engine.options import marked
from bot.engine.state import MISSING, Key, MaybeValue, Value
from bot.engine.steps.base import Row, Step, in_rows, lines, shortened, shown
from bot.marks import _

CONFIRM = _("Everything is right")
CHANGE = _("Change something")

EDITS_A_PAGE = 14
LEAST = 200
"""Characters for answers on a leaf, however long the question is."""
LONGEST_ANSWER = 150
"""Characters of a typed answer in the list: the whole has to fit one message."""


@dataclass(frozen=True)
class Line:
    """One answer as the review lists it."""

    key: Key
    label: Text
    item: Text | None
    answer: Text
    editable: bool

    @property
    def code(self) -> str:
        return code_of(f"{self.key[0]}/{self.key[1]}" if self.key[1] else self.key[0])

    def written(self) -> Text:
        if self.item is None:
            return say(_("<b>{label}</b>: {answer}"), label=self.label, answer=self.answer)
        return say(
            _("<b>{label}</b> ({item}): {answer}"), label=self.label, item=self.item, answer=self.answer
        )

    def button(self) -> Text:
        return (
            self.label if self.item is None else say(_("{label}: {item}"), label=self.label, item=self.item)
        )


@dataclass(frozen=True, kw_only=True)
class Review(Step):
    """All answers in words, leaf by leaf. *Change something* unfolds one button for each of those shown."""

    confirm: Text = CONFIRM
    change: Text = CHANGE
    listed: bool = False

    looks_back: ClassVar[bool] = True

    def accepts(self, asking: Asking, value: Value) -> MaybeValue:
        return True if value is True else MISSING

    def worded(self, asking: Asking, value: Value) -> Text:
        return marked(self.confirm)

    def marks(self, asking: Asking) -> bool:
        return True

    def paragraphs(self, asking: Asking) -> tuple[Text, ...]:
        listed = [line.written() for line in self._here(asking)]
        return super().paragraphs(asking) + ((lines(listed),) if listed else ())

    def _leaves(self, asking: Asking) -> list[list[Line]]:
        """The answers of each leaf."""
        listed = lines_of(asking)
        room = ROOM - sum(roughly(text) for text in super().paragraphs(asking))
        cut: list[list[Line]] = []
        for leaf in leaves([line.written() for line in listed], max(room, LEAST), EDITS_A_PAGE):
            cut.append(listed[: len(leaf)])
            listed = listed[len(leaf) :]
        return cut

    def _here(self, asking: Asking) -> list[Line]:
        pages = self._leaves(asking)
        return pages[asking.state.page % len(pages)]

    def _others(self, asking: Asking) -> list[Row]:
        pages = len(self._leaves(asking))
        if pages == 1:
            return []
        return [(Choice(f"p{(asking.state.page + 1) % pages}", say(_("Other answers")), "more"),)]

    def buttons(self, asking: Asking) -> Sequence[Row]:
        confirm = Choice("right", marked(self.confirm), "yes")
        if not any(line.editable for line in lines_of(asking)):
            return [(confirm,)]
        if not asking.state.unfolded:
            return [(confirm,), *self._others(asking), (Choice("unfold", marked(self.change), "no"),)]
        return [*self._edits(asking), *self._others(asking), (confirm,)]

    def _edits(self, asking: Asking) -> list[Row]:
        editable = [line for line in self._here(asking) if line.editable]
        return in_rows([Choice(f"e.{line.code}", line.button()) for line in editable], 2)

    def spoken(self, asking: Asking) -> Sequence[Choice]:
        on_screen = super().spoken(asking)
        seen = {choice.action for choice in on_screen}
        edits = [Choice(f"e.{line.code}", line.button()) for line in lines_of(asking) if line.editable]
        return [*on_screen, *(one for one in edits if one.action not in seen)]

    def press(self, asking: Asking, action: str) -> Reply | None:
        if action == "right":
            return Given(True)
        if action == "unfold":
            return Stays(replace(asking.state, unfolded=True, remark=None, confirming=""))
        if action[:1] == "p" and action[1:].isdecimal() and len(action) < 6:
            return Stays(replace(asking.state, page=int(action[1:]), remark=None, confirming=""))
        wanted = (line.key for line in lines_of(asking) if line.editable and f"e.{line.code}" == action)
        key = next(wanted, None)
        return None if key is None else Reopens(key)


def lines_of(asking: Asking) -> list[Line]:
    """The answers before the review that are to be listed, in the order they are asked."""
    return in_lines(asking.before)


def in_lines(answers: Iterable[Asking]) -> list[Line]:
    """Those of the answers that are to be listed, in words."""
    return [_line(one) for one in answers if one.step.listed and one.proposed is not MISSING]


def _line(answer: Asking) -> Line:
    step = answer.step
    label = marked(step.summary) if step.summary else shown(step.prompt, answer)[0]
    given = answer.proposed if answer.proposed is not MISSING else None
    item = answer.item_label if answer.over else None
    words = shortened(step.in_words(answer, given), LONGEST_ANSWER)
    return Line(answer.key, label, item, words, not step.barrier)
