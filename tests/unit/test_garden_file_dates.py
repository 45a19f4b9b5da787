"""Dates in the garden file: kinds of missions, shifts, series, breaks, and what cannot be."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.domain.mission import MissionId, MissionKind
from bot.domain.person import GardenId
from bot.usecases.garden_file import GardenFile
from bot.usecases.garden_file.calendar import breaks_of, series_of, shifts_of
from bot.usecases.garden_file.nearby_dates import with_dates_near
from bot.usecases.garden_file.values import missions_of
from tests.unit.garden_files import SMALLEST, bent, problems_of, read_text

PICKUP = 'provided = { fr = "La liste.", en = "The list." }\ndomain = "paniers"\n'
SATURDAYS = """
places = 4
[missions.terms]
minimum = 2
newcomers = 1
[[missions.series]]
slug = "saturdays"
rule = "FREQ=WEEKLY;BYDAY=SA"
first_day = 2027-01-02
starts = "9:00"
[[missions.shifts]]
day = 2027-06-13
starts = "14:00"
ends = "18:00"
maximum = 8
meeting_point = { fr = "À la halle", en = "At the hall" }
[[breaks]]
name = { fr = "Noël", en = "Christmas" }
first_day = 2027-12-24
last_day = 2028-01-02
"""


def dated(old: str = "", new: str = "") -> str:
    """The smallest file with a pickup that has dates, one passage of them changed."""
    assert old in SATURDAYS
    return bent(PICKUP, PICKUP + SATURDAYS.replace(old, new, 1))


def pickup(file: GardenFile) -> tuple[MissionKind, int | None]:
    mission = missions_of(file, GardenId(1))[1]
    return mission.kind, mission.places


def test_a_mission_with_dates_is_one_of_shifts(tmp_path: Path) -> None:
    assert pickup(read_text(tmp_path, SMALLEST)) == (MissionKind.ROLE, None)
    assert pickup(read_text(tmp_path, dated())) == (MissionKind.SHIFTS, None)


def test_each_date_has_the_mission_s_terms_and_its_own(tmp_path: Path) -> None:
    file = read_text(tmp_path, dated())
    mission, sheet = missions_of(file, GardenId(1))[1], file.missions[1]

    (shift,) = shifts_of(sheet, file.garden.timezone)
    (saturdays,) = series_of(sheet, mission, MissionId(7))

    assert (shift.terms.minimum, shift.terms.maximum, shift.terms.newcomers) == (2, 8, 1)
    assert shift.terms.meeting_point.in_language("en") == "At the hall"
    assert (saturdays.terms.maximum, saturdays.mission_id) == (4, 7)
    assert not saturdays.terms.meeting_point


def test_hours_are_the_garden_s_and_last_as_long_as_the_mission_says(tmp_path: Path) -> None:
    file = read_text(tmp_path, dated())
    mission, sheet = missions_of(file, GardenId(1))[1], file.missions[1]

    (shift,) = shifts_of(sheet, file.garden.timezone)
    (saturdays,) = series_of(sheet, mission, MissionId(7))

    assert (shift.starts_at, shift.ends_at) == (
        datetime(2027, 6, 13, 12, tzinfo=UTC),
        datetime(2027, 6, 13, 16, tzinfo=UTC),
    )
    assert (saturdays.starts, saturdays.minutes) == (time(9), 120)
    assert [one.first_day for one in breaks_of(file)] == [date(2027, 12, 24)]


SKILLS = """kind = "skills"
need = { fr = "Un tableur.", en = "A spreadsheet." }
recipients = { fr = "Le bureau.", en = "The office." }
"""

PROBLEMS = [
    ('"FREQ=WEEKLY;BYDAY=SA"', '"every saturday"', "rule: FREQ is missing; write FREQ=WEEKLY, or DAILY"),
    ("BYDAY=SA", "BYDAY=XX", "rule: 'FREQ=WEEKLY;BYDAY=XX' is no recurrence rule of RFC 5545"),
    ("BYDAY=SA", "BYDAY=SA;COUNT=3", "rule: a rule goes on; its last day stands beside it"),
    ("first_day = 2027-01-02", "first_day = 2027-01-02\nlast_day = 2026-01-02", "last_day: is before 2027-01-02"),
    ("first_day = 2027-01-02", "first_day = 2027-01-03\nlast_day = 2027-01-05", "rule: has no day to come"),
    ("first_day = 2027-01-02", 'first_day = "x"', 'first_day: is "x"; write a date without quotation marks'),
    ("newcomers = 1", "newcomers = 9", "terms: has newcomers 9, but the maximum is 4; lower newcomers to 4"),
    ("maximum = 8", "maximum = 1", "shifts[1]: has minimum 2, but the maximum is 1; lower minimum to 1"),
    ("maximum = 8", "guests = 4", "shifts[1]: has guests 4, but the maximum is 4; lower guests to 3"),
    ('ends = "18:00"', 'ends = "13:00"', "ends: is not after starts (14:00); write a later hour"),
    ("[[breaks]]", '[[missions.shifts]]\nday = 2027-06-13\nstarts = "14:00"\n[[breaks]]',
     "shifts[2] › day: stands there twice at the same hour; keep one of them"),
    ("[[missions.shifts]]", '[[missions.series]]\nslug = "saturdays"\nrule = "FREQ=DAILY"\n'
     'first_day = 2027-01-02\nstarts = "9:00"\n[[missions.shifts]]',
     'slug: "saturdays" is also the slug of series[1]; choose another one'),
    ("last_day = 2028-01-02", "last_day = 2027-12-01", "breaks[1] › last_day: is before 2027-12-24"),
    ("places = 4", 'kind = "role"', "series: has dates, but the kind is role; write kind = \"shifts\""),
    ("places = 4", 'kind = "shift"', 'kind: is "shift"; did you mean "shifts"?'),
    ("places = 4", 'need = { fr = "a", en = "a" }', 'need: is for skills missions; write kind = "skills"'),
    (SATURDAYS, SKILLS, 'kind: the skills mission does not say its transfer; add transfer ='),
    ("season", "season = [13]", "season[1]: is 13; write a whole number from 1 to 12"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "problem"), PROBLEMS)
def test_what_cannot_be_is_told_with_its_place_and_a_fix(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    if old == "season":
        old, new = 'starts = "9:00"', f'starts = "9:00"\n{new}'

    told = problems_of(tmp_path, dated(old, new))

    assert [line for line in told if problem in line and line.startswith("line ")] != [], told


@pytest.mark.parametrize("today", [datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2029, 1, 1, 9, tzinfo=UTC)])
def test_a_rehearsal_has_its_dates_in_the_weeks_to_come(tmp_path: Path, today: datetime) -> None:
    near = with_dates_near(read_text(tmp_path, dated()), today)

    (shift,) = near.missions[1].shifts
    assert 12 <= (shift.day - today.date()).days <= 18
    assert shift.day.weekday() == date(2027, 6, 13).weekday()
