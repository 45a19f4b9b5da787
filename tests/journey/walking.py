"""Owns walks through the bot that many journeys share, written as people act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group


@dataclass(frozen=True)
class Types:
    """Words typed, where a plain `str` is a tap."""

    words: str


Act: TypeAlias = "str | Types"

ADULT: dict[str, Sequence[Act]] = {
    "language": ["English"],
    "project": ["Go on"],
    "consent": ["Yes, I agree"],
    "first_name": ["Ana"],
    "age": ["18 or over"],
    "guardian": [],
    "situation": ["I am retired"],
    "motivations": ["Meet people", "Done"],
    "forms": ["Wherever I am useful"],
    "skills": ["Nothing in particular"],
    "skill_level": [],
    "languages": ["Done"],
    "rhythm": ["Every week"],
    "slots": ["Any time"],
    "town": ["Somewhere else"],
    "max_km": ["As far as needed"],
    "travel": ["By car", "Done"],
    "rights": ["Go on"],
    "duties": ["Go on"],
    "quiz": ["I send a short message", "Nobody, unless they agree", "A big thank you"],
    "charter": ["Yes, I accept"],
    "review": ["Everything is right"],
}
"""The shortest answers of somebody of age, step by step."""


async def introduces(
    person: Person, *, until: str = "", start: str = "/start", **answers: Sequence[Act]
) -> int:
    """Go through the onboarding, up to the step `until` (not answered), with other answers where given.

    Returns the number of taps.
    """
    taps = 0
    if start:
        await person.says(start)
    for step, usual in ADULT.items():
        if step == until:
            return taps
        named = {"first_name": [person.name.split()[0]]}.get(step, usual)
        for act in answers.get(step, named):
            await do(person, act)
            taps += isinstance(act, str)
    return taps


async def do(person: Person, act: Act) -> None:
    if isinstance(act, Types):
        await person.says(act.words)
    else:
        await person.taps(act)


async def joins(person: Person, mission: str) -> None:
    """Choose a mission among those that suit, wherever in the list it stands, and say yes, or take its next date."""
    for _ in range(12):
        labels = [label for row in person.screen.buttons for label in row]
        if any(label.startswith(mission) for label in labels):
            break
        await person.taps("Show me others")
    await person.taps(mission)
    await person.taps(
        "Yes, count me in" if "Yes, count me in" in buttons_of(person) else buttons_of(person)[0]
    )


async def link_referent(emulator: Emulator, nadia: Person, group: Group, name: str) -> Person:
    """A referent of the garden file comes in by "That's me", and the coordinator agrees."""
    person = emulator.person(name.split()[0], language="en")
    await group.adds(person, by=nadia)
    await person.says("/start")
    await person.taps(name, chat=group)
    await nadia.taps("Yes, it is")
    return person


async def reads_all(person: Person, command: str) -> str:
    """What a command tells, leaf by leaf."""
    await person.says(command)
    told = [person.screen.text]
    while "Read on ›" in buttons_of(person):
        await person.taps("Read on ›")
        told.append(person.screen.text)
    return "\n".join(told)


def buttons_of(person: Person) -> list[str]:
    """Every label on the newest screen."""
    return [label for row in person.screen.buttons for label in row]
