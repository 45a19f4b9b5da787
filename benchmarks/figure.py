"""Owns what a benchmark gives: one duration, and how to take it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Figure:
    """`what` took `seconds`; `of` says of how much."""

    what: str
    seconds: float
    of: str

    @property
    def shown(self) -> str:
        """In the unit that reads best."""
        for factor, unit in ((1, "s"), (1e3, "ms"), (1e6, "µs")):
            if self.seconds * factor >= 1 or unit == "µs":
                return f"{self.seconds * factor:.1f} {unit}"
        raise AssertionError("unreachable: microseconds take everything")


def best_of(rounds: int, times: int, action: Callable[[], object]) -> float:
    """Seconds for one `action`, from the best of several rounds: the machine's other work only ever slows it."""
    return min(_round(times, action) for _ in range(rounds))


def _round(times: int, action: Callable[[], object]) -> float:
    begin = perf_counter()
    for _ in range(times):
        action()
    return (perf_counter() - begin) / times
