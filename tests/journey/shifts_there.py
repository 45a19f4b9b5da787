"""Owns short cuts: a mission with dates in the example garden, and people who have places in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.app import App
from bot.domain.garden import Garden
from bot.domain.mission import Mission, MissionId, MissionKind
from bot.domain.person import AgeBracket
from bot.domain.shift import Booking, RosterId, Series, SeriesId, Shift
from bot.domain.terms import Terms
from bot.domain.text import Words
from bot.errors import Refusal
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage import gardens, missions, people, rosters, series, shifts
from bot.storage.database import Transaction
from bot.usecases.booking import book
from bot.usecases.planning import plan_series, schedule_shift
from tests.journey.seeding import is_welcomed


def in_garden(tx: Transaction) -> Garden:
    found = gardens.only_garden(tx)
    assert found is not None
    return found


def market(tx: Transaction) -> Mission:
    """A mission with dates that anybody may join: selling at the market."""
    garden = in_garden(tx)
    known = missions.find_mission_by_slug(tx, garden.id, "saturday-market")
    if known is not None:
        return known
    model = missions.open_missions(tx, garden.id)[0]
    sheet = replace(
        model,
        slug="saturday-market",
        title=Words({"en": "Market stall", "fr": "Tenir l’étal du marché"}),
        kind=MissionKind.SHIFTS,
        from_file=False,
        places=None,
        on_request=False,
        required={},
        slots=frozenset(),
        minimum_age=AgeBracket.UNDER_15,
    )
    number, _ = missions.save_mission(tx, sheet, 99)
    made = missions.find_mission(tx, number)
    assert made is not None
    return made


async def a_shift(app: App, emulator: Emulator, starts_at: datetime, **terms: object) -> Shift:
    """Three hours at the market."""

    def schedule(tx: Transaction) -> Shift:
        said = Terms(**terms)  # type: ignore[arg-type]
        ends_at = starts_at + timedelta(hours=3)
        return schedule_shift(tx, in_garden(tx), market(tx), starts_at, ends_at, said, emulator.now)

    return await app.db.run(schedule)


async def a_shift_of(
    app: App,
    emulator: Emulator,
    starts_at: datetime,
    *coming: Person,
    waiting: Sequence[Person] = (),
    **terms: object,
) -> Shift:
    """The same, with those who have a place and, in their order, those who wait for one."""
    shift = await a_shift(app, emulator, starts_at, **terms)
    for person in coming:
        await books(app, emulator, person, shift)
    for person in waiting:
        await books(app, emulator, person, shift, wait=True)
    return shift


async def volunteers(emulator: Emulator, app: App, count: int) -> list[Person]:
    """So many people it suits."""
    everybody = [emulator.person(f"Volunteer{number}", language="en") for number in range(count)]
    for one in everybody:
        await is_welcomed(app, one)
    return everybody


async def a_series(app: App, emulator: Emulator, first_day: date, **terms: object) -> SeriesId:
    """Every Saturday from nine to noon at the market."""

    def plan(tx: Transaction) -> SeriesId:
        garden, mission = in_garden(tx), market(tx)
        one = Series(
            id=SeriesId(0),
            garden_id=garden.id,
            mission_id=mission.id,
            slug="saturdays",
            rule="FREQ=WEEKLY;BYDAY=SA",
            first_day=first_day,
            last_day=None,
            starts=time(9),
            minutes=180,
            exceptions=frozenset(),
            season=frozenset(),
            terms=Terms(**terms),  # type: ignore[arg-type]
            planned_until=None,
            ended_at=None,
        )
        number, _ = series.save_series(tx, one)
        stored = series.find_series(tx, number)
        assert stored is not None
        plan_series(tx, garden, stored, emulator.now)
        return number

    return await app.db.run(plan)


async def books(
    app: App, emulator: Emulator, person: Person, shift: Shift, *, wait: bool = False, guests: int = 0
) -> Booking | Refusal:
    """They sign up for a shift; what follows from it has been sent."""

    def sign_up(tx: Transaction) -> Booking | Refusal:
        known = people.find_by_telegram_id(tx, person.id)
        assert known is not None
        roster_id = roster_of(tx, shift)
        return book(tx, in_garden(tx), known.id, roster_id, emulator.now, wait=wait, guests=guests)

    done = await app.db.run(sign_up)
    await emulator.settle()
    return done


def roster_of(tx: Transaction, shift: Shift) -> RosterId:
    roster = rosters.roster_of_shift(tx, shift.id)
    assert roster is not None
    return roster.id


def shifts_to_come(tx: Transaction, mission_id: MissionId, now: datetime) -> list[Shift]:
    return shifts.shifts_of_mission(tx, mission_id, now)
