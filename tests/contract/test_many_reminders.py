"""Very many reminders at once: page by page, one message a person, and nobody twice, whoever is killed in between."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from bot.clock import SetClock
from bot.delivery.timers import LookFirst, Timers
from bot.domain.person import PersonId
from bot.domain.reminding import ReminderState, Topic
from bot.storage import timers
from bot.storage.database import Database, Transaction
from bot.storage.tables import outbox, people, reminders
from bot.usecases.reminding.firing import PAGE, REMINDER, find_due, owe_due
from bot.usecases.reminding.planning import REMINDERS, remind_of
from tests.contract.rows import NOON, add
from tests.contract.values import plant_garden

CROWD = PAGE + 40
EVE = NOON + timedelta(days=1, hours=5)
"""Six in the evening of the day before, in winter time."""


def a_crowd(tx: Transaction) -> None:
    """Each of them fetches two baskets the day after tomorrow; one of them has blocked the bot."""
    garden = plant_garden(tx)
    for number in range(CROWD):
        person_id = PersonId(add(tx, people, telegram_id=number + 1, reachable=number > 0, name=f"p{number}"))
        for basket in (2 * number, 2 * number + 1):
            at = NOON + timedelta(days=2)
            remind_of(tx, garden, person_id, Topic.BASKET, f"pickup:{basket}", at, NOON)


def counted(tx: Transaction) -> tuple[int, int, int, int]:
    """Messages, people they go to, reminders that wait, reminders with their message."""
    ours = outbox.c.kind == REMINDER
    waits, goes = reminders.c.state == ReminderState.PLANNED.value, reminders.c.parcel_id.is_not(None)
    counts = (
        select(func.count()).select_from(outbox).where(ours),
        select(func.count(outbox.c.person_id.distinct())).where(ours),
        select(func.count()).select_from(reminders).where(waits),
        select(func.count()).select_from(reminders).where(goes),
    )
    messages, reached, planned, owed = (tx.connection.execute(one).scalar_one() for one in counts)
    return messages, reached, planned, owed


async def test_everybody_has_one_message_for_both_and_a_page_at_a_time_is_owed(db: Database) -> None:
    await db.run(a_crowd)
    clock = SetClock(EVE)

    await Timers(db, {REMINDERS: LookFirst(find_due, owe_due)}, clock).fire()

    near = 2 * CROWD
    assert await db.read(counted) == (CROWD - 1, CROWD - 1, near, near - 2)


async def test_what_was_looked_up_twice_is_owed_once(db: Database) -> None:
    await db.run(a_crowd)
    (timer,) = await db.read(timers.due_timers, EVE, 10)
    found = await db.read(find_due, timer, EVE)

    await db.run(owe_due, timer, EVE, found)
    before = await db.read(counted)
    await db.run(owe_due, timer, EVE, found)

    assert await db.read(counted) == before
