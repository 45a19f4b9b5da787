"""Owns the way between a coordinator's answers and a mission sheet, both directions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.domain.garden import Garden, Place
from bot.domain.mission import Mission, MissionId, MissionKind, MissionState
from bot.domain.person import AgeBracket, Form, Level, Rhythm, Skill, Slot
from bot.domain.terms import NOTHING_SAID, Terms
from bot.domain.text import Language, Words
from bot.engine.state import Answers, Key, Value

GARDEN, HOME, AS_IT_IS = "garden", "_home", "_same"
"""Places that are no town and no pickup point: their slugs have no underscore."""

IN = "_in"
"""What the id of a step ends with that asks for the same text in a further language."""

TEXTS = ("title", "purpose", "need", "transfer", "recipients", "when", "where", "learn", "provided")
"""The texts of one piece; tasks are a list."""


def places_of(garden: Garden) -> dict[str, Place]:
    """Every place that the garden file names, by its option."""
    known = {GARDEN: garden.place}
    known |= {point.slug: point.place for point in garden.pickup_points}
    return known | {town.slug: town.place for town in garden.towns}


def mission_from(
    answers: Answers, garden: Garden, main: Language, slug: str, before: Mission | None
) -> Mission:
    """The sheet these answers give. What they do not speak of stays as it was before."""
    kind = MissionKind(answers.text("kind"))
    texts = {name: written_in(answers, name, main, garden) for name in TEXTS}
    required = _required(answers)
    places = answers.of("places")
    maximum = int(places) if isinstance(places, int | float) else None
    terms = before.terms if before else Terms()
    return Mission(
        id=before.id if before else MissionId(0),
        garden_id=garden.id,
        slug=slug,
        form=Form(answers.text("form")),
        tasks=_tasks(answers, garden, main),
        slots=frozenset(Slot.parse(slot) for slot in answers.ticked("slots")),
        rhythms=frozenset(Rhythm(rhythm) for rhythm in answers.ticked("rhythms")),
        place=_place(answers.text("place"), garden, before),
        hours=_number(answers, "hours"),
        places=None if kind is MissionKind.SHIFTS else maximum,
        taken=before.taken if before else 0,
        skills=frozenset(Skill(skill) for skill in answers.ticked("skills")),
        required=required,
        on_request=bool(required) or answers.text("on_request") == "yes",
        minimum_age=AgeBracket(answers.text("minimum_age")),
        domain=answers.text("domain"),
        state=before.state if before else MissionState.PAUSED,
        kind=kind,
        from_file=False,
        accompanied=answers.text("accompanied") == "yes",
        terms=replace(terms, maximum=maximum) if kind is MissionKind.SHIFTS else terms,
        parent_id=before.parent_id if before else None,
        **texts,
    )


def answers_of(mission: Mission, garden: Garden, main: Language) -> Mapping[Key, Value]:
    """The answers that would give this sheet again: what editing it opens with."""
    plain: dict[str, Value] = {
        "kind": mission.kind.value,
        "form": mission.form.value,
        "tasks": "\n".join(task.in_language(main) for task in mission.tasks),
        "slots": tuple(str(slot) for slot in sorted(mission.slots)),
        "rhythms": tuple(rhythm.value for rhythm in Rhythm if rhythm in mission.rhythms),
        "place": _option_of(mission.place, garden),
        "hours": int(mission.hours) if mission.hours == int(mission.hours) else mission.hours,
        "places": mission.terms.maximum if mission.has_dates else mission.places,
        "skills": tuple(skill.value for skill in Skill if skill in mission.skills),
        "required": tuple(skill.value for skill in Skill if skill in mission.required),
        "on_request": "yes" if mission.on_request else "no",
        "minimum_age": mission.minimum_age.value,
        "accompanied": "yes" if mission.accompanied else "no",
        "domain": mission.domain,
        "in_other": tuple(language for language in mission.title.by_language if language != main),
    }
    plain |= {name: _text(mission, name).in_language(main) or None for name in TEXTS}
    given: dict[Key, Value] = {(step, ""): value for step, value in plain.items()}
    given |= {("level", skill.value): level.value for skill, level in mission.required.items()}
    for language in mission.title.by_language:
        if language != main:
            given |= {(name + IN, language): _text(mission, name).in_language(language) for name in TEXTS}
            tasks = "\n".join(task.in_language(language) for task in mission.tasks)
            given["tasks" + IN, language] = tasks
    return given


def main_language(garden: Garden, spoken: Language, mission: Mission | None) -> Language:
    """The language texts are asked in: the coordinator's own where the garden has it, and the sheet too."""
    known = tuple(mission.title.by_language) if mission else garden.languages
    return spoken if spoken in known and spoken in garden.languages else (known or garden.languages)[0]


def digest_of(mission: Mission, garden: Garden) -> str:
    """Eight characters that change when anything a coordinator can change does."""
    told = repr(sorted(answers_of(mission, garden, next(iter(mission.title.by_language), "")).items()))
    return hashlib.blake2b(told.encode(), digest_size=4).hexdigest()


def written_in(
    answers: Answers,
    name: str,
    main: Language,
    garden: Garden,
    kept: Mapping[Language, str] = MappingProxyType({}),
) -> Words:
    """One text in the language it was asked in and in those ticked, beside what is `kept` of it."""
    texts = {**kept, main: answers.text(name)}
    texts |= {language: answers.text(name + IN, language) for language in answers.ticked("in_other")}
    return in_order({language: text for language, text in texts.items() if text}, garden)


def lines_in(text: str) -> tuple[str, ...]:
    """The lines that say something."""
    return tuple(line.strip(" -•*\t") for line in text.splitlines() if line.strip(" -•*\t"))


def _tasks(answers: Answers, garden: Garden, main: Language) -> tuple[Words, ...]:
    """Line by line: the first line of each language is the first task."""
    written = {main: lines_in(answers.text("tasks"))}
    written |= {one: lines_in(answers.text("tasks" + IN, one)) for one in answers.ticked("in_other")}
    return tuple(
        in_order({one: tasks[number] for one, tasks in written.items() if number < len(tasks)}, garden)
        for number in range(len(written[main]))
    )


def in_order(texts: Mapping[Language, str], garden: Garden) -> Words:
    """In the garden's order, so that its own language stands in where one is missing."""
    order = [*garden.languages, *texts]
    return Words({one: texts[one] for one in dict.fromkeys(order) if one in texts}) if texts else NOTHING_SAID


def _text(mission: Mission, name: str) -> Words:
    found = getattr(mission, name)
    assert isinstance(found, Words)
    return found


def _required(answers: Answers) -> Mapping[Skill, Level]:
    return {Skill(skill): Level(answers.text("level", skill)) for skill in answers.ticked("required")}


def _place(option: str, garden: Garden, before: Mission | None) -> Place | None:
    if option == AS_IT_IS and before is not None:
        return before.place
    return places_of(garden).get(option)


def _option_of(place: Place | None, garden: Garden) -> str:
    if place is None:
        return HOME
    return next((option for option, one in places_of(garden).items() if one == place), AS_IT_IS)


def _number(answers: Answers, step: str) -> float:
    value = answers.of(step)
    return float(value) if isinstance(value, int | float) else 1.0
