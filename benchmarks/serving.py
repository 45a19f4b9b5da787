"""Owns the server of a benchmark: `python -m benchmarks.<name> serve`, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO


@contextmanager
def served_by(name: str) -> Iterator[str]:
    """The address it prints on its first line."""
    with reporting(name) as lines:
        yield next(lines).strip()


@contextmanager
def reporting(name: str, *arguments: str) -> Iterator[IO[str]]:
    """What it prints: its address on the first line, then whatever it has to tell."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"benchmarks.{name}", "serve", *arguments], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield process.stdout
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
