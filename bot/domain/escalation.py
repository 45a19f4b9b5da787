"""Owns to whom an unanswered message goes next: the group, whoever is closest, the coordinators till it is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.person import PersonId

LONGEST_PAUSE = 40.0
"""Working hours between two calls to the coordinators, at most: about a week."""


@dataclass(frozen=True, slots=True)
class Rung:
    """The referents' group, one person in private, or, with neither, the coordinators."""

    in_group: bool = False
    person: PersonId | None = None

    def written(self) -> str:
        """A form that a timer can hold; `read_rung` reads it back."""
        return "group" if self.in_group else str(self.person or "coordinators")


GROUP, COORDINATORS = Rung(in_group=True), Rung()


def read_rung(written: str) -> Rung:
    """What `Rung.written` wrote."""
    if written.isdigit():
        return Rung(person=PersonId(int(written)))
    return GROUP if written == "group" else COORDINATORS


@dataclass(frozen=True, slots=True)
class Around:
    """Who is there for a person: `talking` answered them in private last; `close` are their referent and the deputy."""

    has_group: bool
    talking: PersonId | None = None
    close: tuple[PersonId, ...] = ()


def next_rung(told: Sequence[Rung], around: Around) -> Rung:
    """Who is told after those who were, as things stand now; the last rung is the coordinators, again and again."""
    if not told:
        return _first(around)
    if COORDINATORS in told:
        return COORDINATORS
    in_group = (
        2 if told[0] == GROUP else 1
    )  # said there once and again, or once to those who have not read it
    if around.has_group and list(told).count(GROUP) < in_group:
        return GROUP
    fresh = (Rung(person=one) for one in around.close if Rung(person=one) not in told)
    asked_already = any(one.person is not None for one in told[1:])
    return COORDINATORS if asked_already else next(fresh, COORDINATORS)


def pause_hours(told: Sequence[Rung], delay: float) -> float:
    """Working hours until the next rung."""
    return pause_after(list(told).count(COORDINATORS), delay)


def pause_after(calls: int, delay: float) -> float:
    """Working hours until the next look: the garden's delay, longer each time the coordinators were called."""
    return float(min(delay * 2**calls, max(delay, LONGEST_PAUSE)))


def _first(around: Around) -> Rung:
    if around.talking is not None:
        return Rung(person=around.talking)
    if around.has_group:
        return GROUP
    return Rung(person=around.close[0]) if around.close else COORDINATORS
