"""The database goes away for ten seconds in the middle of a welcome: people wait, and nothing is lost."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from bot.rehearsal import Emulator
from tests.contract.servers import run_sql
from tests.journey.walking import introduces, joins
from tests.kills.conftest import Bot
from tests.kills.test_kills import check
from tests.kills.welcoming import PLANTING, welcome_team

AWAY_SECONDS = 10


@asynccontextmanager
async def database_away(url: str) -> AsyncIterator[None]:
    """SQLite: somebody else writes. PostgreSQL: nobody may connect, and whoever is there is put out."""
    if url.startswith("sqlite"):
        other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")
            other.close()
        return
    name = urlsplit(url).path.strip("/")
    admin = url.replace(f"/{name}?", "/postgres?")
    await run_sql(
        admin,
        f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
    )
    try:
        yield
    finally:
        await run_sql(admin, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


async def test_the_database_is_away_for_ten_seconds(bot: Bot, emulator: Emulator) -> None:
    group, ana = await welcome_team(emulator)
    await introduces(ana, until="situation")
    before = len(ana.messages)

    async with database_away(bot.url):
        await ana.taps("I am retired", settle=False)
        await asyncio.sleep(AWAY_SECONDS)
        assert len(ana.messages) == before, "nothing was said that is not remembered"
    await emulator.settle(timeout=30)

    assert "What brings you here" in ana.screen.text
    await introduces(ana, start="", **{step: [] for step in DONE_ALREADY})
    await joins(ana, PLANTING)
    await check(bot, ana, group)


DONE_ALREADY = ("language", "project", "consent", "first_name", "age", "guardian", "situation")
