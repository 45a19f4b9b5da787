"""Owns planning reminders: each is a row from the moment its occurrence is known, and follows it wherever it moves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.person import GardenId, PersonId
from bot.domain.reminding import (
    Expected,
    Occurrence,
    Planned,
    Reminder,
    ReminderId,
    Topic,
    Wishes,
    plan,
    reconcile,
)
from bot.storage import gardens, occasions, reminder_wishes, reminders, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Lane
from bot.storage.timers import Timer
from bot.usecases.refresh import refresh_parcels

REMINDERS = "reminders"
"""The timer of a garden: reminders are due."""
REPLAN = "reminders_replan"
"""The timer of a garden whose clocks or quiet hours are others now: everybody's reminders are planned again."""

USUAL = Wishes()

CHUNK = 200
"""Occasions planned again in one transaction."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One person's reminders of one occurrence, as they wish them."""

    expected: Expected
    planned: tuple[Planned, ...]


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
    expected = Expected(person_id, topic, subject, Occurrence(occurs_at, closes_at))
    remind_all(tx, garden, work_out(tx, garden, [expected]), now)


def work_out(tx: Transaction, garden: Garden, expected: Sequence[Expected]) -> list[Wanted]:
    """When each is to be said, as people wish it. Reads only: of very many, beside the writer."""
    wishes = reminder_wishes.wishes_of_many(tx, garden.id, {one.person_id for one in expected})
    return [_wanted(garden, one, wishes.get(one.person_id, USUAL)) for one in expected]


def remind_all(tx: Transaction, garden: Garden, wanted: Sequence[Wanted], now: Instant) -> None:
    """As `remind_of` for each of them, in a handful of statements: a few hundred a transaction."""
    occasions.keep_occasions(tx, garden.id, [one.expected for one in wanted])
    _plan(tx, garden, wanted, now)


def forget_reminders(tx: Transaction, subject: str, now: Instant) -> None:
    """Nobody is reminded of this any more; what was said of it already says how things stand."""
    forget_many(tx, [subject], now)


def forget_many(tx: Transaction, subjects: Sequence[str], now: Instant) -> None:
    """The same for several subjects at once."""
    occasions.forget_occasions(tx, subjects)
    _drop(tx, [one.id for one in reminders.reminders_about(tx, subjects)], now)
    refresh_many(tx, subjects, now)


def refresh_reminders(tx: Transaction, subject: str, now: Instant) -> None:
    """Owe an edit of every reminder of it that was sent: it then shows how things stand."""
    refresh_many(tx, [subject], now)


def refresh_many(tx: Transaction, subjects: Sequence[str], now: Instant, lane: Lane = Lane.NOTICE) -> None:
    """The same for several subjects at once."""
    sent = {one.parcel_id for one in reminders.reminders_about(tx, subjects) if one.parcel_id is not None}
    refresh_parcels(tx, sent, now, lane)


def plan_for_person(tx: Transaction, garden: Garden, person_id: PersonId, now: Instant) -> None:
    """Their wishes changed: everything still to be said is planned again."""
    theirs = occasions.occasions_of_person(tx, garden.id, person_id, now)
    _plan(tx, garden, work_out(tx, garden, [one.expected for one in theirs]), now)


def plan_for_garden(tx: Transaction, garden: Garden, now: Instant) -> None:
    """The garden's clocks or quiet hours changed: have everybody's reminders planned again, in chunks."""
    _plan_chunk(tx, garden.id, {"after": 0}, now)


def plan_chunk(tx: Transaction, timer: Timer, now: Instant) -> None:
    """The next of the garden's occasions, and then the next."""
    garden = gardens.find_garden(tx, GardenId(timer.subject_id))
    if garden is None:
        return
    found = occasions.occasions_after(tx, garden.id, int(timer.payload["after"]), now, CHUNK)
    _plan(tx, garden, work_out(tx, garden, [one.expected for one in found]), now)
    if len(found) == CHUNK:
        _plan_chunk(tx, garden.id, {"after": found[-1].id}, now)


def _wanted(garden: Garden, one: Expected, wishes: Wishes) -> Wanted:
    rules, quiet = wishes.rules_for(one.topic), garden.rules.quiet
    return Wanted(one, plan(one.occurrence, rules, wishes, quiet, garden.zone))


def _plan(tx: Transaction, garden: Garden, wanted: Sequence[Wanted], now: Instant) -> None:
    """Bring the rows in line with what is wanted."""
    reminders.take_back_unsaid(tx, {one.expected.subject for one in wanted})
    there: dict[tuple[str, PersonId], list[Reminder]] = defaultdict(list)
    for row in reminders.reminders_about(tx, {one.expected.subject for one in wanted}):
        there[row.subject, row.person_id].append(row)
    new: list[tuple[Expected, Planned]] = []
    moved: list[tuple[Reminder, Planned]] = []
    dropped: list[ReminderId] = []
    for one in wanted:
        what = one.expected
        rows = there[what.subject, what.person_id]
        changes = reconcile(one.planned, rows, what.occurrence.occurs_at, now)
        new += [(what, planned) for planned in changes.new]
        moved += changes.moved
        dropped += [row.id for row in changes.dropped]
    _drop(tx, dropped, now)
    reminders.add_reminders(tx, garden.id, new)
    reminders.plan_again(tx, moved)
    due = [planned.due_at for _what, planned in (*new, *moved)]
    if due:
        call_for(tx, garden.id, min(due))


def _drop(tx: Transaction, numbers: Sequence[ReminderId], now: Instant) -> None:
    """One on its way is left as said: right after it has arrived it shows how things stand."""
    refresh_parcels(tx, reminders.drop_reminders(tx, numbers), now)


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
