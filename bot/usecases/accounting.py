"""Owns the year's hours for the accounts, and the list of names for an insurer: as files, for coordinators alone."""

from __future__ import annotations

import secrets
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time

from bot.clock import Instant, at_local
from bot.domain.accounts import MonthOfMission, value, with_kept
from bot.domain.garden import Garden
from bot.domain.labels import FORMS
from bot.domain.message import Document, Message
from bot.domain.mission import Mission, MissionId
from bot.domain.person import Form, GardenId, PersonId
from bot.domain.prints import Cell, Sheet, Table, TableFormat
from bot.domain.text import Text, say
from bot.engine.state import Answers
from bot.errors import Refusal
from bot.marks import _
from bot.storage import accounts, audit, gardens, missions, reports
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Composed, Ending, Talk
from bot.usecases.managing.access import may_manage
from bot.usecases.notify import tell_person
from bot.usecases.replies import refusal_text, reply

ACCOUNTS = "accounts"
HOURS, NAMES = "hours", "names"
YEARS_BACK = 2


@dataclass(frozen=True, slots=True)
class AccountsFacts:
    """The garden's year now."""

    year: int


def keep_totals(tx: Transaction, garden_id: GardenId, person_id: PersonId, now: Instant) -> None:
    """Before somebody is erased: their confirmed hours by mission and month, under a number that leads to nobody."""
    sums: dict[tuple[MissionId, date], float] = defaultdict(float)
    for one in reports.confirmed_of_person(tx, person_id, garden_id):
        sums[one.mission_id, one.day.replace(day=1)] += one.confirmed_hours or 0.0
    who = secrets.token_hex(8)
    for (mission_id, month), hours in sums.items():
        audit.note(
            tx,
            garden_id=garden_id,
            actor_id=None,
            action=accounts.KEPT,
            subject=f"mission:{mission_id}",
            details={"mission": mission_id, "month": month.isoformat(), "hours": hours, "who": who},
            now=now,
        )


def open_accounts(tx: Transaction, caller: Caller) -> Refusal | None:
    refusal = may_manage(tx, caller)
    if refusal is None:
        begin(tx, caller.in_private(), ACCOUNTS)
    return refusal


def read_accounts_facts(tx: Transaction, talk: Talk) -> AccountsFacts:
    return AccountsFacts(talk.now.astimezone(talk.garden.zone).year)


def take_accounts(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Owe the file; it is written when it is sent."""
    refusal = may_manage(tx, talk.caller)
    if refusal is not None:
        reply(tx, talk.caller, Message((refusal_text(refusal),)), about=ACCOUNTS)
        return None
    payload = {
        "what": answers.text("what"),
        "year": answers.of("year"),
        "rate": answers.of("rate"),
        "format": answers.text("format"),
    }
    dedupe = f"{ACCOUNTS}:{talk.caller.cause}"
    tell_person(
        tx, talk.garden.id, talk.person.id, ACCOUNTS, payload, dedupe=dedupe, now=talk.now, lane=Lane.REPLY
    )
    return None


def compose_accounts(tx: Transaction, parcel: Parcel) -> Composed:
    """The file that was asked for, as things stand now."""
    garden = gardens.find_garden(tx, GardenId(parcel.garden_id)) if parcel.garden_id else None
    if garden is None:
        return None
    year, format = int(parcel.payload["year"]), TableFormat(parcel.payload["format"])
    if parcel.payload["what"] == NAMES:
        table = Table((names_of(tx, garden, year),), format)
        told = say(
            _("Who is signed up when, in {year}. Please share this list only with those it is for."),
            year=str(year),
        )
        named = say(_("Volunteers {year}"), year=str(year))
    else:
        table = Table(hours_of(tx, garden, year, parcel.payload["rate"]), format)
        told = say(_("Confirmed volunteer hours of {year}; people who were erased are counted, without a name."),
                   year=str(year))  # fmt: skip
        named = say(_("Volunteer hours {year}"), year=str(year))
    return Message((told,), (), Document(say("{name}.{ending}", name=named, ending=ENDINGS[format]), table))


ENDINGS = {TableFormat.CSV: "csv", TableFormat.XLSX: "xlsx"}


def months_of_missions(tx: Transaction, garden: Garden, year: int) -> list[MonthOfMission]:
    """Confirmed hours and people by mission and month, erased people included."""
    return with_kept(accounts.hours_by_month(tx, garden.id, year), accounts.kept_hours(tx, garden.id, year))


def hours_of(tx: Transaction, garden: Garden, year: int, rate: float | None) -> tuple[Sheet, ...]:
    """By mission and month, then by form of involvement over the year."""
    known = {one.id: one for one in missions.list_missions(tx, garden.id)}
    return (_by_month(tx, garden, year, rate, known), _by_form(tx, garden, year, rate, known))


def names_of(tx: Transaction, garden: Garden, year: int) -> Sheet:
    """Who has a place in which shift of the year: what an optional accident cover asks for."""
    start = at_local(date(year, 1, 1), time(), garden.zone)
    end = at_local(date(year + 1, 1, 1), time(), garden.zone)
    titles = {one.id: one.title for one in missions.list_missions(tx, garden.id)}
    rows: list[tuple[Cell, ...]] = [
        (one.starts_at, one.ends_at, one.name, titles.get(one.mission_id, ""), one.guests)
        for one in accounts.presences(tx, garden.id, start, end)
    ]
    head = (say(_("From")), say(_("To")), say(_("Name")), say(_("Mission")), say(_("Guests")))
    return Sheet(say(_("Signed up")), head, tuple(rows))


def _by_month(
    tx: Transaction, garden: Garden, year: int, rate: float | None, known: dict[MissionId, Mission]
) -> Sheet:
    lines = months_of_missions(tx, garden, year)
    rows: list[tuple[Cell, ...]] = []
    for one in lines:
        mission = known.get(one.mission_id)
        title: Text = mission.title if mission else ""
        form: Text = FORMS[mission.form] if mission else ""
        rows.append((title, form, one.month.isoformat()[:7], one.hours, one.people, value(one.hours, rate)))
    hours = sum(one.hours for one in lines)
    total: tuple[Cell, ...] = (say(_("Total")), None, None, hours, None, value(hours, rate))
    head = (say(_("Mission")), say(_("Form of involvement")), say(_("Month")), say(_("Hours")),
            say(_("People")), say(_("Value")))  # fmt: skip
    return Sheet(say(_("By mission and month")), head, tuple(rows), total)


def _by_form(
    tx: Transaction, garden: Garden, year: int, rate: float | None, known: dict[MissionId, Mission]
) -> Sheet:
    sums: dict[Form, tuple[float, int]] = {
        one.form: (one.hours, one.people) for one in accounts.hours_by_form(tx, garden.id, year)
    }
    erased: dict[Form, set[str]] = defaultdict(set)
    for one in accounts.kept_hours(tx, garden.id, year):
        mission = known.get(one.mission_id)
        if mission is not None:
            hours, people = sums.get(mission.form, (0.0, 0))
            sums[mission.form] = (hours + one.hours, people + (one.who not in erased[mission.form]))
            erased[mission.form].add(one.who)
    rows: list[tuple[Cell, ...]] = [
        (FORMS[form], *sums[form], value(sums[form][0], rate)) for form in FORMS if form in sums
    ]
    hours = sum(given for given, _people in sums.values())
    head = (say(_("Form of involvement")), say(_("Hours")), say(_("People")), say(_("Value")))
    return Sheet(
        say(_("By form of involvement")),
        head,
        tuple(rows),
        (say(_("Total")), hours, None, value(hours, rate)),
    )
