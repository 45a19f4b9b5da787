"""A small invented garden for the tests of the queries, as the domain sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.charter import Answer, Article, ArticleKind, Question
from bot.domain.garden import Garden, OpenHours, PickupPoint, Place, QuietHours, Rules, Town
from bot.domain.mission import Mission, MissionId, MissionState, SignUp, SignUpState
from bot.domain.person import (
    AgeBracket,
    Form,
    GardenId,
    Level,
    Motivation,
    Person,
    PersonId,
    Profile,
    Rhythm,
    Situation,
    Skill,
    Slot,
    Travel,
)
from bot.domain.referent import Referent, ReferentId
from bot.domain.text import Words
from bot.storage import gardens, missions, people, referents, sign_ups
from bot.storage.database import Transaction
from tests.contract.rows import NOON

HOUR = timedelta(hours=1)
HERE = Place(47.777, 2.361)


def words(french: str) -> Words:
    return Words({"fr": french, "en": f"{french} (en)"})


GARDEN = Garden(
    id=GardenId(0),
    slug="levee",
    name="La Levée",
    zone=ZoneInfo("Europe/Paris"),
    languages=("fr", "en"),
    story=(words("Deux piliers."), words("Des légumes.")),
    address="12 chemin de la Levée",
    place=HERE,
    contact="bonjour@levee.example",
    data_contact="donnees@levee.example",
    rules=Rules(
        6, 48, 24, OpenHours(frozenset({2, 3}), time(8, 30), time(17)), QuietHours(time(20), time(9))
    ),
    towns=(Town("sully", "Sully", Place(47.768, 2.375)),),
    pickup_points=(PickupPoint("halle", words("La halle"), "Place", words("Le jeudi"), HERE),),
)

MISSION = Mission(
    id=MissionId(0),
    garden_id=GardenId(0),
    slug="market-stall",
    form=Form.SPREAD_THE_WORD,
    title=words("Le marché"),
    purpose=words("Vendre et raconter"),
    tasks=(words("Monter l’étal"), words("Peser")),
    when=words("Le samedi"),
    where=words("À Sully"),
    slots=frozenset({Slot.parse("sat-morning"), Slot.parse("mon-evening")}),
    rhythms=frozenset({Rhythm.WEEKLY, Rhythm.ONCE}),
    place=HERE,
    hours=2.5,
    places=2,
    taken=0,
    learn=words("Vendre"),
    provided=words("Un tablier"),
    skills=frozenset({Skill.SELLING}),
    required={Skill.SELLING: Level.DID_IT},
    on_request=True,
    minimum_age=AgeBracket.FROM_15_TO_17,
    domain="paniers",
    state=MissionState.OPEN,
)

REFERENT = Referent(
    id=ReferentId(0),
    garden_id=GardenId(0),
    slug="anselme",
    name="Anselme",
    person_id=None,
    reachable=False,
    domains=frozenset({"paniers", "cultures"}),
    languages=frozenset({"fr", "ar"}),
    capacity=3,
    load=0,
    looks_after=words("Les paniers"),
    contact=words("Il vous écrit"),
    deputy_id=None,
    absences=(),
    last_assigned_at=None,
)


def plant_garden(tx: Transaction, slug: str = "levee") -> Garden:
    """A stored garden."""
    number, _ = gardens.save_garden(tx, replace(GARDEN, slug=slug), NOON)
    found = gardens.find_garden(tx, number)
    assert found is not None
    return found


def plant_mission(tx: Transaction, garden: Garden, slug: str = "market-stall", **changes: Any) -> Mission:
    """A stored mission of the garden."""
    mission = replace(MISSION, garden_id=garden.id, slug=slug, **changes)
    number, _ = missions.save_mission(tx, mission, len(missions.list_missions(tx, garden.id)))
    found = missions.find_mission(tx, number)
    assert found is not None
    return found


def plant_referent(tx: Transaction, garden: Garden, slug: str = "anselme", **changes: Any) -> Referent:
    """A stored referent of the garden, linked to nobody yet."""
    number, _ = referents.save_referent(tx, replace(REFERENT, garden_id=garden.id, slug=slug, **changes))
    found = referents.find_referent(tx, number)
    assert found is not None
    return found


def meet(tx: Transaction, name: str, telegram_id: int | None = None) -> Person:
    return people.add_person(tx, name=name, language="fr", now=NOON, telegram_id=telegram_id)


def sign_up(tx: Transaction, person: Person, mission: Mission) -> SignUp:
    made = sign_ups.add_sign_up(
        tx,
        garden_id=mission.garden_id,
        mission_id=mission.id,
        person_id=person.id,
        state=SignUpState.CONFIRMED,
        now=NOON,
    )
    assert made is not None
    return made


def profile_of(person: Person, garden: Garden, **changes: Any) -> Profile:
    profile = Profile(
        person_id=PersonId(person.id),
        garden_id=garden.id,
        name=person.name,
        age=AgeBracket.ADULT,
        guardian="",
        guardian_agreed_at=None,
        situation=Situation.RETIRED,
        motivations=frozenset({Motivation.USEFUL, Motivation.LEARN}),
        forms=frozenset({Form.GIVE_TIME}),
        skills={Skill.COOKING: Level.MY_JOB, Skill.DIY: Level.NEVER},
        languages=frozenset({"fr", "es"}),
        rhythm=Rhythm.WEEKLY,
        slots=frozenset({Slot.parse("sat-morning")}),
        max_km=10,
        town="sully",
        travel=frozenset({Travel.BICYCLE}),
    )
    return replace(profile, **changes)


ARTICLES = [
    Article(ArticleKind.RIGHT, words("Vous choisissez."), words("C’est un don.")),
    Article(ArticleKind.DUTY, words("Nous prévenons."), words("Une équipe compte sur vous.")),
]
QUESTIONS = [
    Question(
        "unable",
        words("Que faire ?"),
        (Answer("tell", words("Prévenir")), Answer("no", words("Rien"))),
        "tell",
        words("Un mot suffit."),
    )
]
