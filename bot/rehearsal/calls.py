"""Owns the record of what the bot asked: every call but the polls, with its answer."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice, takewhile
from typing import Any

KEPT = 20_000


@dataclass(slots=True, eq=False)
class Call:
    """One call. `answer` is the result, `error` what it was refused with; `cut`: its line was dropped.

    `seconds`: real ones from its arrival to its answer; None while it is in flight.
    """

    number: int
    method: str
    params: dict[str, Any]
    instant: datetime
    answer: Any = None
    error: str | None = None
    cut: bool = False
    arrived: float = field(default_factory=time.monotonic)
    seconds: float | None = None

    @property
    def chat(self) -> int | None:
        found = self.params.get("chat_id")
        try:
            return int(found) if found is not None else None
        except ValueError:
            return None

    def __repr__(self) -> str:
        return f"<{self.number} {self.method} {self.params} → {self.error or self.answer}>"


class CallLog:
    """The calls in order of arrival, the last twenty thousand of them."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=KEPT)
        self.started = 0
        self.in_flight: dict[int, Call] = {}

    def open(self, method: str, params: dict[str, Any], instant: datetime) -> Call:
        self.started += 1
        call = Call(self.started, method, params, instant)
        self._calls.append(call)
        self.in_flight[call.number] = call
        return call

    def close(self, call: Call) -> None:
        self.in_flight.pop(call.number, None)
        call.seconds = time.monotonic() - call.arrived

    def since(self, number: int, most: int) -> list[Call]:
        """The newest `most` of those after that number, the oldest first."""
        newest_first = takewhile(lambda call: call.number > number, reversed(self._calls))
        return list(islice(newest_first, most))[::-1]

    def of(self, *methods: str, chat: object = None) -> list[Call]:
        """The calls of these methods (all, if none is named), to this chat, person, group or id."""
        wanted = getattr(chat, "id", chat)
        return [
            call
            for call in self._calls
            if (not methods or call.method in methods) and (wanted is None or call.chat == wanted)
        ]

    def clear(self) -> None:
        """Forget what was recorded; numbers go on."""
        self._calls.clear()

    def __iter__(self) -> Iterator[Call]:
        return iter(list(self._calls))

    def __len__(self) -> int:
        return len(self._calls)

    def __getitem__(self, index: int) -> Call:
        return self._calls[index]
