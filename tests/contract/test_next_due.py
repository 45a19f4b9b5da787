"""`next_due` agrees with `claim`: nothing before it, something at it."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import delete

from bot.storage import outbox
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Lane
from bot.storage.tables import outbox as table
from bot.storage.tables import throttles
from tests.contract.rows import NOON

SECOND = timedelta(seconds=1)


class Undone(Exception):
    """Takes back what was claimed to see whether it could be."""


def fill(tx: Transaction, seed: int) -> None:
    """A few parcels, leases and throttles within seconds of noon."""
    dice = random.Random(seed)
    tx.connection.execute(delete(table))
    tx.connection.execute(delete(throttles))
    for chat in range(0 if dice.random() < 0.2 else 1, 4):
        if dice.random() < 0.5:
            outbox.throttle(tx, chat, NOON + dice.randint(-12, 12) * SECOND)
    for number in range(dice.randint(0, 6)):
        parcel = outbox.queue(
            tx,
            dedupe=f"{seed}.{number}",
            chat_id=dice.randint(1, 4),
            kind="k",
            payload={},
            lane=dice.choice(list(Lane)),
            now=NOON - dice.randint(55, 65) * SECOND,
            not_before=NOON + dice.randint(-8, 8) * SECOND,
        )
        assert parcel
        if dice.random() < 0.2:
            outbox.mark_sent(tx, parcel.id, number, NOON)
        elif dice.random() < 0.3:
            outbox.claim(tx, NOON + dice.randint(-8, 0) * SECOND, limit=2, lease=dice.randint(1, 16) * SECOND)


async def is_claimable(db: Database, now: object) -> bool:
    def try_it(tx: Transaction) -> None:
        raise Undone(bool(outbox.claim(tx, now, limit=1, lease=SECOND)))  # type: ignore[arg-type]

    with pytest.raises(Undone) as undone:
        await db.run(try_it)
    return bool(undone.value.args[0])


async def test_next_due_is_the_first_instant_at_which_something_is_claimed(db: Database) -> None:
    empty = 0
    for seed in range(25):
        await db.run(fill, seed)

        due = await db.read(outbox.next_due, NOON)

        seconds = [second for second in range(20) if await is_claimable(db, NOON + second * SECOND)]
        expected = NOON + seconds[0] * SECOND if seconds else None
        assert due == expected, f"seed {seed}"
        empty += due is None
    assert 0 < empty < 15
