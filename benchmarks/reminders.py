"""Owns measuring 22,000 reminders due at once: how near to Telegram's limit they go, who waits meanwhile, their weight.

The bot runs here, on an SQLite file, with its pace, its outbox and its HTTP; Telegram's stand-in counts in a process of
its own, where somebody asks for help once a second.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from datetime import time
from itertools import cycle
from statistics import quantiles
from time import perf_counter
from typing import IO

import uvloop
from sqlalchemy import update

from benchmarks.baskets import plant_baskets
from benchmarks.crowd import crowd, telegram_id
from benchmarks.figure import Figure
from benchmarks.serving import reporting
from benchmarks.weight import megabytes
from bot.app import Plan, opened
from bot.clock import SystemClock
from bot.domain.garden import QuietHours
from bot.living import set_loaded_apart
from bot.rehearsal import TOKEN, Emulator, Person
from bot.rehearsal.calls import Call
from bot.storage.database import Transaction
from bot.storage.gardens import save_garden
from bot.storage.tables import people
from bot.transport.admission import Limits
from bot.transport.windows import Rate

REMINDERS, ASKERS = 22_000, 10
TELEGRAMS = 30
RUNS = ((TELEGRAMS, 3_000), (1_000, REMINDERS))
"""Messages a second that are allowed, and over how many it is measured."""
LOOK_SECONDS, MOST_A_LOOK, WARM = 0.05, 5_000, 300
REFUSED = "Too Many Requests"


@dataclass(frozen=True, slots=True)
class Seen:
    """What Telegram's stand-in saw: messages a second, calls it refused, how long each of those who asked waited."""

    rate: float
    refused: int
    waits: list[float]


def measure() -> list[Figure]:
    return [figure for limit, counted in RUNS for figure in _run(limit, counted)]


def _run(limit: int, counted: int) -> list[Figure]:
    with reporting("reminders", str(limit), str(counted)) as lines:
        seen, before, after = uvloop.run(_remind(lines, limit))
    of = f"{counted:,} of {REMINDERS:,} due at once, {limit:,} a second allowed"
    share = f"{of}: {seen.rate:,.1f} a second, {seen.rate / limit:.3f} of it; {seen.refused} refused"
    weight = f"of {len(seen.waits)} asked meanwhile, one a second; {after - before:+.0f} MB while they went"
    return [
        Figure("a reminder sent", 1 / seen.rate, share),
        Figure("a reply during it, p99", quantiles(seen.waits, n=100)[98], weight),
    ]


async def _remind(lines: IO[str], limit: int) -> tuple[Seen, float, float]:
    """What was seen, and the megabytes of this process when they began to go and at their most."""
    url = (await asyncio.to_thread(lines.readline)).strip()
    async with _owing() as database_url:
        plan = Plan(TOKEN, url, database_url, limits=Limits(overall=Rate(limit, 1.0)))
        async with opened(plan) as app, asyncio.TaskGroup() as tasks:
            set_loaded_apart()
            running = tasks.create_task(app.run())
            await asyncio.to_thread(lines.readline)
            before, most = megabytes(), 0.0
            report = tasks.create_task(asyncio.to_thread(lines.readline))
            while not report.done():
                await asyncio.sleep(0.5)
                most = max(most, megabytes())
            running.cancel()
    return Seen(**json.loads(report.result())), before, most


@asynccontextmanager
async def _owing() -> AsyncIterator[str]:
    """A database of everybody, in which all but the askers are to be reminded of a basket, now, at whatever hour."""
    async with crowd(REMINDERS + ASKERS, 20) as everybody:
        never_quiet = replace(everybody.garden.rules, quiet=QuietHours(time(), time()))
        garden = replace(everybody.garden, rules=never_quiet)
        now, db = SystemClock().now(), everybody.db
        await db.run(save_garden, garden, now)
        await db.run(_all_reachable)
        await plant_baskets(db, garden, range(ASKERS + 1, ASKERS + REMINDERS + 1), now)
        yield f"sqlite:///{everybody.path}"


def _all_reachable(tx: Transaction) -> None:
    tx.connection.execute(update(people).values(reachable=True))


# Telegram's side, in its own process.


async def _serve(limit: int, counted: int) -> None:
    async with Emulator(floods=True, a_second=limit, settles=False) as emulator:
        everybody = [_known(emulator, number) for number in range(1, ASKERS + REMINDERS + 1)]
        _tell(emulator.url)
        counting = Counting(emulator, counted)
        async with asyncio.TaskGroup() as tasks:
            asking = tasks.create_task(_ask(counting, everybody[:ASKERS]))
            await counting.run()
            asking.cancel()
        _tell(json.dumps(asdict(counting.seen)))
        await asyncio.Event().wait()


def _known(emulator: Emulator, number: int) -> Person:
    """Somebody who has written to the bot before."""
    person = emulator.person(f"Volunteer {number}", language="fr", id=telegram_id(number))
    person.chat.known = person.chat.started = True
    return person


class Counting:
    """Counts messages from the first reminder on."""

    def __init__(self, emulator: Emulator, wanted: int) -> None:
        self.emulator = emulator
        self.begun = asyncio.Event()
        self.waits: list[float] = []
        self._wanted = wanted
        self._arrivals: list[float] = []
        self._refused = 0
        self._last = 0

    async def run(self) -> None:
        """Until as many as wanted have arrived."""
        while len(self._arrivals) < self._wanted:
            await asyncio.sleep(LOOK_SECONDS)
            for call in self.emulator.calls.since(self._last, MOST_A_LOOK):
                if call.seconds is None:
                    break  # under way: it is looked at again
                self._last = call.number
                self._count(call)

    def _count(self, call: Call) -> None:
        if call.method != "sendMessage":
            return
        self.begun.set()
        if call.error is None:
            self._arrivals.append(call.arrived)
            if len(self._arrivals) == WARM:
                _tell("what is loaded once is loaded by now")
        else:
            assert call.error.startswith(REFUSED), call.error
            self._refused += 1

    @property
    def seen(self) -> Seen:
        arrivals = self._arrivals[: self._wanted]
        rate = (len(arrivals) - 1) / (arrivals[-1] - arrivals[0])
        return Seen(rate, self._refused, self.waits)


async def _ask(counting: Counting, askers: list[Person]) -> None:
    """One question a second, of each in turn, until cancelled."""
    await counting.begun.wait()
    async with asyncio.TaskGroup() as tasks:
        for asker in cycle(askers):
            tasks.create_task(_wait_for_answer(counting, asker))
            await asyncio.sleep(1.0)


async def _wait_for_answer(counting: Counting, asker: Person) -> None:
    asked = await asker.says("/help", settle=False)
    begin = perf_counter()
    answered = await counting.emulator.until(
        lambda: asker.screen.id > asked.id if len(asker.messages) > 1 else False
    )
    assert answered
    counting.waits.append(perf_counter() - begin)


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")  # how the parent learns it
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        uvloop.run(_serve(int(sys.argv[2]), int(sys.argv[3])))
    for figure in measure():
        sys.stdout.write(f"{figure.what}: {figure.shown}; {figure.of}\n")
