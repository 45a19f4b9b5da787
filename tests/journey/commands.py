"""Owns running the real command as an operator does: its own process, its own environment, what it said.

A command that runs to its end by itself is a fork of a process that has imported everything (`typist.py`); one that is
talked to or signalled starts from nothing.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.usecases.garden_file import read_garden_file
from bot.usecases.import_garden import import_garden

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "garden.toml"
OURS = ("TELEGRAM_", "COUPDEMAIN_", "WEBHOOK_", "DATABASE_URL", "PORT", "PUBLIC_URL", "LISTEN_", "LOG_")
"""How the names of our variables begin: none of the tests' own surroundings may reach the command."""
TOKEN = "7654321:a-token-nobody-gave-out"
PATIENCE = 90
OURSELVES = ("-m", "bot")
_KEPT = TemporaryDirectory(prefix="coupdemain-tests-")


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """The one line of an error, without the program's name."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("coupdemain: "), self.err
        return lines[0].removeprefix("coupdemain: ")


@dataclass(frozen=True)
class Operator:
    """Somebody at a shell, whose data folder is `data`."""

    data: Path

    @property
    def database(self) -> Path:
        return self.data / "coupdemain.sqlite3"

    async def has_a_garden(self) -> None:
        """As after `coupdemain import` of the example; done once and copied, since it takes a while."""
        template = Path(_KEPT.name) / "garden.sqlite3"
        if not template.exists():
            url = f"sqlite:///{template}"
            await migrate(url, backup_folder=template.parent)
            db = await Database.open(url)
            await db.run(import_garden, read_garden_file(EXAMPLE), datetime(2026, 3, 2, tzinfo=UTC))
            await db.close()
        self.data.mkdir(parents=True)
        shutil.copy(template, self.database)

    def environment(self, variables: Mapping[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        return {**kept, "COUPDEMAIN_DATA": str(self.data), "COLUMNS": "100", **variables}

    async def starts(
        self, *args: str, program: tuple[str, ...] = OURSELVES, **variables: str
    ) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *program,
            *args,
            cwd=ROOT,
            env=self.environment(variables),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            preexec_fn=_heed_ctrl_c if sys.platform != "win32" else None,
        )

    async def runs(
        self, *args: str, typed: str = "", program: tuple[str, ...] = OURSELVES, **variables: str
    ) -> Ran:
        """Run to the end. `typed` is what stands on the standard input."""
        if program == OURSELVES and not typed:
            return await asyncio.to_thread(type_command, args, self.environment(variables))
        process = await self.starts(*args, program=program, **variables)
        return await ended(process, typed)


def type_command(args: tuple[str, ...], environment: Mapping[str, str]) -> Ran:
    """One at a time: tests of one worker wait for each other anyway."""
    out, err = (Path(_KEPT.name) / name for name in ("out", "err"))
    wanted = {"args": args, "environment": environment, "out": str(out), "err": str(err), "seconds": PATIENCE}
    typist = _typist()
    assert typist.stdin is not None
    assert typist.stdout is not None
    typist.stdin.write(json.dumps(wanted) + "\n")
    typist.stdin.flush()
    code = int(typist.stdout.readline())
    return Ran(code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


@cache
def _typist() -> subprocess.Popen[str]:
    program = [sys.executable, "-m", "tests.journey.typist"]
    typist = subprocess.Popen(program, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(typist.communicate)  # the end of its input is its end
    return typist


def _heed_ctrl_c() -> None:
    """Tests that run in the background of a shell have Ctrl-C ignored, and would hand that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


async def ended(process: asyncio.subprocess.Process, typed: str = "") -> Ran:
    try:
        async with asyncio.timeout(PATIENCE):
            out, err = await process.communicate(typed.encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode is not None
    return Ran(process.returncode, out.decode(), err.decode())
