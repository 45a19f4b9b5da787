"""Owns the moment reminders are due: a page of them at a time, all of one person's in one message, owed with the mark.

What is due is looked up beside the writer. That a reminder is said, and the message that says it, are one transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import groupby

from bot.clock import Instant
from bot.domain.person import GardenId, Person
from bot.domain.quiet import next_allowed
from bot.domain.reminding import Reminder
from bot.storage import gardens, people, reminders
from bot.storage.database import Transaction
from bot.storage.mailing import Posted, queue_each
from bot.storage.outbox import Lane
from bot.storage.timers import Timer
from bot.usecases.notify import tell_person
from bot.usecases.reminding.planning import call_for

REMINDER = "reminder"

PAGE = 200
"""Reminders owed in one transaction: a reply waits for the writer no longer than that takes."""
TOGETHER = timedelta(hours=1)
"""What the same person would be reminded of so soon afterwards goes along: two things tomorrow, one message."""


def find_due(tx: Transaction, timer: Timer, now: Instant) -> Sequence[Reminder]:
    """The next page of what is due, by person. Reads only."""
    return reminders.due_reminders(tx, GardenId(timer.subject_id), now, now + TOGETHER, PAGE)


def owe_due(tx: Transaction, timer: Timer, now: Instant, found: Sequence[Reminder]) -> None:
    """Owe each person their message, and look again for what comes next."""
    garden = gardens.find_garden(tx, GardenId(timer.subject_id))
    if garden is None:
        return
    starts = next_allowed(now, garden.rules.quiet, garden.zone)
    reminders.drop_reminders(tx, [one.id for one in found if one.expires_at <= starts])
    taken = reminders.take_due(tx, [one.id for one in found if one.expires_at > starts])
    _owe(tx, garden.id, [one for one in found if one.id in taken], now, starts)
    following = reminders.next_due(tx, garden.id)
    if following is not None:
        call_for(tx, garden.id, max(following, now))


def _owe(
    tx: Transaction, garden_id: GardenId, taken: Sequence[Reminder], now: Instant, starts: Instant
) -> None:
    known = people.find_people(tx, {one.person_id for one in taken})
    letters: list[Posted] = []
    for person_id, theirs in groupby(taken, key=lambda one: one.person_id):
        person, group = known[person_id], list(theirs)
        if person.telegram_id is None:
            _tell_on_behalf(tx, garden_id, person, group, now)
        elif person.reachable:
            letters.append(_letter(person, person.telegram_id, group))
    owed = queue_each(
        tx, letters, garden_id=garden_id, kind=REMINDER, lane=Lane.REMINDER, now=now, not_before=starts,
        unasked=True,
    )  # fmt: skip
    reminders.note_parcels(
        tx, {number: owed[one.dedupe] for one in letters for number in one.payload["reminders"]}
    )


def _letter(person: Person, chat_id: int, group: Sequence[Reminder]) -> Posted:
    return Posted(
        person_id=person.id,
        chat_id=chat_id,
        dedupe=_unique(group),
        payload=_payload(group),
        expires_at=max(one.expires_at for one in group),
    )


def _tell_on_behalf(
    tx: Transaction, garden_id: GardenId, person: Person, group: Sequence[Reminder], now: Instant
) -> None:
    """Whoever follows somebody without Telegram passes it on."""
    tell_person(
        tx, garden_id, person.id, REMINDER, _payload(group), dedupe=_unique(group), now=now,
        lane=Lane.REMINDER, unasked=True,
    )  # fmt: skip


def _payload(group: Iterable[Reminder]) -> dict[str, list[int]]:
    return {"reminders": [one.id for one in group]}


def _unique(group: Sequence[Reminder]) -> str:
    """That each is owed once is kept by its row, which may be planned anew: this only never meets another."""
    return f"{REMINDER}:{group[0].id}:{secrets.token_hex(6)}"
