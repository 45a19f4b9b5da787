"""Owns measuring texts: reading the catalogues at start, saying one phrase."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure, best_of
from bot.domain.text import say
from bot.i18n import Catalogues
from bot.marks import _

LOCALE = Path(__file__).parent.parent / "locale"


def measure() -> Iterator[Figure]:
    yield Figure("catalogues read", best_of(3, 1, lambda: Catalogues.load(LOCALE)), "all languages, at start")
    speaker = Catalogues.load().speaker("fr")
    phrase = say(_("No place is left in “{mission}” at the moment."), mission="Récolte <matinale>")
    yield Figure("a phrase said", best_of(5, 2000, lambda: speaker.say(phrase)), "escaped, in French")
