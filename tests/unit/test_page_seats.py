"""One open tab: what waits for it is sent in order, and one that does not read is let go."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from bot.rehearsal.page.seats import MOST_WAITING, Seat


class Socket:
    """A browser that reads as fast as it is let."""

    def __init__(self) -> None:
        self.closed = False
        self.heard: list[str] = []
        self.reads = asyncio.Event()

    async def send_str(self, frame: str) -> None:
        await self.reads.wait()
        self.heard.append(frame)


def seat_at(socket: Socket, dropped: list[bool]) -> Seat:
    return Seat(cast(Any, socket), "en", lambda: dropped.append(True))


async def test_frames_go_in_order_and_the_last_ones_before_the_end() -> None:
    socket, dropped = Socket(), list[bool]()
    seat = seat_at(socket, dropped)
    socket.reads.set()
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        tasks.create_task(seat.run())

        for word in ("one", "two", "three"):
            seat.tell(word)
        seat.end()
        await seat.ended.wait()

    assert socket.heard == ["one", "two", "three"]
    assert dropped == []


async def test_one_that_does_not_read_is_dropped_once_and_costs_no_memory() -> None:
    socket, dropped = Socket(), list[bool]()
    seat = seat_at(socket, dropped)
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(seat.run())

        for _ in range(50):
            seat.tell("x" * (MOST_WAITING // 20))
        socket.reads.set()
        await running

    assert dropped == [True]
    assert len(socket.heard) <= 1
