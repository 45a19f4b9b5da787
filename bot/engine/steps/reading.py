"""Owns the steps that are read: a page, and a text to agree to or refuse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from bot.domain.text import Text, say
from bot.engine.asking import Asking, Choice, Given, Reply, Stays
from bot.engine.options import marked
from bot.engine.state import MISSING, MaybeValue, Value
from bot.engine.steps.base import Prompt, Row, Step, shown
from bot.marks import _

FOLD = _("In short")
GO_ON = _("Go on")
AGREE = _("I agree")
REFUSE = _("I refuse")


@dataclass(frozen=True, slots=True)
class Unfold:
    """A button, as *why?*, that shows more paragraphs: after the prompt, or in its place."""

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
    return Stays(replace(asking.state, unfolded=action == "unfold", remark=None, confirming=""))


@dataclass(frozen=True, kw_only=True)
class _Reading(Step):
    unfold: Unfold | None = None

    def paragraphs(self, asking: Asking) -> tuple[Text, ...]:
        prompt = super().paragraphs(asking)
        if self.unfold is None or not asking.state.unfolded:
            return prompt
        more = shown(self.unfold.paragraphs, asking)
        return more if self.unfold.replaces else prompt + more

    def unfold_row(self, asking: Asking) -> list[Row]:
        return [] if self.unfold is None else [(folding(self.unfold, asking),)]

    def press(self, asking: Asking, action: str) -> Reply | None:
        return fold_or_unfold(asking, action) if self.unfold else None

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
        return [*self.unfold_row(asking), (Choice("read", marked(self.go_on), "yes"),)]

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
        return [*self.unfold_row(asking), (agree, refuse)]

    def press(self, asking: Asking, action: str) -> Reply | None:
        if action == "agree":
            return Given(True)
        return self.refuse(asking) if action == "refuse" else super().press(asking, action)

    def warning(self, asking: Asking) -> tuple[Text, ...]:
        return super().warning(asking) if self.confirm is None else shown(self.confirm, asking)
