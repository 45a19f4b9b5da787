"""Owns which name may stand on a certificate without anybody having a look: theirs, as the garden knows it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.vocabulary import fold

MORE_WORDS = 5
"""So many words beside the known ones a name may have; beyond that it is more than a name."""
SEVERAL = frozenset({"et", "and", "ou", "or", "alias", "avec", "with"})
"""Words that join two names, and are part of none."""


def is_same_name(known: str, typed: str) -> bool:
    """Whether both are written alike, but for case, accents, hyphens and spaces."""
    return bool(fold(known)) and fold(known) == fold(typed)


def is_fuller_name(known: str, typed: str) -> bool:
    """Whether `typed` is what the garden calls them, whole, with a surname before or behind it.

    Not sure, hence no: the known name in the middle, or as a part of a compound (Marie of Anne-Marie), an initial,
    digits, or the names of two people.
    """
    mine, words = fold(known).split(), list(_words(typed))
    spoken = [word for word, _whole in words]
    if not any(len(word) > 1 for word in mine) or not 0 <= len(spoken) - len(mine) <= MORE_WORDS:
        return False
    if SEVERAL & set(spoken) or any(char.isdigit() for char in typed):
        return False
    ends = (0, len(mine)), (len(spoken) - len(mine), len(spoken))
    return any(spoken[start:end] == mine and _is_whole(words, start, end) for start, end in ends)


def _words(typed: str) -> Iterator[tuple[str, int]]:
    """Each word, and which of the parts between spaces it belongs to: those of a compound belong together."""
    for number, part in enumerate(typed.split()):
        for word in fold(part).split():
            yield word, number


def _is_whole(words: list[tuple[str, int]], start: int, end: int) -> bool:
    """Whether no compound is cut at either end."""
    before = start == 0 or words[start - 1][1] != words[start][1]
    behind = end == len(words) or words[end - 1][1] != words[end][1]
    return before and behind
