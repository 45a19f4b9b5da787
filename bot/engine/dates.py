"""Owns reading a day as people write it: "le 2", "02/03", "demain", "next monday"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from rapidfuzz import fuzz

from bot.domain.text import Language
from bot.engine.vocabulary import Vocabulary, fold, vocabularies

_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*")
_NUMERIC = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*(\d{4}|\d{2}))?")
_ORDINAL = re.compile(r"(\d+)(?:er|e|th|st|nd|rd)")
LONGEST = 60
"""Characters that may still be a date."""

JUST_BEEN = timedelta(days=45)
"""Who writes a day that was so short a time ago means that one."""

TYPO = 85
"""How alike, of 100, two words are where one is the other with a small typo."""


def read_day(words: str, language: Language, today: date) -> date | None:
    """The day that the words name, seen from `today`; None where they name none, or more than one.

    A day without a year, or a month, is the next one to come; one that was only weeks ago is that one, not next
    year's. 02/03 is the second of March.
    """
    if len(words) > LONGEST:
        return None
    readings = (_read_iso, _read_numeric)
    for read in readings:
        if found := read(words, today):
            return found
    folded = fold(words)
    days = (_read_words(folded, vocabulary, today) for vocabulary in vocabularies(language))
    return next((day for day in days if day), None)


def _read_iso(words: str, today: date) -> date | None:
    found = _ISO.fullmatch(words)
    return _day(int(found[1]), int(found[2]), int(found[3])) if found else None


def _read_numeric(words: str, today: date) -> date | None:
    found = _NUMERIC.findall(words)
    if len(found) != 1 or any(char.isdigit() for char in _NUMERIC.sub("", words)):
        return None
    day, month, year = found[0]
    if year:
        return _day(int(year) if len(year) == 4 else 2000 + int(year), int(month), int(day))
    return _of_any_year(int(month), int(day), today)


def _read_words(folded: str, words: Vocabulary, today: date) -> date | None:
    bare = " ".join(token for token in folded.split() if token not in words.fillers)
    for names, days in (
        (words.today, 0),
        (words.tomorrow, 1),
        (words.after_tomorrow, 2),
        (words.yesterday, -1),
    ):
        if folded in names or _is_near(bare, names):
            return today + timedelta(days=days)
    tokens = [_ORDINAL.sub(r"\1", token) for token in folded.split()]
    return _named([token for token in tokens if token not in words.fillers], words, today)


def _is_near(words: str, names: frozenset[str]) -> bool:
    return words in names or (len(words) > 4 and any(fuzz.ratio(words, name) >= TYPO for name in names))


def _named(tokens: list[str], words: Vocabulary, today: date) -> date | None:
    """A weekday, a day of a month, or both; every word must have its place."""
    weekdays = [token for token in tokens if _place(token, words.weekdays) is not None]
    rest = [token for token in tokens if token not in weekdays]
    months = [token for token in rest if _place(token, words.months) is not None]
    numbers = [int(token) for token in rest if token.isdecimal() and len(token) <= 4]
    if len(weekdays) > 1 or len(months) > 1 or len(numbers) + len(months) != len(rest):
        return None
    weekday = _place(weekdays[0], words.weekdays) if weekdays else None
    if not rest:
        return None if weekday is None else _weekday(weekday, today)
    month = _place(months[0], words.months) if months else None
    return _matching(_candidates(numbers, month, today), weekday, today)


def _candidates(numbers: list[int], month: int | None, today: date) -> Iterator[date | None]:
    match numbers, month:
        case [day], None:
            starts = (divmod(today.year * 12 + today.month - 1 + ahead, 12) for ahead in range(15))
            return (_day(year, index + 1, day) for year, index in starts)
        case [day], int():
            return iter((_of_any_year(month + 1, day, today),))
        case [day, year], int() if year > 31:
            return iter((_day(year, month + 1, day),))
        case _:
            return iter(())


def _matching(days: Iterator[date | None], weekday: int | None, today: date) -> date | None:
    """The first day to come, or the only one named; a weekday beside it must agree."""
    known = [day for day in days if day]
    chosen = known[0] if len(known) == 1 else _next(iter(known), today)
    return chosen if chosen and (weekday is None or chosen.weekday() == weekday) else None


def _weekday(weekday: int, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _of_any_year(month: int, day: int, today: date) -> date | None:
    """The next one, or the one that has just been: next year's is meant by nobody so soon."""
    years = (_day(today.year + ahead, month, day) for ahead in range(-1, 9))
    return _next(years, today - JUST_BEEN)


def _next(days: Iterator[date | None], today: date) -> date | None:
    return next((day for day in days if day and day >= today), None)


def _place(token: str, names: tuple[str, ...]) -> int | None:
    """Which of the names the token is: whole, shortened to three letters or more, or with a small typo."""
    if not token.isalpha() or len(token) < 3:
        return None
    begins = [index for index, name in enumerate(names) if name.startswith(token)]
    if len(begins) == 1:
        return begins[0]
    near = [index for index, name in enumerate(names) if len(token) > 4 and fuzz.ratio(token, name) >= TYPO]
    return near[0] if len(near) == 1 and not begins else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
