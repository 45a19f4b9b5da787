"""What can happen to a conversation, and every conversation it can happen to: the engine tests' strategies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from bot.domain.garden import Place as Point
from bot.domain.message import Media, Relay
from bot.domain.text import say
from bot.engine.conditions import Condition, all_of, answered, any_of, chosen, not_
from bot.engine.conversation import Conversation
from bot.engine.declaration import DeclarationError
from bot.engine.events import (
    Enclosed,
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
from bot.engine.state import State, Status
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
    Photos,
    Place,
    Quiz,
    Review,
    Several,
    Words,
)  # fmt: skip
from bot.engine.steps.choosing import Ticking
from tests.unit.engine_samples import Person, buttons, every_kind, go_on, read_questions

SAMPLE = every_kind()

FORGED = """
back later human cancel resume show go sure.stop sure.refuse keep skip done read agree refuse right take unfold
fold p0 p1 p99999 p-1 p² o. o.none o.leave o.~ + - +cooking -cooking s.any s.clear d.2026-02-30 d.2026-05-05
e.age e.level/cooking e.privacy e.
"""
KINDS = "page consent words choose several foreach several foreach grid number day place contact quiz photos review"
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
                    Enclosed(Relay(Media.PHOTO, "one"), "below"),
                    Enclosed(Relay(Media.VOICE, "two")),
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
        case "photos":
            return Photos(
                id, "Which?", gathered=lambda _facts, count: (f"{count}",), done=str, most=2, **flags
            )
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
