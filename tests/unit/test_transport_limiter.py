from __future__ import annotations

import asyncio
import heapq
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import Forbidden, RetryAfter

from bot.domain.delivery import urgency
from bot.transport.admission import Admission, Limits
from bot.transport.limiter import Flooded, Limiter, ticket_for
from bot.transport.windows import Rate, Ticket

# Every instant below is a multiple of 1/64 second, so that sums are exact.
TICK = 1 / 64
SMALL = Limits(Rate(5, 1.0), Rate(2, 2.0), Rate(4, 8.0), pace=0.8, sprint=1 / 4, margin=1 / 16, flight=2.0)
GAP = 1 / 4
"""What the pace of `SMALL` comes to: four fifths of five a second."""


@dataclass(slots=True, eq=False)
class Call:
    """One call of the simulation: when it is wanted, how long it takes, when it counts at Telegram."""

    wanted: float
    ticket: Ticket
    takes: float
    arrives_after: float
    started: float | None = None

    @property
    def arrived(self) -> float:
        assert self.started is not None
        return self.started + self.arrives_after

    def holds(self, now: float, rate: Rate) -> bool:
        """Whether it counts in a window of this rate: while under way, and a window after its answer."""
        if self.started is None:
            return False
        return now < self.started + self.takes + rate.seconds + SMALL.margin


@dataclass(slots=True)
class World:
    """Drives the admission through virtual time and checks it against the plain reading of the limits."""

    calls: list[Call]
    admission: Admission = field(default_factory=lambda: Admission(SMALL))

    def run(self) -> None:
        agenda = [(call.wanted, order, call) for order, call in enumerate(self.calls)]
        heapq.heapify(agenda)
        order = len(agenda)
        while agenda:
            now, _, call = heapq.heappop(agenda)
            if call is not None and call.started is not None:
                self.admission.land(call.ticket, now)
            elif call is not None:
                self.admission.offer(call.ticket, now)
            granted = self._start(now)
            for one in granted:
                heapq.heappush(agenda, (now + one.takes, order := order + 1, one))
            self._check_nobody_waits_beside_room(now)
            self._check_no_reply_was_overtaken(now, granted)
            following = self.admission.next_change(now)
            if following is not None:
                assert following > now
                heapq.heappush(agenda, (following, order := order + 1, None))

    def _start(self, now: float) -> list[Call]:
        by_ticket = {call.ticket: call for call in self.calls}
        granted = [by_ticket[ticket] for ticket in self.admission.grants(now)]
        for call in granted:
            call.started = now
        return granted

    def _check_nobody_waits_beside_room(self, now: float) -> None:
        for ticket in self._first_of_each_queue():
            assert not (self._overall_room(ticket, now) and self._chat_room(ticket, now))

    def _check_no_reply_was_overtaken(self, now: float, granted: list[Call]) -> None:
        if any(call.ticket.lane for call in granted):
            assert not any(one.lane == 0 and self._chat_room(one, now) for one in self._first_of_each_queue())

    def _first_of_each_queue(self) -> list[Ticket]:
        """Within one lane a chat's calls keep their order, so only the first can be said to wait for room."""
        first: dict[tuple[object, int], Ticket] = {}
        for ticket in self.admission.waiting():
            first.setdefault((ticket.chat, ticket.lane), ticket)
        return list(first.values())

    def _overall_room(self, ticket: Ticket, now: float) -> bool:
        held = sum(call.holds(now, SMALL.overall) for call in self.calls)
        return held < SMALL.overall.count and (ticket.lane == 0 or self._pace_room(now))

    def _pace_room(self, now: float) -> bool:
        """Whether those nobody waits for may take a step: each moves the next one on, and some may be made up for."""
        following = 0.0
        for call in sorted(self.calls, key=lambda one: one.started or 0.0):
            if call.ticket.lane and call.started is not None:
                following = max(following, call.started) + GAP
        return following - SMALL.sprint <= now

    def _chat_room(self, ticket: Ticket, now: float) -> bool:
        same = [call for call in self.calls if call.ticket.chat == ticket.chat]
        lately = sum(call.holds(now, SMALL.chat) for call in same)
        this_minute = sum(call.holds(now, SMALL.group) for call in same)
        return lately < SMALL.chat.count and (not ticket.in_group or this_minute < SMALL.group.count)


