"""Owns planning very many people’s reminders at once: worked out beside the writer, written in a few statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.reminding import Planned, Topic, Wishes, plan, reconcile
from bot.storage import occasions, reminder_wishes, reminders
from bot.storage.database import Transaction
from bot.storage.occasions import Expected
from bot.storage.reminders import New
from bot.usecases.reminding.planning import call_for


@dataclass(frozen=True, slots=True)
class Wanted:
    """One person's reminders of one occurrence, as they wish them."""

    expected: Expected
    planned: tuple[Planned, ...]


def work_out(tx: Transaction, garden: Garden, topic: Topic, many: Sequence[Expected]) -> list[Wanted]:
    """When each of them is to be reminded. Reads only."""
    wishes = reminder_wishes.wishes_of_many(tx, garden.id, {one.person_id for one in many})
    usual, quiet, zone = Wishes(), garden.rules.quiet, garden.zone
    found = []
    for one in many:
        theirs = wishes.get(one.person_id, usual)
        found.append(Wanted(one, plan(one.occurrence, theirs.rules_for(topic), theirs, quiet, zone)))
    return found


def remind_many(
    tx: Transaction, garden: Garden, topic: Topic, wanted: Sequence[Wanted], now: Instant
) -> None:
    """As `remind_of` for each of them: what was said of an occurrence is never said again."""
    occasions.keep_occasions(tx, garden.id, topic, [one.expected for one in wanted])
    known = reminders.reminders_of_many(tx, [one.expected.subject for one in wanted])
    new: list[New] = []
    due: list[Instant] = []
    for one in wanted:
        person, subject, when = (
            one.expected.person_id,
            one.expected.subject,
            one.expected.occurrence.occurs_at,
        )
        rows = [row for row in known.get(subject, ()) if row.person_id == person]
        changes = reconcile(one.planned, rows, when, now)
        new += [New(person, subject, when, planned) for planned in changes.new]
        reminders.drop_reminders(tx, [row.id for row in changes.dropped])
        for row, planned in changes.moved:
            reminders.plan_again(tx, row.id, planned)
        due += [planned.due_at for _row, planned in changes.moved]
    reminders.add_many(tx, new, garden_id=garden.id, topic=topic)
    due += [one.planned.due_at for one in new]
    if due:
        call_for(tx, garden.id, min(due))
