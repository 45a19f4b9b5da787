"""Owns measuring the press: pages, a large table, and how long anybody else waits meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import date
from itertools import count
from time import perf_counter
from typing import Any

from benchmarks.figure import Figure, best_of
from bot.domain.prints import Printable, Sheet, Table, TableFormat
from bot.i18n import Catalogues
from bot.printing.press import Press, print_content
from tools.papers import CERTIFICATE, POSTER

ROWS = 5_000
TABLE = Table(
    (
        Sheet(
            "Valuation",
            ("Person", "Mission", "Day", "Hours"),
            tuple((f"Person {row}", "Harvest", date(2026, 1 + row % 12, 1), row / 4) for row in range(ROWS)),
        ),
    ),
    TableFormat.XLSX,
)
PAGES = 20
SLOWEST = 0.99
"""Of a hundred turns of the loop, the one that is shown: a reply waits for one or two."""


NUMBERS = count()


def certificate() -> Printable:
    """One that was never printed: Typst remembers what it has set."""
    return replace(CERTIFICATE, person=f"Volunteer {next(NUMBERS)}")


def poster() -> Printable:
    return replace(POSTER, title=f"Harvest {next(NUMBERS)}")


async def measure() -> list[Figure]:
    speaker = Catalogues.load().speaker("fr")
    press = Press()

    async def print_pages() -> None:
        for _ in range(PAGES // 2):
            await press(certificate(), speaker)
            await press(poster(), speaker)

    def seconds(made: Callable[[], Printable]) -> float:
        return best_of(3, 5, lambda: print_content(made(), speaker))

    return [
        Figure("a certificate", seconds(certificate), "one page, PDF"),
        Figure("a poster", seconds(poster), "A4, PDF"),
        Figure("a table", best_of(2, 1, lambda: print_content(TABLE, speaker)), f"{ROWS} rows, XLSX"),
        Figure("a turn of the loop, p99", await waited(print_pages()), f"while {PAGES} pages are printed"),
        Figure("a turn of the loop, p99", await waited(press(TABLE, speaker)), "while that table is written"),
    ]


async def waited(work: Coroutine[Any, Any, object]) -> float:
    """Seconds by which somebody who wants the loop each millisecond is late, at the 99th of a hundred."""
    turns: list[float] = []
    async with asyncio.TaskGroup() as tasks:
        working = tasks.create_task(work)
        while not working.done():
            begin = perf_counter()
            await asyncio.sleep(0.001)
            turns.append(perf_counter() - begin - 0.001)
    return sorted(turns)[int(len(turns) * SLOWEST)]
