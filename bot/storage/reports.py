"""Owns the queries about reports: what was asked after an outing, what was said, what was confirmed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, and_, func, insert, or_, select, update

from bot.domain.mission import MissionId
from bot.domain.person import GardenId, PersonId
from bot.domain.report import Mood, Outcome, Report, ReportId
from bot.domain.shift import Booking, BookingId, Shift, ShiftId
from bot.storage.database import Transaction
from bot.storage.saving import insert_once
from bot.storage.tables import people, profiles, reports


def add_report(
    tx: Transaction, booking: Booking, shift: Shift, day: date, asked_at: datetime | None
) -> Report | None:
    """The report of one place in a shift; `asked_at` None: Telegram does not reach them. None: it stands already."""
    values = {
        "garden_id": booking.garden_id,
        "person_id": booking.person_id,
        "mission_id": booking.mission_id,
        "shift_id": shift.id,
        "booking_id": booking.id,
        "day": day,
        "asked_at": asked_at,
    }
    number = insert_once(tx, reports, values)
    return None if number is None else find_report(tx, ReportId(number))


def add_log(
    tx: Transaction,
    garden_id: GardenId,
    person_id: PersonId,
    mission_id: MissionId,
    day: date,
    hours: float,
    now: datetime,
) -> Report:
    """What somebody did when it suited them, as they say."""
    values = {
        "garden_id": garden_id,
        "person_id": person_id,
        "mission_id": mission_id,
        "day": day,
        "outcome": Outcome.CAME.value,
        "hours": hours,
        "answered_at": now,
    }
    return _from_row(tx.connection.execute(insert(reports).values(values).returning(*reports.c)).one())


def find_report(tx: Transaction, report_id: ReportId) -> Report | None:
    row = tx.connection.execute(select(reports).where(reports.c.id == report_id)).one_or_none()
    return None if row is None else _from_row(row)


def lock_report(tx: Transaction, report_id: ReportId) -> Report | None:
    """The report, held until the transaction ends."""
    held = select(reports).where(reports.c.id == report_id).with_for_update()
    row = tx.connection.execute(held).one_or_none()
    return None if row is None else _from_row(row)


def reports_of_shift(tx: Transaction, shift_id: ShiftId) -> list[Report]:
    return _many(tx, select(reports).where(reports.c.shift_id == shift_id))


def reports_of_person(tx: Transaction, person_id: PersonId, garden_id: GardenId) -> list[Report]:
    """Everything there is about one person in a garden, by day."""
    mine = (reports.c.person_id == person_id, reports.c.garden_id == garden_id)
    return _many(tx, select(reports).where(*mine))


def log_of_day(tx: Transaction, person_id: PersonId, mission_id: MissionId, day: date) -> Report | None:
    """What the person logged for a day of a mission without dates, the newest."""
    mine = (
        reports.c.person_id == person_id,
        reports.c.mission_id == mission_id,
        reports.c.day == day,
        reports.c.shift_id.is_(None),
        reports.c.booking_id.is_(None),
    )
    found = _many(tx, select(reports).where(*mine))
    return found[-1] if found else None


def unanswered_reports(
    tx: Transaction, person_id: PersonId, garden_id: GardenId, asked_after: datetime
) -> list[Report]:
    """What the person was asked since then and has not answered, nor the garden confirmed; the oldest first."""
    mine = (
        reports.c.person_id == person_id,
        reports.c.garden_id == garden_id,
        reports.c.asked_at > asked_after,
        reports.c.answered_at.is_(None),
        reports.c.confirmed_at.is_(None),
    )
    return _many(tx, select(reports).where(*mine))


def logged_since(tx: Transaction, person_id: PersonId, mission_id: MissionId, first: date) -> bool:
    """Whether there is any report of the person in the mission from that day on."""
    mine = (reports.c.person_id == person_id, reports.c.mission_id == mission_id, reports.c.day >= first)
    return tx.connection.execute(select(reports.c.id).where(*mine).limit(1)).first() is not None


def answer_report(
    tx: Transaction,
    report_id: ReportId,
    outcome: Outcome,
    hours: float | None,
    mood: Mood | None,
    now: datetime,
) -> Report | None:
    """The volunteer's word, until the hours are confirmed. None: they are."""
    values = {
        "outcome": outcome.value,
        "hours": hours,
        "mood": mood.value if mood else "",
        "answered_at": now,
    }
    return _change(tx, report_id, values)


