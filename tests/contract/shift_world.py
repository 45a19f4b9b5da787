"""A garden with one shift and a crowd for it; what may happen to its places; and what must hold at any time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.domain.garden import Garden
from bot.domain.mission import MissionKind
from bot.domain.person import AgeBracket, GardenId, PersonId, Profile, Rhythm, Situation
from bot.domain.shift import Booking, BookingId, BookingState, PlaceState, Roster, RosterId, Vacancy
from bot.domain.shift import Place as PlaceRow
from bot.domain.terms import Terms
from bot.errors import Refusal
from bot.storage import bookings, charters, gardens, missions, people, profiles, rosters, shifts, timers
from bot.storage.database import Transaction
from bot.storage.tables import people as people_table
from bot.usecases.booking import accept_offer, book, decline_offer, drop_out
from bot.usecases.planning import change_terms, schedule_shift
from bot.usecases.rosters import ROSTER, settle
from tests.contract.values import MISSION, plant_garden

MONDAY = datetime(2026, 3, 23, 9, 0, tzinfo=UTC)
"""Ten in the morning in the garden, six days before its clocks go forward."""
SATURDAY = datetime(2026, 3, 28, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the tests stand: a garden, its one shift, and the people who may come."""

    garden: Garden
    roster_id: RosterId
    crowd: tuple[PersonId, ...]


def arrange(tx: Transaction, terms: Terms, crowd: int, starts_at: datetime = SATURDAY) -> Place:
    """One shift of three hours with these terms, and a crowd that may come."""
    garden = plant_garden(tx)
    charter, _ = charters.save_charter(tx, garden.id, (), (), MONDAY)
    open_to_all = replace(
        MISSION,
        garden_id=garden.id,
        kind=MissionKind.SHIFTS,
        places=None,
        on_request=False,
        required={},
        slots=frozenset(),
        minimum_age=AgeBracket.UNDER_15,
    )
    mission_id, _ = missions.save_mission(tx, open_to_all, 0)
    mission = missions.find_mission(tx, mission_id)
    assert mission is not None
    shift = schedule_shift(tx, garden, mission, starts_at, starts_at + timedelta(hours=3), terms, MONDAY)
    roster = rosters.roster_of_shift(tx, shift.id)
    assert roster is not None
    people_there = tuple(volunteer(tx, garden.id, charter.id, f"Person {n}") for n in range(crowd))
    return Place(garden, roster.id, people_there)


def find_place(tx: Transaction) -> Place:
    """What another process has arranged."""
    garden = gardens.only_garden(tx)
    assert garden is not None
    mission = missions.open_missions(tx, garden.id)[0]
    shift = shifts.shifts_of_mission(tx, mission.id, MONDAY)[0]
    roster = rosters.roster_of_shift(tx, shift.id)
    assert roster is not None
    crowd = tx.connection.execute(select(people_table.c.id).order_by(people_table.c.id)).scalars()
    return Place(garden, roster.id, tuple(PersonId(number) for number in crowd))


def volunteer(tx: Transaction, garden_id: GardenId, charter_id: int, name: str) -> PersonId:
    """Somebody who may come: welcomed, of age, free at any time."""
    person = people.add_person(tx, name=name, language="fr", now=MONDAY)
    profile = Profile(
        person_id=person.id,
        garden_id=garden_id,
        name=name,
        age=AgeBracket.ADULT,
        guardian="",
        guardian_agreed_at=None,
        situation=Situation.OTHER,
        motivations=frozenset(),
        forms=frozenset(),
        skills={},
        languages=frozenset({"fr"}),
        rhythm=Rhythm.ONCE,
        slots=frozenset(),
        max_km=None,
        town="",
        travel=frozenset(),
    )
    profiles.save_profile(tx, profile, MONDAY)
    charters.record_acceptance(tx, person.id, charter_id, MONDAY)
    return person.id


def act(tx: Transaction, there: Place, deed: str, who: int, amount: int, now: datetime) -> object:
    """One thing that may happen; refusals are as good as any outcome."""
    person_id = there.crowd[who % len(there.crowd)]
    mine = bookings.open_booking(tx, there.roster_id, person_id)
    garden, booking_id = there.garden, mine.id if mine else BookingId(0)
    match deed:
        case "join":
            return book(tx, garden, person_id, there.roster_id, now, guests=amount % 3)
        case "wait":
            return book(tx, garden, person_id, there.roster_id, now, guests=amount % 3, wait=True)
        case "drop":
            return drop_out(tx, garden, booking_id, person_id, now)
        case "accept":
            return accept_offer(tx, garden, booking_id, person_id, now)
        case "decline":
            return decline_offer(tx, garden, booking_id, person_id, now)
        case "resize":
            return _resize(tx, there, amount, now)
        case _:
            settle(tx, garden, there.roster_id, now)
            return None


DEEDS = ("join", "wait", "drop", "accept", "decline", "resize", "look")


def _resize(tx: Transaction, there: Place, maximum: int, now: datetime) -> Refusal | None:
    roster = rosters.find_roster(tx, there.roster_id)
    assert roster is not None
    assert roster.shift_id is not None
    terms = Terms(minimum=1, maximum=maximum, guests=roster.guests, newcomers=roster.newcomers)
    return change_terms(tx, there.garden, roster.shift_id, terms, now)


def taken_places(tx: Transaction, roster_id: RosterId) -> int:
    return sum(1 for place in rosters.places_of(tx, roster_id) if place.state is PlaceState.TAKEN)


def assert_every_place_is_accounted_for(tx: Transaction, roster_id: RosterId, now: datetime) -> None:
    """Each is taken, offered, held with its reason, or open with a recorded reason and instant; none given twice."""
    roster = rosters.find_roster(tx, roster_id)
    places, line = rosters.places_of(tx, roster_id), bookings.open_bookings(tx, roster_id)
    assert roster is not None
    assert roster.maximum is not None
    by_state = Counter(place.state for place in places)
    assert len(places) == max(roster.maximum, by_state[PlaceState.TAKEN])
    had = Counter(place.booking_id for place in places if place.booking_id)
    for booking in line:
        expected = booking.size if booking.state is not BookingState.WAITING else 0
        assert had[booking.id] == expected, (booking, places)
    assert set(had) <= {booking.id for booking in line}
    states = {booking.id: booking for booking in line}
    for place in places:
        assert place.since <= now
        if place.booking_id is None:
            assert place.state in (PlaceState.OPEN, PlaceState.HELD)
            assert Vacancy(place.reason)
            assert (place.state is PlaceState.HELD) == (place.reason == Vacancy.NEWCOMERS)
        else:
            assert states[place.booking_id].state.value == place.state.value
            assert place.until == states[place.booking_id].offered_until
    assert_nobody_waits_for_nothing(roster, places, line, now)
    if by_state[PlaceState.OFFERED]:
        assert timers.is_set(tx, f"{ROSTER}:{roster_id}")


def assert_nobody_waits_for_nothing(
    roster: Roster, places: Sequence[PlaceRow], line: Sequence[Booking], now: datetime
) -> None:
    """What is free for anybody is left over by the line, whose turn may have to wait for the morning."""
    free = [place for place in places if place.state is PlaceState.OPEN and place.reason == Vacancy.FREE]
    kept = sum(1 for place in places if place.reason == Vacancy.NIGHT)
    waiting = sum(one.size for one in line if one.state is BookingState.WAITING)
    assert not roster.takes_people(now) or not free or waiting <= kept, (line, places)
