"""Reminders on bad days, with the real process on both databases: it dies, it sleeps, Telegram is away, people too.

None is lost, none goes out once it is past, and at most the one in flight of each person is read twice.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

import pytest

from bot.domain.message import Message
from bot.domain.text import say
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage import outbox, people
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Lane
from bot.usecases.replies import to_payload
from tests.kills.conftest import NOW, Bot, count_rows

HOUR = timedelta(hours=1)
DUE = NOW + HOUR
CROWD = 60
BASKET, LETTER = "Your basket waits until noon.", "Our news of the month."


def acquaintances(emulator: Emulator, count: int) -> list[Person]:
    """People the bot may write to."""
    everybody = [emulator.person(f"M{number}", language="en") for number in range(count)]
    for one in everybody:
        one.chat.known = one.chat.started = True
    return everybody


async def owe(
    bot: Bot,
    everybody: Sequence[Person],
    text: str,
    *,
    lane: Lane = Lane.REMINDER,
    until: timedelta | None = None,
) -> None:
    """Each of them is owed these words in an hour; they are past when `until` is over after that."""
    db = await Database.open(bot.url)
    await db.run(_owe, [one.id for one in everybody], text, lane, until)
    await db.close()


def _owe(tx: Transaction, accounts: list[int], text: str, lane: Lane, until: timedelta | None) -> None:
    for account in accounts:
        payload = {"text": to_payload(Message((say(text),))), "language": "en"}
        outbox.queue(
            tx, dedupe=f"{text}:{account}", chat_id=account, kind="reply", payload=payload, lane=lane, now=NOW,
            not_before=DUE, expires_at=DUE + until if until else None,
        )  # fmt: skip


def reads(one: Person, text: str) -> int:
    return sum(text in message.text for message in one.messages)


@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_while_reminders_go_out(
    bot: Bot, emulator: Emulator, when: Literal["before", "after"]
) -> None:
    everybody = acquaintances(emulator, CROWD)
    await owe(bot, everybody, BASKET)

    def strike() -> None:
        bot.dies_and_returns()
        emulator.faults.on_call(20, when, bot.dies_and_returns, method="sendMessage")

    emulator.faults.on_call(20, when, strike, method="sendMessage")
    await emulator.advance(to=DUE)
    emulator.faults.clear()
    await emulator.settle()

    assert bot.kills == 2
    read = [reads(one, BASKET) for one in everybody]
    assert min(read) >= 1, "nobody is forgotten"
    assert max(read) <= 1 + bot.kills
    assert await count_rows(bot.url) == {"sent": CROWD}


async def test_killed_and_back_when_it_is_past(bot: Bot, emulator: Emulator) -> None:
    everybody = acquaintances(emulator, CROWD)
    await owe(bot, everybody, BASKET, until=2 * HOUR)

    def strike() -> None:
        bot.kill()
        emulator.elapse(3 * HOUR)
        bot.start()

    emulator.faults.on_call(20, "before", strike, method="sendMessage")
    await emulator.advance(to=DUE)
    await emulator.settle()

    read = sum(reads(one, BASKET) for one in everybody)
    rows = await count_rows(bot.url)
    assert read < CROWD
    assert rows["dropped"] >= CROWD - read
    assert set(rows) <= {"sent", "dropped"}


async def test_telegram_is_away_for_an_hour(bot: Bot, emulator: Emulator) -> None:
    everybody = acquaintances(emulator, CROWD)
    await owe(bot, everybody, LETTER, lane=Lane.BROADCAST)
    await owe(bot, everybody[:30], BASKET, until=HOUR / 2)
    await owe(bot, everybody[30:], BASKET, until=2 * HOUR)

    emulator.faults.down()
    await emulator.advance(to=DUE + HOUR)
    emulator.faults.up()
    await emulator.advance(timedelta(minutes=2))

    assert [reads(one, BASKET) for one in everybody] == [0] * 30 + [1] * 30
    assert [reads(one, LETTER) for one in everybody] == [1] * CROWD
    assert await count_rows(bot.url) == {"sent": CROWD + 30, "dropped": 30}


async def test_the_process_sleeps_for_ten_hours(bot: Bot, emulator: Emulator) -> None:
    everybody = acquaintances(emulator, CROWD)
    await owe(bot, everybody, LETTER, lane=Lane.BROADCAST)
    await owe(bot, everybody, BASKET, until=2 * HOUR)

    os.kill(bot.pid, signal.SIGSTOP)
    emulator.elapse(10 * HOUR)
    os.kill(bot.pid, signal.SIGCONT)
    await emulator.settle()

    assert [reads(one, LETTER) for one in everybody] == [1] * CROWD
    assert [reads(one, BASKET) for one in everybody] == [0] * CROWD


async def test_a_thousand_members_have_blocked_the_bot(bot: Bot, emulator: Emulator) -> None:
    gone, there = acquaintances(emulator, 1000), acquaintances(emulator, 20)
    for one in gone:
        one.chat.blocked = True
    db = await Database.open(bot.url)
    await db.run(_meet, [one.id for one in (*gone, *there)])
    await db.close()
    await owe(bot, [*gone, *there], BASKET)
    await emulator.advance(to=DUE)

    assert [reads(one, BASKET) for one in there] == [1] * 20
    assert await count_rows(bot.url) == {"sent": 20, "dropped": 1000}
    db = await Database.open(bot.url)
    found = await db.read(lambda tx: [people.find_by_telegram_id(tx, one.id) for one in (*gone, *there)])
    await db.close()
    assert [one is not None and one.reachable for one in found] == [False] * 1000 + [True] * 20


def _meet(tx: Transaction, accounts: list[int]) -> None:
    for account in accounts:
        people.add_person(tx, name="M", language="en", now=NOW, telegram_id=account)
