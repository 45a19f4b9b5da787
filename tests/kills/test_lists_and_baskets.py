"""A list of households is imported, its baskets are planned and called off, and the process dies in the middle of each.

Nobody is missing or there twice; whoever is joined to an account is reminded once, and told once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from bot.domain.garden import Garden
from bot.domain.member import MemberId
from bot.domain.person import Person as Known
from bot.domain.pickup import PickupState
from bot.domain.point import Delivery
from bot.domain.sheet import Sheet, SheetId, SheetState
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage import gardens, members, people, points, sheets, tables
from bot.storage.database import Database, Transaction
from bot.usecases.member_list.importing import CHUNK, plan_chunk
from bot.usecases.pickups.news_words import BASKET_CHANGED
from bot.usecases.pickups.placing import WEEKS
from bot.usecases.pickups.weeks import plan_soon
from tests.contract.basket_values import listed
from tests.kills.conftest import NOW, Bot
from tests.kills.test_bad_nights import acquaintances

HOUSEHOLDS = CHUNK + 300
JOINED = 20
DUE = NOW + timedelta(hours=1)
EVE = datetime(2026, 3, 4, 17, 30, tzinfo=UTC)
CALLED_OFF = "🚫 No basket is handed out on Thursday 5 March"


async def test_killed_while_a_list_is_imported_and_while_its_baskets_are_planned_and_called_off(
    bot: Bot, emulator: Emulator
) -> None:
    everybody = acquaintances(emulator, JOINED)
    db = await Database.open(bot.url)
    sheet_id = await db.run(_send_list, everybody)

    async with asyncio.TaskGroup() as together:
        together.create_task(emulator.advance(to=DUE))
        half = await _struck(bot, db, lambda tx: _sheet(tx, sheet_id).done)
        planned = await _struck(bot, db, _baskets)
    await emulator.settle()

    assert 0 < half < HOUSEHOLDS, "it died in the middle of the list"
    assert 0 < planned < HOUSEHOLDS * WEEKS, "and in the middle of the baskets"
    sheet, keys, baskets = await db.read(lambda tx: (_sheet(tx, sheet_id), _keys(tx), _baskets(tx)))
    assert sheet.state is SheetState.DONE
    assert sheet.summary["written"] == HOUSEHOLDS - JOINED
    assert sorted(keys) == sorted(str(number) for number in range(HOUSEHOLDS))
    assert baskets == HOUSEHOLDS * WEEKS
    await emulator.advance(to=EVE)
    assert [sum("🔔" in one.text for one in person.messages) for person in everybody] == [1] * JOINED
    async with asyncio.TaskGroup() as together:
        await db.run(_call_off)
        together.create_task(emulator.advance(to=EVE + timedelta(minutes=10)))
        called_off = await _struck(bot, db, _news)
        told = await _struck(bot, db, _told)
    await emulator.settle()

    assert 0 < called_off < HOUSEHOLDS, "it died in the middle of the baskets"
    assert 0 < told <= JOINED
    assert await db.read(lambda tx: (_news(tx), _told(tx), _called_off(tx))) == (0, JOINED, HOUSEHOLDS)
    read = [sum(CALLED_OFF in one.text for one in person.messages) for person in everybody]
    assert min(read) == 1
    assert max(read) <= 2, "the one in flight may be read twice"
    await db.close()


async def _struck(bot: Bot, db: Database, count: Callable[[Transaction], int]) -> int:
    """Kill the bot as soon as something of it is there; how much, once it is dead."""
    while not await db.read(count):
        continue
    bot.kill()
    there = await db.read(count)
    bot.start()
    return there


def _send_list(tx: Transaction, everybody: list[Person]) -> SheetId:
    """A coordinator has said yes to a list; some of it are members already, and joined."""
    garden = _garden(tx)
    point = next(one for one in points.list_points(tx, garden.id) if one.weekday == 4)
    rows = [listed(str(number), point.id) for number in range(HOUSEHOLDS)]
    members.add_members(tx, garden.id, rows[:JOINED], NOW)
    for one, person in zip(members.members_of_garden(tx, garden.id), everybody, strict=True):
        members.join_member(tx, MemberId(one.id), _known(tx, person.id).id)
    sender = _known(tx, 777)
    sheet_id = sheets.add_sheet(tx, garden.id, sender.id, "file", 1, NOW)
    values = [[number, row.pop("key"), row] for number, row in enumerate(rows)]
    sheets.keep_reading(tx, sheet_id, SheetState.READY, {"households": len(rows), "left": []}, values)
    sheets.note_done(tx, sheet_id, 0, {"households": len(rows), "left": []})
    plan_chunk(tx, sheet_id, garden.id, DUE, leave=False)
    return sheet_id


def _known(tx: Transaction, account: int) -> Known:
    return people.add_person(tx, name="M", language="en", now=NOW, telegram_id=account)


def _garden(tx: Transaction) -> Garden:
    garden = gardens.only_garden(tx)
    assert garden is not None
    return garden


def _sheet(tx: Transaction, sheet_id: SheetId) -> Sheet:
    sheet = sheets.find_sheet(tx, sheet_id)
    assert sheet is not None
    return sheet


def _keys(tx: Transaction) -> list[str]:
    return [one.key for one in members.members_of_garden(tx, _garden(tx).id)]


def _baskets(tx: Transaction) -> int:
    return tx.connection.execute(select(func.count()).select_from(tables.pickups)).scalar_one()


def _call_off(tx: Transaction) -> None:
    """Nothing is handed out tomorrow."""
    garden, tomorrow = _garden(tx), EVE.date() + timedelta(days=1)
    points.overrule_calendar(tx, garden.id, Delivery(tomorrow, tomorrow, None))
    plan_soon(tx, garden.id, EVE)


def _news(tx: Transaction) -> int:
    """Baskets whose households are still to be told."""
    return tx.connection.execute(select(func.count()).select_from(tables.basket_news)).scalar_one()


def _told(tx: Transaction) -> int:
    ours = select(func.count()).where(tables.outbox.c.kind == BASKET_CHANGED)
    return tx.connection.execute(ours).scalar_one()


def _called_off(tx: Transaction) -> int:
    cancelled = select(func.count()).where(tables.pickups.c.state == PickupState.CANCELLED.value)
    return tx.connection.execute(cancelled).scalar_one()
