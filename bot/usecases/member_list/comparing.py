"""Owns what an import would do: who is new, whose row changes, who stands there no more. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.basket import BasketRhythm
from bot.domain.garden import Garden
from bot.domain.member import Member, MemberId
from bot.storage.members import listed_values
from bot.usecases.member_list.reading import Household

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """`new` rows are whole and hold their key; `changed` rows are whole; `left` are present members not in the list."""

    new: tuple[Values, ...]
    changed: Mapping[MemberId, Values]
    unchanged: int
    left: frozenset[MemberId]


def compare(garden: Garden, households: Iterable[Household], known: Iterable[Member]) -> Changes:
    """The list against what is known; whoever had left and is named again is back, and counts as changed."""
    by_key = {member.key: member for member in known}
    new: list[Values] = []
    changed: dict[MemberId, Values] = {}
    unchanged = 0
    named = set()
    for household in households:
        named.add(household.key)
        member = by_key.get(household.key)
        if member is None:
            new.append({**_usual(garden), **household.values, "key": household.key})
            continue
        before = listed_values(member)
        after = {**before, **household.values}
        if after != before or member.left_at is not None:
            changed[member.id] = after
        else:
            unchanged += 1
    left = frozenset(one.id for one in by_key.values() if one.key not in named and one.left_at is None)
    return Changes(tuple(new), changed, unchanged, left)


def _usual(garden: Garden) -> Values:
    """What a new member has where the list has no such column."""
    return {
        "email": "",
        "phone": "",
        "language": garden.languages[0],
        "size": "",
        "rhythm": BasketRhythm.WEEKLY.value,
        "solidarity": False,
        "since": None,
        "until": None,
    }
