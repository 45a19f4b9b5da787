"""A date handed to another mission takes along all that hangs on it; the twin of a series follows what was moved."""

from datetime import timedelta

from bot.domain.call import CallKind
from bot.domain.mission import MissionId
from bot.domain.shift import Booking
from bot.domain.terms import Terms
from bot.storage import bookings, calls, missions, rosters, shifts
from bot.storage.database import Database, Transaction
from bot.usecases.booking import book
from bot.usecases.managing.dealing import SINGLE, copy_dates, hand_dates
from bot.usecases.planning import cancel_shift, move_shift
from tests.contract.dated import a_part, a_series
from tests.contract.shift_world import MONDAY, SATURDAY, arrange

HOUR = timedelta(hours=1)


async def test_a_date_takes_its_places_its_people_and_its_calls_along(db: Database) -> None:
    def hand(tx: Transaction) -> set[MissionId]:
        place = arrange(tx, Terms(maximum=2), crowd=3)
        roster = rosters.find_roster(tx, place.roster_id)
        assert roster is not None
        assert roster.shift_id is not None
        booked = book(tx, place.garden, place.crowd[0], roster.id, MONDAY)
        assert isinstance(booked, Booking)
        call = calls.add_call(
            tx, garden_id=place.garden.id, mission_id=roster.mission_id, shift_id=roster.shift_id,
            kind=CallKind.CALL, now=MONDAY,
        )  # fmt: skip
        part = a_part(tx, roster.mission_id)

        hand_dates(tx, [f"{SINGLE}{roster.shift_id}"], part, MONDAY)

        moved, taken = shifts.find_shift(tx, roster.shift_id), bookings.find_booking(tx, booked.id)
        called, its = calls.find_call(tx, call.id), rosters.find_roster(tx, roster.id)
        assert moved is not None
        assert taken is not None
        assert called is not None
        assert its is not None
        assert [one.booking_id for one in rosters.places_of(tx, roster.id)].count(booked.id) == 1
        return {moved.mission_id, taken.mission_id, called.mission_id, its.mission_id} - {part.id}

    assert await db.run(hand) == set()


async def test_a_twin_of_a_series_leaves_out_what_was_cancelled_and_follows_what_was_moved(
    db: Database,
) -> None:
    def copy(tx: Transaction) -> None:
        place = arrange(tx, Terms(maximum=2), crowd=1)
        roster = rosters.find_roster(tx, place.roster_id)
        assert roster is not None
        mission = missions.find_mission(tx, roster.mission_id)
        assert mission is not None
        weekly = a_series(tx, place.garden, mission, SATURDAY.date(), MONDAY)
        first, second, third, *_rest = shifts.shifts_of_series(tx, weekly.id, MONDAY)
        cancel_shift(tx, place.garden, first.id, "Frost", None, MONDAY)
        move_shift(tx, place.garden, second.id, second.starts_at + HOUR, second.ends_at + HOUR, MONDAY)
        part = a_part(tx, mission.id)

        copy_dates(tx, place.garden, mission, part, MONDAY)

        twins = [one.starts_at for one in shifts.shifts_of_mission(tx, part.id, MONDAY)]
        assert twins == [one.starts_at for one in shifts.shifts_of_mission(tx, mission.id, MONDAY)]
        assert twins.count(second.starts_at + HOUR) == 1
        assert second.starts_at not in twins
        assert third.starts_at in twins

    await db.run(copy)
