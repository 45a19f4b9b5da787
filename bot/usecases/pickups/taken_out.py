"""Owns taking a basket that is gone out of the calendar of whoever put it there, one file for all that go at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.clock import Instant
from bot.domain.entry import Entry, uid_of
from bot.domain.garden import Garden
from bot.domain.person import GardenId, PersonId
from bot.domain.pickup import Pickup
from bot.domain.quiet import next_allowed
from bot.storage import gardens, members, pickups, taken_dates
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.agenda.files import taking_out
from bot.usecases.agenda.of_pickups import BASKET
from bot.usecases.house import Composed
from bot.usecases.notify import tell_person
from bot.usecases.pickups.subjects import about_pickup

GONE_FROM_CALENDAR = "basket_taken_out"
SETTLES = timedelta(minutes=5)
"""A list that is put right by then takes nothing out."""


def take_out(tx: Transaction, gone: Sequence[Pickup], now: Instant) -> None:
    """Right before these are dropped: who has one in a calendar is owed the file that takes it out."""
    garden = gardens.find_garden(tx, gone[0].garden_id) if gone else None
    if garden is None:
        return
    about = {about_pickup(one.id): one for one in gone}
    holders = members.find_members(tx, {one.holder for one in gone})
    people = {one.id: one.person_id for one in holders.values() if one.person_id is not None}
    theirs: dict[PersonId, list[Pickup]] = defaultdict(list)
    for person_id, subject in taken_dates.who_took(tx, people.values(), [*about]):
        if people.get(about[subject].holder) == person_id:
            theirs[person_id].append(about[subject])
    by_day = next_allowed(now + SETTLES, garden.rules.quiet, garden.zone)
    for person_id, some in theirs.items():
        dedupe = f"{GONE_FROM_CALENDAR}:{min(one.id for one in some)}"
        payload = {"gone": [_to_payload(one) for one in some]}
        tell_person(
            tx, garden.id, person_id, GONE_FROM_CALENDAR, payload, dedupe=dedupe, now=now, not_before=by_day
        )


def compose_taken_out(tx: Transaction, parcel: Parcel) -> Composed:
    """Nothing of what the list gives again by then."""
    garden = gardens.find_garden(tx, GardenId(parcel.garden_id)) if parcel.garden_id else None
    gone = [one for one in parcel.payload["gone"] if not _is_back(tx, one)]
    if garden is None or not gone:
        return None
    return taking_out(garden, [_entry_of(garden, one) for one in gone], parcel.created_at)


def _is_back(tx: Transaction, held: Mapping[str, Any]) -> bool:
    week = date.fromisoformat(held["week"])
    there = pickups.pickups_since(tx, [held["member"]], week).get(held["member"], [])
    return any(one.week == week and one.opens_at.isoformat() == held["opens_at"] for one in there)


def _to_payload(one: Pickup) -> dict[str, Any]:
    return {
        "pickup": one.id,
        "member": one.holder,
        "week": one.week.isoformat(),
        "version": one.version,
        "opens_at": one.opens_at.isoformat(),
        "closes_at": one.closes_at.isoformat(),
    }


def _entry_of(garden: Garden, held: Mapping[str, Any]) -> Entry:
    subject = about_pickup(held["pickup"])
    week = datetime.combine(datetime.fromisoformat(held["week"]), time(), UTC)
    return Entry(
        subject=subject,
        uid=uid_of(garden.slug, subject, week),
        sequence=held["version"] + 1,
        starts_at=datetime.fromisoformat(held["opens_at"]),
        ends_at=datetime.fromisoformat(held["closes_at"]),
        zone=garden.zone,
        title=BASKET,
        cancelled=True,
    )
