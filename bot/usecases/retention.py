"""Owns the end of what is kept: volunteers long silent are warned a month and a week before, then erased.

The delay is the garden's (rules.retention_months after the last message); strangers who never agreed to anything are
forgotten after thirty days. French data protection asks for a limit; its length is the association's choice.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, time, timedelta

from bot.clock import Instant, at_local
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.person import GardenId, PersonId
from bot.domain.text import say
from bot.marks import _
from bot.storage import gardens, people, silence, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.storage.timers import Timer
from bot.usecases.house import Composed
from bot.usecases.membership import forget_left
from bot.usecases.notify import tell_person
from bot.usecases.privacy import forget

RETENTION = "retention"
WARNING = "retention_warning"
FAREWELL = "farewell"
FIRST_WARNING, LAST_WARNING = timedelta(days=30), timedelta(days=7)
STRANGERS_KEPT = timedelta(days=30)
AT = time(10)
"""When the day's look is taken, in the garden's time: a warning arrives by day."""


def plan_retention(tx: Transaction, now: Instant) -> None:
    """Have every garden looked at once a day; planned already, nothing changes."""
    for garden in gardens.list_gardens(tx):
        if not timers.is_set(tx, _key(garden.id)):
            _plan_next(tx, garden, now)


def keep_retention(tx: Transaction, timer: Timer, now: Instant) -> None:
    """One garden's daily look: whoever comes within a month of the end is told, and their farewell is planned."""
    garden = gardens.find_garden(tx, GardenId(timer.subject_id))
    if garden is None:
        return
    _plan_next(tx, garden, now)
    near = months_before(now + FIRST_WARNING, garden.rules.retention_months)
    for person_id in silence.volunteers_silent_since(tx, garden.id, near):
        if not timers.is_set(tx, _farewell_key(garden.id, person_id)):
            _warn(tx, garden, person_id, FIRST_WARNING, now)
            _plan_farewell(tx, garden, person_id, now + FIRST_WARNING - LAST_WARNING, now, is_last=False)
    forget_left(tx, garden, months_before(now, garden.rules.retention_months), now)
    for person_id in silence.strangers_silent_since(tx, now - STRANGERS_KEPT):
        people.erase_person(tx, person_id)


def take_leave(tx: Transaction, timer: Timer, now: Instant) -> None:
    """A week before the end: the last warning; at the end: erased. Whoever wrote meanwhile stays."""
    garden = gardens.find_garden(tx, GardenId(timer.garden_id)) if timer.garden_id else None
    person_id = PersonId(timer.subject_id)
    seen = people.last_seen(tx, person_id)
    if garden is None or seen is None or seen > datetime.fromisoformat(timer.payload["warned"]):
        return
    if timer.payload["last"]:
        forget(tx, garden.id, person_id, now)
        return
    _warn(tx, garden, person_id, LAST_WARNING, now)
    _plan_farewell(tx, garden, person_id, now + LAST_WARNING, now, is_last=True)


def compose_warning(tx: Transaction, parcel: Parcel) -> Composed:
    """Says when, why, and the one tap that keeps everything."""
    garden = gardens.find_garden(tx, GardenId(parcel.garden_id)) if parcel.garden_id else None
    if garden is None:
        return None
    return Message(
        (
            say(_("It has been a long time. We keep what you told us for {months} months after your last message."),
                months=garden.rules.retention_months),
            say(_("In {days} days, everything will be erased. Do you want to stay with us?"),
                days=parcel.payload["days"]),
            say(_("<i>You get this message because the law asks us not to keep your data for ever.</i>")),
        ),
        ((Button(say(_("Yes, I stay")), data="n.stay"),), (Button(say(_("Erase everything now")), data="n.erase"),)),
    )  # fmt: skip


def months_before(instant: Instant, months: int) -> Instant:
    """The same day and time so many calendar months earlier; a day that month lacks becomes its last."""
    count = instant.year * 12 + instant.month - 1 - months
    year, month = divmod(count, 12)
    day = min(instant.day, monthrange(year, month + 1)[1])
    return instant.replace(year=year, month=month + 1, day=day)


def _warn(tx: Transaction, garden: Garden, person_id: PersonId, lead: timedelta, now: Instant) -> None:
    tell_person(
        tx,
        garden.id,
        person_id,
        WARNING,
        {"days": lead.days},
        dedupe=f"{WARNING}:{person_id}:{lead.days}:{now.date().isoformat()}",
        now=now,
        lane=Lane.REMINDER,
        unasked=True,
    )


def _plan_farewell(
    tx: Transaction, garden: Garden, person_id: PersonId, due_at: Instant, now: Instant, *, is_last: bool
) -> None:
    timers.set_timer(
        tx,
        kind=FAREWELL,
        subject_id=person_id,
        key=_farewell_key(garden.id, person_id),
        due_at=due_at,
        garden_id=garden.id,
        payload={"warned": now.isoformat(), "last": is_last},
    )


def _farewell_key(garden_id: GardenId, person_id: PersonId) -> str:
    return f"{FAREWELL}:{garden_id}:{person_id}"


def _plan_next(tx: Transaction, garden: Garden, now: Instant) -> None:
    tomorrow = now.astimezone(garden.zone).date() + timedelta(days=1)
    timers.set_timer(
        tx,
        kind=RETENTION,
        subject_id=garden.id,
        key=_key(garden.id),
        due_at=at_local(tomorrow, AT, garden.zone),
        garden_id=garden.id,
    )


def _key(garden_id: GardenId) -> str:
    return f"{RETENTION}:{garden_id}"
