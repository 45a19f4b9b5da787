"""Owns the SQL of databases in memory: each begins empty, what they are asked is the same, so it is compiled once."""

from __future__ import annotations

from typing import Any

Key = tuple[Any, ...]


class Shared(dict[Key, Any]):
    """What SQLAlchemy keeps for each engine, kept for all of one kind of database.

    Keys begin with the engine's own dialect, of which the name is enough here: all are set up alike.
    """

    def get(self, key: Key, default: Any = None) -> Any:
        return super().get((key[0].name, *key[1:]), default)

    def __setitem__(self, key: Key, compiled: Any) -> None:
        super().__setitem__((key[0].name, *key[1:]), compiled)


IN_MEMORY = Shared()
