"""Real processes, two databases, and a way to kill the one and look into the other."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from bot.rehearsal import Emulator
from bot.storage.database import Database
from bot.storage.figures import count_outbox
from bot.storage.migrate import migrate
from bot.usecases.garden_file import read_garden_file
from bot.usecases.import_garden import import_garden
from tests.contract.servers import database_at, run_sql, running_postgres

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
NUMBERS = count(1)


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class Nursery:
    """Starts bots and kills them."""

    def __init__(self) -> None:
        self.knows_postgresql = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.kills.nursery"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def bear(self, fields: dict[str, str]) -> int:
        """A new bot process; its id."""
        return self._answer(fields)

    def learn(self, url: str) -> None:
        """Have a welcome on this empty PostgreSQL database, once for all bots; SQLite it knows from the start."""
        self._answer({"learn": url})
        self.knows_postgresql = True

    def _answer(self, fields: dict[str, str]) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(fields) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate(timeout=10)


@dataclass
class Bot:
    """One bot that may die and come back. `kills` counts how often it did."""

    nursery: Nursery
    emulator: Emulator
    url: str
    pid: int = 0
    kills: int = 0

    def start(self) -> None:
        fields = {"token": self.emulator.token, "api_url": self.emulator.url, "database_url": self.url}
        self.pid = self.nursery.bear({**fields, "clock_url": self.emulator.url})

    def kill(self) -> None:
        """SIGKILL: no goodbye, nothing flushed; and wait until the kernel has buried it."""
        os.kill(self.pid, signal.SIGKILL)
        while is_there(self.pid):
            time.sleep(0.001)
        self.kills += 1

    def dies_and_returns(self) -> None:
        self.kill()
        self.start()

    async def stop(self) -> None:
        """SIGTERM, and wait until it is gone."""
        os.kill(self.pid, signal.SIGTERM)
        for _ in range(500):
            if not is_there(self.pid):
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"bot {self.pid} did not stop within 5 s of SIGTERM")


async def count_rows(url: str) -> dict[str, int]:
    """The outbox's rows by what became of them."""
    db = await Database.open(url)
    try:
        return await db.read(count_outbox)
    finally:
        await db.close()


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with running_postgres() as url:
        yield url


async def new_database(server: str, folder: Path) -> str:
    """An empty database of the server, migrated."""
    name = f"kills_{next(NUMBERS)}"
    await run_sql(server, f"CREATE DATABASE {name}")
    url = database_at(server, name)
    await migrate(url, backup_folder=folder)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, nursery: Nursery, tmp_path: Path) -> str:
    """A database with the example garden in it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'garden.sqlite3'}"
        await migrate(url, backup_folder=tmp_path)
    else:
        server = request.getfixturevalue("server")
        if not nursery.knows_postgresql:
            nursery.learn(await new_database(server, tmp_path))
        url = await new_database(server, tmp_path)
    db = await Database.open(url)
    await db.run(import_garden, read_garden_file(ROOT / "examples" / "garden.toml"), NOW)
    await db.close()
    return url


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(now=NOW, follows=True) as emulator:
        yield emulator
        assert emulator.complaints == []


@pytest.fixture
async def bot(nursery: Nursery, emulator: Emulator, url: str) -> AsyncIterator[Bot]:
    bot = Bot(nursery, emulator, url)
    bot.start()
    await emulator.connected()
    yield bot
    emulator.faults.clear()
    await bot.stop()
