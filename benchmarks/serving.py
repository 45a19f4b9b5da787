"""Owns the server of a benchmark: `python -m benchmarks.<name> serve`, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def served_by(name: str) -> Iterator[str]:
    """The address it prints on its first line."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"benchmarks.{name}", "serve"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
