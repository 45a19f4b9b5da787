"""Owns cutting what is long into leaves that a phone shows whole; no language is known here, so lengths are rough."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.text import Brief, Cut, Field, Listed, Phrase, Text, Words

ROOM = 560
"""Characters on a leaf: with the progress above it, a message stays within what is read to the end."""

TRANSLATED = 1.2
"""How much longer a translation is than the English it is of, French above all."""

_UNSEEN = re.compile(r"</?[biu]>|\{\w+\}")


def leaves(texts: Sequence[Text], room: int = ROOM, most: int = 100) -> list[tuple[Text, ...]]:
    """The texts in order, as many on a leaf as fit, `most` at most; one too long for any has a leaf of its own."""
    cut: list[tuple[Text, ...]] = []
    here: list[Text] = []
    left = room
    for text in texts:
        length = roughly(text)
        if here and (length > left or len(here) == most):
            cut.append(tuple(here))
            here, left = [], room
        here.append(text)
        left -= length + 2
    return [*cut, tuple(here)]


def roughly(text: Field) -> int:
    """The characters a text takes, in the language where it is longest."""
    match text:
        case str():
            return len(text)
        case Phrase():
            written = max(text.message, text.plural or "", key=len)
            own = round(TRANSLATED * len(_UNSEEN.sub("", written)))
            return own + sum(roughly(value) for value in text.fields.values())
        case Words():
            return max(map(len, text.by_language.values()), default=0)
        case Listed():
            return sum(roughly(item) + 3 for item in text.items)
        case Cut():
            return min(text.longest, roughly(text.text))
        case datetime():
            return 34
        case Brief() | date():
            return 24
        case _:
            return 8
