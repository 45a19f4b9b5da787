"""A date handed to another mission takes along all that hangs on it; the twin of a series follows what was moved."""

from datetime import timedelta

from bot.domain.call import CallKind
from bot.domain.mission import MissionId
from bot.domain.person import PersonId
from bot.domain.shift import Booking, Shift
from bot.domain.terms import Terms
from bot.errors import Refusal
from bot.storage import bookings, calls, missions, rosters, series, shifts
from bot.storage.database import Database, Transaction
from bot.usecases.booking import book
from bot.usecases.managing.dealing import SINGLE, copy_dates, groups_of, hand_dates
from bot.usecases.planning import cancel_shift, move_shift, plan_all_series
from bot.usecases.regulars import become_regular
from tests.contract.dated import a_part, a_series
from tests.contract.shift_world import MONDAY, SATURDAY, arrange

HOUR = timedelta(hours=1)
THURSDAY = 3


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

        hand_dates(tx, place.garden, [f"{SINGLE}{roster.shift_id}"], part, MONDAY)

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


async def test_one_weekday_of_a_series_goes_to_another_part_with_its_people(db: Database) -> None:
    def deal(tx: Transaction) -> None:
        place = arrange(tx, Terms(maximum=2), crowd=1)
        roster = rosters.find_roster(tx, place.roster_id)
        assert roster is not None
        mission = missions.find_mission(tx, roster.mission_id)
        assert mission is not None
        rule = "FREQ=WEEKLY;BYDAY=TU,TH"
        both = a_series(tx, place.garden, mission, SATURDAY.date(), MONDAY, rule)
        assert not isinstance(become_regular(tx, place.garden, place.crowd[0], both.id, MONDAY), Refusal)
        before = shifts.shifts_of_series(tx, both.id, MONDAY)
        thursdays = [one.id for one in before if one.starts_at.weekday() == THURSDAY]
        moved = next(one for one in before if one.id == thursdays[0])
        move_shift(tx, place.garden, moved.id, moved.starts_at - 20 * HOUR, moved.ends_at - 20 * HOUR, MONDAY)
        part = a_part(tx, mission.id)
        tuesday, thursday, _single = (handle for handle, _words in groups_of(tx, mission, MONDAY))

        hand_dates(tx, place.garden, [thursday], part, MONDAY)

        (twin,) = series.series_of_mission(tx, part.id)
        assert twin.rule == "FREQ=WEEKLY;BYDAY=TH"
        assert {one.id for one in shifts.shifts_of_series(tx, twin.id, MONDAY)} == set(thursdays)
        assert {one.mission_id for one in shifts.shifts_of_series(tx, twin.id, MONDAY)} == {part.id}
        left = shifts.shifts_of_series(tx, both.id, MONDAY)
        assert {one.id for one in left} == {one.id for one in before} - set(thursdays)
        assert all(booked(tx, one, place.crowd[0]) for one in before), "nobody lost a date"
        assert series.regulars_of(tx, twin.id) == series.regulars_of(tx, both.id) == [place.crowd[0]]

        other = a_part(tx, part.id, "other")
        hand_dates(tx, place.garden, [tuesday], other, MONDAY)
        assert [one.id for one in series.series_of_mission(tx, other.id)] == [both.id], (
            "what is left goes whole"
        )
        assert plan_all_series(tx, place.garden, MONDAY) == 0, "and nothing is planned twice"

    await db.run(deal)


def booked(tx: Transaction, shift: Shift, person_id: PersonId) -> bool:
    roster = rosters.roster_of_shift(tx, shift.id)
    return roster is not None and bookings.open_booking(tx, roster.id, person_id) is not None
