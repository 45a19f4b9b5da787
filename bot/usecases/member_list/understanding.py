"""Owns what is kept of a list that was read: its counts and problems to be told, its rows until they are imported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.garden import Garden
from bot.domain.member import Member
from bot.domain.point import Point
from bot.domain.sheet import SheetState
from bot.domain.text import to_json
from bot.storage.sheets import Households
from bot.usecases.member_list.comparing import Changes, compare
from bot.usecases.member_list.reading import Household, MemberList, read_list
from bot.usecases.member_list.unreadable import NotHandedOver, Unreadable
from bot.usecases.replies import refusal_text

MOST_PROBLEMS = 2_000
"""Beyond them the list is another one, or for another garden; they are counted."""
_DAYS = ("since", "until")


@dataclass(frozen=True, slots=True)
class Understood:
    """`households` is there only where they may be imported."""

    state: SheetState
    summary: Mapping[str, Any]
    households: Households | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a list is held against."""

    garden: Garden
    points: tuple[Point, ...]
    known: tuple[Member, ...]


def understand(content: bytes | None, around: Surroundings) -> Understood:
    """Read a file and say what importing it would do. Takes its time: not for the event loop.

    `content` None: the messenger did not hand it over.
    """
    try:
        if content is None:
            raise NotHandedOver
        read = read_list(content, around.garden, around.points)
    except Unreadable as unreadable:
        return Understood(SheetState.UNREADABLE, {"why": to_json(refusal_text(unreadable))})
    if read.problems:
        return Understood(SheetState.FAULTY, {**_columns(read), **_problems(read)})
    changes = compare(around.garden, read.households, around.known)
    return Understood(
        SheetState.READY, {**_columns(read), **counted(changes)}, [_row(one) for one in read.households]
    )


def counted(changes: Changes) -> dict[str, Any]:
    """How many are new, changed, as they were, and in the list no more."""
    return {
        "new": len(changes.new),
        "changed": len(changes.changed),
        "unchanged": changes.unchanged,
        "left": sorted(changes.left),
    }


def household_of(row: list[Any]) -> Household:
    """What was written by `understand`."""
    line, key, values = row
    days = {name: date.fromisoformat(values[name]) for name in _DAYS if values.get(name)}
    return Household(line, key, {**values, **days})


def _row(household: Household) -> list[Any]:
    days = {name: day.isoformat() for name in _DAYS if (day := household.values.get(name))}
    return [household.line, household.key, {**household.values, **days}]


def _columns(read: MemberList) -> dict[str, Any]:
    """Which column means what, in the order of the list."""
    titles = {place: column.value for column, places in read.head.places.items() for place in places}
    return {
        "households": len(read.households),
        "columns": [[read.head.titles[place], titles[place]] for place in sorted(titles)],
        "ignored": list(read.head.ignored),
    }


def _problems(read: MemberList) -> dict[str, Any]:
    told: Iterable[Any] = (problem.to_json() for problem in read.problems[:MOST_PROBLEMS])
    return {"problems": list(told), "problem_count": len(read.problems)}
