"""Owns the check of a conversation's structure when it is built: what cannot work never meets a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from string import Formatter

from bot.domain.text import Listed, Phrase, Text, Words
from bot.engine.asking import LONGEST_ID, code_of
from bot.engine.conditions import Answered, Chosen, Fact, InWords, atoms
from bot.engine.declaration import DeclarationError
from bot.engine.options import Option
from bot.engine.reach import can_hold
from bot.engine.steps.base import Step
from bot.engine.steps.choosing import Choose, Ticking, WithOptions
from bot.engine.steps.foreach import ForEach
from bot.engine.steps.grid import Grid
from bot.engine.steps.quiz import Quiz
from bot.engine.steps.reading import Unfold
from bot.engine.steps.review import Review
from bot.engine.steps.writing import Number

LONGEST_NAME = 32
NO_WORDS = frozenset({"id", "on_answer", "on_aside", "ends", "asides", "looked_up_at"})
"""Fields of a step that nobody reads on a screen."""
ACROSS = 3
"""Buttons a row of a grid: more do not fit a phone."""


def check_structure(name: str, title: Text, steps: Sequence[Step | ForEach]) -> None:
    """Go through every rule of a declaration.

    Raises:
        DeclarationError: the first rule that is broken.
    """
    _expect(
        0 < len(name) <= LONGEST_NAME, "conversation", repr(name), f"a name of 1 to {LONGEST_NAME}", "rename"
    )
    _check_text(name, "title", title)
    _expect(bool(steps), name, "no step", "at least one step", "add one")
    before: dict[str, Step | ForEach] = {}
    for step in steps:
        where = f"{name}.{step.id}"
        _expect(bool(step.id), where, "an empty id", "a step's id", "name it")
        _expect(step.id not in before, where, "two steps of this id", "one", "rename one of them")
        _check_when(where, step, before)
        _check_repetition(where, step, before)
        _check_step(where, step.leaf, "item" if isinstance(step, ForEach) else "")
        if isinstance(step, Review):
            listed = any(one.leaf.listed for one in before.values())
            _expect(
                listed, where, "nothing to review", "a listed step before it", "move the review to the end"
            )
        before[step.id] = step


def _expect(holds: bool, thing: str, found: str, expected: str, fix: str) -> None:
    if not holds:
        raise DeclarationError(thing, found, expected, fix)


def _check_when(where: str, step: Step | ForEach, before: dict[str, Step | ForEach]) -> None:
    if step.when is None:
        return
    for atom in atoms(step.when):
        if not isinstance(atom, Fact):
            known = atom.step in before
            _expect(
                known,
                where,
                f"a condition on {atom.step!r}",
                "an earlier step",
                "correct it or move the step",
            )
            _check_atom(where, atom, before[atom.step])
    reachable = can_hold(step.when, list(before.values()))
    _expect(
        reachable, where, f"the condition {step.when}", "one that can hold", "correct it or drop the step"
    )


def _check_atom(where: str, atom: Answered | Chosen | InWords, step: Step | ForEach) -> None:
    if isinstance(atom, InWords):
        looks_up = step.leaf.looks_up
        _expect(looks_up, where, f"words looked for at {atom.step!r}", "a Browse", "name one that looks up")
        return
    values = atom.values if isinstance(atom, Answered) else (atom.value,)
    by_item = isinstance(step, ForEach | Quiz)
    found = f"a condition on the answers of {atom.step!r}"
    _expect(not (values and by_item), where, found, "a step asked once", "look at whether it was answered")
    known = _static_ids(step.leaf)
    for value in values:
        dead = known is not None and isinstance(value, str) and value not in known
        _expect(not dead, where, f"{atom.step!r} being {value!r}", f"one of {known}", "correct the value")


def _static_ids(step: Step) -> list[str] | None:
    """The ids of the options, None where they come from the facts or there is nothing to choose."""
    if isinstance(step, Grid):
        return [f"{row.id}-{column.id}" for row in step.rows for column in step.columns]
    if isinstance(step, WithOptions) and not callable(step.options) and not callable(step.extra):
        return [option.id for option in (*step.options, *step.extra)]
    return None


def _check_repetition(where: str, step: Step | ForEach, before: dict[str, Step | ForEach]) -> None:
    if not isinstance(step, ForEach):
        return
    over = before.get(step.over)
    _expect(isinstance(over, Ticking), where, f"over={step.over!r}", "an earlier Several or Grid", "name one")
    repeats = isinstance(step.step, Quiz | Review)
    _expect(not repeats, where, f"a {type(step.step).__name__} repeated", "a plain question", "ask it once")
    _expect(
        step.step.when is None, where, "a condition on the repeated step", "none", "put it on the ForEach"
    )


def _check_step(where: str, step: Step, item: str) -> None:
    for field, text in _texts(step):
        _check_text(where, field, text, item)
    if isinstance(step, WithOptions):
        _check_layout(where, step)
        _check_options(where, step)
    if isinstance(step, Grid):
        _check_grid(where, step)
    if isinstance(step, Choose):
        _check_endings(where, step)
    if isinstance(step, Ticking):
        _check_ticks(where, step)
    if isinstance(step, Number) and step.minimum is not None and step.maximum is not None:
        _expect(step.minimum <= step.maximum, where, "minimum over maximum", "a number between", "swap them")


def _texts(step: Step) -> Iterator[tuple[str, Text]]:
    """The declared texts, by the field they stand in."""
    for field, value in ((one.name, getattr(step, one.name)) for one in fields(step)):
        if field in NO_WORDS or callable(value):
            continue
        for one in value if isinstance(value, tuple) else (value,):
            yield from _texts_of(field, one)


def _texts_of(field: str, value: object) -> Iterator[tuple[str, Text]]:
    match value:
        case str() | Phrase() | Words() | Listed():
            yield field, value
        case Option():
            yield f"{field}: {value.id}", value.label
            for beside in (value.note, value.short):
                if beside is not None:
                    yield f"{field}: {value.id}", beside
        case Unfold():
            yield field, value.label
            if not callable(value.paragraphs):
                many = value.paragraphs if isinstance(value.paragraphs, tuple) else (value.paragraphs,)
                yield from ((field, text) for text in many)


def _check_text(where: str, field: str, text: Text, item: str = "") -> None:
    blank = not text.strip() if isinstance(text, str) else not text
    _expect(not blank, where, f"an empty {field}", "words", "write it")
    message = text if isinstance(text, str) else text.message if isinstance(text, Phrase) else ""
    given = {item} if isinstance(text, str) else {item, "count", *getattr(text, "fields", ())}
    missing = _placeholders(where, field, message) - given
    _expect(
        not missing, where, f"{field} with {sorted(missing)}", "placeholders with a value", "say(…, name=…)"
    )


def _placeholders(where: str, field: str, message: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(message) if name is not None}
    except ValueError as error:
        raise DeclarationError(
            where, f"{field} with {error}", "named placeholders", "double the braces"
        ) from error


def _check_layout(where: str, step: WithOptions) -> None:
    _expect(step.per_page >= 1, where, f"per_page={step.per_page}", "at least 1", "raise it")
    widest = ACROSS if isinstance(step, Grid) else 2
    _expect(
        1 <= step.width <= widest, where, f"{step.width} buttons a row", f"1 to {widest}", "make rows shorter"
    )
    below = step.extra_columns
    _expect(1 <= below <= widest, where, f"{below} buttons a row", f"1 to {widest}", "make rows shorter")


def _check_options(where: str, step: WithOptions) -> None:
    declared = (
        *(() if callable(step.options) else step.options),
        *(() if callable(step.extra) else step.extra),
    )
    ids = [option.id for option in declared]
    for id in ids:
        _expect(ids.count(id) == 1, where, f"the option {id!r} twice", "once", "rename one of them")
        found = f"the option id {id!r} of {len(id.encode())} bytes"
        _expect(
            bool(id) and code_of(id) == id,
            where,
            found,
            f"1 to {LONGEST_ID} plain ASCII characters",
            "shorten",
        )
    choosing = isinstance(step, Choose | Ticking) and not isinstance(step, Grid)
    nothing = choosing and not declared and not callable(step.options) and not callable(step.extra)
    _expect(not nothing, where, "no option", "something to choose", "declare options")


def _check_grid(where: str, step: Grid) -> None:
    _expect(bool(step.rows), where, "no row", "at least one", "declare rows=")
    ids = _static_ids(step) or []
    long = [id for id in ids if code_of(id) != id]
    _expect(not long, where, f"the ticks {long}", f"at most {LONGEST_ID} ASCII characters", "shorten the ids")
    _expect(len(set(ids)) == len(ids), where, "a tick twice", "once", "rename a row or a column")
    unknown = {tick for shortcut in step.shortcuts for tick in shortcut.ticks or ()} - set(ids)
    _expect(not unknown, where, f"a shortcut to {sorted(unknown)}", "ticks of the grid", "correct it")


def _check_endings(where: str, step: Choose) -> None:
    known = _static_ids(step)
    if known is None:
        return
    unknown = [id for id in step.ends if id not in known]
    _expect(not unknown, where, f"ends={unknown}", f"some of {known}", "correct them")
    endless = step.when is None and not step.skippable and set(known) <= set(step.ends)
    _expect(not endless, where, "options that all end", "one that goes on", "add one, or drop the step")


def _check_ticks(where: str, step: Ticking) -> None:
    most = step.maximum
    _expect(
        most is None or most >= max(1, step.minimum), where, f"maximum={most}", "minimum or more", "raise it"
    )
    known = _static_ids(step)
    if known is None:
        return
    too_many = step.minimum > len(known)
    _expect(not too_many, where, f"minimum={step.minimum} of {len(known)} options", "fewer", "lower it")
    preticked = () if callable(step.preticked) else step.preticked
    unknown = [id for id in preticked if id not in known]
    _expect(not unknown, where, f"preticked={unknown}", f"some of {known}", "correct them")
