"""Owns finding typed words again among many texts, slips and accents forgiven; what was understood is told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from math import log

from rapidfuzz import fuzz, process

from bot.engine.vocabulary import fold, vocabularies

LONGEST = 100
"""Characters of what is looked for; the rest is left."""
MOST_WORDS = 8

CUT_SHORT, RUNS_ON, SLIP = 0.9, 0.8, 0.9
"""How much a word counts that is only begun, that goes on after it, or that was mistyped; 1 is the word itself."""

AS_NEAR = 0.05
"""How much less alike than the likeliest word another may be, to be taken for the one mistyped."""

SHORT = 4
"""Letters of a word that has hardly room for a slip; fewer have none."""

NEAREST = 68
"""How alike, of 100, a word has to be to be shown where nothing nearer was found."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to find: its key, and its texts with how much each tells: a title tells more than a detail."""

    key: str
    texts: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, best first; `words` are those of the texts that were meant, as they are written there.

    `nearest` says that nothing was found, and that these come nearest; `partly`, that nothing has all of the words
    that were found; `whole`, that something has all that was typed, small change left out.
    """

    keys: tuple[str, ...]
    words: tuple[str, ...]
    nearest: bool = False
    partly: bool = False
    whole: bool = False


NOTHING = Found((), ())


def search(typed: str, entries: Sequence[Entry], language: str) -> Found:
    """The entries that have most of the typed words. Entries that fit equally well keep their order."""
    words = list(dict.fromkeys(fold(typed[:LONGEST]).split()))
    wanted = _telling(words, language)
    if not words or not entries:
        return NOTHING
    shelf = _Shelf(entries)
    if not wanted:
        return _found(shelf, shelf.as_they_stand(words))
    for nearest in (False, True):
        meant = [near for word in wanted if (near := shelf.words_near(word, nearest=nearest))]
        found = _found(shelf, meant, nearest=nearest)
        if found.keys:
            return replace(found, whole=not (nearest or found.partly) and len(meant) == len(wanted))
    return NOTHING


def _found(shelf: _Shelf, meant: Sequence[Mapping[str, float]], *, nearest: bool = False) -> Found:
    keys, most = shelf.best(meant)
    if not keys:
        return NOTHING
    words = tuple(dict.fromkeys(shelf.spelled[_best(near)] for near in meant))
    return Found(keys, words, nearest, partly=not nearest and most < len(meant))


def least_alike(word: str) -> float:
    """How alike, of 100, another word has to be to be taken for this one mistyped: one slip, two in a long word."""
    if len(word) < SHORT:
        return 100
    return 85 if len(word) == SHORT else 81 if len(word) == SHORT + 1 else 79


def _telling(words: Sequence[str], language: str) -> list[str]:
    """The words that say what is looked for, small change left out."""
    small = frozenset(
        chain.from_iterable((*one.fillers, *one.joining, *one.asking) for one in vocabularies(language))
    )
    return [word for word in words if word not in small][:MOST_WORDS]


@lru_cache(20_000)
def _words_of(text: str) -> tuple[tuple[str, str], ...]:
    """Each word of a text, folded and as it is written."""
    return tuple(
        (folded, word.strip(_AROUND)) for word in _APART.split(text) for folded in fold(word).split()
    )


_APART = re.compile(r"[\s’']+")
_AROUND = " .,;:!?…()«»“”\"'"


@dataclass
class _Shelf:
    """The entries by their words: for each, how much the word tells there."""

    entries: Sequence[Entry]
    spelled: dict[str, str] = field(default_factory=dict)
    of: list[dict[str, int]] = field(default_factory=list)
    spread: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for entry in self.entries:
            weights: dict[str, int] = {}
            for weight, text in entry.texts:
                for folded, written in _words_of(text):
                    if weights.get(folded, 0) < weight:
                        weights[folded] = weight
                    self._spell(folded, written)
            self.of.append(weights)
            self.spread.update(weights.keys())

    def _spell(self, folded: str, written: str) -> None:
        """A word is told as it stands within a sentence, where it does anywhere."""
        if folded not in self.spelled or written.islower():
            self.spelled[folded] = written

    def words_near(self, word: str, *, nearest: bool) -> dict[str, float]:
        """The words of the texts that this one may be, each with how surely; one that is there is no slip.

        What comes nearest at least begins with the same letter: slips hardly ever change it.
        """
        begun = {other: CUT_SHORT for other in self.spelled if len(word) > 2 and other.startswith(word)}
        if word in self.spelled:
            return begun | {word: 1.0}
        least = NEAREST if nearest and len(word) >= SHORT else least_alike(word)
        alike = process.extract(word, self.spelled.keys(), scorer=fuzz.ratio, score_cutoff=least, limit=None)
        slips = {
            other: SLIP * score / 100 for other, score, _at in alike if not nearest or other[0] == word[0]
        }
        if slips or begun:
            surest = max(slips.values(), default=0.0) - AS_NEAR
            return {other: alike for other, alike in slips.items() if alike >= surest} | begun
        return {other: RUNS_ON for other in self.spelled if len(other) > SHORT and word.startswith(other)}

    def as_they_stand(self, words: Sequence[str]) -> list[Mapping[str, float]]:
        """Small change that the texts have, too, letter by letter: nothing is guessed from "I do not know"."""
        there = [word for word in words if len(word) > SHORT and word in self.spelled]
        return [{word: 1.0} for word in there[:MOST_WORDS]]

    def best(self, meant: Sequence[Mapping[str, float]]) -> tuple[tuple[str, ...], int]:
        """The entries that have the most of what is meant, those where it tells most first; and how much that is."""
        scored: list[tuple[int, float, str]] = []
        for entry, weights in zip(self.entries, self.of, strict=True):
            points = [self._points(near, weights) for near in meant]
            scored.append((sum(map(bool, points)), sum(points), entry.key))
        most = max((one[0] for one in scored), default=0)
        having = sorted((one for one in scored if one[0] == most), key=_by_points)
        return (tuple(key for _count, _sum, key in having) if most else (), most)

    def _points(self, near: Mapping[str, float], weights: Mapping[str, int]) -> float:
        """What one typed word is worth here: more in a title, more where few entries have it."""
        return max(
            (alike * weights[word] * self._rarity(word) for word, alike in near.items() if word in weights),
            default=0.0,
        )

    def _rarity(self, word: str) -> float:
        return log(1 + len(self.entries) / self.spread[word])


def _best(near: Mapping[str, float]) -> str:
    return max(near, key=near.__getitem__)


def _by_points(one: tuple[int, float, str]) -> float:
    return -one[1]


def entry(key: str, *texts: tuple[int, Iterable[str]]) -> Entry:
    """An entry from texts by their weight."""
    return Entry(key, tuple((weight, text) for weight, some in texts for text in some if text))
