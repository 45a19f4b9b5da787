"""A day as people write it is read as they mean it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.dates import read_day

TUESDAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("le 12", date(2026, 3, 12)),
        ("le 2", date(2026, 4, 2)),
        ("12", date(2026, 3, 12)),
        ("15/03", date(2026, 3, 15)),
        ("02/03", date(2026, 3, 2)),
        ("02/01", date(2027, 1, 2)),
        ("1er mars", date(2026, 3, 1)),
        ("dimanche 8 mars", date(2026, 3, 8)),
        ("le 2/4/26", date(2026, 4, 2)),
        ("2.4.2026", date(2026, 4, 2)),
        ("2026-04-02", date(2026, 4, 2)),
        ("2 avril", date(2026, 4, 2)),
        ("April 2nd", date(2026, 4, 2)),
        ("1er mai 2027", date(2027, 5, 1)),
        ("aujourd'hui", TUESDAY),
        ("Demain !", date(2026, 3, 11)),
        ("après-demain", date(2026, 3, 12)),
        ("hier", date(2026, 3, 9)),
        ("the day after tomorrow", date(2026, 3, 12)),
        ("tomorow", date(2026, 3, 11)),
        ("lundi", date(2026, 3, 16)),
        ("lundi prochain", date(2026, 3, 16)),
        ("next monday", date(2026, 3, 16)),
        ("mardi", date(2026, 3, 17)),
        ("samdi", date(2026, 3, 14)),
        ("mardi 17 mars", date(2026, 3, 17)),
        ("à partir de lundi", date(2026, 3, 16)),
        ("29 février", date(2028, 2, 29)),
        ("31", date(2026, 3, 31)),
    ],
)
def test_a_day_is_read(words: str, day: date) -> None:
    assert read_day(words, "fr", TUESDAY) == day


@pytest.mark.parametrize(
    "words",
    [
        "",
        "bonjour",
        "mars",
        "30 février",
        "12/25",
        "99/99/9999",
        "12 ou 13",
        "lundi ou mardi",
        "lundi 17 mars",
        "2 mars 3 avril",
        "9999999999",
        "2026-02-30",
        "lundi " * 50,
    ],
)
def test_what_is_no_day_or_more_than_one_is_not_guessed(words: str) -> None:
    assert read_day(words, "fr", TUESDAY) is None


def test_the_last_of_december_is_followed_by_january() -> None:
    assert read_day("le 2", "fr", date(2026, 12, 31)) == date(2027, 1, 2)


@given(st.text(max_size=40), st.dates())
def test_no_words_break_it(words: str, today: date) -> None:
    read_day(words, "fr", today)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_whole_date_is_read_whatever_today_is(day: date, today: date) -> None:
    assert read_day(day.isoformat(), "en", today) == day
    assert read_day(f"{day.day}/{day.month}/{day.year}", "fr", today) == day
