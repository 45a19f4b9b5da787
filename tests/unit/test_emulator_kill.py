"""A bot in its own process is killed around a call, started again, and gets what it had not confirmed."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.rehearsal import Emulator
from bot.rehearsal.faults import When
from tests.emulator_support import NOW

ECHO = """
import asyncio, sys
import aiohttp

async def main(root):
    offset = 0
    async with aiohttp.ClientSession() as session:
        while True:
            async with session.post(root + "/getUpdates", json={"offset": offset, "timeout": 20}) as response:
                updates = (await response.json())["result"]
            for update in updates:
                message = update["message"]
                said = {"chat_id": message["chat"]["id"], "text": "heard " + message["text"]}
                async with session.post(root + "/sendMessage", json=said) as response:
                    await response.read()
                offset = update["update_id"] + 1

asyncio.run(main(sys.argv[1]))
"""


@asynccontextmanager
async def echo(emulator: Emulator) -> AsyncIterator[asyncio.subprocess.Process]:
    root = f"{emulator.url}/bot{emulator.token}"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", ECHO, root)
    await emulator.connected()
    yield process
    if process.returncode is None:
        process.kill()
    await process.wait()


@pytest.mark.parametrize(
    ("when", "left_behind"), [("before", ["heard one"]), ("after", ["heard one", "heard two"])]
)
async def test_killed_around_the_second_call(when: When, left_behind: list[str]) -> None:
    async with Emulator(now=NOW) as emulator:
        ana = emulator.person("Ana")

        async with echo(emulator) as process:
            emulator.faults.on_call(2, when, process.kill)
            await ana.says("one")
            await ana.says("two", settle=False)
            await process.wait()
            assert [m.text for m in ana.messages if m.by_bot] == left_behind

        async with echo(emulator):
            await emulator.settle()
            await ana.says("three")

        assert [m.text for m in ana.messages if m.by_bot] == [*left_behind, "heard two", "heard three"]
