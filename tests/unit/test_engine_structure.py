"""A declaration that cannot work is refused the moment it is built, with what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest

from bot.domain.text import say
from bot.engine.conditions import Condition, all_of, answered, any_of, chosen, fact, not_
from bot.engine.conversation import Conversation
from bot.engine.declaration import DeclarationError
from bot.engine.steps import (
    Choose,
    ForEach,
    Grid,
    Number,
    Option,
    Page,
    Quiz,
    Review,
    Several,
    Shortcut,
    Unfold,
    Words,
    options_of,
)

AB = (Option("a", "A"), Option("b", "B"))
NAME = Words("name", "Name?")
AGE = Choose("age", "Age?", options=AB)
SKILLS = Several("skills", "Skills?", options=AB)


def build(*steps: Any, name: str = "sample") -> Conversation:
    return Conversation(name, list(steps), title="Sample")


def shown_when(condition: Condition) -> Callable[[], Conversation]:
    return lambda: build(AGE, SKILLS, NAME, Page("page", "Read.", when=condition))


def one(step: Any) -> Callable[[], Conversation]:
    return lambda: build(step)


REFUSED: dict[str, tuple[Callable[[], Conversation], str]] = {
    "no step": (build, "no step"),
    "no name": (lambda: build(NAME, name=""), "a name of 1 to 32"),
    "a name too long for the table": (lambda: build(NAME, name="x" * 33), "a name of 1 to 32"),
    "two steps of one id": (lambda: build(NAME, NAME), "two steps of this id"),
    "a step without id": (one(Words("", "Name?")), "an empty id"),
    "an empty prompt": (one(Words("name", "  ")), "an empty prompt"),
    "an empty paragraph": (one(Page("page", ("One.", ""))), "an empty prompt"),
    "an empty label": (one(Choose("age", "Age?", options=(Option("a", ""),))), "an empty options: a"),
    "a prompt with an unknown placeholder": (one(Words("name", "Hello {name}")), "prompt with ['name']"),
    "a phrase without its field": (one(Words("name", say("Hello {name}"))), "prompt with ['name']"),
    "an item where none is": (one(Words("name", "About {item}")), "prompt with ['item']"),
    "an unfinished placeholder": (one(Words("name", "Hello {")), "named placeholders"),
    "an empty unfolded text": (one(Page("page", "Read.", unfold=Unfold("Why?", ""))), "an empty unfold"),
    "a condition on nothing known": (shown_when(answered("agee")), "a condition on 'agee'"),
    "a condition on itself": (shown_when(answered("page")), "a condition on 'page'"),
    "a condition on a later step": (
        lambda: build(Page("page", "Read.", when=answered("age")), AGE),
        "a condition on 'age'",
    ),
    "a condition on an option that is not there": (shown_when(answered("age", "c")), "'age' being 'c'"),
    "a tick that is not there": (shown_when(not_(chosen("skills", "c"))), "'skills' being 'c'"),
    "a condition that contradicts itself": (
        shown_when(all_of(answered("age", "a"), answered("age", "b"))),
        "(age is a) and (age is b)",
    ),
    "a condition on a step always answered": (shown_when(not_(answered("age"))), "not (age answered)"),
    "a fact and its contrary": (
        shown_when(all_of(fact("rain", bool), not_(fact("rain", bool)))),
        "one that can hold",
    ),
    "a step behind an unreachable answer": (
        lambda: build(
            AGE,
            Choose("sub", "Sub?", options=AB, when=answered("age", "a")),
            Page("page", "Read.", when=all_of(answered("sub", "a"), answered("age", "b"))),
        ),
        "one that can hold",
    ),
    "a step after an option that ends": (
        lambda: build(
            Choose("age", "Age?", options=AB, ends=("a",)), Page("page", "Read.", when=answered("age", "a"))
        ),
        "one that can hold",
    ),
    "the value of what is asked per item": (
        lambda: build(
            SKILLS,
            ForEach(over="skills", step=Choose("level", "{item}?", options=AB)),
            Page("page", "Read.", when=answered("level", "a")),
        ),
        "a step asked once",
    ),
    "no option": (one(Choose("age", "Age?", options=())), "no option"),
    "nothing to tick": (one(Several("skills", "Which?", options=())), "no option"),
    "an option twice": (one(Choose("age", "Age?", options=(AB[0], AB[0]))), "the option 'a' twice"),
    "an extra option twice": (one(Choose("age", "Age?", options=AB, extra=AB[:1])), "the option 'a' twice"),
    "an option without id": (one(Choose("age", "Age?", options=(Option("", "A"),))), "the option id ''"),
    "button data over 64 bytes": (
        one(Choose("age", "Age?", options=(Option("x" * 37, "A"),))),
        "of 37 bytes",
    ),
    "an id of many bytes": (one(Choose("age", "Age?", options=(Option("é" * 20, "A"),))), "of 40 bytes"),
    "options that all end": (one(Choose("age", "Age?", options=AB, ends=("a", "b"))), "options that all end"),
    "an ending that is no option": (one(Choose("age", "Age?", options=AB, ends=("c",))), "ends=['c']"),
    "a tick beforehand that is no option": (
        one(Several("skills", "Which?", options=AB, preticked=("c",))),
        "preticked=['c']",
    ),
    "more ticks than options": (one(Several("skills", "Which?", options=AB, minimum=3)), "minimum=3"),
    "a maximum under the minimum": (
        one(Several("skills", "Which?", options=AB, minimum=2, maximum=1)),
        "maximum=1",
    ),
    "a maximum of nothing": (one(Several("skills", "Which?", options=AB, maximum=0)), "maximum=0"),
    "three buttons a row": (one(Choose("age", "Age?", options=AB, columns=3)), "3 buttons a row"),
    "an empty page": (one(Choose("age", "Age?", options=AB, per_page=0)), "per_page=0"),
    "a grid too wide": (one(Grid("slots", "When?", rows=AB, columns=(*AB, *AB))), "4 buttons a row"),
    "a grid without rows": (one(Grid("slots", "When?", rows=(), columns=AB)), "no row"),
    "a shortcut to nowhere": (
        one(Grid("slots", "When?", rows=AB, columns=AB, shortcuts=(Shortcut("x", "X", ("a-c",)),))),
        "a shortcut to ['a-c']",
    ),
    "a repetition over nothing known": (
        one(ForEach(over="skills", step=Choose("level", "{item}?", options=AB))),
        "over='skills'",
    ),
    "a repetition over a single choice": (
        lambda: build(AGE, ForEach(over="age", step=Choose("level", "{item}?", options=AB))),
        "over='age'",
    ),
    "a repeated quiz": (
        lambda: build(SKILLS, ForEach(over="skills", step=Quiz("quiz", "So?", questions=lambda facts: ()))),
        "a Quiz repeated",
    ),
    "a condition inside a repetition": (
        lambda: build(
            SKILLS, ForEach(over="skills", step=Words("level", "{item}?", when=answered("skills")))
        ),
        "put it on the ForEach",
    ),
    "a review of nothing": (
        lambda: build(Page("page", "Read."), Review("review", "Right?")),
        "nothing to review",
    ),
    "a minimum over the maximum": (
        one(Number("n", "How many?", minimum=3, maximum=2)),
        "minimum over maximum",
    ),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_a_declaration_is_refused_with(name: str) -> None:
    make, expected = REFUSED[name]

    with pytest.raises(DeclarationError) as raised:
        make()

    assert expected in str(raised.value)
    assert raised.value.fix


@pytest.mark.parametrize(
    "condition",
    [
        answered("age"),
        answered("age", "a", "b"),
        chosen("skills", "a"),
        all_of(chosen("skills", "a"), chosen("skills", "b"), not_(answered("age", "a"))),
        any_of(answered("age", "a"), fact("rain", bool)),
        answered("name", "Ana"),
        not_(answered("name", "Ana")),
    ],
)
def test_a_condition_that_can_hold_is_accepted(condition: Condition) -> None:
    assert shown_when(condition)().step("page")


def test_a_skipped_answer_can_be_told_from_an_answer() -> None:
    conversation = build(
        Choose("age", "Age?", options=AB, skippable=True), Page("page", "Read.", when=answered("age", None))
    )

    assert conversation.step("page")


def test_an_error_names_the_thing_the_value_found_what_was_expected_and_the_fix() -> None:
    with pytest.raises(DeclarationError) as raised:
        shown_when(answered("agee"))()

    assert (
        str(raised.value)
        == "sample.page: found a condition on 'agee', expected an earlier step; correct it or move the step"
    )


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def test_options_follow_the_order_of_their_labels() -> None:
    assert options_of(Colour, {Colour.BLUE: "Blue", Colour.RED: "Red"}) == (
        Option("blue", "Blue"),
        Option("red", "Red"),
    )


def test_an_enum_with_a_member_that_has_no_label_is_refused() -> None:
    with pytest.raises(DeclarationError, match="red"):
        options_of(Colour, {Colour.BLUE: "Blue"})
