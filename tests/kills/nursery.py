"""Brings up real bot processes fast: everything is imported once, then each bot is a fork that can be killed.

One JSON object a line on stdin: the fields of a `Plan`, and the process id of the new bot on stdout; or the URL of a
database to learn on, empty, and 0 once a welcome was had there: its statements are compiled then, for every child.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.app import Plan
from bot.living import live
from bot.rehearsing import rehearsing
from bot.transport.admission import WIDE_OPEN
from bot.usecases.garden_file import read_garden_file
from tests.journey.walking import introduces, joins
from tests.kills.welcoming import PLANTING, welcome_team

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GARDEN = Path(__file__).parents[2] / "examples" / "garden.toml"


def main() -> None:
    asyncio.run(learn("sqlite:///:memory:"))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the killed are reaped by the kernel
    gc.freeze()
    for line in sys.stdin:
        fields = json.loads(line)
        if "learn" in fields:
            asyncio.run(learn(fields["learn"]))
            gc.freeze()
            print(0, flush=True)  # noqa: T201
            continue
        plan = Plan(**{**fields, "limits": WIDE_OPEN, "admins": frozenset({777})})
        child = os.fork()
        if child == 0:
            be_a_bot(plan)
        print(child, flush=True)  # noqa: T201


async def learn(url: str) -> None:
    """Live once, so that what is loaded or compiled only when it is needed is there for every child."""
    async with rehearsing(read_garden_file(GARDEN), NOW, WIDE_OPEN, database_url=url) as rehearsal:
        _group, ana = await welcome_team(rehearsal.emulator)
        await introduces(ana)
        await joins(ana, PLANTING)


def be_a_bot(plan: Plan) -> None:
    """Run until killed."""
    os.close(0)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    try:
        asyncio.run(live(plan))
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