def most_within(arrivals: list[float], seconds: float) -> int:
    """The most arrivals that any half-open window of so many seconds holds."""
    arrivals = sorted(arrivals)
    return max((sum(a <= b < a + seconds for b in arrivals) for a in arrivals), default=0)


ticks = st.integers(0, 96).map(lambda n: n * TICK)


@st.composite
def planned_calls(draw: st.DrawFn) -> Call:
    takes = draw(ticks.filter(bool))
    ticket = Ticket(draw(st.sampled_from([1, 2, 3, -10])), draw(st.integers(0, 3)))
    wanted = draw(st.integers(0, 400)) * TICK
    return Call(wanted, ticket, takes, draw(st.sampled_from([0.0, takes / 2, takes])))


@settings(max_examples=150, deadline=None)
@given(st.lists(planned_calls(), max_size=40))
def test_in_any_interleaving_every_limit_holds_where_telegram_counts(calls: list[Call]) -> None:
    World(calls).run()

    assert all(call.started is not None for call in calls)
    assert most_within([call.arrived for call in calls], SMALL.overall.seconds) <= SMALL.overall.count
    for chat in (1, 2, 3, -10):
        messages = [call.arrived for call in calls if call.ticket.chat == chat]
        assert most_within(messages, SMALL.chat.seconds) <= SMALL.chat.count
    group = [call.arrived for call in calls if call.ticket.chat == -10]
    assert most_within(group, SMALL.group.seconds) <= SMALL.group.count


def test_a_hung_call_does_not_keep_its_place_for_ever() -> None:
    admission = Admission(Limits(overall=Rate(1, 1.0), margin=0.0, flight=2.0))
    for ticket in (Ticket(1), Ticket(2)):
        admission.offer(ticket, 0.0)

    assert [ticket.chat for ticket in admission.grants(0.0)] == [1]
    assert admission.grants(2.9) == []
    assert [ticket.chat for ticket in admission.grants(3.0)] == [2]


def test_many_chats_weigh_nothing_once_they_are_served() -> None:
    admission = Admission(Limits(overall=Rate(1000, 1.0)))
    most = 0
    for number in range(22_000):
        ticket = Ticket(number, lane=2)
        admission.offer(ticket, number / 1000)
        for granted in admission.grants(number / 1000):
            admission.land(granted, number / 1000)
        most = max(most, len(admission))

    assert most < 8_000


def test_one_chats_crowd_does_not_hold_up_another_chats_only_message() -> None:
    admission = Admission(Limits(overall=Rate(2, 1.0), chat=Rate(100, 1.0), margin=0.0))
    for chat in (1, 1, 1, 1, 1, 2):
        admission.offer(Ticket(chat), 0.0)

    assert [ticket.chat for ticket in admission.grants(0.0)] == [1, 2]


def grant_all(admission: Admission, seconds: float, tick: float = 0.005) -> list[tuple[float, Ticket]]:
    """What starts in so many seconds, each call over in one tick."""
    started: list[tuple[float, Ticket]] = []
    now, flying = 0.0, list[Ticket]()
    while now < seconds:
        for ticket in flying:
            admission.land(ticket, now)
        flying = admission.grants(now)
        started += [(now, ticket) for ticket in flying]
        now += tick
    return started


