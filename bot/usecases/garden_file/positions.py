"""Owns where each value of a TOML text stands; tomllib reads the values but forgets their lines.

It is only given texts that tomllib has read: it refuses nothing, and always comes to an end.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Keys and, in lists, positions counted from 0: ("missions", 2, "title", "en")."""

_BLANK = re.compile(r"(?:[ \t\r\n,]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_TEXT = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|' r"'''[\s\S]*?'{3,5}|" r'"(?:\\.|[^"\\\n])*"|' r"'[^'\n]*'", re.DOTALL
)
_PLAIN = re.compile(r"[^,\]}\n#]*")


def line_numbers(source: str) -> Mapping[Path, int]:
    """The line, counted from 1, on which each table, list item and value begins."""
    return _Scanner(source).scan()


class _Scanner:
    def __init__(self, source: str) -> None:
        self._source = source
        self._breaks = [found.start() for found in re.finditer("\n", source)]
        self._at = 0
        self._lists: dict[Path, int] = {}
        self._lines: dict[Path, int] = {}

    def scan(self) -> Mapping[Path, int]:
        table: Path = ()
        self._skip_blank()
        while self._at < len(self._source):
            if self._ahead("["):
                table = self._header()
            else:
                self._pair(table)
            self._skip_blank()
        return self._lines

    def _header(self) -> Path:
        line = self._line()
        repeated = self._ahead("[[")
        self._at += 2 if repeated else 1
        path = self._full_path(self._key(), line)
        self._at += 2 if repeated else 1
        if repeated:
            number = self._lists.get(path, -1) + 1
            self._lists[path] = number
            self._note(path, line)
            path = (*path, number)
        self._note(path, line)
        return path

    def _full_path(self, key: Path, line: int) -> Path:
        """A header's key, with the newest item of each list on its way, as TOML means it."""
        path: Path = ()
        for part in key[:-1]:
            path = (*path, part)
            if path in self._lists:
                path = (*path, self._lists[path])
            self._note(path, line)
        return (*path, *key[-1:])

    def _pair(self, table: Path) -> None:
        line = self._line()
        key = self._key()
        for length in range(1, len(key) + 1):
            self._note((*table, *key[:length]), line)
        self._skip_to_value()
        self._value((*table, *key))

    def _value(self, path: Path) -> None:
        if self._ahead("["):
            self._list(path)
        elif self._ahead("{"):
            self._inline_table(path)
        else:
            found = _TEXT.match(self._source, self._at) or _PLAIN.match(self._source, self._at)
            self._at = max(found.end() if found else 0, self._at + 1)

    def _list(self, path: Path) -> None:
        self._at += 1
        self._skip_blank()
        number = 0
        while self._inside_until("]"):
            self._note((*path, number), self._line())
            self._value((*path, number))
            number += 1
            self._skip_blank()
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        self._skip_blank()
        while self._inside_until("}"):
            self._pair(path)
            self._skip_blank()
        self._at += 1

    def _key(self) -> Path:
        parts: list[str | int] = []
        while True:
            self._skip_spaces()
            quoted = _TEXT.match(self._source, self._at)
            found = quoted or _BARE.match(self._source, self._at)
            if found is None:
                return tuple(parts)
            self._at = found.end()
            parts.append(found.group()[1:-1] if quoted else found.group())
            self._skip_spaces()
            if not self._ahead("."):
                return tuple(parts)
            self._at += 1

    def _inside_until(self, mark: str) -> bool:
        return self._at < len(self._source) and not self._ahead(mark)

    def _skip_to_value(self) -> None:
        sign = self._source.find("=", self._at)
        self._at = len(self._source) if sign < 0 else sign + 1
        self._skip_spaces()

    def _note(self, path: Path, line: int) -> None:
        self._lines.setdefault(path, line)

    def _line(self) -> int:
        return bisect_left(self._breaks, self._at) + 1

    def _ahead(self, mark: str) -> bool:
        return self._source.startswith(mark, self._at)

    def _skip_blank(self) -> None:
        found = _BLANK.match(self._source, self._at)
        self._at = found.end() if found else self._at

    def _skip_spaces(self) -> None:
        while self._ahead(" ") or self._ahead("\t"):
            self._at += 1
