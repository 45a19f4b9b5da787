"""Brings up real bot processes fast: everything is imported once, then each bot is a fork that can be killed.

One JSON object a line on stdin, the fields of a `Plan`; the process id of the new bot on stdout.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import signal
import sys
from pathlib import Path

from bot.app import Plan, live
from bot.rehearsing import rehearsing
from bot.transport.admission import WIDE_OPEN
from bot.usecases.garden_file import read_garden_file

GARDEN = Path(__file__).parents[2] / "examples" / "garden.toml"


def main() -> None:
    asyncio.run(warm_up())
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the killed are reaped by the kernel
    gc.freeze()
    for line in sys.stdin:
        plan = Plan(**{**json.loads(line), "limits": WIDE_OPEN, "admins": frozenset({777})})
        child = os.fork()
        if child == 0:
            be_a_bot(plan)
        print(child, flush=True)  # noqa: T201


async def warm_up() -> None:
    """Live once, so that what is loaded only when it is needed is there for every child."""
    async with rehearsing(read_garden_file(GARDEN)) as rehearsal:
        await rehearsal.emulator.person("Ana").says("/start")


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
