"""Owns measuring a call for one mission of 500 among 100,000 volunteers: finding, answering meanwhile, queueing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from itertools import count
from time import perf_counter

from benchmarks.crowd import NOW, Crowd, crowd, telegram_id
from benchmarks.figure import Figure
from benchmarks.weight import megabytes
from bot.clock import SetClock
from bot.delivery.timers import LookFirst, Timers
from bot.domain.call import LEFT_ALONE, Call, CallId, CallKind, Width, search_for
from bot.domain.eligibility import why_no_longer
from bot.domain.garden import Garden
from bot.domain.mission import Mission
from bot.domain.person import PersonId
from bot.storage import calls, people, profiles, receipts, sign_ups, suitable, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, queue
from bot.usecases.calling.sending import CALLING, call_chunk, find_chunk

SINCE = NOW - LEFT_ALONE
LOOKED_AT = 20
"""Missions, evenly among all, of which the slowest counts."""
IN_PYTHON = 5_000
"""So many profiles are judged one by one, for comparison: all of them would take too long."""
PAUSE = 0.004
NUMBERS = count(1)
SLOWEST = "the slowest of 20 missions among 500, over {people:,} volunteers"


async def measure() -> list[Figure]:
    async with crowd() as found:
        return [
            *await _finding(found),
            *await _meanwhile(found),
            *await _queueing(found),
        ]


async def _finding(found: Crowd) -> list[Figure]:
    sample = found.missions[:: len(found.missions) // LOOKED_AT]
    of = SLOWEST.format(people=found.volunteers)
    counted = [await _best_of(3, partial(_count, found, one)) for one in sample]
    best = [await _best_of(3, partial(_best, found, one)) for one in sample]
    one_by_one = await _timed(partial(found.db.read, _judge_in_python, found.garden, sample[0]))
    return [
        Figure("suitable people counted, with why the others not", max(counted), of),
        Figure("the 40 best for a stand-in", max(best), of),
        Figure(
            "the same in Python, one by one",
            one_by_one * found.volunteers / IN_PYTHON,
            f"one mission; measured on {IN_PYTHON:,} volunteers",
        ),
    ]


async def _meanwhile(found: Crowd) -> list[Figure]:
    """How long a reply's transaction takes: alone, while people are counted, while their messages are owed."""
    quiet = await _replies(found, asyncio.sleep(3))
    counting = await _replies(found, _count_many(found))
    queueing = await _replies(found, _queue_call(found, found.missions[11]))
    of = "a reply: receipt, who it is, what they take part in, an owed message; p99"
    return [
        Figure("a reply, nothing else going on", quiet, of),
        Figure("a reply while suitable people are counted", counting, of),
        Figure("a reply while a call is queued", queueing, of),
    ]


async def _queueing(found: Crowd) -> list[Figure]:
    before = megabytes()
    begin = perf_counter()
    total = await _queue_call(
        found, max(found.missions, key=lambda one: one.place is None and not one.required)
    )
    seconds = perf_counter() - begin
    return [
        Figure(
            "one person chosen and their message owed",
            seconds / total,
            f"{total:,} of them: {total / seconds:,.0f} rows/s, {megabytes() - before:.0f} MB more",
        )
    ]


async def _count(found: Crowd, mission: Mission) -> object:
    return await found.db.read(suitable.count_bearings, search_for(found.garden, mission), SINCE)


async def _count_many(found: Crowd) -> None:
    for mission in found.missions[:10]:
        await _count(found, mission)


async def _best(found: Crowd, mission: Mission) -> object:
    search = search_for(found.garden, mission)
    return await found.db.read(suitable.best_people, search, SINCE, CallId(0), 1, 40)


def _judge_in_python(tx: Transaction, garden: Garden, mission: Mission) -> int:
    """What a loop over everybody would do, without even asking who is in already."""
    suits = 0
    for number in range(1, IN_PYTHON + 1):
        profile = profiles.find_profile(tx, PersonId(number), garden.id)
        suits += profile is not None and why_no_longer(profile, mission, garden) is None
    return suits


async def _queue_call(found: Crowd, mission: Mission) -> int:
    """Choose everybody whom the mission suits, and owe them the message; how many that are."""
    call = await found.db.run(_begin, mission)
    await Timers(found.db, {CALLING: LookFirst(find_chunk, call_chunk)}, SetClock(NOW)).fire()
    return (await found.db.read(calls.tally, call.id)).owed


def _begin(tx: Transaction, mission: Mission) -> Call:
    call = calls.add_call(
        tx, garden_id=mission.garden_id, mission_id=mission.id, shift_id=None, kind=CallKind.CALL, now=NOW
    )
    payload = {"width": Width.ALL.value, "now": Width.WELL.value, "after": 0}
    key = f"{CALLING}:{call.id}"
    timers.set_timer(tx, kind=CALLING, subject_id=call.id, key=key, due_at=NOW, payload=payload)
    return call


async def _replies(found: Crowd, other: Awaitable[object]) -> float:
    """The 99th of a hundred replies, one every few milliseconds for as long as `other` goes on."""
    taken: list[float] = []
    async with asyncio.TaskGroup() as group:
        task = group.create_task(_see_through(other))
        while not task.done():
            taken.append(await _timed(partial(found.db.run, _reply, next(NUMBERS))))
            await asyncio.sleep(PAUSE)
    return _p99(taken)


async def _see_through(other: Awaitable[object]) -> None:
    await other


def _reply(tx: Transaction, number: int) -> None:
    """What a command costs: is it new, who is it, what do they take part in, what is owed to them."""
    receipts.record(tx, number, NOW)
    person = people.find_by_telegram_id(tx, telegram_id(number))
    assert person is not None
    assert person.garden_id is not None
    profiles.find_profile(tx, person.id, person.garden_id)
    sign_ups.open_sign_ups(tx, person.id, person.garden_id)
    queue(tx, dedupe=f"r{number}", chat_id=number, kind="reply", payload={}, lane=Lane.REPLY, now=NOW)


def _p99(seconds: Iterable[float]) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


async def _best_of(rounds: int, action: Callable[[], Awaitable[object]]) -> float:
    """The machine's other work only ever slows it."""
    return min([await _timed(action) for _ in range(rounds)])


async def _timed(action: Callable[[], Awaitable[object]]) -> float:
    begin = perf_counter()
    await action()
    return perf_counter() - begin
