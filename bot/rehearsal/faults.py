"""Owns the faults a test asks for: slowness, refusals, cut lines, a server that is away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.rehearsal.refusals import Refused, too_many

When = Literal["before", "after"]
Callback = Callable[[], object | Awaitable[object]]


@dataclass(slots=True, eq=False)
class Fault:
    """What happens to calls that match. `call`: only to the n-th match; `times`: to so many, None for all.

    `once`: to each the first time only; a call is known again by what it asks.
    """

    method: str | None = None
    chat: int | None = None
    call: int | None = None
    times: int | None = 1
    seconds: float = 0.0
    refusal: Refused | None = None
    when: When = "before"
    cuts: bool = False
    callback: Callback | None = None
    once: bool = False
    seen: int = 0
    asked: set[str] = field(default_factory=set)

    def strikes(self, method: str, chat: int | None, raw: Mapping[str, object]) -> bool:
        """Count a call; true where the fault is for it."""
        if self.method is None and method == "getUpdates":
            return False
        if self.method not in (None, method) or self.chat not in (None, chat):
            return False
        self.seen += 1
        if self.once:
            return self._is_new(repr(sorted(raw.items())))
        if self.call is not None:
            return self.seen == self.call
        return self.times is None or self.seen <= self.times

    def _is_new(self, asked: str) -> bool:
        known = asked in self.asked
        self.asked.add(asked)
        return not known


def _id_of(chat: object) -> int | None:
    found = getattr(chat, "id", chat)
    assert found is None or isinstance(found, int), f"not a chat, a person or an id: {chat!r}"
    return found


class Faults:
    """The faults in force. Calls of getUpdates are spared unless named."""

    def __init__(self) -> None:
        self.active: list[Fault] = []
        self.away: Literal["502", "cut"] | None = None
        self.wake_pollers: Callable[[], None] = lambda: None

    def slow(
        self,
        chat: object = None,
        seconds: float = 1.0,
        *,
        method: str | None = None,
        times: int | None = None,
    ) -> Fault:
        """The answer comes late; the effect does not."""
        return self._add(Fault(method, _id_of(chat), times=times, seconds=seconds))

    def retry_after(
        self, seconds: int, chat: object = None, times: int | None = 1, *, method: str | None = None
    ) -> Fault:
        """429 with `seconds`."""
        return self._add(Fault(method, _id_of(chat), times=times, refusal=too_many(seconds)))

    def fail(
        self,
        status: int,
        description: str,
        method: str | None = None,
        times: int | None = 1,
        *,
        chat: object = None,
    ) -> Fault:
        """Refuse with this status and description, without any effect."""
        return self._add(Fault(method, _id_of(chat), times=times, refusal=Refused(status, description)))

    def cut(
        self, method: str | None = None, call: int = 1, when: When = "before", *, chat: object = None
    ) -> Fault:
        """Drop the connection of the n-th matching call from now on, before or after its effect."""
        return self._add(Fault(method, _id_of(chat), call=call, when=when, cuts=True))

    def on_call(
        self, n: int, when: When, callback: Callback, *, method: str | None = None, cut: bool = True
    ) -> Fault:
        """At the n-th matching call from now on run `callback` (it may kill the bot), then drop the line."""
        return self._add(Fault(method, call=n, when=when, cuts=cut, callback=callback))

    def on_each_call(self, when: When, callback: Callback, *, method: str | None = None) -> Fault:
        """At every matching call run `callback`, then drop the line; when it comes again it passes."""
        return self._add(Fault(method, once=True, when=when, cuts=True, callback=callback))

    def down(self, how: Literal["502", "cut"] = "502") -> None:
        """The server is away: every call gets a bad gateway, or a dropped connection."""
        self.away = how
        self.wake_pollers()

    def up(self) -> None:
        self.away = None

    def lift(self, fault: Fault) -> None:
        """End one fault."""
        self.active.remove(fault)

    def clear(self) -> None:
        """Lift every fault."""
        self.active.clear()
        self.up()

    def striking(self, method: str, chat: int | None, raw: Mapping[str, object]) -> list[Fault]:
        """The faults for this call, in the order they were asked for."""
        return [fault for fault in self.active if fault.strikes(method, chat, raw)]

    def _add(self, fault: Fault) -> Fault:
        self.active.append(fault)
        return fault
