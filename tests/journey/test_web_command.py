"""`coupdemain run` with a port, as an operator has it: health, somebody's calendar, what the doctor says, the end."""

from __future__ import annotations

import re
import signal
import socket
import sys
from pathlib import Path

import aiohttp
import pytest

from bot.rehearsal import Emulator
from tests.calendar_readers import read_strictly
from tests.journey.commands import EXAMPLE, Operator, ended


def a_free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
async def test_the_bot_serves_calendars_while_it_runs_and_the_doctor_sees_it(tmp_path: Path) -> None:
    operator, root = Operator(tmp_path / "data"), f"http://127.0.0.1:{(port := a_free_port())}"
    async with Emulator() as emulator, aiohttp.ClientSession() as phone:
        settings = {
            "TELEGRAM_BOT_TOKEN": emulator.token,
            "TELEGRAM_API_URL": emulator.url,
            "COUPDEMAIN_GARDEN": str(EXAMPLE),
            "COUPDEMAIN_ADMINS": "777",
            "PORT": str(port),
            "PUBLIC_URL": root,
            "LOG_LEVEL": "DEBUG",
        }
        process = await operator.starts("run", **settings)
        await emulator.connected(timeout=60)
        ana = emulator.person("Ana", language="fr")
        await ana.says("/calendar")
        link = re.search(rf"{root}/calendar/([\w-]{{22}})\.ics", ana.screen.text)
        assert link is not None
        async with phone.get(link[0]) as answer:
            calendar = read_strictly(await answer.read())
        async with phone.get(f"{root}/health") as answer:
            health = answer.status
        well = await operator.runs("doctor", **settings)

        process.send_signal(signal.SIGTERM)
        ran = await ended(process)

    assert (calendar.name, calendar.dates, health) == ("Les Jardins de la Levée", (), 200)
    assert "health: the bot runs, its database and its outbox too" in well.out
    assert f"calendar links: reached at {root}" in well.out
    assert ran.code == 0
    assert "Traceback" not in ran.err
    assert link[1] not in ran.err


async def test_a_port_that_is_taken_is_one_line_with_the_fix(tmp_path: Path) -> None:
    operator = Operator(tmp_path / "data")
    async with Emulator() as emulator:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            ran = await operator.runs(
                "run",
                TELEGRAM_BOT_TOKEN=emulator.token,
                TELEGRAM_API_URL=emulator.url,
                COUPDEMAIN_GARDEN=str(EXAMPLE),
                PORT=str(taken.getsockname()[1]),
            )

    assert ran.code == 1
    assert "cannot be used" in ran.line
    assert "set PORT to another, or stop what uses it" in ran.line
