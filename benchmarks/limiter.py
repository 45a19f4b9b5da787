"""Owns measuring the limiter: how close to 30 messages a second it comes, and that no stall ever breaks the limit."""

from __future__ import annotations

import asyncio
import random
import sys
from time import perf_counter, sleep
from typing import Any

from benchmarks.figure import Figure
from bot.transport.limiter import Limiter

MESSAGES, STALL_SECONDS, STALLS_A_SECOND = 300, 0.05, 4
TELEGRAMS_LIMIT = 30


def measure() -> list[Figure]:
    seconds, arrivals = asyncio.run(_broadcast(MESSAGES))
    worst = busiest_second(arrivals)
    assert worst <= TELEGRAMS_LIMIT, f"{worst} messages arrived within a second"
    of = f"a broadcast among {STALL_SECONDS * 1000:.0f} ms stalls; the busiest second had {worst}"
    return [Figure("a message paced", seconds / MESSAGES, of)]


async def _broadcast(count: int) -> tuple[float, list[float]]:
    """Messages to as many chats at once, over a jittery line, on a loop that stalls; when each arrived."""
    limiter, arrivals = Limiter(), list[float]()

    async def call() -> bool:
        await asyncio.sleep(random.uniform(0.001, 0.08))
        arrivals.append(perf_counter())
        await asyncio.sleep(random.uniform(0.001, 0.08))
        return True

    async def send(chat: int) -> Any:
        return await limiter.process_request(call, (), {}, "sendMessage", {"chat_id": chat}, 0)

    begin = perf_counter()
    async with asyncio.TaskGroup() as group:
        stalling = group.create_task(_stall())
        await asyncio.gather(*(send(chat) for chat in range(1, count + 1)))
        stalling.cancel()
    return perf_counter() - begin, arrivals


async def _stall() -> None:
    """Block the whole loop now and then, as a collection of garbage or a busy machine does."""
    while True:
        await asyncio.sleep(random.expovariate(STALLS_A_SECOND))
        sleep(STALL_SECONDS)  # noqa: ASYNC251 - the stall is the point


def busiest_second(arrivals: list[float]) -> int:
    """The most arrivals in any window of one second."""
    ordered, most, first = sorted(arrivals), 0, 0
    for last, arrival in enumerate(ordered):
        while arrival - ordered[first] >= 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


if __name__ == "__main__":
    for figure in measure():
        sys.stdout.write(f"{figure.of}: {figure.shown} each, {1 / figure.seconds:.1f} a second\n")
