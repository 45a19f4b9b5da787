"""Owns the transaction: what a query function is given, and what it leaves behind for after the commit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Connection

from bot.storage.parcel import Parcel

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


@dataclass(slots=True, eq=False)
class Transaction:
    """One attempt at a unit of work. Another attempt gets another one, with nothing owed yet."""

    connection: Connection
    owner: str
    """This process's name for leases."""
    owed: list[Parcel] = field(default_factory=list)
    """Outbox rows this transaction inserted, already leased to this process."""
    found: dict[Hashable, Any] | None = None
    """What was looked up before in a snapshot; None where rows may change meanwhile."""

    def once(self, key: Hashable, look: Callable[[], T]) -> T:
        """What `look` finds; in a snapshot it is looked up once."""
        if self.found is None:
            return look()
        if key not in self.found:
            self.found[key] = look()
        result: T = self.found[key]
        return result

    def look_up(
        self, what: str, keys: Collection[K], look: Callable[[Collection[K]], Mapping[K, T]]
    ) -> Mapping[K, T]:
        """Those of the keys that `look` finds; in a snapshot, `once` then knows of each `(what, key)`, found or not."""
        if self.found is None:
            return look(keys) if keys else {}
        new = [key for key in dict.fromkeys(keys) if (what, key) not in self.found]
        if new:
            there = look(new)
            self.found.update({(what, key): there.get(key) for key in new})
        known = {key: self.found[what, key] for key in keys}
        return {key: one for key, one in known.items() if one is not None}


Work: TypeAlias = Callable[[Transaction], T]
"""A unit of work with its arguments bound. It may be run again and touches nothing outside."""

Listener: TypeAlias = Callable[[list[Parcel]], None]
"""Told, on the loop and right after a commit, what that transaction owes."""
