"""Calendar files: read strictly by one program, and by another that knows no zone but the file's, to the minute."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendars import write_calendar
from bot.domain.entry import CalendarFile, Entry, uid_of
from bot.domain.text import Words, say
from bot.i18n import Catalogues, Speaker
from bot.marks import _
from tests.calendar_readers import read_otherwise, read_strictly

PARIS = ZoneInfo("Europe/Paris")
ADELAIDE = ZoneInfo("Australia/Adelaide")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
"""Half an hour beside the others, and its summer time is half an hour, too."""
ZONES = [PARIS, ADELAIDE, LORD_HOWE, *map(ZoneInfo, (
    "Asia/Kolkata", "Africa/Casablanca", "America/St_Johns", "America/Santiago", "Europe/Dublin", "Asia/Kathmandu",
    "Pacific/Chatham", "America/New_York", "UTC",
))]  # fmt: skip
WRITTEN_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def an_entry(starts_at: datetime, hours: float = 3.0, zone: ZoneInfo = PARIS, **values: object) -> Entry:
    entry = Entry(
        subject="booking:12",
        uid="6a6f7c86-0001",
        sequence=0,
        starts_at=starts_at.astimezone(UTC),
        ends_at=starts_at.astimezone(UTC) + timedelta(hours=hours),
        zone=zone,
        title=Words({"fr": "Tenir l’étal du marché", "en": "Market stall"}),
    )
    return replace(entry, **values)  # type: ignore[arg-type]


def in_language(language: str, zone: ZoneInfo = PARIS) -> Speaker:
    return Catalogues.load().speaker(language, zone)


def written(*entries: Entry, language: str = "en", zone: ZoneInfo = PARIS) -> bytes:
    file = CalendarFile("Les Jardins de la Levée", zone, entries, WRITTEN_AT)
    return write_calendar(file, in_language(language, zone))


def test_a_date_reads_as_it_was_meant():
    told = (
        say(_("🎒 To bring: {equipment}"), equipment=Words({"en": "boots; gloves, a hat\nand a C:\\Name"})),
    )
    entry = an_entry(datetime(2026, 3, 14, 9, 0, tzinfo=PARIS), where="12, quai\nde la Loire", about=told)

    read = read_strictly(written(entry))

    assert (read.method, read.name) == ("PUBLISH", "Les Jardins de la Levée")
    assert (read.only.uid, read.only.sequence, read.only.status) == ("6a6f7c86-0001", 0, "CONFIRMED")
    assert read.only.starts_at == datetime(2026, 3, 14, 8, 0, tzinfo=UTC)
    assert read.only.ends_at == datetime(2026, 3, 14, 11, 0, tzinfo=UTC)
    assert (read.only.title, read.only.where) == ("Market stall", "12, quai de la Loire")


def test_each_reader_reads_their_own_language():
    entry = an_entry(datetime(2026, 3, 14, 9, 0, tzinfo=PARIS))

    assert read_strictly(written(entry, language="fr")).only.title == "Tenir l’étal du marché"


def test_what_ends_a_value_is_escaped_and_what_no_line_may_hold_is_left_out():
    hostile = 'a;b,c\\d\\n "e" :f\r\nEND:VEVENT\r\nBEGIN:VALARM\x00\x07\u202e\u2028g'

    raw = written(an_entry(WRITTEN_AT, title=hostile, where=hostile, about=(hostile,)))

    assert raw.count(b"END:VEVENT\r\n") == 1
    assert b"\r\nBEGIN:VALARM" not in raw
    assert rb"a\;b\,c\\d\\n " in raw.replace(b"\r\n ", b"")
    assert b"\x00" not in raw
    read_strictly(raw)


@pytest.mark.parametrize(
    "title",
    [
        "سوق السبت: بيع الخضروات في الحديقة مع جميع المتطوعين والمتطوعات من الحي",
        "שוק יום שבת",
        "Пикник 👩🏽‍🌾👨‍👩‍👧‍👦🥕" * 12,
        "a" * 400,
        "é" * 75,
        "",
    ],
)
def test_right_to_left_emoji_and_long_words_survive_the_folding(title: str):
    read = read_strictly(written(an_entry(WRITTEN_AT, title=title)))

    assert read.only.title == title


@given(st.text(max_size=300))
def test_no_text_breaks_a_file(words: str):
    raw = written(an_entry(WRITTEN_AT, title=words, where=words, about=(words, words)))

    assert len(read_strictly(raw).dates) == 1


CLOCK_CHANGES = [
    # the spring night and the autumn night; hours that are there twice are named by their instant
    (PARIS, datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
    (PARIS, datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
    (PARIS, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    (PARIS, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    (PARIS, datetime(2026, 10, 25, 1, 0, tzinfo=UTC)),
    (PARIS, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    (LORD_HOWE, datetime(2026, 4, 4, 14, 45, tzinfo=UTC)),
    (LORD_HOWE, datetime(2026, 4, 4, 15, 15, tzinfo=UTC)),
    (LORD_HOWE, datetime(2026, 10, 3, 15, 29, tzinfo=UTC)),
    (LORD_HOWE, datetime(2026, 10, 3, 15, 31, tzinfo=UTC)),
    (ADELAIDE, datetime(2026, 4, 4, 16, 15, tzinfo=UTC)),
    (ADELAIDE, datetime(2026, 10, 3, 16, 45, tzinfo=UTC)),
]


@pytest.mark.parametrize(("zone", "starts_at"), CLOCK_CHANGES)
def test_in_the_night_of_a_clock_change_both_readers_mean_the_same_instant(
    zone: ZoneInfo, starts_at: datetime
):
    entry = an_entry(starts_at, 2, zone)

    raw = written(entry, zone=zone)

    assert read_otherwise(raw) == [(entry.starts_at, entry.ends_at)]
    read = read_strictly(raw).only
    assert (read.starts_at, read.ends_at) == (entry.starts_at, entry.ends_at)


@pytest.mark.parametrize("zone", [PARIS, ADELAIDE], ids=str)
def test_every_week_of_a_year_at_nine_is_at_nine(zone: ZoneInfo):
    first = datetime(2026, 1, 3, 9, 0, tzinfo=zone)
    saturdays = [an_entry((first + timedelta(weeks=week)), 3, zone, uid=str(week)) for week in range(53)]

    raw = written(*saturdays, zone=zone)

    assert read_otherwise(raw) == [(one.starts_at, one.ends_at) for one in saturdays]
    assert {one.starts_at.astimezone(zone).hour for one in read_strictly(raw).dates} == {9}


@given(
    st.sampled_from(ZONES),
    st.integers(int(datetime(2024, 1, 1, tzinfo=UTC).timestamp()) // 60,
                int(datetime(2036, 12, 31, tzinfo=UTC).timestamp()) // 60),
    st.integers(15, 3 * 24 * 60),
)  # fmt: skip
def test_whenever_and_wherever_both_readers_mean_the_same_instant(zone: ZoneInfo, minute: int, lasts: int):
    entry = an_entry(datetime.fromtimestamp(minute * 60, UTC), lasts / 60, zone)

    raw = written(entry, zone=zone)

    assert read_otherwise(raw) == [(entry.starts_at, entry.ends_at)]
    assert read_strictly(raw).only.starts_at == entry.starts_at


def test_the_clocks_of_paris_are_told_as_rules():
    raw = written(an_entry(datetime(2026, 3, 14, 9, 0, tzinfo=PARIS))).decode()

    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU" in raw
    assert "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU" in raw
    assert "DTSTART;TZID=Europe/Paris:20260314T090000" in raw


def test_a_date_that_is_called_off_is_a_cancellation_and_several_are_not():
    gone = an_entry(WRITTEN_AT, sequence=3, cancelled=True)

    one, both = read_strictly(written(gone)), read_strictly(written(gone, replace(gone, uid="other")))

    assert (one.method, one.only.status, one.only.sequence) == ("CANCEL", "CANCELLED", 3)
    assert (both.method, {date.status for date in both.dates}) == ("PUBLISH", {"CANCELLED"})


def test_a_perhaps_is_tentative():
    assert read_strictly(written(an_entry(WRITTEN_AT, tentative=True))).only.status == "TENTATIVE"


def test_a_calendar_without_dates_is_one_all_the_same():
    assert read_strictly(written()).dates == ()


def test_the_same_date_has_the_same_name_each_time_and_no_other_has_it():
    made = datetime(2026, 3, 2, 9, 0, 0, 123, tzinfo=UTC)

    names = {
        uid_of("levee", "booking:12", made),
        uid_of("levee", "booking:12", made),
        uid_of("levee", "booking:13", made),
        uid_of("other", "booking:12", made),
        uid_of("levee", "booking:12", made + timedelta(microseconds=1)),
    }

    assert len(names) == 4
