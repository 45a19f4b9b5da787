"""The world of the journeys: the real bot over HTTP, the example garden, and the people who live in it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from bot.app import App, Plan, opened
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.transport.admission import WIDE_OPEN
from bot.usecases.garden_file import GardenFile, read_garden_file
from bot.usecases.garden_file.nearby_dates import with_dates_near
from tests.journey.planting import plant
from tests.journey.said_well import assert_said_well
from tests.journey.walking import link_referent

MONDAY_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""10:00 in the garden, which is at work."""

EXAMPLE = Path(__file__).parents[2] / "examples" / "garden.toml"
COORDINATOR_ID = 777


@asynccontextmanager
async def running(app: App, emulator: Emulator) -> AsyncIterator[App]:
    """The bot at work until the block ends."""
    task = asyncio.ensure_future(app.run())
    try:
        await emulator.connected()
        await emulator.settle()
        yield app
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def plan_for(emulator: Emulator, database_url: str = "sqlite:///:memory:") -> Plan:
    return Plan(
        token=emulator.token,
        api_url=emulator.url,
        database_url=database_url,
        admins=frozenset({COORDINATOR_ID}),
        clock_url=emulator.url,
        limits=WIDE_OPEN,
    )


@cache
def example() -> GardenFile:
    """The example garden, read once, its dated shifts in the weeks to come."""
    return with_dates_near(read_garden_file(EXAMPLE), MONDAY_MORNING)


@asynccontextmanager
async def bot_of(emulator: Emulator) -> AsyncIterator[App]:
    """The bot on the example garden, running."""
    async with opened(plan_for(emulator)) as app:
        await plant(app.db, example(), emulator.now)
        async with running(app, emulator):
            yield app


def assert_nothing_broke(emulator: Emulator, caplog: pytest.LogCaptureFixture) -> None:
    """No tap is left with its spinner, and nothing was logged as an error."""
    assert [query.user.first_name for query in emulator.world.queries.values() if not query.answered] == []
    records = caplog.get_records("call")
    assert [record.getMessage() for record in records if record.levelno >= logging.ERROR] == []


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(now=MONDAY_MORNING, follows=True) as emulator:
        yield emulator
        assert emulator.complaints == []


@pytest.fixture
async def app(emulator: Emulator, caplog: pytest.LogCaptureFixture) -> AsyncIterator[App]:
    """The bot on the example garden, running. Nothing may break in it, no tap is left without an answer, and every
    message is as messages are to be."""
    async with bot_of(emulator) as app:
        yield app
        await assert_said_well(app, emulator)
    assert_nothing_broke(emulator, caplog)


@pytest.fixture
async def nadia(emulator: Emulator, app: App) -> Person:
    """The coordinator, who has said hello to the bot."""
    nadia = emulator.person("Nadia", language="en", id=COORDINATOR_ID)
    await nadia.says("/help")
    return nadia


@pytest.fixture
def ana(emulator: Emulator, app: App) -> Person:
    """Somebody new."""
    return emulator.person("Ana", language="en")


@pytest.fixture
async def team(emulator: Emulator, app: App, nadia: Person) -> Group:
    """The referents' group, linked, nobody of it known yet."""
    group = emulator.group("Référents", members=[nadia], supergroup=True)
    await group.adds_bot(by=nadia)
    await nadia.says("/link", chat=group)
    return group


@pytest.fixture
async def solene(emulator: Emulator, nadia: Person, team: Group) -> Person:
    """Looks after the crops, deputy Mehdi."""
    return await link_referent(emulator, nadia, team, "Solène Arbaud")


@pytest.fixture
async def mehdi(emulator: Emulator, nadia: Person, team: Group) -> Person:
    """Looks after the crops and the workshop."""
    return await link_referent(emulator, nadia, team, "Mehdi Tazrout")


@pytest.fixture
async def irene(emulator: Emulator, nadia: Person, team: Group) -> Person:
    """Looks after the employees' support: French lessons, paperwork."""
    return await link_referent(emulator, nadia, team, "Irène Vauclair")
