"""One of several processes that race each other: `python -m tests.contract.racer NAME`.

For each line of input, a URL and a race, it says "ready", waits for a line, races, and prints what it won as JSON.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import func, insert, select, update

from bot.errors import Refusal
from bot.storage import outbox
from bot.storage.database import Database, Transaction
from bot.storage.tables import missions, people, sign_ups, timers
from tests.contract import event_world
from tests.contract.rows import NOON
from tests.contract.shift_world import MONDAY, act, find_place

ROUNDS = 200
ROUNDS_OF_PLACES = 60
MOVES = ("join", "wait", "wait", "drop", "accept", "decline", "look")
ANSWERS = ("come", "come", "wait", "wait", "no", "maybe", "resize", "look")
T = TypeVar("T")


async def turn(move: Awaitable[T]) -> T:
    """One move; who won takes a moment off, or would race alone: SQLite's lock goes to who asks most often."""
    result = await move
    if result:
        await asyncio.sleep(random.uniform(0, 0.004))
    return result


async def join_missions(db: Database, name: str) -> list[int]:
    """Those of the missions of one place that this process got."""
    ids = await db.read(
        lambda tx: tx.connection.execute(select(missions.c.id).order_by(missions.c.id)).scalars().all()
    )
    return [mission for mission in ids if await turn(db.run(join, mission, name))]


def join(tx: Transaction, mission: int, name: str) -> bool:
    taken = select(func.count()).select_from(sign_ups).where(sign_ups.c.mission_id == mission)
    places = select(missions.c.places).where(missions.c.id == mission)
    if tx.connection.execute(taken).scalar_one() >= tx.connection.execute(places).scalar_one():
        return False
    person = tx.connection.execute(select(people.c.id).where(people.c.name == name)).scalar_one()
    garden = tx.connection.execute(select(missions.c.garden_id).where(missions.c.id == mission)).scalar_one()
    row = {"garden_id": garden, "mission_id": mission, "person_id": person, "why": [], "created_at": NOON}
    tx.connection.execute(insert(sign_ups).values(state="confirmed", **row))
    return True


async def increment(db: Database, _name: str) -> list[int]:
    """Add one, many times, by reading and writing back."""
    return [await turn(db.run(add_one)) for _ in range(ROUNDS)]


def add_one(tx: Transaction) -> int:
    count = tx.connection.execute(select(timers.c.attempts)).scalar_one() + 1
    tx.connection.execute(update(timers).values(attempts=count))
    return int(count)


async def claim_parcels(db: Database, _name: str) -> list[int]:
    """Claim until nothing is left."""
    claimed: list[int] = []
    while parcels := await turn(db.run(outbox.claim, NOON, limit=7, lease=timedelta(minutes=5))):
        claimed += [parcel.id for parcel in parcels]
    return claimed


async def hand_out_places(db: Database, name: str) -> list[int]:
    """Join, wait, drop out and answer offers in a shift, as anybody of its crowd; 1 for what was not refused."""
    there = await db.read(find_place)
    dice = random.Random(name)
    outcomes = []
    for minute in range(ROUNDS_OF_PLACES):
        deed, who, guests = dice.choice(MOVES), dice.randrange(12), dice.randrange(2)
        now = MONDAY + timedelta(minutes=5 * minute)
        done = await turn(db.run(act, there, deed, who, guests, now))
        outcomes.append(int(not isinstance(done, Refusal)))
    return outcomes


async def answer_an_event(db: Database, name: str) -> list[int]:
    """The same with an event's: come with guests, wait, say no; a coordinator changes how many fit."""
    there = await db.read(event_world.find_gathering)
    dice = random.Random(name)
    outcomes = []
    for minute in range(ROUNDS_OF_PLACES):
        deed, who, amount = dice.choice(ANSWERS), dice.randrange(12), dice.randrange(6)
        now = MONDAY + timedelta(minutes=5 * minute)
        done = await turn(db.run(event_world.act, there, deed, who, amount, now))
        outcomes.append(int(done is not None and not isinstance(done, Refusal)))
    return outcomes


RACES: dict[str, Callable[[Database, str], Awaitable[list[int]]]] = {
    "join": join_missions,
    "increment": increment,
    "claim": claim_parcels,
    "places": hand_out_places,
    "seats": answer_an_event,
}


async def race(url: str, name: str, kind: str) -> list[int]:
    db = await Database.open(url, owner=name)
    try:
        await db.ping()
        print("ready", flush=True)  # noqa: T201
        await asyncio.to_thread(sys.stdin.readline)
        return await RACES[kind](db, name)
    finally:
        await db.close()


if __name__ == "__main__":
    for line in iter(sys.stdin.readline, ""):
        url, kind = line.split()
        print(json.dumps(asyncio.run(race(url, sys.argv[1], kind))), flush=True)  # noqa: T201
