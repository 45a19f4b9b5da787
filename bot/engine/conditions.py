"""Owns when a step is asked: conditions that name what they look at, so that they can be checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.engine.state import Answers, Value


@dataclass(frozen=True, slots=True)
class Answered:
    """The step has an answer, or one of `values`."""

    step: str
    values: tuple[Value, ...] = ()

    def holds(self, facts: Any, answers: Answers) -> bool:
        if not answers.said(self.step):
            return False
        return not self.values or answers.of(self.step) in self.values

    def __str__(self) -> str:
        if not self.values:
            return f"{self.step} answered"
        return f"{self.step} is {' or '.join(str(value) for value in self.values)}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The value is ticked in a step that takes several, or is the one chosen."""

    step: str
    value: str

    def holds(self, facts: Any, answers: Answers) -> bool:
        value = answers.of(self.step)
        return self.value in value if isinstance(value, tuple) else value == self.value

    def __str__(self) -> str:
        return f"{self.step} has {self.value}"


@dataclass(frozen=True, slots=True)
class InWords:
    """The step was answered by words to look for, not by one of its options."""

    step: str

    def holds(self, facts: Any, answers: Answers) -> bool:
        return isinstance(answers.of(self.step), Mapping)

    def __str__(self) -> str:
        return f"{self.step} in words"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something true of the facts, whatever was answered. `name` is what diagrams and errors call it."""

    name: str
    fn: Callable[[Any], bool]

    def holds(self, facts: Any, answers: Answers) -> bool:
        return bool(self.fn(facts))

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Not:
    condition: Condition

    def holds(self, facts: Any, answers: Answers) -> bool:
        return not self.condition.holds(facts, answers)

    def __str__(self) -> str:
        return f"not ({self.condition})"


@dataclass(frozen=True, slots=True)
class AllOf:
    conditions: tuple[Condition, ...]

    def holds(self, facts: Any, answers: Answers) -> bool:
        return all(condition.holds(facts, answers) for condition in self.conditions)

    def __str__(self) -> str:
        return " and ".join(f"({condition})" for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class AnyOf:
    conditions: tuple[Condition, ...]

    def holds(self, facts: Any, answers: Answers) -> bool:
        return any(condition.holds(facts, answers) for condition in self.conditions)

    def __str__(self) -> str:
        return " or ".join(f"({condition})" for condition in self.conditions)


Condition: TypeAlias = Answered | Chosen | InWords | Fact | Not | AllOf | AnyOf


def answered(step: str, *values: Value) -> Condition:
    """The step was answered; with `values`, by one of them."""
    return Answered(step, values)


def chosen(step: str, value: str) -> Condition:
    """`value` is among what was ticked or chosen at the step."""
    return Chosen(step, value)


def in_words(step: str) -> Condition:
    """Something was typed to be looked for, where a choice was offered."""
    return InWords(step)


def fact(name: str, fn: Callable[[Any], bool]) -> Condition:
    """`fn(facts)` is true."""
    return Fact(name, fn)


def not_(condition: Condition) -> Condition:
    return Not(condition)


def all_of(*conditions: Condition) -> Condition:
    return AllOf(conditions)


def any_of(*conditions: Condition) -> Condition:
    return AnyOf(conditions)


def atoms(condition: Condition) -> Iterator[Answered | Chosen | InWords | Fact]:
    """The conditions that are made of no other."""
    match condition:
        case Not():
            yield from atoms(condition.condition)
        case AllOf() | AnyOf():
            for one in condition.conditions:
                yield from atoms(one)
        case _:
            yield condition


def looks_at(condition: Condition | None) -> frozenset[str]:
    """The ids of the steps whose answers decide."""
    if condition is None:
        return frozenset()
    return frozenset(atom.step for atom in atoms(condition) if not isinstance(atom, Fact))
