"""Owns the strict sliding window: never more than so many arrivals at Telegram in so many seconds; and the even pace.

Pure: instants are given.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import islice


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` in any `seconds`."""

    count: int
    seconds: float


@dataclass(slots=True, eq=False)
class Ticket:
    """One call to Telegram that counts: which chat, and how urgent."""

    chat: int | str | None
    lane: int = 0

    @property
    def in_group(self) -> bool:
        """Groups and channels have negative ids, or a public name."""
        return isinstance(self.chat, str) or (self.chat is not None and self.chat < 0)


class Window:
    """Holds a place from the moment a call starts until `seconds` after its answer.

    A call arrives some time between its start and its answer. Counting it all that while, and the whole
    window after, is what makes the limit hold where Telegram counts, whatever the line does. A call that hangs
    longer than `flight` seconds is taken for arrived: one that never ends must not keep its place for ever.
    """

    def __init__(self, rate: Rate, margin: float, flight: float) -> None:
        self.count = rate.count
        self._span = rate.seconds + margin
        self._flight = flight
        self._flying: dict[Ticket, float] = {}
        self._landed: deque[float] = deque()

    def is_empty(self, now: float) -> bool:
        self._forget(now)
        return not self._flying and not self._landed

    def has_room(self, now: float) -> bool:
        """Whether one more may start."""
        self._forget(now)
        return len(self._flying) + len(self._landed) < self.count

    def room_at(self, now: float, ahead: int = 0) -> float:
        """When there is room at the latest, if nothing starts but the `ahead` that wait before."""
        self._forget(now)
        surplus = len(self._flying) + len(self._landed) + ahead - self.count
        if surplus < 0:
            return now
        if surplus < len(self._landed):
            return self._landed[surplus] + self._span
        starts = islice(self._flying.values(), surplus - len(self._landed), None)
        return next(starts, now) + self._flight + self._span

    def start(self, ticket: Ticket, now: float) -> None:
        self._flying[ticket] = now

    def land(self, ticket: Ticket, now: float) -> None:
        """The call was answered, or given up."""
        if self._flying.pop(ticket, None) is not None:
            self._landed.append(now)

    def _forget(self, now: float) -> None:
        while self._flying:
            ticket, start = next(iter(self._flying.items()))
            if start + self._flight > now:
                break
            del self._flying[ticket]
            latest = self._landed[-1] if self._landed else start
            self._landed.append(max(latest, start + self._flight))
        while self._landed and self._landed[0] + self._span <= now:
            self._landed.popleft()


class Pace:
    """An even step of `gap` seconds for what nobody waits for: places fall free one by one, and replies find them.

    Whoever was late may make up for `sprint` seconds.
    """

    def __init__(self, gap: float, sprint: float) -> None:
        self._gap = gap
        self._sprint = sprint
        self._next = 0.0

    def room_at(self, now: float) -> float:
        return max(now, self._next - self._sprint)

    def step(self, now: float) -> None:
        self._next = max(self._next, now) + self._gap
