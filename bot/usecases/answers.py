"""Owns the way between a conversation's answers and a volunteer's profile, both directions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from bot.domain.person import (
    AgeBracket,
    Form,
    GardenId,
    Level,
    Motivation,
    PersonId,
    Profile,
    Rhythm,
    Situation,
    Skill,
    Slot,
    Travel,
)
from bot.engine.state import Answers, Key, Value

E = TypeVar("E", bound=StrEnum)

ANY_DISTANCE = "any"
"""The option of "how far?" that sets no limit; the others are kilometres, "0" being from home."""


def profile_from(
    answers: Answers, person_id: PersonId, garden_id: GardenId, before: Profile | None
) -> Profile:
    """The profile these answers give. What a parent said stays, as long as the adult named is the same.

    A no also outlasts whoever says they are of age by now: a coordinator has a look first.
    """
    age = AgeBracket(answers.text("age"))
    guardian = answers.text("guardian") if age.is_minor else ""
    same = before if before and (before.guardian == guardian or not age.is_minor) else None
    far = answers.text("max_km")
    return Profile(
        person_id=person_id,
        garden_id=garden_id,
        name=answers.text("first_name"),
        age=age,
        guardian=guardian,
        guardian_agreed_at=same.guardian_agreed_at if same and age.is_minor else None,
        guardian_refused_at=same.guardian_refused_at if same else None,
        situation=Situation(answers.text("situation")),
        motivations=_chosen(Motivation, answers.ticked("motivations")),
        forms=_chosen(Form, answers.ticked("forms")),
        skills=_skills(answers),
        languages=frozenset(answers.ticked("languages")),
        rhythm=Rhythm(answers.text("rhythm")),
        slots=frozenset(Slot.parse(slot) for slot in answers.ticked("slots")),
        max_km=None if far in ("", ANY_DISTANCE) else int(far),
        town=answers.text("town"),
        travel=_chosen(Travel, answers.ticked("travel")),
    )


def answers_from(profile: Profile) -> Mapping[Key, Value]:
    """The answers that would give this profile again: what /profile opens with."""
    plain: dict[str, Value] = {
        "first_name": profile.name,
        "age": profile.age.value,
        "situation": profile.situation.value,
        "motivations": _ticks(Motivation, profile.motivations),
        "forms": _ticks(Form, profile.forms),
        "skills": _ticks(Skill, profile.skills),
        "languages": tuple(sorted(profile.languages)),
        "rhythm": profile.rhythm.value,
        "slots": tuple(str(slot) for slot in sorted(profile.slots)),
        "town": profile.town or None,
        "max_km": ANY_DISTANCE if profile.max_km is None else str(profile.max_km),
        "travel": _ticks(Travel, profile.travel),
    }
    if profile.guardian:
        plain["guardian"] = profile.guardian
    given: dict[Key, Value] = {(step, ""): value for step, value in plain.items()}
    given.update({("skill_level", skill.value): level.value for skill, level in profile.skills.items()})
    return given


def _skills(answers: Answers) -> Mapping[Skill, Level]:
    return {Skill(skill): Level(answers.text("skill_level", skill)) for skill in answers.ticked("skills")}


def _chosen(kind: type[E], ticked: Iterable[str]) -> frozenset[E]:
    return frozenset(kind(value) for value in ticked)


def _ticks(kind: type[E], chosen: Iterable[E]) -> tuple[str, ...]:
    """In the order in which the choices are shown."""
    held = set(chosen)
    return tuple(member.value for member in kind if member in held)
