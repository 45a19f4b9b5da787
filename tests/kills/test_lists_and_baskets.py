"""A list of households is imported and its baskets are planned, and the process dies in the middle of both.

Nobody is missing or there twice, and whoever is joined to an account is reminded once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from bot.domain.garden import Garden
from bot.domain.member import MemberId
from bot.domain.person import Person as Known
from bot.domain.sheet import Sheet, SheetId, SheetState
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage import gardens, members, people, points, sheets, tables
from bot.storage.database import Database, Transaction
from bot.usecases.member_list.importing import CHUNK, plan_chunk
from bot.usecases.pickups.placing import WEEKS
from tests.contract.basket_values import listed
from tests.kills.conftest import NOW, Bot
from tests.kills.test_bad_nights import acquaintances

HOUSEHOLDS = CHUNK + 500
JOINED = 20
DUE = NOW + timedelta(hours=1)
EVE = datetime(2026, 3, 4, 17, 30, tzinfo=UTC)


async def test_killed_while_a_list_is_imported_and_again_while_its_baskets_are_planned(
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
