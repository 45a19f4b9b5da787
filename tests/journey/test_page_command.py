"""`coupdemain rehearse` as somebody types it: a page opens, Ctrl-C ends it, nothing is left behind."""

from __future__ import annotations

import asyncio
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.journey.commands import PATIENCE, TOKEN, Operator
from tests.journey.page_visitor import visiting

REAL_TOKEN = "123456789:" + "AbCdEfGhIjKlMnOpQrStUvWxYz012345678"

Running = tuple[asyncio.subprocess.Process, str]


@asynccontextmanager
async def rehearsing(
    operator: Operator, *args: str, **variables: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """The running command and the page's address."""
    process = await operator.starts("rehearse", "--no-open", *args, **variables)
    try:
        async with asyncio.timeout(PATIENCE):
            assert process.stdout is not None
            line = (await process.stdout.readline()).decode()
            found = re.fullmatch(r"the rehearsal is open at (http://127\.0\.0\.1:\d+/[\w-]{22}/)\n", line)
            assert found, line
            yield process, found[1]
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ended(process: asyncio.subprocess.Process) -> tuple[int | None, str, str]:
    async with asyncio.timeout(PATIENCE):
        out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_stops_at_once_and_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    operator = Operator(tmp_path / "data")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    async with (
        rehearsing(operator, TMPDIR=str(temporary)) as (process, address),
        visiting(address) as visitor,
    ):
        await visitor.does("says", who=777, chat=777, text="/help")
        await visitor.reads(777, "/missions")

        process.send_signal(number)

        await visitor.event("stopping")
        code, out, err = await ended(process)

    assert (code, err) == (0, "")
    assert "Ctrl-C" in out
    assert not operator.data.exists()
    assert list(temporary.iterdir()) == []


async def test_it_stops_while_telegram_is_away(tmp_path: Path) -> None:
    async with rehearsing(Operator(tmp_path / "data")) as (process, address), visiting(address) as visitor:
        await visitor.does("fault", kind="down")
        await visitor.does("says", who=777, chat=777, text="/help")
        walking = next(visitor.numbers)
        await visitor.socket.send_json({"id": walking, "do": "clock", "to": "day"})

        process.send_signal(signal.SIGINT)
        code, _out, err = await ended(process)

    assert (code, err) == (0, "")


async def test_the_environments_token_and_database_are_never_used(tmp_path: Path) -> None:
    database = tmp_path / "real.sqlite3"
    async with rehearsing(
        Operator(tmp_path / "data"), TELEGRAM_BOT_TOKEN=REAL_TOKEN, DATABASE_URL=f"sqlite:///{database}"
    ) as (process, address):
        async with visiting(address) as visitor:
            assert visitor.state["bot"]["id"] == 1234567
        process.terminate()
        code, out, err = await ended(process)

    assert code == 0
    assert REAL_TOKEN not in out + err
    assert not database.exists()
    assert TOKEN not in out


async def test_the_demo_plays_once_somebody_looks(tmp_path: Path) -> None:
    async with rehearsing(Operator(tmp_path / "data"), "--demo", "--language", "en") as (process, address):
        async with visiting(address) as visitor:
            await visitor.does("pace", pace=20)
            scene = await visitor.until(lambda: [one for one in visitor.events if one["event"] == "scene"])
            assert scene[0]["scene"]["name"] == "welcome"
            await visitor.event("touch")
        process.send_signal(signal.SIGINT)
        code, _out, err = await ended(process)

    assert (code, err) == (0, "")


async def test_it_goes_on_from_its_folder(tmp_path: Path) -> None:
    operator, folder = Operator(tmp_path / "data"), tmp_path / "kept"
    for time in range(2):
        async with rehearsing(operator, "--data", str(folder)) as (process, address):
            async with visiting(address) as visitor:
                names = {person["name"] for person in visitor.state["people"]}
                assert ("Otto" in names) is bool(time)
                if not time:
                    await visitor.does("newcomer", name="Otto", language="en", role="outsider")
            process.send_signal(signal.SIGINT)
            assert (await ended(process))[0] == 0

    assert {path.name for path in folder.iterdir()} <= {"rehearsal.sqlite3", "telegram.json", "garden.toml"}


async def test_what_belongs_to_the_terminal_is_told(tmp_path: Path) -> None:
    operator = Operator(tmp_path / "data")

    fast = await operator.runs("rehearse", "--demo", "--fast")
    kept = await operator.runs("rehearse", "--terminal", "--data", str(tmp_path))
    port = await operator.runs("rehearse", "--host", "203.0.113.7")

    assert (fast.code, kept.code, port.code) == (2, 2, 1)
    assert "--terminal" in fast.line
    assert "leave out --terminal" in kept.line
    assert "cannot be used" in port.err
