"""Whatever people do to a conversation, it neither breaks nor gets stuck, and back goes back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.garden import Place as Point
from bot.domain.text import say
from bot.engine.conditions import Condition, all_of, answered, any_of, chosen, not_
from bot.engine.conversation import Conversation
from bot.engine.declaration import DeclarationError
from bot.engine.events import (
    Event,
    Meant,
    Move,
    Moved,
    SharedContact,
    SharedPlace,
    Tapped,
    Typed,
    Unreadable,
    Unsure,
)
from bot.engine.path import walk
from bot.engine.runner import advance
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
    Option,
    Page,
    Place,
    Quiz,
    Review,
    Several,
    Words,
)
from bot.engine.steps.choosing import Ticking
from tests.unit.engine_samples import (
    NOW,
    Facts,
    Person,
    actions,
    buttons,
    check_frozen,
    check_screen,
    every_kind,
    finish,
    go_on,
    read_questions,
)

EXAMPLES = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
SAMPLE = every_kind()
WORLDS = (
    Facts(),
    Facts(missions=(), towns=()),
    Facts(missions=(("mission-3", "Only this one"),), questions=(), with_contact=False),
    Facts(towns=("Livry",), questions=("leave",)),
)

FORGED = """
back later human cancel resume show go sure.stop sure.refuse keep skip done read agree refuse right take unfold
fold p0 p1 p99999 p-1 p² o. o.none o.leave o.~ + - +cooking -cooking s.any s.clear d.2026-02-30 d.2026-05-05
e.age e.level/cooking e.privacy e.
"""
KINDS = "page consent words choose several foreach several foreach grid number day place contact quiz review"
TYPED = [
    "",
    "   ",
    "🎉🎉",
    "<b>&",
    "x" * 5000,
    "مرحبا",
    "le 2",
    "oui",
    "1",
    "2.",
    "99",
    "retour",
    "stop",
    "Ana",
    "\x00",
]


def _journey() -> list[State]:
    """The states of somebody who goes through the sample, review edits included."""
    person = Person(SAMPLE)
    states = [person.state]
    while person.state.status is not Status.DONE:
        go_on(person)
        states.append(person.state)
        if person.at == ("review", ""):
            person.presses("unfold", "e.age")
            states.append(person.state)
            person.presses("back")
    return states


somewhere = st.sampled_from(_journey())
garbage = st.one_of(
    st.sampled_from(
        [
            "",
            "   ",
            "🎉🎉",
            "<b>&",
            "x" * 5000,
            "مرحبا",
            "le 2",
            "oui",
            "1",
            "2.",
            "99",
            "retour",
            "stop",
            "Ana",
            "\x00",
        ]
    ),
    st.text(max_size=30),
)
forged = st.one_of(
    st.sampled_from(FORGED.split()),
    st.text(max_size=20),
)


@st.composite
def happenings(draw_: Callable[..., Any]) -> Callable[[Person], Event]:
    """Something that happens, decided once one sees where the person is."""
    kind = draw_(st.integers(0, 9))
    if kind <= 4:  # mostly, people tap what they see
        index = draw_(st.integers(0, 60))
        return lambda person: _tap_number(person, index)
    if kind == 5:
        action, stale = draw_(forged), draw_(st.integers(-2, 2))
        return lambda person: Tapped(person.state.visit + stale, action)
    if kind == 6:
        words = draw_(garbage)
        return lambda person: person.meaning(words)
    if kind == 7:
        move = draw_(st.sampled_from(Move))
        return lambda person: Moved(move)
    if kind == 8:
        shared = draw_(
            st.sampled_from(
                [
                    SharedPlace(Point(48.9, 2.5)),
                    SharedPlace(Point(float("nan"), 900.0)),
                    SharedContact("+336", "", True),
                    SharedContact("", "Somebody", False),
                    Unreadable("voice"),
                    Unsure(("one", say("other"))),
                    Typed("2026-05-01"),
                    Typed("12"),
                ]
            )
        )
        return lambda person: shared
    several = tuple(draw_(st.lists(forged, max_size=4)))
    return lambda person: Meant(person.state.visit, several)


def _tap_number(person: Person, index: int) -> Event:
    offered = [one for one in buttons(person.screen) if one.data]
    return person.tap_of(offered[index % len(offered)]) if offered else Moved(Move.SHOW)


def live(person: Person, happening: Callable[[Person], Event]) -> None:
    """One event, and everything that must hold after any event."""
    before = person.state
    person.does(happening(person))
    after = person.state
    assert after.visit >= before.visit
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
        live(person, happening)

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
    live(person, lambda _person: Moved(Move.SHOW))

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
        live(person, lambda _person: Moved(Move.SHOW))
        finish_if_open(person)


IDS = ("one", "two", "three", "four", "five", "six")
OPTIONS = tuple(Option(name, name.capitalize()) for name in ("red", "blue", "green"))


@st.composite
def conversations(draw_: Callable[..., Any]) -> Conversation:
    """A declaration of up to six steps of any kind, of which those that cannot stand are left out."""
    steps: list[Any] = []
    for id in IDS[: draw_(st.integers(1, len(IDS)))]:
        made = _any_step(draw_, id, steps)
        try:
            Conversation("made", [*steps, made], title="Made")
        except DeclarationError:
            continue
        steps.append(made)
    return Conversation("made", steps or [Page("only", "Read this.")], title="Made")


def _any_step(draw_: Callable[..., Any], id: str, steps: list[Any]) -> Any:
    before = [step.id for step in steps]
    ticking = [step.id for step in steps if isinstance(step.leaf, Ticking)]
    flags = {
        "skippable": draw_(st.booleans()),
        "barrier": draw_(st.integers(0, 5)) == 0,
        "when": draw_(conditions(before)) if before and draw_(st.booleans()) else None,
    }
    columns = draw_(st.integers(1, 2))
    kind = draw_(st.sampled_from(KINDS.split()))
    match kind:
        case "page":
            return Page(id, "Read this.", **flags)
        case "consent":
            return Consent(id, "Agreed?", **flags)
        case "words":
            return Words(id, "Words?", **flags)
        case "choose":
            ends = draw_(st.sampled_from([(), ("red",)]))
            return Choose(id, "Which?", options=OPTIONS, ends=ends, per_page=2, columns=columns, **flags)
        case "several":
            least, most = draw_(st.integers(0, 2)), draw_(st.sampled_from([None, 2, 3]))
            return Several(
                id, "Which?", options=OPTIONS, minimum=least, maximum=most, columns=columns, **flags
            )
        case "grid":
            return Grid(
                id, "When?", rows=OPTIONS, columns=OPTIONS[:2], minimum=draw_(st.integers(0, 2)), **flags
            )
        case "number":
            return Number(id, "How many?", minimum=1, maximum=5, options=(Option("2", "Two"),), **flags)
        case "day":
            return Day(id, "When?", **flags)
        case "place":
            return Place(id, "Where?", options=(Option("here", "Here"),), **flags)
        case "contact":
            return Contact(id, "Who?", **flags)
        case "quiz":
            return Quiz(id, "So?", questions=read_questions, **flags)
        case "foreach":
            over = draw_(st.sampled_from(ticking or ["none"]))
            when = flags.pop("when")
            return ForEach(over=over, when=when, step=Choose(id, "And {item}?", options=OPTIONS, **flags))
        case _:
            return Review(id, "All right?", **flags)


@st.composite
def conditions(draw_: Callable[..., Any], before: list[str]) -> Condition:
    step = draw_(st.sampled_from(before))
    value = draw_(st.sampled_from(["red", "blue"]))
    plain_ones = [answered(step), answered(step, value), chosen(step, value), not_(answered(step, value))]
    one = draw_(st.sampled_from(plain_ones))
    other = draw_(st.sampled_from(plain_ones))
    return draw_(st.sampled_from([one, all_of(one, other), any_of(one, other)]))


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
    live(person, lambda _person: Moved(Move.RESUME))

    finish_if_open(person)


def test_the_sample_has_a_step_of_every_kind() -> None:
    kinds = {type(step.leaf) for step in SAMPLE.steps}

    assert {Page, Consent, Words, Choose, Several, Grid, Number, Day, Place, Contact, Quiz, Review} <= kinds
    assert any(isinstance(step, ForEach) for step in SAMPLE.steps)
    assert any(isinstance(step.leaf, Ticking) for step in SAMPLE.steps)
