"""Whatever people do to a conversation, it neither breaks nor gets stuck, and back goes back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.engine.conversation import Conversation
from bot.engine.declaration import DeclarationError
from bot.engine.events import Event, Move, Moved, Tapped
from bot.engine.path import walk
from bot.engine.runner import Answered, advance
from bot.engine.screen import draw, draw_answered
from bot.engine.state import MISSING, State, Status
from bot.engine.steps import (
    Choose,
    Consent,
    Contact,
    Day,
    ForEach,
    Grid,
    Number,
    Page,
    Place,
    Quiz,
    Review,
    Several,
    Words,
)  # fmt: skip
from tests.unit.engine_samples import NOW, Facts, Person, actions, check_frozen, check_screen, finish
from tests.unit.engine_strategies import SAMPLE, conversations, forged, happenings, somewhere

EXAMPLES = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
WORLDS = (
    Facts(),
    Facts(missions=(), towns=()),
    Facts(missions=(("mission-3", "Only this one"),), questions=(), with_contact=False),
    Facts(towns=("Livry",), questions=("leave",)),
)


def live(person: Person, happening: Callable[[Person], Event], visits: int = 1) -> None:
    """One event, and everything that must hold after any event.

    A question that went away counts a visit of its own, hence `visits`.
    """
    before = person.state
    outputs = person.does(happening(person))
    after = person.state
    assert before.visit <= after.visit <= before.visit + visits
    if after.visit == before.visit and None not in (before.at, after.at):
        assert after.at == before.at
    if after.status is Status.OPEN:
        assert all(one.key != person.at for one in outputs if isinstance(one, Answered))
    assert State.from_json(json.loads(json.dumps(after.to_json()))) == after
    person.state = State.from_json(json.loads(json.dumps(after.to_json())))
    check_screen(person.screen, after.visit)
    for key in list(after.answers)[-1:]:
        check_frozen(draw_answered(person.conversation, person.facts, after, key))


def finish_if_open(person: Person) -> None:
    if person.state.status in (Status.OPEN, Status.LATER):
        finish(person)


@EXAMPLES
@given(somewhere, st.lists(happenings(), max_size=40))
def test_nothing_people_do_breaks_it_or_leaves_them_stuck(
    start: State, happens: list[Callable[[Person], Event]]
) -> None:
    person = Person(SAMPLE, state=start)

    for happening in happens:
        live(person, happening)

    finish_if_open(person)


@EXAMPLES
@given(somewhere, st.lists(st.tuples(happenings(), st.sampled_from(WORLDS)), max_size=25))
def test_facts_may_change_at_any_moment(
    start: State, happens: list[tuple[Callable[[Person], Event], Facts]]
) -> None:
    person = Person(SAMPLE, state=start)

    for happening, facts in happens:
        person.facts = facts
        live(person, happening, visits=2)

    finish_if_open(person)


@EXAMPLES
@given(somewhere, st.lists(happenings(), max_size=30), st.data())
def test_back_returns_to_the_previous_question_with_its_answer_proposed(
    start: State, happens: list[Callable[[Person], Event]], data: st.DataObject
) -> None:
    person = Person(SAMPLE, state=start)
    for happening in happens:
        live(person, happening)
    path = walk(person.conversation, person.facts, person.state)
    editing = person.state.editing is not None and person.state.editing == person.state.at
    if "back" not in actions(person.screen) or editing or person.state.status is not Status.OPEN:
        return

    expected = path.previous
    assert expected is not None
    person.presses("back")

    assert person.at == expected.key
    assert person.proposal == expected.proposed != MISSING
    assert any(_keeps(person, action) for action in actions(person.screen))


def _keeps(person: Person, action: str) -> bool:
    """Whether one tap keeps the proposed answer and goes on."""
    key, proposed = person.at, person.proposal
    event = Tapped(person.state.visit, action)
    after, _outputs = advance(person.conversation, person.facts, person.state, event, NOW)
    return key is not None and after.visit > person.state.visit and after.answers.find(key) == proposed


@EXAMPLES
@given(somewhere, st.lists(happenings(), max_size=30), st.integers(0, 20))
def test_the_same_tick_twice_is_one_tick(
    start: State, happens: list[Callable[[Person], Event]], index: int
) -> None:
    person = Person(SAMPLE, state=start)
    for happening in happens:
        live(person, happening)
    ticks = [action for action in actions(person.screen) if action[0] in "+-"]
    if not ticks:
        return

    person.presses(ticks[index % len(ticks)])
    once = person.state
    person.presses(ticks[index % len(ticks)])

    assert replace(person.state, remark=None) == replace(once, remark=None)


@EXAMPLES
@given(somewhere, st.lists(happenings(), max_size=20), forged, st.integers(1, 50))
def test_a_tap_on_an_older_screen_changes_nothing(
    start: State, happens: list[Callable[[Person], Event]], action: str, older: int
) -> None:
    person = Person(SAMPLE, state=start)
    for happening in happens:
        live(person, happening)
    before = person.state

    outputs = person.does(Tapped(before.visit - older, action))

    assert person.state == before
    assert outputs == ()


@EXAMPLES
@given(somewhere, st.lists(happenings(), max_size=25), st.data())
def test_a_new_version_takes_over_whoever_is_in_the_middle(
    start: State, happens: list[Callable[[Person], Event]], data: st.DataObject
) -> None:
    person = Person(SAMPLE, state=start)
    for happening in happens:
        live(person, happening)
    steps = data.draw(st.permutations(SAMPLE.steps))[: data.draw(st.integers(1, len(SAMPLE.steps)))]
    try:
        newer = Conversation("everything", [*steps, Words("added", "Something new?")], title="Newer")
    except DeclarationError:
        return

    person.conversation = newer
    live(person, lambda _person: Moved(Move.SHOW), visits=2)

    if person.state.status is Status.OPEN:
        assert person.at is not None
    finish_if_open(person)


@EXAMPLES
@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
), st.dictionaries(st.sampled_from(list(State().to_json())), st.sampled_from(
    [None, True, -1, "", "x", [], {}, [["age", "", {}]], [["age", "", "adult"], 3], {"t": "phrase"}, {"t": "?"}, ["a"]]
)))  # fmt: skip
def test_a_state_nobody_can_read_is_read_as_far_as_it_goes(raw: Any, broken: dict[str, Any]) -> None:
    for stored in (raw, {**State().to_json(), **broken}):
        person = Person(SAMPLE, state=State.from_json(stored))
        draw(person.conversation, person.facts, person.state, "1z")
        live(person, lambda _person: Moved(Move.SHOW), visits=2)
        finish_if_open(person)


@EXAMPLES
@given(conversations(), st.lists(happenings(), max_size=20))
def test_no_conversation_that_can_be_declared_breaks(
    conversation: Conversation, happens: list[Callable[[Person], Event]]
) -> None:
    person = Person(conversation)

    for happening in happens:
        live(person, happening)

    finish_if_open(person)


@EXAMPLES
@given(conversations(), st.lists(happenings(), max_size=15), conversations())
def test_any_conversation_takes_over_from_any_other(
    older: Conversation, happens: list[Callable[[Person], Event]], newer: Conversation
) -> None:
    person = Person(older)
    for happening in happens:
        live(person, happening)

    person.conversation = newer
    live(person, lambda _person: Moved(Move.RESUME), visits=2)

    finish_if_open(person)


def test_the_sample_has_a_step_of_every_kind() -> None:
    kinds = {type(step.leaf) for step in SAMPLE.steps}

    assert {Page, Consent, Words, Choose, Several, Grid, Number, Day, Place, Contact, Quiz, Review} <= kinds
    assert any(isinstance(step, ForEach) for step in SAMPLE.steps)
