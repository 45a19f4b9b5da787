"""Owns reading typed words as the buttons they mean; what stays open is asked back, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rapidfuzz import fuzz

from bot.domain.text import Language, Text
from bot.engine.asking import Choice
from bot.engine.conversation import Conversation
from bot.engine.dates import read_day
from bot.engine.events import Event, Meant, Move, Tapped, Typed, Unsure
from bot.engine.path import walk
from bot.engine.screen import flat, foot
from bot.engine.search import entry, search
from bot.engine.state import State, Status
from bot.engine.steps.base import Step
from bot.engine.steps.choosing import Ticking
from bot.engine.steps.day import Day
from bot.engine.steps.grid import Grid
from bot.engine.steps.sharing import Place
from bot.engine.steps.writing import Number
from bot.engine.vocabulary import Vocabulary, fold, vocabularies

LONGEST = 200
"""Characters that may still mean a button."""

TYPO = 84
"""How alike, of 100, typed words and a button's are where one is the other with a small typo."""

CLEARLY = 8
"""How much nearer the best button must be than the next one."""

TELLING = 5
"""Letters of a word that alone may tell which button is meant."""

ENOUGH = 0.4
"""How much of a button's letters shorter words must give."""

_NUMBER = re.compile(r"\s*(?:n[°o]\s*)?(\d{1,3})\s*[.)]?\s*")
_NEGATIVE = re.compile(r"\s*[-\u2212]\s*\d")
_PARTS = re.compile(r"[,;\n+&/]")


@dataclass(frozen=True, slots=True)
class Named:
    """A button and what it says, folded."""

    choice: Choice
    name: str


def understand(
    conversation: Conversation,
    facts: Any,
    state: State,
    event: Typed,
    plain: Callable[[Text], str],
    language: Language,
    today: date,
) -> Event:
    """The event that typed words mean on this person's screen: a tap, several ticks, a day, or the words as they are.

    `plain` says a text in the person's language. `Unsure` where two buttons are equally near.
    """
    if len(event.text) > LONGEST or state.status not in (Status.OPEN, Status.LATER):
        return event
    path = walk(conversation, facts, state)
    stand = path.stand
    if stand is None:
        return event
    asks = state.status is Status.OPEN and not state.confirming
    if asks and isinstance(stand.step, Day) and (day := read_day(event.text, language, today)):
        return Tapped(state.visit, f"d.{day.isoformat()}")
    if asks and isinstance(stand.step, Number) and _NEGATIVE.match(event.text):
        return event
    buttons = [*(stand.step.spoken(stand) if asks else ()), *flat(foot(state, path)), *_unseen(state)]
    reader = _Reader(buttons, plain, language, stand.step if asks else None)
    meant = reader.read(event.text)
    if isinstance(meant, Unsure) and asks and stand.step.looks_up:
        return event
    return _event(meant, state, event)


def _unseen(state: State) -> list[Choice]:
    """The way back is understood where it is barred, too: what people get is why, and not "back" as their name."""
    return [Choice(Move.BACK, "", "back")] if state.status is Status.OPEN else []


def _event(found: list[str] | Unsure | None, state: State, event: Typed) -> Event:
    match found:
        case None:
            return event
        case Unsure():
            return found
        case [action]:
            return Tapped(state.visit, action)
        case _:
            return Meant(state.visit, tuple(found))


