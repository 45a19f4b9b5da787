"""Owns running every benchmark and printing its figures; measures nothing itself."""

from __future__ import annotations

import asyncio

from rich.console import Console
from rich.table import Table

from benchmarks import choosing, storing, talking
from benchmarks.figure import Figure


def main() -> None:
    table = Table("what", "measured", "for")
    for figure in measured():
        table.add_row(figure.what, figure.shown, figure.of)
    Console().print(table)


def measured() -> list[Figure]:
    return [*talking.measure(), *choosing.measure(), *asyncio.run(storing.measure())]


if __name__ == "__main__":
    main()
