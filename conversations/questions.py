"""The questions about a volunteer, asked when they arrive and shown again in /profile."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from bot.domain.labels import (
    AGES,
    DAY_PARTS,
    DISTANCES,
    FORMS,
    LANGUAGE_NAMES,
    LEVELS,
    MOTIVATIONS,
    RHYTHMS,
    SHORT_WEEKDAYS,
    SITUATIONS,
    SKILLS,
    TRAVELS,
    slot_name,
)
from bot.domain.person import AgeBracket, DayPart, Slot, Weekday
from bot.domain.text import Text, say
from bot.engine.checks import first_name_in, is_first_name
from bot.engine.conditions import answered, not_
from bot.engine.state import Answers
from bot.engine.steps import Choose, ForEach, Option, Several, Words
from bot.engine.steps.grid import CLEAR, Grid, Shortcut
from bot.marks import _
from bot.usecases.answers import ANY_DISTANCE
from bot.usecases.profile import ProfileFacts
from bot.usecases.welcome import WelcomeFacts

E = TypeVar("E", bound=StrEnum)
Facts = WelcomeFacts | ProfileFacts

is_minor = answered("age", AgeBracket.UNDER_15.value, AgeBracket.FROM_15_TO_17.value)
from_home_only = answered("max_km", "0")


def options(labels: Mapping[E, Text]) -> tuple[Option, ...]:
    """One option for each choice, in the order people read them."""
    return tuple(Option(choice.value, label) for choice, label in labels.items())


def telegram_first_name(facts: Facts, answers: Answers) -> str | None:
    """What Telegram knows, where it can be a first name."""
    suggested = facts.suggested_name
    return suggested if is_first_name(suggested) is None else first_name_in(suggested) or None


def towns_around(facts: Facts, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(town.slug, town.name) for town in facts.garden.towns)


def language_of_the_chat(facts: Facts, answers: Answers) -> tuple[str, ...]:
    return (facts.language,) if isinstance(facts, WelcomeFacts) else ()


FAR = tuple(Option(ANY_DISTANCE if km is None else str(km), label) for km, label in DISTANCES.items())

ABOUT_YOU = (
    Words(
        "first_name",
        _("What should we call you?"),
        summary=_("First name"),
        check=is_first_name,
        suggest=telegram_first_name,
        longest=40,
        one_line=True,
    ),
    Choose(
        "age",
        _("How old are you? Your age group is enough, we never ask for a date."),
        summary=_("Age"),
        options=options(AGES),
    ),
    Words(
        "guardian",
        (
            _("Before 18, we need the agreement of a parent, or of the adult in charge of you."),
            _("What is their name, and how can we reach them? A coordinator will contact them."),
        ),
        summary=_("Adult to contact"),
        when=is_minor,
        longest=200,
    ),
    Choose(
        "situation",
        _("Which of these describes you best?"),
        summary=_("Situation"),
        options=options(SITUATIONS),
        columns=2,
    ),
    Several(
        "motivations",
        _("What brings you here? Tap everything that fits, then “Done”."),
        summary=_("Motivations"),
        options=options(MOTIVATIONS),
        minimum=1,
    ),
    Several(
        "forms",
        _("What would you like to do? Tap everything that appeals to you."),
        summary=_("Likes to"),
        options=options(FORMS),
        nothing=_("Wherever I am useful"),
    ),
    Several(
        "skills",
        _("What could you bring? No skill is needed to help: this only shows us what would suit you."),
        summary=_("Skills"),
        options=options(SKILLS),
        columns=2,
        per_page=12,
        nothing=_("Nothing in particular"),
    ),
    ForEach(
        over="skills",
        step=Choose(
            "skill_level",
            _("<b>{item}</b>: how well do you know it?"),
            summary=_("Level"),
            options=options(LEVELS),
        ),
    ),
    Several(
        "languages",
        _("Which languages do you speak?"),
        summary=_("Languages"),
        options=tuple(Option(code, say("{name}", name=name)) for code, name in LANGUAGE_NAMES.items()),
        columns=2,
        per_page=8,
        minimum=1,
        preticked=language_of_the_chat,
        more=_("Other languages"),
    ),
    Choose(
        "rhythm", _("How often would you like to come?"), summary=_("How often"), options=options(RHYTHMS)
    ),
    Grid(
        "slots",
        _("When are you usually free? Tap the moments that suit you."),
        summary=_("Available"),
        rows=tuple(Option(day.value, SHORT_WEEKDAYS[day]) for day in Weekday),
        columns=tuple(Option(part.value, DAY_PARTS[part]) for part in DayPart),
        shortcuts=(Shortcut("any", _("Any time"), at_once=True), CLEAR),
        named=lambda slot: slot_name(Slot.parse(slot)),
        options=(),
        minimum=1,
    ),
    Choose(
        "town",
        _("Which place is nearest to you? It tells us how far the missions are."),
        summary=_("Town"),
        options=towns_around,
        columns=2,
        skippable=True,
        skip=_("Somewhere else"),
        more=_("Other places"),
    ),
    Choose(
        "max_km",
        _("How far would you go to help?"),
        summary=_("Distance"),
        options=FAR,
        columns=2,
    ),
    Several(
        "travel",
        _("How do you usually get around?"),
        summary=_("Travels"),
        options=options(TRAVELS),
        columns=2,
        minimum=1,
        when=not_(from_home_only),
    ),
)
