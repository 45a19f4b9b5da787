"""What the engine's tests share: a conversation of every kind of step, its facts, and somebody who goes through it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from bot.domain.charter import Answer, Question
from bot.domain.garden import Place as Point
from bot.domain.message import Button, Media, Message, Relay
from bot.domain.text import Cut, Field, Listed, Phrase, cut_at_a_word, say
from bot.domain.text import Words as Written
from bot.engine.checks import is_first_name
from bot.engine.conditions import answered, chosen, fact, not_
from bot.engine.conversation import Conversation
from bot.engine.events import Enclosed, Event, SharedContact, SharedPlace, Tapped, Typed
from bot.engine.path import walk
from bot.engine.runner import Output, advance
from bot.engine.screen import base36, draw
from bot.engine.state import MISSING, Answers, Key, State, Status
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
    Unfold,
    Words,
)
from bot.engine.understanding import understand

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = NOW.date()

DAYS = tuple(Option(day, day.capitalize()) for day in ("mon", "tue", "wed"))
PARTS = tuple(Option(part, part) for part in ("morning", "afternoon", "evening"))
SKILLS = (Option("cooking", "Cooking"), Option("selling", "Selling"), Option("driving", "Driving"))
LEVELS = (
    Option("never", "I never did it"),
    Option("did_it", "I did it before"),
    Option("job", "It is my job"),
)
AGES = (Option("minor", "Under 18"), Option("adult", "18 or over"))


@dataclass(frozen=True)
class Facts:
    """What the sample conversation reads: missions as (slug, title), towns, and quiz questions."""

    missions: tuple[tuple[str, str], ...] = tuple((f"mission-{n}", f"Mission number {n}") for n in range(7))
    towns: tuple[str, ...] = ("Sevran", "Livry", "Aulnay")
    questions: tuple[str, ...] = ("free", "leave")
    with_contact: bool = True


def read_questions(facts: Facts) -> tuple[Question, ...]:
    return tuple(_question(slug) for slug in facts.questions)


def _question(slug: str) -> Question:
    answers = tuple(Answer(name, Written({"en": f"{name} of {slug}"})) for name in ("yes", "no"))
    return Question(
        slug, Written({"en": f"Is {slug} so?"}), answers, "yes", Written({"en": f"Because {slug}."})
    )


def ranked_missions(facts: Facts, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(slug, title, note=say("why {title}", title=title)) for slug, title in facts.missions)


def known_towns(facts: Facts, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(town.lower(), town) for town in facts.towns)


def every_kind(name: str = "everything") -> Conversation:
    """One step of each kind, conditions and a barrier included."""
    return Conversation(
        name,
        title="Getting to know each other",
        steps=[
            Page(
                "story", ("We grow vegetables.", "And people."), unfold=Unfold("Why?", "Because we like it.")
            ),
            Consent("privacy", "May we keep your answers?", barrier=True),
            Words(
                "first_name",
                "What should we call you?",
                check=is_first_name,
                suggest=lambda facts, answers: "Ana",
                longest=40,
                summary="First name",
            ),
            Choose("age", "How old are you?", options=AGES, summary="Age"),
            Words("guardian", "Which adult can we write to?", when=answered("age", "minor"), summary="Adult"),
            Several(
                "skills",
                "What can you do?",
                options=SKILLS,
                maximum=2,
                preticked=("selling",),
                summary="Skills",
            ),
            ForEach(
                over="skills",
                step=Choose("level", "How well: {item}?", options=LEVELS, columns=2, summary="Level"),
            ),
            Grid("slots", "When?", rows=DAYS, columns=PARTS, minimum=1, summary="When"),
            Number("people", "How many are you?", minimum=1, maximum=20, summary="People"),
            Day("start", "From when?", past=False, summary="From"),
            Place(
                "town", "Where do you live?", options=known_towns, free=True, skippable=True, summary="Town"
            ),
            Contact(
                "contact",
                "How can we reach you?",
                when=fact("contact is wanted", lambda facts: facts.with_contact),
                summary="Contact",
            ),
            Quiz("quiz", "A question:", questions=read_questions),
            Review("review", "Is everything right?"),
            Choose(
                "mission",
                "Three missions for you:",
                options=ranked_missions,
                extra=(Option("none", "None of these"), Option("leave", "I would rather leave")),
                per_page=3,
                ends=("leave",),
                summary="Mission",
                barrier=True,
            ),
            Words(
                "wish",
                "What would you like?",
                when=answered("mission", "none"),
                skippable=True,
                summary="Wish",
            ),
            Choose(
                "drive",
                "Would you drive?",
                options=(Option("yes", "Yes"), Option("no", "No")),
                when=chosen("skills", "driving"),
                summary="Drives",
            ),
            Page("bye", "See you soon!", when=not_(answered("age", "minor"))),
        ],
    )


def plain(text: Field) -> str:
    """A text in English without markup, as strict about missing fields as the real speaker."""
    match text:
        case Phrase():
            chosen_form = text.plural if text.plural is not None and text.count != 1 else text.message
            fields: dict[str, Any] = {"count": text.count, **text.fields}
            return chosen_form.format(**{name: plain(value) for name, value in fields.items()})
        case Written():
            return text.in_language("en")
        case Cut():
            return cut_at_a_word(plain(text.text), text.longest)
        case Listed():
            return ", ".join(plain(item) for item in text.items)
        case date() | datetime() | time():
            return text.isoformat()
        case _:
            return str(text)


def labels(message: Message) -> list[str]:
    return [plain(button.label) for row in message.rows for button in row]


def buttons(message: Message) -> Iterator[Button]:
    return (button for row in message.rows for button in row)


def actions(message: Message) -> list[str]:
    return [button.data.split(".", 3)[3] for button in buttons(message) if button.data]


@dataclass
class Person:
    """Somebody in a conversation, who taps what is shown and types."""

    conversation: Conversation
    facts: Any = field(default_factory=Facts)
    state: State = field(default_factory=State.begin)
    outputs: list[Output] = field(default_factory=list)
    language: str = "en"

    def does(self, event: Event) -> tuple[Output, ...]:
        self.state, outputs = advance(self.conversation, self.facts, self.state, event, NOW)
        self.outputs += outputs
        return outputs

    def presses(self, *wanted: str) -> None:
        """Tap buttons by the action they carry, shown or not."""
        for action in wanted:
            self.does(Tapped(self.state.visit, action))

    def taps(self, *wanted: str) -> None:
        """Tap buttons by their label; each must be on the screen."""
        for label in wanted:
            found = [one for one in buttons(self.screen) if plain(one.label) == label]
            assert found, f"no button {label!r} among {labels(self.screen)}"
            self.does(self.tap_of(found[0]))

    def tap_of(self, button: Button) -> Tapped:
        _kind, _instance, visit, action = button.data.split(".", 3)
        return Tapped(int(visit, 36), action)

    def types(self, *words: str) -> None:
        for one in words:
            self.does(self.meaning(one))

    def meaning(self, words: str) -> Event:
        event = Typed(words)
        return understand(self.conversation, self.facts, self.state, event, plain, self.language, TODAY)

    @property
    def screen(self) -> Message:
        return draw(self.conversation, self.facts, self.state, "1z")

    @property
    def reads(self) -> str:
        return "\n\n".join(plain(paragraph) for paragraph in self.screen.paragraphs)

    @property
    def at(self) -> Key | None:
        stand = walk(self.conversation, self.facts, self.state).stand
        return stand.key if stand else None

    @property
    def proposal(self) -> Any:
        stand = walk(self.conversation, self.facts, self.state).stand
        return stand.proposed if stand else MISSING


AWAY = frozenset({"back", "later", "human", "cancel", "unfold", "fold", "refuse", "o.leave"})
"""Buttons that do not lead on."""

TYPED = (
    Typed("Ana"),
    Typed("3"),
    Typed("2026-05-01"),
    Typed("0600000000"),
    SharedPlace(Point(48.9, 2.5)),
    SharedContact("+33600000000", "Ana", True),
    Enclosed(Relay(Media.PHOTO, "AgAC1")),
)


def finish(person: Person, most: int = 200) -> int:
    """Go on to the end by the buttons shown, typing only where no button answers; how many events it took.

    Fails where the person is stuck.
    """
    for count in range(most):
        if person.state.status is Status.DONE:
            return count
        go_on(person)
    raise AssertionError(f"not finished after {most} events: {person.state}")


def go_on(person: Person) -> None:
    """One event that leads on."""
    assert person.state.status in (Status.OPEN, Status.LATER), person.state
    person.does(_way_on(person))


def _way_on(person: Person) -> Event:
    offered = [person.tap_of(one) for one in buttons(person.screen) if one.data]
    leading = [
        one for one in offered if one.action not in AWAY and not one.action.startswith(("e.", "p", "sure."))
    ]
    for event in (*leading, *TYPED):
        after, _outputs = advance(person.conversation, person.facts, person.state, event, NOW)
        if after.status is Status.DONE or (after.status is Status.OPEN and _went_on(person.state, after)):
            return event
    raise AssertionError(f"stuck at {person.at}: {labels(person.screen)}")


def _went_on(before: State, after: State) -> bool:
    if before.status is Status.LATER or before.confirming:
        return not after.confirming
    return after.visit > before.visit or len(after.draft or ()) > len(before.draft or ())


def check_screen(message: Message, visit: int) -> None:
    """What Telegram accepts and people can read: data in 64 bytes and unique, labels, at most three a row."""
    data = [button.data for button in buttons(message) if button.data]
    assert all(len(one.encode()) <= 64 for one in data)
    assert all(one.startswith(f"c.1z.{base36(visit)}.") for one in data)
    assert len(set(data)) == len(data)
    assert all(0 < len(row) <= 3 for row in message.rows)
    assert message.paragraphs
    for paragraph in message.paragraphs:
        assert plain(paragraph).strip()
    for label in labels(message):
        assert label.strip()


def check_frozen(message: Message) -> None:
    """A question that is past: words, and nothing to tap."""
    assert message.paragraphs
    assert all(plain(paragraph).strip() for paragraph in message.paragraphs)
    assert not message.rows


def until(person: Person, step: str) -> Person:
    """Bring somebody to a step, adult and able to cook."""
    path = ("read", "agree", "take", "o.adult", "-selling", "+cooking", "done", "o.did_it", "s.any", "done")
    for action in path:
        if person.at and person.at[0] == step:
            return person
        person.presses(action)
    for event in (
        Typed("3"),
        Typed("2026-05-01"),
        "o.sevran",
        Typed("0600000000"),
        "o.yes",
        "o.yes",
        "right",
    ):
        if person.at and person.at[0] == step:
            return person
        person.presses(event) if isinstance(event, str) else person.does(event)
    assert person.at
    assert person.at[0] == step
    return person


def small(*steps: object) -> Person:
    return Person(Conversation("small", list(steps), title="Small"))  # type: ignore[arg-type]
