"""What goes to very many is composed and held some at a time: the same words, from as many queries as for a few."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import event, select

from bot.clock import SetClock
from bot.delivery.timers import LookFirst, Timers
from bot.domain.person import PersonId
from bot.domain.pickup import PickupState, RequestKind
from bot.domain.reminding import Topic
from bot.storage import members, pickup_requests, pickups
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Lane, Parcel
from bot.storage.pickups import Slot
from bot.storage.tables import outbox as outbox_table
from bot.storage.tables import people
from bot.usecases.hold import hold_all, hold_until
from bot.usecases.reminding.firing import REMINDER, find_due, owe_due
from bot.usecases.reminding.planning import REMINDERS, remind_of
from bot.usecases.reminding.saying import compose_reminder, look_up_reminders
from tests.contract.basket_values import listed, plant_point
from tests.contract.rows import NOON, add
from tests.contract.values import plant_garden

MANY, FEW = 14, slice(3, 5)
OPENS, CLOSES = NOON + timedelta(hours=2), NOON + timedelta(hours=4)
DUE = CLOSES - timedelta(hours=2)


def plant(tx: Transaction) -> None:
    """Two points; one asks the keeper for another, one has swapped, one gave theirs away, one had enough today."""
    garden = plant_garden(tx)
    points = [plant_point(tx, garden), plant_point(tx, garden, "mairie")]
    numbers = [add(tx, people, telegram_id=one, reachable=True, language="fr") for one in range(1, MANY + 1)]
    rows = [listed(str(number), points[number % 2]) for number in numbers]
    members.add_members(tx, garden.id, rows, NOON)
    there = members.members_of_garden(tx, garden.id)
    for one in there:
        members.join_member(tx, one.id, PersonId(int(one.key)))
    states = [PickupState.DONATED, *[PickupState.EXPECTED] * (MANY - 1)]
    slots = [
        Slot(one.id, NOON.date(), NOON.date(), one.point_id, OPENS, CLOSES, state)
        for one, state in zip(there, states, strict=True)
    ]
    pickups.add_pickups(tx, garden.id, slots)
    theirs = pickups.pickups_since(tx, [one.id for one in there], NOON.date())
    for one in there:
        (basket,) = theirs[one.id]
        person_id = PersonId(int(one.key))
        subject, before = f"pickup:{basket.id}", NOON - timedelta(hours=1)
        remind_of(tx, garden, person_id, Topic.BASKET, subject, OPENS, before, closes_at=CLOSES)
    asking, other = theirs[there[1].id][0], theirs[there[2].id][0]
    pickup_requests.add_request(tx, asking, RequestKind.SWAP, NOON, other_id=other.id)
    pickups.change_pickup(tx, theirs[there[3].id][0].id, NOON, taken_by=there[4].id)
    for number in range(garden.rules.unasked_a_day):
        add(tx, outbox_table, garden_id=garden.id, person_id=numbers[5], dedupe=f"s{number}", unasked=True,
            state="sent", sent_at=DUE, lane=int(Lane.REMINDER))  # fmt: skip


async def owed(db: Database) -> list[Parcel]:
    await db.run(plant)
    await Timers(db, {REMINDERS: LookFirst(find_due, owe_due)}, SetClock(DUE)).fire()
    return await db.read(_pending)


def _pending(tx: Transaction) -> list[Parcel]:
    these = select(outbox_table).where(outbox_table.c.kind == REMINDER).order_by(outbox_table.c.id)
    return [Parcel.from_row(row) for row in tx.connection.execute(these)]


def _together(tx: Transaction, parcels: Sequence[Parcel]) -> list[object]:
    look_up_reminders(tx, parcels)
    return [compose_reminder(tx, parcel, DUE) for parcel in parcels]


def _counted(
    tx: Transaction, work: Callable[[Transaction, Sequence[Parcel]], list[Any]], parcels: Sequence[Parcel]
) -> tuple[list[Any], int]:
    """What came of it, and how many queries it took."""
    queries: list[object] = []

    def count(*_given: object) -> None:
        queries.append(None)

    event.listen(tx.connection, "before_cursor_execute", count)
    try:
        return work(tx, parcels), len(queries)
    finally:
        event.remove(tx.connection, "before_cursor_execute", count)


async def test_many_reminders_say_what_each_says_alone_and_cost_the_queries_of_a_few(db: Database) -> None:
    parcels = await owed(db)
    alone = [await db.read(compose_reminder, parcel, DUE) for parcel in parcels]

    together, for_many = await db.read(_counted, _together, parcels)
    _words, for_few = await db.read(_counted, _together, parcels[FEW])

    assert len(parcels) == MANY
    assert together == alone
    assert (together.count(None), for_many) == (2, for_few)  # given away; fetched by somebody else


async def test_many_are_held_as_each_alone_and_cost_the_queries_of_a_few(db: Database) -> None:
    parcels = await owed(db)
    alone = [await db.read(hold_until, parcel, DUE) for parcel in parcels]

    together, for_many = await db.read(_counted, lambda tx, some: hold_all(tx, some, DUE), parcels)
    _ends, for_few = await db.read(_counted, lambda tx, some: hold_all(tx, some, DUE), parcels[FEW])

    assert together == alone
    assert for_many == for_few