def move_log(tx: Transaction, report_id: ReportId, hours: float, now: datetime) -> Report | None:
    """The hours of what was logged, said anew. None: they are confirmed."""
    return _change(tx, report_id, {"hours": hours, "answered_at": now})


def note_reminder(tx: Transaction, report_id: ReportId, now: datetime) -> None:
    tx.connection.execute(update(reports).where(reports.c.id == report_id).values(reminded_at=now))


def confirm_report(
    tx: Transaction, report_id: ReportId, outcome: Outcome, hours: float, by: PersonId | None, now: datetime
) -> Report | None:
    """The garden's word; a second one takes the place of the first. `by` None: the program's. None: it is gone."""
    values = {
        "outcome": outcome.value,
        "confirmed_hours": hours,
        "confirmed_at": now,
        "confirmed_by": by,
    }
    done = update(reports).where(reports.c.id == report_id).values(values).returning(*reports.c)
    row = tx.connection.execute(done).one_or_none()
    return None if row is None else _from_row(row)


def unconfirmed_reports(tx: Transaction, garden_id: GardenId, first: date) -> list[Report]:
    """What nobody has confirmed yet, of outings from that day on, by day."""
    waiting = (
        reports.c.garden_id == garden_id,
        reports.c.day >= first,
        reports.c.confirmed_at.is_(None),
    )
    return _many(tx, select(reports).where(*waiting))


def confirmed_of_person(tx: Transaction, person_id: PersonId, garden_id: GardenId) -> list[Report]:
    """The person's outings whose hours count."""
    mine = and_(reports.c.person_id == person_id, reports.c.garden_id == garden_id, _counts())
    return _many(tx, select(reports).where(mine))


def people_with_reports(tx: Transaction, garden_id: GardenId) -> list[tuple[PersonId, str]]:
    """Everybody there is a report of, by the name they gave the garden, else by the one they are registered under."""
    name = func.coalesce(profiles.c.name, people.c.name)
    statement = (
        select(people.c.id, name)
        .join(reports, reports.c.person_id == people.c.id)
        .outerjoin(
            profiles, and_(profiles.c.person_id == people.c.id, profiles.c.garden_id == reports.c.garden_id)
        )
        .where(reports.c.garden_id == garden_id)
        .distinct()
        .order_by(name, people.c.id)
    )
    return [(PersonId(number), called) for number, called in tx.connection.execute(statement)]


def who_came_between(
    tx: Transaction, garden_id: GardenId, first: date, last: date, after: PersonId, limit: int
) -> list[PersonId]:
    """Who came on any of these days, by their number, from the one after `after` on."""
    statement = (
        select(reports.c.person_id)
        .where(
            reports.c.garden_id == garden_id,
            reports.c.day.between(first, last),
            or_(reports.c.outcome == Outcome.CAME.value, reports.c.confirmed_hours > 0),
            reports.c.person_id > after,
        )
        .distinct()
        .order_by(reports.c.person_id)
        .limit(limit)
    )
    return [PersonId(number) for number in tx.connection.execute(statement).scalars()]


def _counts() -> Any:
    return and_(reports.c.confirmed_at.is_not(None), reports.c.confirmed_hours > 0)


def _change(tx: Transaction, report_id: ReportId, values: dict[str, Any]) -> Report | None:
    row = tx.connection.execute(
        update(reports)
        .where(reports.c.id == report_id, reports.c.confirmed_at.is_(None))
        .values(values)
        .returning(*reports.c)
    ).one_or_none()
    return None if row is None else _from_row(row)


def _many(tx: Transaction, statement: Select[Any]) -> list[Report]:
    ordered = statement.order_by(reports.c.day, reports.c.id)
    return [_from_row(row) for row in tx.connection.execute(ordered)]


def _from_row(row: Row[Any]) -> Report:
    return Report(
        id=ReportId(row.id),
        garden_id=GardenId(row.garden_id),
        person_id=PersonId(row.person_id),
        mission_id=MissionId(row.mission_id),
        shift_id=None if row.shift_id is None else ShiftId(row.shift_id),
        booking_id=None if row.booking_id is None else BookingId(row.booking_id),
        day=row.day,
        outcome=Outcome(row.outcome) if row.outcome else None,
        hours=row.hours,
        mood=Mood(row.mood) if row.mood else None,
        asked_at=row.asked_at,
        reminded_at=row.reminded_at,
        answered_at=row.answered_at,
        confirmed_hours=row.confirmed_hours,
        confirmed_at=row.confirmed_at,
        confirmed_by=None if row.confirmed_by is None else PersonId(row.confirmed_by),
    )
