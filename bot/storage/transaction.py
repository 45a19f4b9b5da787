"""Owns the transaction: what a query function is given, and what it leaves behind for after the commit."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Connection

from bot.storage.parcel import Parcel

T = TypeVar("T")


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


Work: TypeAlias = Callable[[Transaction], T]
"""A unit of work with its arguments bound. It may be run again and touches nothing outside."""

Listener: TypeAlias = Callable[[list[Parcel]], None]
"""Told, on the loop and right after a commit, what that transaction owes."""
