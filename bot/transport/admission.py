"""Owns who may call Telegram next: windows, pace, pauses, lanes and turns among chats. Pure: instants are given."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.domain.turns import IN_A_ROW, REPLIES
from bot.transport.windows import Pace, Rate, Ticket, Window

Chat: TypeAlias = "int | str | None"

SWEEP_SECONDS, SWEEP_CHATS = 60.0, 500
"""Chats nothing holds any more are forgotten so often, and earlier where so many came."""

OVERALL, CHAT, GROUP = Rate(30, 1.0), Rate(3, 3.0), Rate(20, 60.0)


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's limits ("My bot is hitting limits", Bots FAQ) and how we stay below them.

    `chat` allows one a second in bursts of three. `pace` is the part of the overall rate that is open, at an even
    step, to what nobody waits for; whoever waits for an answer may use all of it, and goes first. `patience`: a chat
    that would hold up its caller longer than that many seconds is refused instead. `pauses`: what Telegram asked
    patience for is paused here too; not so where the outbox alone keeps the time, as on a clock that a rehearsal moves.
    """

    overall: Rate = OVERALL
    chat: Rate = CHAT
    group: Rate = GROUP
    pace: float = 0.97
    sprint: float = 0.1
    margin: float = 0.01
    flight: float = 2.0
    patience: float = 3.5
    pauses: bool = True


LANES = 4
WIDE_OPEN = Limits(Rate(10**6, 1.0), Rate(10**6, 1.0), Rate(10**6, 1.0), pauses=False)
"""For tests and rehearsals: nothing waits."""


@dataclass(slots=True)
class _ChatState:
    chat: Window
    group: Window | None
    paused_until: float = 0.0
    waiting: int = 0


@dataclass(slots=True)
class _Lane:
    """`turns`: chats in the order of their turns. `in_a_row`: calls since a less urgent lane had one."""

    is_paced: bool
    turns: dict[Chat, deque[Ticket]] = field(default_factory=dict)
    in_a_row: int = 0


class Admission:
    """What waits and what is under way. Every method is given the present, which never goes back."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._overall = self._window(limits.overall)
        self._pace = Pace(limits.overall.seconds / (limits.overall.count * limits.pace), limits.sprint)
        self._lanes = [_Lane(is_paced=number != REPLIES) for number in range(LANES)]
        self._chats: dict[Chat, _ChatState] = {}
        self._paused_until = 0.0
        self._swept_at = 0.0
        self._most_chats = SWEEP_CHATS

    def offer(self, ticket: Ticket, now: float) -> None:
        """Let a call wait for its turn."""
        self._lanes[ticket.lane].turns.setdefault(ticket.chat, deque()).append(ticket)
        self._state(ticket).waiting += 1

    def withdraw(self, ticket: Ticket) -> None:
        """The caller no longer waits."""
        turns = self._lanes[ticket.lane].turns
        queue = turns[ticket.chat]
        queue.remove(ticket)
        if not queue:
            del turns[ticket.chat]
        self._state(ticket).waiting -= 1

    def grants(self, now: float) -> list[Ticket]:
        """The calls that may start now, in this order; they count from now on."""
        self._sweep(now)
        granted: list[Ticket] = []
        while now >= self._paused_until and (ticket := self._next(now)) is not None:
            self._start(ticket, now)
            granted.append(ticket)
        return granted

    def land(self, ticket: Ticket, now: float) -> None:
        """A call that was granted is over."""
        self._overall.land(ticket, now)
        if state := self._chats.get(ticket.chat):
            state.chat.land(ticket, now)
            if state.group is not None:
                state.group.land(ticket, now)

    def pause(self, chat: Chat, until: float) -> None:
        """Telegram asked for patience in one chat; None: everywhere."""
        if chat is None:
            self._paused_until = max(self._paused_until, until)
        else:
            state = self._state(Ticket(chat))
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
        until = max(
            self._paused_until, self._chat_room_at(ticket, state, now, state.waiting) if state else now
        )
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
        at = self._overall.room_at(now)
        if lane.is_paced:
            at = max(at, self._pace.room_at(now))
        return at if at > now else min(self._turn_at(queue[0], now) for queue in lane.turns.values())

    def _next(self, now: float) -> Ticket | None:
        """The call whose turn it is; None where none may start."""
        if not self._overall.has_room(now):
            return None
        evenly = self._pace.room_at(now) <= now
        ready = (self._ready(lane, now) for lane in self._order() if evenly or not lane.is_paced)
        return next((ticket for ticket in ready if ticket is not None), None)

    def _order(self) -> list[_Lane]:
        """The lanes by urgency; those that had their turns in a row come after the others."""
        return sorted(
            (lane for lane in self._lanes if lane.turns),
            key=lambda lane: lane.is_paced and lane.in_a_row >= IN_A_ROW,
        )

    def _ready(self, lane: _Lane, now: float) -> Ticket | None:
        """The first in turn whose chat has room."""
        return next((queue[0] for queue in lane.turns.values() if self._turn_at(queue[0], now) <= now), None)

    def _start(self, ticket: Ticket, now: float) -> None:
        self._take_turn(ticket)
        state = self._state(ticket)
        state.waiting -= 1
        self._overall.start(ticket, now)
        if ticket.lane != REPLIES:
            self._pace.step(now)
        if ticket.chat is not None:
            state.chat.start(ticket, now)
        if state.group is not None:
            state.group.start(ticket, now)

    def _take_turn(self, ticket: Ticket) -> None:
        """Its chat goes to the end of the lane; the lanes before it need not yield for a while."""
        lane = self._lanes[ticket.lane]
        queue = lane.turns.pop(ticket.chat)
        queue.popleft()
        if queue:
            lane.turns[ticket.chat] = queue
        lane.in_a_row += 1
        for before in self._lanes[: ticket.lane]:
            before.in_a_row = 0

    def _turn_at(self, ticket: Ticket, now: float) -> float:
        return self._chat_room_at(ticket, self._state(ticket), now)

    def _chat_room_at(self, ticket: Ticket, state: _ChatState, now: float, ahead: int = 0) -> float:
        at = max(now, state.paused_until)
        if ticket.chat is not None:
            at = max(at, state.chat.room_at(now, ahead))
        if state.group is not None:
            at = max(at, state.group.room_at(now, ahead))
        return at

    def _state(self, ticket: Ticket) -> _ChatState:
        state = self._chats.get(ticket.chat)
        if state is None:
            group = self._window(self._limits.group) if ticket.in_group else None
            state = self._chats[ticket.chat] = _ChatState(self._window(self._limits.chat), group)
        return state

    def _window(self, rate: Rate) -> Window:
        return Window(rate, self._limits.margin, self._limits.flight)

    def _sweep(self, now: float) -> None:
        """Forget the chats that nothing holds any more, once in a while."""
        if now - self._swept_at < SWEEP_SECONDS and len(self._chats) < self._most_chats:
            return
        self._swept_at = now
        self._chats = {chat: state for chat, state in self._chats.items() if _is_live(state, now)}
        self._most_chats = max(SWEEP_CHATS, 2 * len(self._chats))


def _is_live(state: _ChatState, now: float) -> bool:
    held = state.waiting or state.paused_until > now
    return bool(held) or not (state.chat.is_empty(now) and (state.group is None or state.group.is_empty(now)))
