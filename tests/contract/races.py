"""Owns racing: two processes on one database, started together, and what each of them won."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

Racers: TypeAlias = "list[subprocess.Popen[str]]"
RACERS = ("ana", "badr")


@contextmanager
def at_the_start() -> Iterator[Racers]:
    """The racers, waiting for a race until the block ends."""
    command = [sys.executable, "-W", "error", "-m", "tests.contract.racer"]
    started = [
        subprocess.Popen([*command, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for name in RACERS
    ]
    yield started
    for racer in started:
        racer.communicate(timeout=10)


def tell(racer: subprocess.Popen[str], line: str) -> None:
    assert racer.stdin
    racer.stdin.write(line + "\n")
    racer.stdin.flush()


def hear(racer: subprocess.Popen[str]) -> str:
    assert racer.stdout
    return racer.stdout.readline().strip()


def run_race(racers: Racers, url: str, kind: str) -> list[list[int]]:
    """What each racer won; they start together."""
    for racer in racers:
        tell(racer, f"{url} {kind}")
    assert [hear(racer) for racer in racers] == ["ready", "ready"]
    for racer in racers:
        tell(racer, "go")
    return [json.loads(hear(racer)) for racer in racers]