@pytest.mark.parametrize("lane", [1, 2, 3])
def test_a_reply_finds_room_at_any_moment_of_a_broadcast(lane: int) -> None:
    admission = Admission(Limits())
    for chat in range(1, 1001):
        admission.offer(Ticket(chat, lane), 0.0)
    started = grant_all(admission, 10.0)

    assert len(started) >= 10 * 30 * 0.95
    after = 10.0
    for number in range(40):
        admission.offer(Ticket(5000 + number, 0), after)
        waited, granted = 0.0, list[Ticket]()
        while not any(ticket.lane == 0 for ticket in granted):
            granted = admission.grants(after + waited)
            for ticket in granted:
                admission.land(ticket, after + waited)
            waited += 0.005
        assert waited < 0.06
        after += 0.51


def test_lanes_yield_every_fourth_turn_and_replies_none() -> None:
    admission = Admission(Limits())
    for chat in range(1000):
        admission.offer(Ticket(chat, 1 + chat % 3), 0.0)
    for chat in range(5000, 5010):
        admission.offer(Ticket(chat, 0), 0.0)
    started = [ticket.lane for _, ticket in grant_all(admission, 10.0)]

    assert started[:10] == [0] * 10
    assert started[10:42] == [1, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1, 3] * 2


def test_reminders_alone_leave_no_turn_unused() -> None:
    admission = Admission(Limits())
    for chat in range(1000):
        admission.offer(Ticket(chat, 2), 0.0)

    assert len(grant_all(admission, 10.0)) >= 10 * 30 * 0.95


def test_chats_are_forgotten_once_nothing_holds_them() -> None:
    admission = Admission(Limits())
    now = 0.0
    for chat in range(2_000):
        ticket = Ticket(chat)
        admission.offer(ticket, now)
        admission.grants(now)
        admission.land(ticket, now)
        now += 0.1
    admission.grants(now + 120)

    assert len(admission) == 0


# The limiter around the pure rules: its own timeline, advanced by hand.


class HandTime:
    """A timeline that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._alarms: list[tuple[float, int, asyncio.TimerHandle]] = []

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, callback: Callable[[], None], /) -> asyncio.TimerHandle:
        handle = asyncio.TimerHandle(when, callback, (), asyncio.get_running_loop())
        heapq.heappush(self._alarms, (when, id(handle), handle))
        return handle

    async def move(self, seconds: float) -> None:
        end = self.now + seconds
        while self._alarms and self._alarms[0][0] <= end:
            self.now, _, handle = heapq.heappop(self._alarms)
            if not handle.cancelled():
                handle._run()
            await settle()
        self.now = end


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


class Telegram:
    """Counts what reaches it and answers as told."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.time = HandTime()
        self.limiter = Limiter(limits, self.time)
        self.arrivals: list[tuple[float, int]] = []
        self.refusal: Exception | None = None
        self.gate: asyncio.Event | None = None

    def send(self, chat: int, lane: int | None = None, endpoint: str = "sendMessage") -> Awaitable[Any]:
        data = {"chat_id": chat}
        return self.limiter.process_request(self._take, (chat,), {}, endpoint, data, lane)

    async def _take(self, chat: int) -> bool:
        self.arrivals.append((self.time.now, chat))
        if self.gate is not None:
            await self.gate.wait()
        if self.refusal is not None:
            raise self.refusal
        return True


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


async def test_four_messages_to_one_chat_are_three_and_then_one(telegram: Telegram) -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(4):
            group.create_task(as_coroutine(telegram.send(7)))
        await settle()
        assert len(telegram.arrivals) == 3
        await telegram.time.move(3.0)
        assert len(telegram.arrivals) == 3
        await telegram.time.move(0.1)

    assert len(telegram.arrivals) == 4


async def test_a_429_goes_to_the_caller_and_pauses_that_chat_only(telegram: Telegram) -> None:
    telegram.refusal = RetryAfter(20)
    with pytest.raises(Flooded) as caught:
        await telegram.send(7)
    telegram.refusal = None

    assert (caught.value.seconds, caught.value.everywhere) == (20, False)
    with pytest.raises(Flooded) as again:
        await telegram.send(7)
    assert again.value.seconds == 20
    assert await telegram.send(8) is True
    assert [chat for _, chat in telegram.arrivals] == [7, 8]


