"""Owns measuring the rehearsal page under load, in a real Chromium: its longest task, beginning to end."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter

import aiohttp
from playwright.async_api import Browser, Page, ViewportSize

from benchmarks.figure import Figure
from tools.chromium import find_chromium, started
from tools.serving import Served, served

CHATS, BEFORE, A_SECOND, SECONDS = 20, 5000, 100, 10
AT_ONCE = 20
WORDS = "Message {number}: <b>Saturday morning</b>, who comes to the harvest? 🥕 Bring gloves, and something to drink."
KEYBOARD = {
    "inline_keyboard": [
        [{"text": "I come", "callback_data": "yes"}, {"text": "Not me", "callback_data": "no"}]
    ]
}
WIDE = ViewportSize(width=1600, height=900)
PATIENCE = 60_000

WATCH = """
window.longest = 0;
new PerformanceObserver(list => {
    for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration);
}).observe({type: "longtask", buffered: true});
"""
"""The browser tells only of tasks over 50 ms: 0 means that none was."""


async def measure() -> list[Figure]:
    path = find_chromium()
    if path is None:
        sys.stderr.write("benchmarks: no Chromium, the page is not measured\n")
        return []
    async with started(path) as browser, served() as rehearsal, aiohttp.ClientSession() as session:
        people = [rehearsal.newcomer(f"Person {number}") for number in range(CHATS)]
        for person in people:
            await person.says("/start")
        chats = [person.id for person in people]
        bot = Bot(rehearsal, session, chats)
        await bot.says(BEFORE)
        async with _window(browser, rehearsal, chats) as page:
            opening = await _longest(page)
            await bot.says_every_second()
            await page.get_by_text(bot.newest_to_first).first.wait_for(state="attached")
            streaming = await _longest(page)
    return [
        Figure(
            "longest task, page opened", opening, f"{CHATS} chats side by side, {BEFORE} messages; for 200 ms"
        ),
        Figure(
            "longest task, page at work",
            streaming,
            f"{A_SECOND} more messages a second for {SECONDS} s; for 200 ms",
        ),
    ]


class Bot:
    """Says much, to all in turn."""

    def __init__(self, rehearsal: Served, session: aiohttp.ClientSession, chats: list[int]) -> None:
        emulator = rehearsal.emulator
        self._url = f"{emulator.url}/bot{emulator.token}/sendMessage"
        self._session = session
        self._chats = chats
        self._said = 0

    @property
    def newest_to_first(self) -> str:
        """What the first chat heard last."""
        return f"Message {self._said - len(self._chats)}:"

    async def says(self, count: int) -> None:
        """So many, as fast as the emulator answers."""
        for begin in range(0, count, AT_ONCE):
            async with asyncio.TaskGroup() as tasks:
                for _ in range(min(AT_ONCE, count - begin)):
                    tasks.create_task(self._say(self._said))
                    self._said += 1

    async def says_every_second(self) -> None:
        begun, pause = perf_counter(), AT_ONCE / A_SECOND
        for turn in range(1, A_SECOND * SECONDS // AT_ONCE + 1):
            await self.says(AT_ONCE)
            await asyncio.sleep(max(0.0, begun + turn * pause - perf_counter()))

    async def _say(self, number: int) -> None:
        message = {
            "chat_id": self._chats[number % len(self._chats)],
            "text": WORDS.format(number=number),
            "parse_mode": "HTML",
            "reply_markup": KEYBOARD,
        }
        async with self._session.post(self._url, json=message) as answer:
            answer.raise_for_status()


@asynccontextmanager
async def _window(browser: Browser, rehearsal: Served, chats: list[int]) -> AsyncIterator[Page]:
    """The page with a phone open for each of them; what it cost to open them was observed too."""
    context = await browser.new_context(viewport=WIDE, locale="en-GB")
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    await page.add_init_script(WATCH)
    await page.goto(rehearsal.address)
    for chat in chats:
        await page.click('[data-act="add-phone"]')
        await page.click(f'[data-act="person-{chat}"]')
    await page.reload()
    await page.click(f'[data-act="dock-{chats[0]}"]')
    await page.locator(f'[data-phone="{chats[0]}"] [data-message]').last.wait_for()
    yield page
    await context.close()


async def _longest(page: Page) -> float:
    """Seconds of the longest task since the last question."""
    longest: float = await page.evaluate(
        "() => { const found = window.longest; window.longest = 0; return found; }"
    )
    return longest / 1000
