"""Owns running every module of this folder that has a `measure`, and printing its figures; measures nothing itself."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from rich.console import Console
from rich.table import Table

import benchmarks
from benchmarks.figure import Figure


def main() -> None:
    table = Table("what", "measured", "for")
    for figure in measured():
        table.add_row(figure.what, figure.shown, figure.of)
    Console().print(table)


def measured() -> Iterator[Figure]:
    """`measure` gives figures, at once or as a coroutine."""
    for module in iter_modules(benchmarks.__path__):
        measure = getattr(import_module(f"benchmarks.{module.name}"), "measure", None)
        if measure is not None:
            figures = measure()
            yield from asyncio.run(figures) if inspect.iscoroutine(figures) else figures


if __name__ == "__main__":
    main()
