"""Owns one open tab: its language, what waits to be sent to it, and letting go of one that reads too slowly."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable

from aiohttp import web

from bot.rehearsal.messages import Json

MOST_WAITING = 2_000_000
"""Bytes; whoever lets more pile up is dropped, comes back, and is told the state anew."""


def written(wire: Json) -> str:
    return json.dumps(wire, separators=(",", ":"))


class Seat:
    """One WebSocket. `watched` is the chat and the person its drawer shows, None while that is closed.

    `backstage` is what the drawer was told last, `calls_told` the number of the last call in it.
    """

    def __init__(self, socket: web.WebSocketResponse, language: str, drop: Callable[[], None]) -> None:
        self.socket = socket
        self.language = language
        self.listens = False
        self.watched: tuple[int | None, int | None] | None = None
        self.calls_told = 0
        self.backstage: Json = {}
        self._drop = drop
        self._frames: deque[str] = deque()
        self._waiting = 0
        self._more = asyncio.Event()
        self._over = False
        self.ended = asyncio.Event()

    def tell(self, frame: str) -> None:
        """Queue a frame; one who reads too slowly is dropped."""
        if self._over:
            return
        self._waiting += len(frame)
        if self._waiting > MOST_WAITING and self._frames:
            self._over = True
            self._frames.clear()
            self._drop()
        else:
            self._frames.append(frame)
        self._more.set()

    def end(self) -> None:
        """Send what waits, then no more."""
        self._over = True
        self._more.set()

    async def run(self) -> None:
        """Send until the end, or until the other side is gone."""
        try:
            await self._send()
        finally:
            self._over = True
            self.ended.set()

    async def _send(self) -> None:
        while True:
            while self._frames and not self.socket.closed:
                frame = self._frames.popleft()
                try:
                    await self.socket.send_str(frame)
                except ConnectionError:
                    return
                self._waiting -= len(frame)
            if self._over or self.socket.closed:
                return
            self._more.clear()
            await self._more.wait()
