"""Owns measuring the emulator: calls it answers over HTTP, and a rehearsal of 20 chats with 5,000 messages."""

from __future__ import annotations

import asyncio
import json
import sys
import tracemalloc
from collections.abc import Awaitable, Callable
from itertools import cycle
from time import perf_counter
from typing import Any

import aiohttp
import uvloop

from benchmarks.figure import Figure
from benchmarks.serving import served_by
from bot.rehearsal import TOKEN, Emulator, Person
from bot.rehearsal.snapshot import freeze, thaw

PEOPLE, MESSAGES = 20, 5_000
CALLS, AT_ONCE, ROUNDS = 4_000, 32, 3
TEXT = (
    "Hello <b>Ana</b>, this is question 3/9 of the welcome: <i>which days suit you</i>?\n\n" + "Leeks. " * 30
)
BUTTONS = [
    [{"text": f"Day {day}", "callback_data": f"c.7.{day}.set"} for day in row] for row in ((1, 2), (3, 4))
]
MIX = ("say", "answer", "edit", "say", "answer", "edit", "say", "type", "send a file", "ask for a file")
"""What a bot calls, in the proportions of a conversation; each tap of a person is an update fetched before."""


def measure() -> list[Figure]:
    call = min(_round() for _ in range(ROUNDS))
    return [
        Figure(
            "a call answered",
            call,
            f"the emulator over HTTP, {AT_ONCE} at once, the caller in another process",
        ),
        *_a_full_garden(),
    ]


def _round() -> float:
    with served_by("emulator") as url:
        return uvloop.run(_calls(url))


async def _calls(url: str) -> float:
    """Seconds a call, with all places busy, taps fetched on the way."""
    async with aiohttp.ClientSession() as session:
        caller = _Caller(session, f"{url}/bot{TOKEN}")
        await caller.begin()
        acts = cycle([caller.acts[name] for name in MIX])
        left = iter(range(CALLS))

        async def one_place() -> None:
            for number in left:
                await next(acts)(number)

        begin, before = perf_counter(), caller.made
        await asyncio.gather(*(one_place() for _ in range(AT_ONCE)))
        return (perf_counter() - begin) / (caller.made - before)


class _Caller:
    """A bot that does a bit of everything, for everybody in turn."""

    def __init__(self, session: aiohttp.ClientSession, root: str) -> None:
        self._session = session
        self._root = root
        self._offset = 0
        self._taps: list[str] = []
        self._chats: list[int] = []
        self._said: list[tuple[int, int]] = []
        self._files: list[str] = []
        self._fetching = asyncio.Lock()
        self.made = 0
        self.acts: dict[str, Callable[[int], Awaitable[object]]] = {
            "say": self._say,
            "answer": self._answer,
            "edit": self._edit,
            "type": self._type,
            "send a file": self._send,
            "ask for a file": self._ask,
        }

    async def begin(self) -> None:
        await self._fetch()
        for number in range(PEOPLE):
            await self._say(number)
        await self._send(0)

    async def _call(self, method: str, **params: Any) -> Any:
        self.made += 1
        async with self._session.post(f"{self._root}/{method}", json=params) as response:
            body = json.loads(await response.read())
        assert body["ok"], body
        return body["result"]

    async def _fetch(self) -> None:
        updates = await self._call("getUpdates", offset=self._offset, limit=100)
        self._offset = updates[-1]["update_id"] + 1
        for update in updates:
            self._taps += [update["callback_query"]["id"]] if "callback_query" in update else []
            self._chats += [update["message"]["chat"]["id"]] if "message" in update else []

    async def _say(self, number: int) -> None:
        chat = self._chats[number % len(self._chats)]
        keyboard = {"inline_keyboard": BUTTONS}
        said = await self._call(
            "sendMessage", chat_id=chat, text=TEXT, parse_mode="HTML", reply_markup=keyboard
        )
        self._said.append((chat, said["message_id"]))

    async def _answer(self, number: int) -> None:
        async with self._fetching:
            if not self._taps:
                await self._fetch()
            tap = self._taps.pop()
        await self._call("answerCallbackQuery", callback_query_id=tap, text="Noted")

    async def _edit(self, number: int) -> None:
        chat, message = self._said[-1 - number % PEOPLE]
        text = f"{number}. Thank you. {TEXT}"
        await self._call("editMessageText", chat_id=chat, message_id=message, text=text, parse_mode="HTML")

    async def _type(self, number: int) -> None:
        await self._call("sendChatAction", chat_id=self._chats[number % len(self._chats)], action="typing")

    async def _send(self, number: int) -> None:
        self.made += 1
        form = aiohttp.FormData({"chat_id": str(self._chats[number % len(self._chats)]), "caption": "Yours"})
        form.add_field("document", b"%PDF" * 3_000, filename="charter.pdf", content_type="application/pdf")
        async with self._session.post(f"{self._root}/sendDocument", data=form) as response:
            body = json.loads(await response.read())
        self._files.append(body["result"]["document"]["file_id"])

    async def _ask(self, number: int) -> None:
        await self._call("getFile", file_id=self._files[number % len(self._files)])


async def _serve() -> None:
    async with Emulator(settles=False) as emulator:
        people = await _everybody(emulator)
        for number in range(CALLS):
            await people[number % PEOPLE].taps_data(
                f"c.7.{number}", message=people[number % PEOPLE].messages[0]
            )
        sys.stdout.write(f"{emulator.url}\n")  # how the parent learns where we are
        sys.stdout.flush()
        await asyncio.Event().wait()


async def _everybody(emulator: Emulator) -> list[Person]:
    people = [emulator.person(f"Person {number}", language="fr") for number in range(PEOPLE)]
    for person in people:
        await person.starts()
    return people


def _a_full_garden() -> list[Figure]:
    tracemalloc.start()
    emulator = asyncio.run(_filled())
    weight = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    begin = perf_counter()
    asyncio.run(_filled())
    filled = perf_counter()
    saved = json.dumps(freeze(emulator))
    frozen = perf_counter()
    thaw(Emulator(settles=False), json.loads(saved))
    thawed = perf_counter()
    what = f"{PEOPLE} chats, {MESSAGES:,} messages"
    return [
        Figure("a message said", (filled - begin) / MESSAGES, f"by people; {what} weigh {weight:.0f} MiB"),
        Figure("a rehearsal frozen", frozen - filled, f"{what}: {len(saved) / 2**20:.1f} MiB of JSON"),
        Figure("a rehearsal thawed", thawed - frozen, what),
    ]


async def _filled() -> Emulator:
    emulator = Emulator(settles=False)
    people = await _everybody(emulator)
    for number in range(MESSAGES - PEOPLE):
        await people[number % PEOPLE].says(
            f"This is message {number}, about as long as people write: see you at 9."
        )
    return emulator


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        uvloop.run(_serve())
    for figure in measure():
        sys.stdout.write(f"{figure.of}: {figure.shown}, {1 / figure.seconds:.0f} a second\n")
