"""Owns planning reminders: each is a row from the moment its occurrence is known, and follows it wherever it moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.person import GardenId, PersonId
from bot.domain.reminding import Occurrence, Topic, Wishes, plan, reconcile
from bot.storage import gardens, occasions, reminder_wishes, reminders, timers
from bot.storage.database import Transaction
from bot.storage.occasions import Occasion
from bot.storage.timers import Timer
from bot.usecases.refresh import refresh_parcel

REMINDERS = "reminders"
"""The timer of a garden: reminders are due."""
REPLAN = "reminders_replan"
"""The timer of a garden whose clocks or quiet hours are others now: everybody's reminders are planned again."""

CHUNK = 200
"""Occasions planned again in one transaction."""


def remind_of(
    tx: Transaction,
    garden: Garden,
    person_id: PersonId,
    topic: Topic,
    subject: str,
    occurs_at: Instant,
    now: Instant,
    *,
    closes_at: Instant | None = None,
) -> None:
    """Plan one person's reminders of one subject, or plan them again where it moved. Twice the same is once.

    `subject` is a kind and a number, as booking:12. What was planned for another occurrence of it and is not said yet
    is dropped; what was said of this occurrence is never said again.
    """
    occurrence = Occurrence(occurs_at, closes_at)
    occasions.keep_occasion(tx, garden.id, person_id, topic, subject, occurrence)
    wishes = reminder_wishes.find_wishes(tx, garden.id, person_id)
    _plan(tx, garden, person_id, topic, subject, occurrence, wishes, now)


def forget_reminders(tx: Transaction, subject: str, now: Instant) -> None:
    """Nobody is reminded of this any more; what was said of it already says how things stand."""
    occasions.forget_occasion(tx, subject)
    reminders.drop_reminders(tx, [one.id for one in reminders.reminders_about(tx, subject)])
    refresh_reminders(tx, subject, now)


def refresh_reminders(tx: Transaction, subject: str, now: Instant) -> None:
    """Owe an edit of every reminder of it that was sent: it then shows how things stand."""
    sent = {one.parcel_id for one in reminders.reminders_about(tx, subject) if one.parcel_id is not None}
    for parcel_id in sorted(sent):
        refresh_parcel(tx, parcel_id, now)


def plan_for_person(tx: Transaction, garden: Garden, person_id: PersonId, now: Instant) -> None:
    """Their wishes changed: everything still to be said is planned again."""
    wishes = reminder_wishes.find_wishes(tx, garden.id, person_id)
    for one in occasions.occasions_of_person(tx, garden.id, person_id, now):
        _plan_occasion(tx, garden, one, wishes, now)


def plan_for_garden(tx: Transaction, garden: Garden, now: Instant) -> None:
    """The garden's clocks or quiet hours changed: have everybody's reminders planned again, in chunks."""
    _plan_chunk(tx, garden.id, {"after": 0}, now)


def plan_chunk(tx: Transaction, timer: Timer, now: Instant) -> None:
    """The next of the garden's occasions, and then the next."""
    garden = gardens.find_garden(tx, GardenId(timer.subject_id))
    if garden is None:
        return
    found = occasions.occasions_after(tx, garden.id, int(timer.payload["after"]), now, CHUNK)
    wishes = reminder_wishes.wishes_of_many(tx, garden.id, {one.person_id for one in found})
    for one in found:
        _plan_occasion(tx, garden, one, wishes.get(one.person_id, Wishes()), now)
    if len(found) == CHUNK:
        _plan_chunk(tx, garden.id, {"after": found[-1].id}, now)


def _plan_occasion(tx: Transaction, garden: Garden, one: Occasion, wishes: Wishes, now: Instant) -> None:
    _plan(tx, garden, one.person_id, one.topic, one.subject, one.occurrence, wishes, now)


def _plan(
    tx: Transaction,
    garden: Garden,
    person_id: PersonId,
    topic: Topic,
    subject: str,
    occurrence: Occurrence,
    wishes: Wishes,
    now: Instant,
) -> None:
    planned = plan(occurrence, wishes.rules_for(topic), wishes, garden.rules.quiet, garden.zone)
    rows = reminders.reminders_about(tx, subject, person_id)
    changes = reconcile(planned, rows, occurrence.occurs_at, now)
    reminders.drop_reminders(tx, [one.id for one in changes.dropped])
    reminders.add_reminders(
        tx,
        changes.new,
        garden_id=garden.id,
        person_id=person_id,
        topic=topic,
        subject=subject,
        occurs_at=occurrence.occurs_at,
    )
    for row, one in changes.moved:
        reminders.plan_again(tx, row.id, one)
    due = [one.due_at for one in (*changes.new, *(one for _row, one in changes.moved))]
    if due:
        call_for(tx, garden.id, min(due))


def call_for(tx: Transaction, garden_id: GardenId, due_at: Instant) -> None:
    """Have the garden's reminders looked at then, if not sooner."""
    timers.bring_forward(
        tx, kind=REMINDERS, subject_id=garden_id, key=f"{REMINDERS}:{garden_id}", due_at=due_at,
        garden_id=garden_id,
    )  # fmt: skip


def _plan_chunk(tx: Transaction, garden_id: GardenId, payload: Mapping[str, Any], now: Instant) -> None:
    timers.set_timer(
        tx, kind=REPLAN, subject_id=garden_id, key=f"{REPLAN}:{garden_id}", due_at=now, garden_id=garden_id,
        payload=payload,
    )  # fmt: skip
