"""Owns the steps that are read: a page, and a text to agree to or refuse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from bot.domain.text import Text, say
from bot.engine.asking import Asking, Choice, Given, Reply, Stays
from bot.engine.leaves import ROOM, leaves, roughly
from bot.engine.options import marked
from bot.engine.state import MISSING, MaybeValue, Value
from bot.engine.steps.base import Prompt, Row, Step, shown
from bot.marks import _

FOLD = _("In short")
READ_ON = _("Read on ›")
FROM_THE_START = _("‹ From the start")
GO_ON = _("Go on")
AGREE = _("I agree")
REFUSE = _("I refuse")


@dataclass(frozen=True, slots=True)
class Unfold:
    """A button, as *why?*, that shows more paragraphs: after the prompt, or in its place if `replaces` or too long."""

    label: Text
    paragraphs: Prompt
    replaces: bool = False
    fold: Text = FOLD


def folding(unfold: Unfold, asking: Asking) -> Choice:
    """The button that shows more, or less again."""
    if asking.state.unfolded:
        return Choice("fold", marked(unfold.fold))
    return Choice("unfold", marked(unfold.label))


def fold_or_unfold(asking: Asking, action: str) -> Stays | None:
    """What that button does; None for any other."""
    if action not in ("fold", "unfold"):
        return None
    return Stays(replace(asking.state, unfolded=action == "unfold", page=0, remark=None, confirming=""))


def turning(asking: Asking, pages: int) -> list[Row]:
    """The button to the next leaf, or from the last one back to the first."""
    if pages < 2:
        return []
    following = (asking.state.page + 1) % pages
    return [(Choice(f"p{following}", say(READ_ON) if following else say(FROM_THE_START), "more"),)]


def turned(asking: Asking, action: str, pages: int) -> Stays | None:
    """What that button does; None for any other."""
    if action[:1] != "p" or not action[1:].isdecimal() or len(action) > 5 or int(action[1:]) >= pages:
        return None
    return Stays(replace(asking.state, page=int(action[1:]), remark=None, confirming=""))


def fit(texts: Sequence[Text]) -> bool:
    """Whether they stand on one leaf."""
    return sum(roughly(text) + 2 for text in texts) <= ROOM


@dataclass(frozen=True, kw_only=True)
class _Reading(Step):
    """What is long is read leaf by leaf."""

    unfold: Unfold | None = None

    def paragraphs(self, asking: Asking) -> tuple[Text, ...]:
        pages = self._leaves(asking)
        return pages[asking.state.page % len(pages)]

    def _leaves(self, asking: Asking) -> list[tuple[Text, ...]]:
        prompt = super().paragraphs(asking)
        if self.unfold is None or not asking.state.unfolded:
            return leaves(prompt)
        more = shown(self.unfold.paragraphs, asking)
        return leaves(more) if self.unfold.replaces or not fit(prompt + more) else [prompt + more]

    def more_rows(self, asking: Asking) -> list[Row]:
        unfolding: list[Row] = [] if self.unfold is None else [(folding(self.unfold, asking),)]
        return [*turning(asking, len(self._leaves(asking))), *unfolding]

    def press(self, asking: Asking, action: str) -> Reply | None:
        return turned(asking, action, len(self._leaves(asking))) or (
            fold_or_unfold(asking, action) if self.unfold else None
        )

    def marks(self, asking: Asking) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class Page(_Reading):
    """Something to read, with one button to go on."""

    go_on: Text = GO_ON
    listed: bool = False

    asks: ClassVar[bool] = False

    def accepts(self, asking: Asking, value: Value) -> MaybeValue:
        return True if value is True else MISSING

    def worded(self, asking: Asking, value: Value) -> Text:
        return say(_("read"))

    def buttons(self, asking: Asking) -> Sequence[Row]:
        return [*self.more_rows(asking), (Choice("read", marked(self.go_on), "yes"),)]

    def press(self, asking: Asking, action: str) -> Reply | None:
        return Given(True) if action == "read" else super().press(asking, action)


@dataclass(frozen=True, kw_only=True)
class Consent(_Reading):
    """Something to agree to. Refusing asks once more: it ends the conversation and erases the answers."""

    agree: Text = AGREE
    refuse_label: Text = REFUSE
    confirm: Prompt | None = None
    listed: bool = False

    def accepts(self, asking: Asking, value: Value) -> MaybeValue:
        return True if value is True else MISSING

    def worded(self, asking: Asking, value: Value) -> Text:
        return marked(self.agree)

    def buttons(self, asking: Asking) -> Sequence[Row]:
        agree = Choice("agree", marked(self.agree), "yes")
        refuse = Choice("refuse", marked(self.refuse_label), "no")
        return [*self.more_rows(asking), (agree, refuse)]

    def press(self, asking: Asking, action: str) -> Reply | None:
        if action == "agree":
            return Given(True)
        return self.refuse(asking) if action == "refuse" else super().press(asking, action)

    def warning(self, asking: Asking) -> tuple[Text, ...]:
        return super().warning(asking) if self.confirm is None else shown(self.confirm, asking)
