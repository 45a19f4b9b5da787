"""Owns measuring the start of the real process: seconds until it polls, and the memory it then holds.

Limits: ready to poll within 2 s, idle under 110 MiB. On a busy machine read the ratio: it holds on any.
"""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.figure import Figure
from bot.rehearsal import Emulator

EXAMPLE = Path(__file__).parent.parent / "examples" / "garden.toml"
ROUNDS = 3
IDLE_SECONDS = 2.0
BARE = "import sqlalchemy.ext.asyncio, telegram.ext"
"""The two libraries no start can do without."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Resident memory of a process, in KiB."""

    what: str
    kibibytes: int
    of: str

    @property
    def shown(self) -> str:
        return f"{self.kibibytes / 1024:.0f} MiB"


async def measure() -> list[Figure | Weight]:
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "COUPDEMAIN_DATA": folder}
        await _finished("-m", "bot", "import", str(EXAMPLE), environment=environment)
        bare = min([await _timed(BARE) for _ in range(ROUNDS)])
        started = [await _start(environment) for _ in range(ROUNDS)]
    ready, memory = min(seconds for seconds, _ in started), max(kibibytes for _, kibibytes in started)
    return [
        Figure(
            "ready to poll", ready, f"limit 2 s; {ready / bare:.1f} × importing SQLAlchemy and telegram.ext"
        ),
        Weight("idle", memory, "limit 110 MiB, resident, after a start on the example garden"),
    ]


async def _start(environment: dict[str, str]) -> tuple[float, int]:
    """Seconds from the start of the process to its first poll, and its memory a while later."""
    async with Emulator() as emulator:
        known = {
            "TELEGRAM_BOT_TOKEN": emulator.token,
            "TELEGRAM_API_URL": emulator.url,
            "LOG_LEVEL": "WARNING",
        }
        begin = perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env={**environment, **known}
        )
        try:
            await emulator.connected(timeout=60)
            ready = perf_counter() - begin
            await asyncio.sleep(IDLE_SECONDS)
            return ready, _resident(process.pid)
        finally:
            process.terminate()
            await process.wait()


def _resident(pid: int) -> int:
    """Linux says so in /proc; elsewhere 0."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1])


async def _timed(code: str) -> float:
    begin = perf_counter()
    await _finished("-c", code)
    return perf_counter() - begin


async def _finished(*args: str, environment: dict[str, str] | None = None) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *args, env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    if await process.wait():
        raise RuntimeError(f"{' '.join(args)} failed")
