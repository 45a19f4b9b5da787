"""Owns the step that looks through a list: pages of it, typed words looked up, and things done beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, TypeAlias

from bot.domain.text import Text, say
from bot.engine.asking import Aside, Asking, Given, Reply
from bot.engine.leaves import leaves
from bot.engine.options import Option
from bot.engine.state import MISSING, Answers, MaybeValue, Value
from bot.engine.steps.base import Row, not_understood, shown
from bot.engine.steps.choosing import Choose
from bot.engine.steps.reading import Unfold, fit, fold_or_unfold, folding, turned, turning
from bot.engine.vocabulary import fold, is_small_talk
from bot.marks import _

LONGEST = 100
"""Characters of what is looked for; the rest is left."""

About: TypeAlias = "Callable[[Any, Answers, str], Text | None]"
"""A text about an option, by its id: made only for those that are shown."""


@dataclass(frozen=True, kw_only=True)
class Browse(Choose):
    """One option of a list that may be long, or empty: then the prompt says so, above the way back.

    Typed words that are no button are the answer of the step `looked_up_at`, itself where empty: {"words": …}. `note`
    describes the options of the page; `named` is what one is called that was chosen and is gone since. `asides` are
    options that do something beside the question, which stays. What `unfold` shows stands between the prompt and the
    options, or, too long for that, alone; its button is there where it has something to show. `found` says whether
    typed words are all found.
    """

    note: About | None = None
    named: About | None = None
    asides: tuple[str, ...] = ()
    looked_up_at: str = ""
    unfold: Unfold | None = None
    found: Callable[[Any, str], bool] | None = None

    looks_up: ClassVar[bool] = True

    def is_idle(self, asking: Asking) -> bool:
        return False

    def accepts(self, asking: Asking, value: Value) -> MaybeValue:
        match value:
            case {"words": str(words)} if not self.looked_up_at:
                return {"words": words}
            case str() if value in self.asides:
                return MISSING
            case _:
                return super().accepts(asking, value)

    def worded(self, asking: Asking, value: Value) -> Text:
        if isinstance(value, Mapping):
            return say(_("“{words}”"), words=str(value.get("words", "")))
        id = str(value)
        gone = (
            None if asking.option(id) or self.named is None else self.named(asking.facts, asking.answers, id)
        )
        return gone or super().worded(asking, value)

    def noted(self, asking: Asking, option: Option) -> Option:
        if self.note is None or option.note is not None:
            return option
        return replace(option, note=self.note(asking.facts, asking.answers, option.id))

    def page(self, asking: Asking) -> tuple[Option, ...]:
        return tuple(self.noted(asking, option) for option in super().page(asking))

    def paragraphs(self, asking: Asking) -> tuple[Text, ...]:
        if (read := self._read(asking)) is None:
            return super().paragraphs(asking)
        return read[asking.state.page % len(read)]

    def prompted(self, asking: Asking) -> tuple[Text, ...]:
        prompt = super().prompted(asking)
        return (*prompt, *self._more(asking)) if asking.state.unfolded else prompt

    def _read(self, asking: Asking) -> list[tuple[Text, ...]] | None:
        """The leaves of what was unfolded, where it is too long to stand between the prompt and the options."""
        if not asking.state.unfolded or fit(super().paragraphs(asking)):
            return None
        return leaves(self._more(asking))

    def buttons(self, asking: Asking) -> Sequence[Row]:
        read = self._read(asking)
        rows = super().buttons(asking) if read is None else turning(asking, len(read))
        return [*rows, (folding(self.unfold, asking),)] if self.unfold and self._more(asking) else rows

    def _more(self, asking: Asking) -> tuple[Text, ...]:
        return () if self.unfold is None else shown(self.unfold.paragraphs, asking)

    def press(self, asking: Asking, action: str) -> Reply | None:
        read = self._read(asking)
        if read is not None and (stays := turned(asking, action, len(read))):
            return stays
        return (self.unfold and fold_or_unfold(asking, action)) or super().press(asking, action)

    def pick(self, asking: Asking, action: str) -> Reply | None:
        reply = super().pick(asking, action)
        if isinstance(reply, Given) and reply.value in self.asides:
            return Aside(str(reply.value))
        return reply

    def finds(self, asking: Asking, words: str) -> bool:
        """What is too long to be looked for as a whole is never found."""
        sought = _sought(words)
        if self.found is None or len(words.strip()) > LONGEST or _says_nothing(sought):
            return False
        return self.found(asking.facts, sought)

    def hear(self, asking: Asking, words: str) -> Reply:
        sought = _sought(words)
        if _says_nothing(sought):
            return not_understood(asking)
        return Given({"words": sought}, at=(self.looked_up_at, "") if self.looked_up_at else None)


def _sought(words: str) -> str:
    return " ".join(words.split())[:LONGEST]


def _says_nothing(sought: str) -> bool:
    return not fold(sought) or is_small_talk(sought)
