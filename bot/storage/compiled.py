"""Owns the SQL that statements were compiled to: once for a process, whichever of its engines asks.

A store has an engine to write and others to read, and a database in memory has its own: each would compile anew.
"""

from __future__ import annotations

from typing import Any

Key = tuple[Any, ...]


class Compiled(dict[Key, Any]):
    """What SQLAlchemy keeps for each engine, kept for all of one kind of database; as large as the program has
    statements.

    Keys begin with the engine's own dialect, of which the name is enough here: all of a kind are set up alike.
    """

    def get(self, key: Key, default: Any = None) -> Any:
        return super().get((key[0].name, *key[1:]), default)

    def __setitem__(self, key: Key, compiled: Any) -> None:
        super().__setitem__((key[0].name, *key[1:]), compiled)


ONCE = {"compiled_cache": Compiled()}
"""The execution options of every engine."""
