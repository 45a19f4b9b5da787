"""SIGKILL of the real process while everybody is told of a changed event: each is told, and none of it is told twice.

A kill leaves at most what is in flight uncertain: that is a notice, and goes once more.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.event import Answer, RsvpState
from bot.rehearsal import Emulator
from bot.storage import events, gardens, people, rsvps
from bot.storage.database import Database, Transaction
from bot.storage.outbox import find_by_subject
from bot.usecases.events.changing import CHANGED, CHUNK, SETTLES, note_change
from bot.usecases.refresh import about_event
from tests.contract.event_world import plant_event
from tests.contract.values import words
from tests.kills.conftest import NOW, Bot, count_rows
from tests.kills.test_bad_nights import acquaintances, reads

CROWD = CHUNK + 10
"""More than one step of the walk through the crowd."""
TOLD = "The barn (en), instead of"


async def test_killed_while_everybody_is_told_of_a_changed_event(bot: Bot, emulator: Emulator) -> None:
    everybody = acquaintances(emulator, CROWD)
    db = await Database.open(bot.url)
    await db.run(_change, [one.id for one in everybody])

    def strike_again() -> None:
        bot.dies_and_returns()
        emulator.faults.on_call(CHUNK // 2, "after", bot.dies_and_returns, method="sendMessage")

    emulator.faults.on_call(20, "before", strike_again, method="sendMessage")
    await emulator.advance(SETTLES)
    emulator.faults.clear()
    await emulator.settle()

    assert bot.kills == 2
    read = [reads(one, TOLD) for one in everybody]
    assert min(read) == 1, "nobody is forgotten"
    assert max(read) <= 2, "only what was in flight goes once more"
    assert sum(read) < CROWD + 30, "that is not many"
    assert await db.read(_words_owed) == CROWD, "each of them is owed one word"
    assert await count_rows(bot.url) == {"sent": CROWD}
    await db.close()


def _change(tx: Transaction, accounts: list[int]) -> None:
    """They all come to an event, and it moves to another place."""
    garden = gardens.only_garden(tx)
    assert garden is not None
    event = events.publish(tx, plant_event(tx, garden))
    for account in accounts:
        person = people.add_person(tx, name="M", language="en", now=NOW, telegram_id=account)
        mine = rsvps.add_rsvp(tx, garden.id, event.id, person.id, Answer.YES, NOW)
        rsvps.change_rsvp(tx, mine, Answer.YES, RsvpState.GOING, NOW)
        rsvps.note_known(tx, mine.id, event.details)
    elsewhere = replace(event.details, place=words("The barn"))
    note_change(tx, [events.save_event(tx, replace(event, details=elsewhere))], NOW)


def _words_owed(tx: Transaction) -> int:
    garden = gardens.only_garden(tx)
    assert garden is not None
    (event,) = events.events_to_manage(tx, garden.id, NOW)
    subjects = [about_event(event.id, one.person_id) for one in rsvps.line_of(tx, event.id)]
    return sum(one.kind == CHANGED for subject in subjects for one in find_by_subject(tx, subject))
