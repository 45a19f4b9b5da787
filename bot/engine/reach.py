"""Owns whether a condition can ever hold: a search through the answers its steps could be given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from math import prod
from typing import TypeAlias

from bot.engine.conditions import AllOf, Answered, AnyOf, Chosen, Condition, Fact, Not, atoms, looks_at
from bot.engine.state import Answers, Value
from bot.engine.steps.base import Step
from bot.engine.steps.browsing import Browse
from bot.engine.steps.choosing import Choose, Ticking
from bot.engine.steps.foreach import ForEach
from bot.engine.steps.quiz import Quiz
from bot.engine.steps.reading import Consent, Page
from bot.engine.steps.review import Review

MOST_CASES = 20_000
"""Beyond this many combinations a condition is taken to be possible."""

SOMETHING = "\0something else"
AnyStep: TypeAlias = Step | ForEach


def can_hold(condition: Condition, before: Sequence[AnyStep]) -> bool:
    """Whether some answers to the steps before, and some facts, make the condition true."""
    steps = _looked_at(condition, before)
    conditions = [condition, *(step.when for step in steps if step.when)]
    names = sorted({atom.name for one in conditions for atom in atoms(one) if isinstance(atom, Fact)})
    values = {step.id: _values(step, conditions) for step in steps}
    if prod(len(some) for some in values.values()) * 2 ** len(names) > MOST_CASES:
        return True
    truths = (dict(zip(names, case, strict=True)) for case in product((False, True), repeat=len(names)))
    return any(
        _is_true(condition, given, truth) for truth in truths for given in _cases(steps, values, truth)
    )


def _looked_at(condition: Condition, before: Sequence[AnyStep]) -> list[AnyStep]:
    """The steps that decide, with those that decide whether they are asked, in order."""
    wanted = set(looks_at(condition))
    for step in reversed(before):
        if step.id in wanted:
            wanted |= looks_at(step.when)
            wanted |= {step.over} if isinstance(step, ForEach) else set()
    return [step for step in before if step.id in wanted]


def _values(step: AnyStep, conditions: Sequence[Condition]) -> list[Value]:
    """Answers that conditions can tell apart."""
    mentioned = [value for one in conditions for value in _mentioned(one, step.id)]
    leaf = step.leaf
    skipped: list[Value] = [None] if leaf.skippable else []
    match leaf:
        case Browse():
            words: Value = {"words": SOMETHING}
            return [*mentioned, SOMETHING, words, *skipped]
        case Choose() if not callable(leaf.options) and not callable(leaf.extra):
            known = [option.id for option in (*leaf.options, *leaf.extra)]
            return [*(id for id in known if id not in leaf.ends), *skipped]
        case Ticking():
            return [*_subsets([value for value in mentioned if isinstance(value, str)]), *mentioned, *skipped]
        case Page() | Consent() | Review():
            return [True]
        case _:
            return [*mentioned, SOMETHING, *skipped]


def _subsets(ids: list[str]) -> Iterator[Value]:
    unique = list(dict.fromkeys(ids))
    for size in range(len(unique) + 1):
        yield from combinations(unique, size)


def _mentioned(condition: Condition, step: str) -> Iterator[Value]:
    for atom in atoms(condition):
        match atom:
            case Answered() if atom.step == step:
                yield from atom.values
            case Chosen() if atom.step == step:
                yield atom.value


def _cases(
    steps: Sequence[AnyStep], values: Mapping[str, list[Value]], truth: Mapping[str, bool]
) -> Iterator[Answers]:
    """Every way to answer the steps, each asked only where its own condition holds."""

    def go_on(index: int, given: Answers) -> Iterator[Answers]:
        if index == len(steps):
            yield given
            return
        step = steps[index]
        asked = step.when is None or _is_true(step.when, given, truth)
        if not asked or (isinstance(step, ForEach | Quiz)):
            yield from go_on(index + 1, given)
        if asked:
            for value in values[step.id]:
                yield from go_on(index + 1, given.giving((step.id, ""), value))

    return go_on(0, Answers())


def _is_true(condition: Condition, given: Answers, truth: Mapping[str, bool]) -> bool:
    match condition:
        case Fact():
            return truth[condition.name]
        case Not():
            return not _is_true(condition.condition, given, truth)
        case AllOf():
            return all(_is_true(one, given, truth) for one in condition.conditions)
        case AnyOf():
            return any(_is_true(one, given, truth) for one in condition.conditions)
        case _:
            return condition.holds(None, given)
