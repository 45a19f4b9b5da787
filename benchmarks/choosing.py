"""Owns measuring the choice of missions, on the example garden's sheets taken many times over."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from zoneinfo import ZoneInfo

from benchmarks.figure import Figure, best_of
from bot.domain.garden import Garden, Place, Rules, Town
from bot.domain.matching import rank_missions
from bot.domain.mission import Mission, MissionId, MissionState
from bot.domain.person import (
    ALL_SLOTS,
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
)
from bot.domain.text import Words

HERE, THERE = Place(48.94, 2.53), Place(48.86, 2.35)
NOTHING = Words({})
MISSIONS = 500


def measure() -> Iterator[Figure]:
    garden, profile = garden_of_one(), profile_of_one()
    sheets = [mission_of_one(number) for number in range(MISSIONS)]
    seconds = best_of(5, 1, lambda: rank_missions(profile, sheets, garden))
    yield Figure("missions ranked", seconds, f"{MISSIONS} missions, all of which suit")


def garden_of_one() -> Garden:
    return Garden(
        id=GardenId(1), slug="g", name="G", zone=ZoneInfo("Europe/Paris"), languages=("fr",), story=(), address="",
        place=HERE, contact="", data_contact="", rules=Rules(), towns=(Town("t", "T", THERE),), pickup_points=(),
    )  # fmt: skip


def profile_of_one() -> Profile:
    return Profile(
        person_id=PersonId(1), garden_id=GardenId(1), name="Ana", age=AgeBracket.ADULT, guardian="",
        guardian_agreed_at=None, situation=Situation.RETIRED, motivations=frozenset(Motivation), forms=frozenset(Form),
        skills=MappingProxyType(dict.fromkeys(Skill, Level.COULD_TEACH)), languages=frozenset({"fr"}),
        rhythm=Rhythm.WEEKLY, slots=frozenset(ALL_SLOTS), max_km=50, town="t", travel=frozenset(),
    )  # fmt: skip


def mission_of_one(number: int) -> Mission:
    forms, skills = list(Form), list(Skill)
    return Mission(
        id=MissionId(number), garden_id=GardenId(1), slug=f"m{number}", form=forms[number % len(forms)], title=NOTHING,
        purpose=NOTHING, tasks=(), when=NOTHING, where=NOTHING, slots=frozenset(ALL_SLOTS[number % 5 :: 4]),
        rhythms=frozenset(Rhythm), place=HERE, hours=3, places=None, taken=number % 7, learn=NOTHING, provided=NOTHING,
        skills=frozenset(skills[number % 9 : number % 9 + 3]), required=MappingProxyType({}), on_request=False,
        minimum_age=AgeBracket.UNDER_15, domain="d", state=MissionState.OPEN,
    )  # fmt: skip
