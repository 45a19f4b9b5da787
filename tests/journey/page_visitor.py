"""Owns visiting the rehearsal's page as a browser does: its address, its socket, what it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.i18n import Catalogues
from bot.rehearsal.page import Opener, PageServer, Programme
from bot.rehearsing import putting_on
from bot.usecases.garden_file import read_garden_file
from tests.journey.commands import EXAMPLE

PATIENCE = 30.0
BLINK = 0.1
"""Seconds."""

Json = dict[str, Any]


@cache
def example() -> Programme:
    return Programme(read_garden_file(EXAMPLE), EXAMPLE.read_bytes(), example=True)


@cache
def catalogues() -> Catalogues:
    return Catalogues.load()


@asynccontextmanager
async def served(
    opener: Opener | None = None, programme: Programme | None = None, **options: Any
) -> AsyncIterator[PageServer]:
    """The page of the example garden, open until the block ends."""
    opener = opener or (lambda wanted: putting_on(wanted, language="en"))
    server = PageServer(programme or example(), opener, catalogues(), example=example(), **options)
    stop, opened = asyncio.Event(), asyncio.Event()
    running = asyncio.ensure_future(server.run(stop, opened.set))
    running.add_done_callback(lambda _ended: opened.set())
    try:
        await opened.wait()
        yield server
    finally:
        stop.set()
        await running


@dataclass
class Visitor:
    """One open tab, which keeps what it was told as the page does."""

    socket: aiohttp.ClientWebSocketResponse
    session: aiohttp.ClientSession
    address: str
    state: Json = field(default_factory=dict)
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    events: list[Json] = field(default_factory=list)
    numbers: count[int] = field(default_factory=lambda: count(1))

    async def asks(self, verb: str, **fields: Any) -> Json:
        """The answer, whole."""
        number = next(self.numbers)
        await self.socket.send_json({"id": number, "do": verb, **fields})
        return await self.answer(number)

    async def does(self, verb: str, **fields: Any) -> Any:
        """The result of something that must work."""
        answer = await self.asks(verb, **fields)
        assert answer["ok"], answer
        return answer["result"]

    async def fails(self, verb: str, **fields: Any) -> str:
        answer = await self.asks(verb, **fields)
        assert not answer["ok"], answer
        return str(answer["error"])

    async def answer(self, number: int | None) -> Json:
        while True:
            wire = await self.hears()
            if "event" not in wire and wire["id"] == number:
                return wire

    async def hello(self, language: str = "en") -> Json:
        self.state = await self.does("hello", lang=language)
        self.messages = {
            (one["chat"], one["id"]): one for chat in self.state["chats"] for one in chat["messages"]
        }
        self.events.clear()
        return self.state

    async def hears(self) -> Json:
        async with asyncio.timeout(PATIENCE):
            wire: Json = await self.socket.receive_json()
        if "event" in wire:
            self.events.append(wire)
            for message in wire.get("messages", ()):
                self.messages[message["chat"], message["id"]] = message
            if wire["event"] == "gone":
                for number in wire["ids"]:
                    self.messages.pop((wire["chat"], number), None)
            for name in ("people", "faults", "due", "now"):
                if name in wire:
                    self.state[name] = wire[name]
        return wire

    async def listens(self, seconds: float) -> None:
        """Hear what comes within that time, which may be nothing: it may have been heard already."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.hears()

    async def until(self, holds: Callable[[], object]) -> Any:
        """Listen until it holds."""
        while not (found := holds()):
            await self.hears()
        return found

    async def event(self, name: str) -> Json:
        found: Json = await self.until(
            lambda: next((one for one in self.events if one["event"] == name), None)
        )
        return found

    def texts(self, chat: int) -> list[str]:
        return [one["text"] for (place, _number), one in sorted(self.messages.items()) if place == chat]

    async def reads(self, chat: int, words: str) -> Json:
        """The newest message there that holds these words, waited for."""

        def found() -> Json | None:
            shown = [one for (place, _), one in sorted(self.messages.items()) if place == chat]
            return next((one for one in reversed(shown) if words in (one["service"] or one["text"])), None)

        read: Json = await self.until(found)
        return read

    async def taps(self, who: int, chat: int, label: str) -> Json:
        """Tap the newest button of this label, waited for; looked for again where it went under the finger."""

        def found() -> tuple[int, int, int] | None:
            for (place, number), message in sorted(self.messages.items(), reverse=True):
                for row, buttons in enumerate(message["buttons"] if place == chat else ()):
                    for column, button in enumerate(buttons):
                        if label in button["text"]:
                            return number, row, column
            return None

        async with asyncio.timeout(PATIENCE):
            while True:
                message, row, column = await self.until(found)
                answer = await self.asks("taps", who=who, chat=chat, message=message, row=row, column=column)
                if answer["ok"]:
                    return answer["result"]
                assert answer["error"] == "This button is not there any more.", answer
                await self.listens(BLINK)

    def person(self, name: str) -> Json:
        return next(one for one in self.state["people"] if one["name"].startswith(name))

    def group(self) -> Json:
        return next(one for one in self.state["chats"] if one["kind"] != "private")

    async def gets(self, path: str) -> tuple[int, bytes, Any]:
        async with self.session.get(self.address + path) as response:
            return response.status, await response.read(), response.headers


def origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


@asynccontextmanager
async def visiting(address: str, language: str = "en") -> AsyncIterator[Visitor]:
    """A tab that has said hello."""
    async with aiohttp.ClientSession() as session:
        headers = {"Origin": origin_of(address)}
        async with session.ws_connect(address + "socket", headers=headers, max_msg_size=0) as socket:
            visitor = Visitor(socket, session, address)
            await visitor.hello(language)
            yield visitor
