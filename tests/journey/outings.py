"""Owns short cuts to what has been: people with a place in a shift, who follows them, what was reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from bot.app import App
from bot.domain.garden import DayOfYear, Identity
from bot.domain.mission import MissionId, MissionKind, SignUpState
from bot.domain.person import GardenId, PersonId
from bot.domain.referent import Absence
from bot.domain.report import Report, ReportId
from bot.domain.shift import BookingState, Roster, RosterId, Shift
from bot.domain.terms import NOTHING_SAID
from bot.rehearsal.client import Person
from bot.storage import (
    assignments,
    bookings,
    gardens,
    missions,
    people,
    referents,
    reports,
    rosters,
    shifts,
    sign_ups,
    tables,
)
from bot.storage.database import Transaction
from bot.usecases.reporting import plan_reports
from bot.usecases.season import plan_season

PLANTING = "planting"


async def has_a_place(
    app: App, *who: Person, starts_at: datetime, hours: float = 3.0, slug: str = "", without: str = ""
) -> Shift:
    """A shift of a mission with these people in it, followed by Solène; `without` is somebody with no Telegram."""
    return await app.db.run(_shift, [one.id for one in who], starts_at, hours, slug, without)


async def is_away(app: App, slug: str, day: date) -> None:
    """A referent is absent that day."""

    def note(tx: Transaction) -> None:
        garden = gardens.only_garden(tx)
        assert garden is not None
        referent = referents.find_referent_by_slug(tx, garden.id, slug)
        assert referent is not None
        referents.add_absence(tx, referent.id, Absence(day, day))

    await app.db.run(note)


async def has_a_role(app: App, person: Person, since: datetime) -> None:
    """They have taken an ongoing mission, followed by Solène."""

    def take(tx: Transaction) -> None:
        garden = gardens.only_garden(tx)
        mine = people.find_by_telegram_id(tx, person.id)
        assert garden is not None
        assert mine is not None
        role = next(one for one in missions.list_missions(tx, garden.id) if one.kind is MissionKind.ROLE)
        _followed(tx, garden.id, role.id, mine.id, since)

    await app.db.run(take)


async def the_season_ends(app: App, month: int, day: int) -> None:
    """The garden says so in its file, and imports it."""

    def say_so(tx: Transaction) -> None:
        garden = gardens.only_garden(tx)
        assert garden is not None
        changed = replace(garden, rules=replace(garden.rules, season_end=DayOfYear(month, day)))
        gardens.save_garden(tx, changed, datetime(2026, 1, 1, tzinfo=UTC))
        plan_season(tx, changed, datetime(2026, 3, 2, 9, tzinfo=UTC))

    await app.db.run(say_so)


async def nobody_signs(app: App) -> None:
    """The garden has not said who signs its certificates."""

    def forget(tx: Transaction) -> None:
        garden = gardens.only_garden(tx)
        assert garden is not None
        gardens.save_garden(tx, replace(garden, identity=Identity()), datetime(2026, 1, 1, tzinfo=UTC))

    await app.db.run(forget)


async def reports_of(app: App, person: Person | None = None) -> list[Report]:
    """Every report of the garden, or of one person, by day."""

    def read(tx: Transaction) -> list[Report]:
        garden = gardens.only_garden(tx)
        assert garden is not None
        mine = people.find_by_telegram_id(tx, person.id) if person else None
        if mine is not None:
            return reports.reports_of_person(tx, mine.id, garden.id)
        numbers = tx.connection.execute(select(tables.reports.c.id).order_by(tables.reports.c.id)).scalars()
        found = [reports.find_report(tx, ReportId(number)) for number in numbers]
        return [one for one in found if one is not None]

    return await app.db.read(read)


def _shift(
    tx: Transaction, telegram_ids: list[int], starts_at: datetime, hours: float, slug: str, without: str
) -> Shift:
    garden = gardens.only_garden(tx)
    assert garden is not None
    listed = missions.list_missions(tx, garden.id)
    mission = next(one for one in listed if one.slug == slug or not slug)
    shift = shifts.add_shift(
        tx,
        garden_id=garden.id,
        mission_id=mission.id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        meeting_point=NOTHING_SAID,
        equipment=NOTHING_SAID,
        now=starts_at,
    )
    roster = rosters.add_roster(
        tx,
        Roster(
            RosterId(0), garden.id, mission.id, shift.id, 1, None, 0, 0, starts_at, None, None, None, True
        ),
        starts_at,
    )
    found = [people.find_by_telegram_id(tx, one) for one in telegram_ids]
    if without:
        found.append(
            people.add_person(tx, name=without, language="fr", now=starts_at, reach="06 00 00 00 00")
        )
    for person in found:
        assert person is not None
        booking = bookings.add_booking(tx, roster, person.id, starts_at, first_time=True)
        assert booking is not None
        bookings.decide_booking(tx, booking.id, BookingState.TAKEN, starts_at)
        _followed(tx, garden.id, mission.id, person.id, starts_at)
    plan_reports(tx, garden, shift, starts_at)
    return shift


def _followed(
    tx: Transaction, garden_id: GardenId, mission_id: MissionId, person_id: PersonId, since: datetime
) -> None:
    sign_up = sign_ups.add_sign_up(
        tx,
        garden_id=garden_id,
        mission_id=mission_id,
        person_id=person_id,
        state=SignUpState.CONFIRMED,
        now=since,
    )
    referent = referents.find_referent_by_slug(tx, garden_id, "solene")
    assert referent is not None
    if sign_up is not None:
        followed = assignments.add_assignment(
            tx,
            garden_id=garden_id,
            sign_up_id=sign_up.id,
            person_id=person_id,
            referent_id=referent.id,
            now=since,
        )
        assignments.take_assignment(tx, followed.id, since)
