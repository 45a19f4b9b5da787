"""Owns how often may be asked: so much at once, then so much a second, each caller by a name of their own."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from math import ceil

MOST_KNOWN = 10_000
"""Names remembered; the one longest unheard of is forgotten first."""


class Pace:
    """`wait(name)`: whole seconds until the next is welcome; 0 where it is welcome now, and counted."""

    def __init__(self, at_once: float, a_second: float, monotonic: Callable[[], float]) -> None:
        self._at_once, self._a_second, self._monotonic = at_once, a_second, monotonic
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, name: str = "") -> int:
        now = self._monotonic()
        left, since = self._left.pop(name, (self._at_once, now))
        left = min(self._at_once, left + (now - since) * self._a_second)
        welcome = left >= 1
        self._left[name] = (left - 1 if welcome else left, now)
        if len(self._left) > MOST_KNOWN:
            self._left.popitem(last=False)
        return 0 if welcome else ceil((1 - left) / self._a_second)
