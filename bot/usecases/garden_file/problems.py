"""Owns how a broken garden file is told: every problem at once, each with its place and a fix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeAlias

from pydantic_core import PydanticCustomError

from bot.errors import Misuse

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong at a path of the file, and how to put it right."""

    path: Path
    what: str
    fix: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding as a coordinator reads it. `place` is empty and `line` None where the whole file is meant."""

    place: str
    line: int | None
    what: str
    fix: str

    def __str__(self) -> str:
        where = f"line {self.line} · " if self.line else ""
        return f"{where}{self.place}{': ' if self.place else ''}{self.what}; {self.fix}"


class GardenFileError(Misuse):
    """A garden file that cannot be used; `problems` holds all that is wrong, in the order of the file."""

    def __init__(self, path: object, problems: Iterable[Problem]) -> None:
        self.path = str(path)
        self.problems = tuple(problems)
        super().__init__(self._told())

    def _told(self) -> str:
        if len(self.problems) == 1:
            return f"{self.path}: {self.problems[0]}"
        lines = "".join(f"\n  {problem}" for problem in self.problems)
        return f"{self.path}: {len(self.problems)} problems, nothing was imported{lines}"


def wrong(what: str, fix: str) -> PydanticCustomError:
    """An error of the schema that brings its own fix."""
    return PydanticCustomError("wrong", "{what}; {fix}", {"what": what, "fix": fix})


def nearest(word: object, known: Iterable[str]) -> str | None:
    """What was most likely meant by a misspelt word."""
    choices = sorted(known)
    for written in (str(word).lower().replace("_", "-"), str(word).lower().replace("-", "_")):
        if found := get_close_matches(written, choices, 1, 0.6):
            return found[0]
    return None


def choose_from(word: object, known: Iterable[str]) -> str:
    """The fix for a word that is not one of the known ones."""
    choices = list(known)
    meant = nearest(word, choices)
    if meant is not None:
        return f'did you mean "{meant}"?'
    return "choose from: " + ", ".join(choices) if choices else "there is nothing to choose from yet"


def place_of(path: Path, data: Mapping[str, Any]) -> str:
    """A path in words: `missions[3] "french-lessons" › required`. Items count from 1 and say their name."""
    words: list[str] = []
    value: Any = data
    for part in path:
        value = _step(value, part)
        if isinstance(part, int):
            words[-1] = f"{words[-1]}[{part + 1}]{_name_of(value)}"
        else:
            words.append(part)
    return " › ".join(words)


def _step(value: Any, part: str | int) -> Any:
    try:
        return value[part]
    except (KeyError, IndexError, TypeError):
        return None


def _name_of(value: Any) -> str:
    """How the author knows an item: by its slug, else by its name."""
    if not isinstance(value, dict):
        return ""
    name = value.get("slug") or value.get("name")
    return f' "{name[:40]}"' if isinstance(name, str) else ""
