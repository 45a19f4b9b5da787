"""When an answer comes: the garden's opening in plain words, in its own time."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.domain.garden import OpenHours
from bot.domain.promise import when_answered
from bot.i18n import Catalogues

PARIS = ZoneInfo("Europe/Paris")
FRENCH, ENGLISH = (Catalogues.load().speaker(language, PARIS) for language in ("fr", "en"))
OFFICE = OpenHours()
THURSDAYS = OpenHours(frozenset({4}), time(14, 30), time(17))


def paris(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=PARIS).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "hours", "french", "english"),
    [
        (paris(2026, 3, 10, 7), OFFICE, "aujourd’hui à partir de 9 h", "today from 09:00"),
        (paris(2026, 3, 10, 18), OFFICE, "demain à partir de 9 h", "tomorrow from 09:00"),
        (paris(2026, 3, 10, 23, 59), OFFICE, "demain à partir de 9 h", "tomorrow from 09:00"),
        (paris(2026, 3, 11, 0, 1), OFFICE, "aujourd’hui à partir de 9 h", "today from 09:00"),
        (paris(2026, 3, 13, 18), OFFICE, "lundi à partir de 9 h", "on Monday from 09:00"),
        (paris(2026, 3, 6, 12), THURSDAYS, "jeudi à partir de 14 h 30", "on Thursday from 14:30"),
        (
            paris(2026, 3, 5, 18),
            THURSDAYS,
            "jeudi 12 mars 2026 à partir de 14 h 30",
            "on Thursday 12 March 2026 from 14:30",
        ),
        (paris(2026, 3, 27, 20), OFFICE, "lundi à partir de 9 h", "on Monday from 09:00"),
    ],
    ids=[
        "early in the morning",
        "the minute it closes",
        "just before midnight",
        "just after midnight",
        "over the weekend",
        "a few days ahead, half past",
        "a week ahead",
        "over the clock change",
    ],
)
def test_it_is_said_in_plain_words(now: datetime, hours: OpenHours, french: str, english: str) -> None:
    when = when_answered(now, hours, PARIS)

    assert when is not None
    assert FRENCH.plain(when).replace("\xa0", " ") == french
    assert ENGLISH.plain(when) == english


@pytest.mark.parametrize("now", [paris(2026, 3, 10, 9), paris(2026, 3, 10, 12), paris(2026, 3, 10, 17, 59)])
def test_nothing_is_promised_while_somebody_is_at_work(now: datetime) -> None:
    assert when_answered(now, OFFICE, PARIS) is None


def test_a_garden_without_hours_promises_nothing() -> None:
    assert when_answered(paris(2026, 3, 10, 3), OpenHours(frozenset()), PARIS) is None