class _Reader:
    """What can be said to one screen. Where free words are wanted, only what is exactly a button is one."""

    def __init__(
        self,
        buttons: Sequence[Choice],
        plain: Callable[[Text], str],
        language: Language,
        step: Step | None,
    ) -> None:
        self.language = language
        self.words: tuple[Vocabulary, ...] = vocabularies(language)
        self.words_wanted = step is not None and step.wants_words
        self.takes_several = isinstance(step, Ticking)
        self.shortened = isinstance(step, Grid)
        self.places = isinstance(step, Place) and not step.free
        pressable = [one for one in buttons if one.share is None]
        self.numbered = [one.action for one in pressable if one.option]
        self.named = [Named(one, name) for one in pressable if (name := fold(plain(one.label)))]
        self.fillers = frozenset[str]().union(*(vocabulary.fillers for vocabulary in self.words))
        self.meaning: dict[str, str] = {}
        for one in pressable:
            if one.meaning:
                self.meaning.setdefault(one.meaning, one.action)

    def read(self, text: str) -> list[str] | Unsure | None:
        whole = self.one(text)
        if whole is not None or not self.takes_several:
            return whole
        parts = self.parts(text)
        if len(parts) < 2:
            return whole
        found = [self.one(part) for part in parts]
        unsure = next((one for one in found if isinstance(one, Unsure)), None)
        if unsure is not None or None in found:
            return unsure
        return list(dict.fromkeys(action for one in found if isinstance(one, list) for action in one))

    def parts(self, text: str) -> list[str]:
        """What stands between commas and "and"s."""
        joining = frozenset[str]().union(*(vocabulary.joining for vocabulary in self.words))
        parts: list[list[str]] = []
        for chunk in _PARTS.split(text):
            parts.append([])
            for word in chunk.split():
                if fold(word) in joining:
                    parts.append([])
                else:
                    parts[-1].append(word)
        return [" ".join(part) for part in parts if part]

    def one(self, text: str) -> list[str] | Unsure | None:
        """The button that the words mean as a whole."""
        folded = fold(text)
        if not folded:
            return None
        exact = [named.choice for named in self.named if named.name == folded]
        if exact:
            return _settled(exact)
        if meant := self.by_meaning(folded):
            return meant
        if self.words_wanted:
            return None
        return self.by_number(text) or self.by_words(folded) or self.by_typo(folded) or self.by_place(text)

    def by_meaning(self, folded: str) -> list[str] | None:
        for vocabulary in self.words:
            for meaning, action in self.meaning.items():
                if folded in vocabulary.meanings.get(meaning, ()):
                    return [action]
        return None

    def by_number(self, text: str) -> list[str] | None:
        found = _NUMBER.fullmatch(text)
        index = int(found[1]) - 1 if found else -1
        return [self.numbered[index]] if 0 <= index < len(self.numbered) else None

    def by_words(self, folded: str) -> list[str] | Unsure | None:
        """The button that has all of the typed words; in a grid, all the ticks of a row or column so named."""
        typed = [word for word in folded.split() if word not in self.fillers]
        if sum(len(word) for word in typed) < 3:
            return None
        named = [one for one in self.named if self._has_all(one.name.split(), typed)]
        if not any(self._tells(one.name, typed) for one in named):
            return None
        having = [one.choice for one in named]
        if self.shortened:
            return list(dict.fromkeys(choice.action for choice in having))
        return _settled(having) if len(having) <= 2 else None

    def _has_all(self, name: list[str], typed: list[str]) -> bool:
        return all(any(self._begins(word, one) for one in name) for word in typed)

    def _tells(self, name: str, typed: list[str]) -> bool:
        """Whether the words are more than the name's small change: "I am" names no answer."""
        letters = sum(len(word) for word in typed)
        return (
            self.shortened
            or max(map(len, typed)) >= TELLING
            or letters >= ENOUGH * len(name.replace(" ", ""))
        )

    def _begins(self, typed: str, word: str) -> bool:
        """Typed words may be cut short, and so may the words on a grid's small buttons."""
        if typed == word or (len(typed) > 2 and word.startswith(typed)):
            return True
        return self.shortened and len(word) > 2 and typed.startswith(word)

    def by_typo(self, folded: str) -> list[str] | Unsure | None:
        """The nearest button, where it is near and no other one is as near."""
        if len(folded) < 4:
            return None
        alike = [one for one in self.named if _digits(one.name) == _digits(folded)]
        scored = ((fuzz.ratio(folded, one.name), one.choice) for one in alike)
        near = sorted(
            ((score, choice) for score, choice in scored if score >= TYPO), key=_score, reverse=True
        )
        if not near:
            return None
        best = near[0][0]
        return _settled([choice for score, choice in near if best - score < CLEARLY][:2])

    def by_place(self, text: str) -> list[str] | Unsure | None:
        """The place whose name has all of the words, slips forgiven; of one word alone, what comes nearest."""
        named = [one for one in self.named if one.choice.option] if self.places else []
        found = search(text, [entry(one.choice.action, (1, (one.name,))) for one in named], self.language)
        sure = found.whole or (found.nearest and len(fold(text).split()) == 1)
        if not sure or len(found.keys) > 2:
            return None
        return _settled(one.choice for one in named if one.choice.action in found.keys)


def _score(scored: tuple[float, Choice]) -> float:
    return scored[0]


def _digits(words: str) -> str:
    return "".join(char for char in words if char.isdigit())


def _settled(found: Iterable[Choice]) -> list[str] | Unsure:
    """One button, or the two that it could be."""
    by_action = {choice.action: choice for choice in found}
    if len(by_action) == 1:
        return list(by_action)
    one, other, *_rest = by_action.values()
    return Unsure((one.label, other.label))
