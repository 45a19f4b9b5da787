"""Those who ask together are answered together, and one's failure is nobody else's."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import text

from bot.errors import DatabaseBusy
from bot.storage.database import Database, Transaction
from bot.storage.together import SHARE, Together


class Answers:
    """Doubles numbers; odd ones break it."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.busy = False

    async def __call__(self, numbers: Sequence[int]) -> list[int]:
        self.batches.append(list(numbers))
        await asyncio.sleep(0)
        if self.busy:
            raise DatabaseBusy("away")
        if any(number % 2 for number in numbers):
            raise ValueError("odd")
        return [2 * number for number in numbers]


async def test_who_asks_meanwhile_is_answered_with_the_next() -> None:
    answers = Answers()
    together = Together(answers)

    asked = range(0, 5 * SHARE, 2)
    assert await asyncio.gather(*map(together.ask, asked)) == [2 * one for one in asked]
    assert max(map(len, answers.batches)) == SHARE
    assert len(answers.batches) == 3


async def test_one_that_breaks_breaks_alone() -> None:
    found = await asyncio.gather(*(Together(Answers()).ask(n) for n in (2, 3)), return_exceptions=True)
    together = Together(Answers())
    shared = await asyncio.gather(*(together.ask(n) for n in (2, 3, 4)), return_exceptions=True)

    assert (found[0], shared[0], shared[2]) == (4, 4, 8)
    assert isinstance(found[1], ValueError)
    assert isinstance(shared[1], ValueError)


async def test_a_database_that_is_away_is_asked_once_for_all() -> None:
    answers = Answers()
    answers.busy = True
    together = Together(answers)
    found = await asyncio.gather(*(together.ask(n) for n in (2, 4, 6)), return_exceptions=True)

    assert all(isinstance(one, DatabaseBusy) for one in found)
    assert len(answers.batches) == 1


async def test_whoever_gives_up_is_not_asked_for() -> None:
    answers = Answers()
    together = Together(answers, gather=0.01)
    gone = asyncio.ensure_future(together.ask(2))
    there = asyncio.ensure_future(together.ask(4))
    await asyncio.sleep(0)
    gone.cancel()

    assert await there == 8
    assert answers.batches == [[4]]


async def test_a_glance_sees_what_was_committed_and_writes_nothing(db: Database) -> None:
    insert = text("INSERT INTO throttles (chat_id, until) VALUES (7, '2026-03-09 09:00:00')")
    await db.run(lambda tx: tx.connection.execute(insert).rowcount)

    def look(tx: Transaction) -> list[int]:
        return [row.chat_id for row in tx.connection.execute(text("SELECT chat_id FROM throttles"))]

    assert await db.glance(look) == [7]
    with pytest.raises(Exception, match=r"(?i)read.?only"):
        await db.glance(lambda tx: tx.connection.execute(text("DELETE FROM throttles")).rowcount)
    assert await db.glance(look) == [7]
