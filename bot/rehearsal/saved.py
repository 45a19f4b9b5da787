"""Owns the careful reading of a snapshot: each value by its path and kind, so that an error can name it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Container, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from bot.clock import Instant
from bot.rehearsal.messages import Json

E = TypeVar("E", bound=StrEnum)


class Unreadable(Exception):
    """What is wrong with a snapshot, and where."""


class Saved:
    """One value of a snapshot, and the path that leads to it."""

    def __init__(self, value: object, path: str) -> None:
        self._value = value
        self._path = path

    def wrong(self, expected: str) -> Unreadable:
        return Unreadable(f"{self._path} is {self._value!r:.60}, and should be {expected}")

    def __getitem__(self, name: str) -> Saved:
        if not isinstance(self._value, dict):
            raise self.wrong("an object")
        if name not in self._value:
            raise Unreadable(f"{self._path} has no {name!r}")
        return Saved(self._value[name], f"{self._path}, {name}")

    def __iter__(self) -> Iterator[Saved]:
        if not isinstance(self._value, list):
            raise self.wrong("a list")
        for place, each in enumerate(self._value, 1):
            yield Saved(each, f"{self._path} {place}")

    def parts(self, count: int) -> list[Saved]:
        """A list of so many."""
        found = list(self)
        if len(found) != count:
            raise self.wrong(f"a list of {count}")
        return found

    @property
    def missing(self) -> bool:
        return self._value is None

    def number(self) -> int:
        if not isinstance(self._value, int) or isinstance(self._value, bool):
            raise self.wrong("a number")
        return self._value

    def text(self) -> str:
        if not isinstance(self._value, str):
            raise self.wrong("a text")
        return self._value

    def perhaps_text(self) -> str | None:
        return None if self.missing else self.text()

    def truth(self) -> bool:
        if not isinstance(self._value, bool):
            raise self.wrong("true or false")
        return self._value

    def choice(self, kinds: type[E]) -> E:
        """One of these names."""
        try:
            return kinds(self.text())
        except ValueError:
            raise self.wrong(f"one of {', '.join(kinds)}") from None

    def json(self) -> Json:
        """An object that goes on the wire as it is."""
        if not isinstance(self._value, dict):
            raise self.wrong("an object")
        return self._value

    def rows(self) -> list[Any]:
        """A list that goes on the wire as it is."""
        if not isinstance(self._value, list):
            raise self.wrong("a list")
        return self._value

    def instant(self) -> Instant:
        try:
            found = datetime.fromisoformat(self.text())
        except ValueError:
            raise self.wrong("an instant, as 2026-05-12T08:00:00+00:00") from None
        if found.tzinfo is None:
            raise self.wrong("an instant with its offset")
        return found

    def bytes(self) -> bytes:
        try:
            return base64.b64decode(self.text(), validate=True)
        except binascii.Error:
            raise self.wrong("base64") from None

    def one_of(self, known: Container[int]) -> int:
        """The number of something that is in the snapshot too."""
        if self.number() not in known:
            raise self.wrong("one that is in the snapshot")
        return self.number()
