"""Dates come in with the garden file, follow it when it is edited, and never lose anybody who signed up."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.garden import Garden
from bot.domain.mission import Mission, MissionState
from bot.domain.person import GardenId
from bot.domain.shift import BookingState, Shift, ShiftState
from bot.domain.shift_terms import terms_of_shift
from bot.storage import bookings, gardens, missions, rosters, shifts
from bot.storage.database import Database, Transaction
from bot.usecases.import_garden import ImportReport, StillBooked, Tally, import_garden
from bot.usecases.planning import cancel_shift, move_shift
from tests.contract.rows import NOON
from tests.contract.test_import_garden import everything
from tests.contract.values import HOUR, meet
from tests.unit.garden_files import read_text
from tests.unit.test_garden_file_dates import SATURDAYS, dated

DAY = timedelta(days=1)
JUNE = datetime(2027, 6, 1, 9, tzinfo=NOON.tzinfo)


async def import_at(db: Database, folder: Path, source: str, now: datetime = JUNE) -> ImportReport:
    return await db.run(import_garden, read_text(folder, source), now)


async def all_of(db: Database, garden_id: GardenId) -> tuple[Garden, Mission, list[Shift]]:
    def read(tx: Transaction) -> tuple[Garden, Mission, list[Shift]]:
        garden = gardens.find_garden(tx, garden_id)
        mission = missions.find_mission_by_slug(tx, garden_id, "pickup")
        assert garden is not None
        assert mission is not None
        return garden, mission, shifts.shifts_of_mission(tx, mission.id, JUNE)

    return await db.read(read)


async def book_somebody(db: Database, shift: Shift) -> None:
    """Somebody has a place in the shift."""
    person = await db.run(meet, "Ana", 4242)

    def take(tx: Transaction) -> None:
        roster = rosters.roster_of_shift(tx, shift.id)
        assert roster is not None
        booking = bookings.add_booking(tx, roster, person.id, JUNE, first_time=True)
        assert booking is not None
        bookings.decide_booking(tx, booking.id, BookingState.TAKEN, JUNE)

    await db.run(take)


@pytest.fixture
async def garden_id(db: Database, tmp_path: Path) -> GardenId:
    """The smallest garden with a weekly series and one date, imported on a Tuesday in June."""
    return (await import_at(db, tmp_path, dated())).garden_id


async def test_dates_are_planned_eight_weeks_ahead(db: Database, garden_id: GardenId) -> None:
    _, _, planned = await all_of(db, garden_id)

    assert [shift.starts_at.date() for shift in planned if shift.series_id is None] == [date(2027, 6, 13)]
    saturdays = [shift.starts_at.date() for shift in planned if shift.series_id is not None]
    assert saturdays == [date(2027, 6, 5) + week * 7 * DAY for week in range(8)]


async def test_importing_dates_twice_changes_not_one_row(
    db: Database, tmp_path: Path, garden_id: GardenId
) -> None:
    before = await db.read(everything)

    report = await import_at(db, tmp_path, dated(), JUNE + HOUR)

    assert report.changed_nothing
    assert report.dates == Tally(unchanged=3)
    assert await db.read(everything) == before


async def test_an_edited_series_moves_its_dates_and_tells_whoever_comes(
    db: Database, tmp_path: Path, garden_id: GardenId
) -> None:
    _, _, (first, *_rest) = await all_of(db, garden_id)
    await book_somebody(db, first)
    edited = dated('starts = "9:00"', 'starts = "10:00"\nminimum = 3')

    report = await import_at(db, tmp_path, edited, JUNE + HOUR)

    _, _, (moved, *_rest) = await all_of(db, garden_id)
    assert report.dates == Tally(updated=1, unchanged=2)
    assert (moved.id, moved.starts_at - first.starts_at) == (first.id, HOUR)
    roster = await db.read(rosters.roster_of_shift, moved.id)
    assert roster is not None
    assert terms_of_shift(moved, roster).minimum == 3
    assert len(await db.read(bookings.open_bookings, roster.id)) == 1
    assert any("shift_changed" in str(row) for row in (await db.read(everything))["outbox"])


async def test_a_date_moved_within_its_day_is_the_same_date(
    db: Database, tmp_path: Path, garden_id: GardenId
) -> None:
    later = dated('starts = "14:00"\nends = "18:00"', 'starts = "15:00"\nends = "18:00"')

    await import_at(db, tmp_path, later)
    report = await import_at(db, tmp_path, dated())

    assert report.dates == Tally(updated=1, unchanged=2)


async def test_what_the_chat_moved_or_cancelled_is_left_alone(
    db: Database, tmp_path: Path, garden_id: GardenId
) -> None:
    garden, _, planned = await all_of(db, garden_id)
    june = next(shift for shift in planned if shift.series_id is None)
    await db.run(move_shift, garden, june.id, june.starts_at + DAY, june.ends_at + DAY, JUNE)
    await db.run(cancel_shift, garden, planned[0].id, "Storm", None, JUNE)

    report = await import_at(db, tmp_path, dated(), JUNE + HOUR)

    assert report.changed_nothing
    moved = await db.read(shifts.find_shift, june.id)
    cancelled = await db.read(shifts.find_shift, planned[0].id)
    assert moved is not None
    assert cancelled is not None
    assert (moved.starts_at, cancelled.state) == (june.starts_at + DAY, ShiftState.CANCELLED)


async def test_a_date_gone_from_the_file_goes_unless_somebody_comes(
    db: Database, tmp_path: Path, garden_id: GardenId
) -> None:
    _, _, planned = await all_of(db, garden_id)
    await book_somebody(db, planned[1])
    only_the_break = dated(SATURDAYS[: SATURDAYS.index("[[breaks]]")], 'kind = "shifts"\n')

    report = await import_at(db, tmp_path, only_the_break, JUNE + HOUR)

    _, _, left = await all_of(db, garden_id)
    assert left == [planned[1]]
    assert report.still_booked == (StillBooked("pickup", "2027-06-12"),)
    assert "look at pickup: 2027-06-12 is gone from the file, but people come" in "\n".join(report.lines())


async def test_a_break_takes_dates_away(db: Database, tmp_path: Path, garden_id: GardenId) -> None:
    summer = dated("[[breaks]]", '[[breaks]]\nname = { fr = "Été", en = "Summer" }\n'
                   "first_day = 2027-07-01\nlast_day = 2027-07-31\n[[breaks]]")  # fmt: skip

    await import_at(db, tmp_path, summer)

    _, _, planned = await all_of(db, garden_id)
    assert {shift.starts_at.month for shift in planned} == {6}


async def test_a_mission_of_the_chat_is_never_closed_nor_changed(
    db: Database, tmp_path: Path, garden_id: GardenId
) -> None:
    _, mission, planned = await all_of(db, garden_id)

    def by_chat(tx: Transaction) -> None:
        missions.save_mission(tx, replace(mission, from_file=False, state=MissionState.PAUSED), 1)

    await db.run(by_chat)
    gone = dated().replace('slug = "pickup"', 'slug = "another"')

    same = await import_at(db, tmp_path, dated())
    other = await import_at(db, tmp_path, gone)

    _, kept, still = await all_of(db, garden_id)
    assert (kept.state, still) == (MissionState.PAUSED, planned)
    assert (same.kept_from_chat, other.kept_from_chat) == (("pickup",), ())
    assert other.closed_with_people == ()


async def test_a_closed_mission_keeps_the_dates_people_come_to_and_plans_again_when_it_is_back(
    db: Database, tmp_path: Path, garden_id: GardenId
) -> None:
    _, _, planned = await all_of(db, garden_id)
    await book_somebody(db, planned[0])

    await import_at(db, tmp_path, dated().replace('slug = "pickup"', 'slug = "another"'))
    closed = await db.read(rosters.roster_of_shift, planned[0].id)
    await import_at(db, tmp_path, dated(), JUNE + 7 * DAY)

    opened = await db.read(rosters.roster_of_shift, planned[0].id)
    assert closed is not None
    assert opened is not None
    assert (closed.open, len(await db.read(bookings.open_bookings, closed.id))) == (False, 1)
    later = await db.read(rosters.roster_of_shift, planned[-1].id)
    assert later is not None
    assert later.open


async def test_another_time_zone_leaves_every_hour_as_it_is_written(
    db: Database, garden_id: GardenId, tmp_path: Path
) -> None:
    garden, _mission, before = await all_of(db, garden_id)
    await book_somebody(db, before[0])

    report = await import_at(db, tmp_path, dated().replace(garden.zone.key, "Asia/Kolkata"))

    now, _mission, after = await all_of(db, garden_id)
    assert now.zone.key == "Asia/Kolkata"
    assert [hours(one, now) for one in after] == [hours(one, garden) for one in before]
    assert {one.id for one in after} == {one.id for one in before}
    assert report.dates == Tally(unchanged=3)


def hours(shift: Shift, garden: Garden) -> tuple[str, str]:
    return (
        f"{shift.starts_at.astimezone(garden.zone):%F %T}",
        f"{shift.ends_at.astimezone(garden.zone):%F %T}",
    )
