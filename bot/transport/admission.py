"""Owns who may call Telegram next: windows, pauses, lanes and turns among chats. Pure: instants are given."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.transport.windows import Rate, Ticket, Window

Chat: TypeAlias = "int | str | None"

SWEEP_SECONDS = 60.0

OVERALL, CHAT, GROUP = Rate(30, 1.0), Rate(3, 3.0), Rate(20, 60.0)


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's limits ("My bot is hitting limits", Bots FAQ) and how we stay below them.

    `chat` allows one a second in bursts of three. `lanes` are the places of the overall window that each lane
    may use, so that a broadcast always leaves some for whoever waits for an answer. `patience`: a chat that
    would hold up its caller longer than that many seconds is refused instead. `pauses`: what Telegram asked patience
    for is paused here too; not so where the outbox alone keeps the time, as on a clock that a rehearsal moves.
    """

    overall: Rate = OVERALL
    chat: Rate = CHAT
    group: Rate = GROUP
    lanes: tuple[int, ...] = (30, 30, 27, 24)
    margin: float = 0.05
    flight: float = 2.0
    patience: float = 3.5
    pauses: bool = True


WIDE_OPEN = Limits(Rate(10**6, 1.0), Rate(10**6, 1.0), Rate(10**6, 1.0), (10**6,) * 4, pauses=False)
"""For tests and rehearsals: nothing waits."""


@dataclass(slots=True)
class _ChatState:
    chat: Window
    group: Window
    paused_until: float = 0.0
    waiting: int = 0


@dataclass(slots=True)
class _Lane:
    places: int
    turns: dict[Chat, deque[Ticket]] = field(default_factory=dict)
    """Chats in the order of their turns."""


class Admission:
    """What waits and what is under way. Every method is given the present, which never goes back."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._overall = self._window(limits.overall)
        self._lanes = [_Lane(places) for places in limits.lanes]
        self._chats: dict[Chat, _ChatState] = {}
        self._paused_until = 0.0
        self._swept_at = 0.0

    def offer(self, ticket: Ticket, now: float) -> None:
        """Let a call wait for its turn."""
        self._lanes[ticket.lane].turns.setdefault(ticket.chat, deque()).append(ticket)
        self._state(ticket.chat).waiting += 1

    def withdraw(self, ticket: Ticket) -> None:
        """The caller no longer waits."""
        turns = self._lanes[ticket.lane].turns
        queue = turns[ticket.chat]
        queue.remove(ticket)
        if not queue:
            del turns[ticket.chat]
        self._state(ticket.chat).waiting -= 1

    def grants(self, now: float) -> list[Ticket]:
        """The calls that may start now, in this order; they count from now on."""
        self._sweep(now)
        granted: list[Ticket] = []
        if now >= self._paused_until:
            for lane in self._lanes:
                while chat_round := list(self._round(lane, now)):
                    granted += chat_round
        return granted

    def land(self, ticket: Ticket, now: float) -> None:
        """A call that was granted is over."""
        self._overall.land(ticket, now)
        if state := self._chats.get(ticket.chat):
            state.chat.land(ticket, now)
            state.group.land(ticket, now)

    def pause(self, chat: Chat, until: float) -> None:
        """Telegram asked for patience in one chat; None: everywhere."""
        if chat is None:
            self._paused_until = max(self._paused_until, until)
        else:
            state = self._state(chat)
            state.paused_until = max(state.paused_until, until)

    def other_pauses(self, chat: Chat, now: float) -> bool:
        """Whether a chat other than this one is paused."""
        return any(state.paused_until > now for other, state in self._chats.items() if other != chat)

    def is_paused(self, now: float) -> bool:
        """Whether everything is."""
        return self._paused_until > now

    def wait(self, ticket: Ticket, now: float) -> float:
        """Seconds for which the chat, or a pause of everything, keeps a call that comes now waiting."""
        state = self._chats.get(ticket.chat)
        until = max(self._paused_until, self._chat_room_at(ticket, state, now, ahead=True) if state else now)
        return max(0.0, until - now)

    def waiting(self, chat: Chat = None) -> list[Ticket]:
        """The calls that wait: all, or one chat's."""
        queues = (queue for lane in self._lanes for key, queue in lane.turns.items() if chat in (None, key))
        return [ticket for queue in queues for ticket in queue]

    def next_change(self, now: float) -> float | None:
        """The instant at which to ask for `grants` again, if no call ends before; None: nothing waits."""
        instants = [self._lane_change(lane, now) for lane in self._lanes if lane.turns]
        return max(self._paused_until, min(instants)) if instants else None

    def __len__(self) -> int:
        """How many chats are remembered."""
        return len(self._chats)

    def _lane_change(self, lane: _Lane, now: float) -> float:
        if not self._overall.has_room(now, lane.places):
            return self._overall.room_at(now, lane.places)
        return min(self._turn_at(queue[0], now) for queue in lane.turns.values())

    def _round(self, lane: _Lane, now: float) -> Iterator[Ticket]:
        """One call for every chat of the lane that may have one; who got one goes to the end."""
        for chat in list(lane.turns):
            if not self._overall.has_room(now, lane.places):
                return
            queue = lane.turns[chat]
            if self._turn_at(queue[0], now) > now:
                continue
            ticket = queue.popleft()
            del lane.turns[chat]
            if queue:
                lane.turns[chat] = queue
            self._start(ticket, now)
            yield ticket

    def _start(self, ticket: Ticket, now: float) -> None:
        state = self._state(ticket.chat)
        state.waiting -= 1
        self._overall.start(ticket, now)
        if ticket.chat is not None:
            state.chat.start(ticket, now)
        if ticket.in_group:
            state.group.start(ticket, now)

    def _turn_at(self, ticket: Ticket, now: float) -> float:
        return self._chat_room_at(ticket, self._state(ticket.chat), now)

    def _chat_room_at(self, ticket: Ticket, state: _ChatState, now: float, *, ahead: bool = False) -> float:
        before = state.waiting if ahead else 0
        at = max(now, state.paused_until)
        if ticket.chat is not None:
            at = max(at, state.chat.room_at(now, ahead=before))
        if ticket.in_group:
            at = max(at, state.group.room_at(now, ahead=before))
        return at

    def _state(self, chat: Chat) -> _ChatState:
        state = self._chats.get(chat)
        if state is None:
            state = _ChatState(self._window(self._limits.chat), self._window(self._limits.group))
            self._chats[chat] = state
        return state

    def _window(self, rate: Rate) -> Window:
        return Window(rate, self._limits.margin, self._limits.flight)

    def _sweep(self, now: float) -> None:
        """Forget the chats that nothing holds any more, once in a while."""
        if now - self._swept_at < SWEEP_SECONDS:
            return
        self._swept_at = now
        self._chats = {chat: state for chat, state in self._chats.items() if _is_live(state, now)}


def _is_live(state: _ChatState, now: float) -> bool:
    held = state.waiting or state.paused_until > now
    return bool(held) or not (state.chat.is_empty(now) and state.group.is_empty(now))