async def test_after_the_pause_the_chat_is_served_again(telegram: Telegram) -> None:
    telegram.refusal = RetryAfter(20)
    with pytest.raises(Flooded):
        await telegram.send(7)
    telegram.refusal = None
    await telegram.time.move(20)

    assert await telegram.send(7) is True


async def test_a_429_in_a_second_chat_pauses_everything(telegram: Telegram) -> None:
    telegram.refusal = RetryAfter(20)
    for chat, everywhere in ((7, False), (8, True)):
        with pytest.raises(Flooded) as caught:
            await telegram.send(chat)
        assert caught.value.everywhere is everywhere
    telegram.refusal = None

    with pytest.raises(Flooded) as caught:
        await telegram.send(9)
    assert caught.value.everywhere is True


async def test_those_who_wait_in_a_chat_that_is_paused_are_told_at_once(telegram: Telegram) -> None:
    telegram.gate = asyncio.Event()
    refused = 0

    async def expect_refusal() -> None:
        nonlocal refused
        with pytest.raises(Flooded):
            await telegram.send(7)
        refused += 1

    async with asyncio.TaskGroup() as group:
        for _ in range(4):
            group.create_task(expect_refusal())
        await settle()
        assert len(telegram.arrivals) == 3
        telegram.refusal = RetryAfter(30)
        telegram.gate.set()

    assert refused == 4
    assert len(telegram.arrivals) == 3


async def test_edits_share_the_limit_of_messages(telegram: Telegram) -> None:
    for endpoint in ("sendMessage", "editMessageText", "editMessageReplyMarkup"):
        await telegram.send(7, endpoint=endpoint)
    fourth = asyncio.ensure_future(telegram.send(7, endpoint="editMessageText"))
    await settle()
    assert not fourth.done()
    await telegram.time.move(3.1)

    assert await fourth is True


async def test_a_full_group_is_refused_at_once_rather_than_waited_for(telegram: Telegram) -> None:
    for _ in range(7):
        for _ in range(3):
            if len(telegram.arrivals) < 20:
                await telegram.send(-100)
        await telegram.time.move(3.1)

    with pytest.raises(Flooded) as caught:
        await telegram.send(-100, endpoint="editMessageText")
    assert 30 < caught.value.seconds <= 60


async def test_answers_to_taps_are_never_held_up(telegram: Telegram) -> None:
    for _ in range(200):
        await telegram.send(7, endpoint="answerCallbackQuery")

    assert len(telegram.arrivals) == 200


async def test_the_lane_is_taken_from_the_context(telegram: Telegram) -> None:
    token = urgency.set(3)
    ticket = ticket_for("sendMessage", {"chat_id": 7}, None)
    urgency.reset(token)

    assert ticket is not None
    assert ticket.lane == 3


async def test_a_caller_that_gives_up_leaves_no_trace(telegram: Telegram) -> None:
    for _ in range(3):
        await telegram.send(7)
    waiting = asyncio.ensure_future(telegram.send(7))
    await settle()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await telegram.time.move(4)

    assert len(telegram.arrivals) == 3
    assert await telegram.send(7) is True


async def test_another_refusal_passes_through_and_counts(telegram: Telegram) -> None:
    telegram.refusal = Forbidden("Forbidden: bot was blocked by the user")
    for _ in range(3):
        with pytest.raises(Forbidden):
            await telegram.send(7)
    telegram.refusal = None
    late = asyncio.ensure_future(telegram.send(7))
    await settle()
    assert not late.done()
    await telegram.time.move(3.1)

    assert await late is True


async def as_coroutine(awaitable: Awaitable[Any]) -> Any:
    return await awaitable
