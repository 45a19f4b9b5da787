"""Owns a habit of French that a catalogue cannot know: "de Ana" is said "d’Ana", whatever stands in the placeholder."""

from __future__ import annotations

import re
import unicodedata

_BEFORE = re.compile(r"(?<![\w’'-])([Dd]e|[Qq]ue|[Jj]usque|[Ll]orsque|[Pp]uisque) (<[biu]>)?$")
_VOWELS = frozenset("aeiouœæ")


def elided(literal: str, field: str) -> str:
    """The words before a placeholder, shortened where what stands in it begins with a vowel.

    H and y are left alone: nobody can tell "d’Hélène" from "de Hans" by the letter.
    """
    if not literal.endswith((" ", ">")):
        return literal  # most words before a placeholder: told sooner than by the pattern
    found = _BEFORE.search(literal)
    if found is None or not _begins_with_vowel(field):
        return literal
    return f"{literal[: found.start()]}{found[1][:-1]}’{found[2] or ''}"


def _begins_with_vowel(text: str) -> bool:
    first = unicodedata.normalize("NFD", text[:1]).lower()[:1]
    return first in _VOWELS
