"""Owns the shape of a garden file: its sections, their keys and their limits; unknown keys are refused.

The limits keep every text inside what a chat shows well: a title and an answer stand on a button, a mission
sheet and a charter fit into one message.
"""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, TypeAlias
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, PlainValidator

from bot.domain.basket import Unclaimed
from bot.domain.event import Circle, EventKind
from bot.domain.garden import DayOfYear, Place
from bot.domain.mission import MissionKind
from bot.domain.person import AgeBracket, Form, Level, Rhythm, Skill, Slot, Weekday
from bot.domain.text import Words
from bot.usecases.garden_file import kinds
from bot.usecases.garden_file.kinds import LanguageCode, Slug

TITLE = 60
LINE = 160
SENTENCES = 300
PARAGRAPH = 600

Name: TypeAlias = Annotated[str, PlainValidator(kinds.text(TITLE))]
Line: TypeAlias = Annotated[str, PlainValidator(kinds.text(LINE))]
Title: TypeAlias = Annotated[Words, PlainValidator(kinds.words(TITLE))]
Sentence: TypeAlias = Annotated[Words, PlainValidator(kinds.words(LINE))]
Sentences: TypeAlias = Annotated[Words, PlainValidator(kinds.words(SENTENCES))]
Paragraph: TypeAlias = Annotated[Words, PlainValidator(kinds.words(PARAGRAPH))]
Latitude: TypeAlias = Annotated[float, PlainValidator(kinds.number(-90, 90))]
Longitude: TypeAlias = Annotated[float, PlainValidator(kinds.number(-180, 180))]
Clock: TypeAlias = Annotated[time, PlainValidator(kinds.clock)]
Day: TypeAlias = Annotated[date, PlainValidator(kinds.day)]


class Sheet(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class GardenSheet(Sheet):
    slug: Slug
    name: Name
    timezone: Annotated[ZoneInfo, PlainValidator(kinds.zone)]
    languages: Annotated[list[LanguageCode], Field(min_length=1, max_length=12)]
    address: Line
    latitude: Latitude
    longitude: Longitude
    contact: Line
    data_contact: Line
    story: Annotated[list[Paragraph], Field(min_length=1, max_length=8)]


class IdentitySheet(Sheet):
    legal_name: Line
    registration_number: Name | None = None
    city: Name
    signatory_name: Name
    signatory_role: Title


class MilestonesSheet(Sheet):
    hours: Annotated[list[Annotated[int, PlainValidator(kinds.whole(1, 10_000))]], Field(max_length=20)] = []
    outings: Annotated[list[Annotated[int, PlainValidator(kinds.whole(1, 1000))]], Field(max_length=20)] = []


class BasketRulesSheet(Sheet):
    change_days: Annotated[int, PlainValidator(kinds.whole(0, 14))] = 1
    change_at: Clock = time(20)
    donate_hours: Annotated[int, PlainValidator(kinds.whole(0, 72))] = 2
    unclaimed: Annotated[Unclaimed, PlainValidator(kinds.choice(Unclaimed))] = Unclaimed.DONATE


class RulesSheet(Sheet):
    claim_delay_hours: Annotated[int, PlainValidator(kinds.whole(1, 72))] = 4
    offer_hours: Annotated[int, PlainValidator(kinds.whole(1, 48))] = 4
    unasked_a_day: Annotated[int, PlainValidator(kinds.whole(1, 20))] = 3
    nudge_delay_hours: Annotated[int, PlainValidator(kinds.whole(1, 168))] = 24
    retention_months: Annotated[int, PlainValidator(kinds.whole(1, 120))] = 36
    working_days: Annotated[
        list[Annotated[Weekday, PlainValidator(kinds.choice(Weekday))]], Field(min_length=1)
    ] = [
        Weekday.MONDAY,
        Weekday.TUESDAY,
        Weekday.WEDNESDAY,
        Weekday.THURSDAY,
        Weekday.FRIDAY,
    ]
    opens: Clock = time(9)
    closes: Clock = time(18)
    quiet_from: Clock = time(21)
    quiet_until: Clock = time(8)
    milestones: MilestonesSheet | None = None
    season_end: Annotated[DayOfYear, PlainValidator(kinds.day_of_year)] | None = None
    baskets: BasketRulesSheet = BasketRulesSheet()


class TownSheet(Sheet):
    slug: Slug
    name: Name
    latitude: Latitude
    longitude: Longitude


class BasketsSheet(Sheet):
    """When a point hands out baskets, and what whoever fetches one has to know."""

    day: Annotated[Weekday, PlainValidator(kinds.choice(Weekday))]
    opens: Clock
    closes: Clock
    access: Sentence | None = None
    keeper: Slug | None = None
    capacity: Annotated[int, PlainValidator(kinds.whole(1, 10_000))] | None = None
    at_garden: bool = False


class PickupSheet(Sheet):
    slug: Slug
    name: Title
    address: Line
    opening: Sentence
    latitude: Latitude
    longitude: Longitude
    baskets: BasketsSheet | None = None


class DeliverySheet(Sheet):
    reason: Sentence
    first_day: Day
    last_day: Day | None = None
    moved_to: Day | None = None


class AbsenceSheet(Sheet):
    first_day: Day
    last_day: Day


class ReferentSheet(Sheet):
    slug: Slug
    name: Name
    domains: Annotated[list[Slug], Field(min_length=1, max_length=20)]
    languages: Annotated[list[LanguageCode], Field(min_length=1, max_length=20)]
    capacity: Annotated[int, PlainValidator(kinds.whole(0, 200))]
    looks_after: Sentences
    contact: Sentences
    deputy: Slug | None = None
    absences: Annotated[list[AbsenceSheet], Field(max_length=50)] | None = None


class TermsSheet(Sheet):
    """What a shift is agreed on; what is left out is as the mission says, else as usual."""

    minimum: Annotated[int, PlainValidator(kinds.whole(0, 1000))] | None = None
    maximum: Annotated[int, PlainValidator(kinds.whole(1, 1000))] | None = None
    guests: Annotated[int, PlainValidator(kinds.whole(0, 20))] | None = None
    newcomers: Annotated[int, PlainValidator(kinds.whole(0, 1000))] | None = None
    closes_hours: Annotated[float, PlainValidator(kinds.number(0, 720))] | None = None
    drop_out_hours: Annotated[float, PlainValidator(kinds.number(0, 720))] | None = None
    equipment: Sentence | None = None
    meeting_point: Sentence | None = None


class ShiftSheet(TermsSheet):
    day: Day
    starts: Clock
    ends: Clock | None = None


class SeriesSheet(TermsSheet):
    slug: Slug
    rule: Annotated[str, PlainValidator(kinds.text(300))]
    starts: Clock
    ends: Clock | None = None
    first_day: Day
    last_day: Day | None = None
    exceptions: Annotated[list[Day], Field(max_length=100)] = []
    season: Annotated[list[Annotated[int, PlainValidator(kinds.whole(1, 12))]], Field(max_length=12)] = []


class BreakSheet(Sheet):
    name: Title
    first_day: Day
    last_day: Day


class MissionSheet(Sheet):
    slug: Slug
    kind: Annotated[MissionKind, PlainValidator(kinds.choice(MissionKind))] | None = None
    form: Annotated[Form, PlainValidator(kinds.choice(Form))]
    title: Title
    purpose: Sentences
    tasks: Annotated[list[Sentence], Field(min_length=1, max_length=8)]
    when: Sentence
    slots: Annotated[list[Annotated[Slot, PlainValidator(kinds.slot)]], Field(max_length=21)] = []
    rhythms: Annotated[
        list[Annotated[Rhythm, PlainValidator(kinds.choice(Rhythm))]], Field(min_length=1, max_length=3)
    ]
    where: Sentence
    place: Annotated[Place | str, PlainValidator(kinds.place)] | None = None
    hours: Annotated[float, PlainValidator(kinds.number(0.25, 24))]
    places: Annotated[int, PlainValidator(kinds.whole(1, 1000))] | None = None
    learn: Sentences
    skills: Annotated[list[Annotated[Skill, PlainValidator(kinds.choice(Skill))]], Field(max_length=12)] = []
    required: dict[
        Annotated[Skill, PlainValidator(kinds.choice(Skill))],
        Annotated[Level, PlainValidator(kinds.required_level)],
    ] = {}
    on_request: bool | None = None
    minimum_age: Annotated[AgeBracket, PlainValidator(kinds.age)]
    provided: Sentences
    domain: Slug
    paused: bool = False
    accompanied: bool = True
    need: Sentences | None = None
    transfer: Sentences | None = None
    recipients: Sentences | None = None
    terms: TermsSheet = TermsSheet()
    shifts: Annotated[list[ShiftSheet], Field(max_length=100)] = []
    series: Annotated[list[SeriesSheet], Field(max_length=20)] = []


class EventSheet(Sheet):
    """One date; those of a series share its name. Published, it is there for its circle, who are not invited by it."""

    slug: Slug
    series: Slug | None = None
    kind: Annotated[EventKind, PlainValidator(kinds.choice(EventKind))]
    title: Title
    about: Sentences | None = None
    day: Day
    starts: Clock
    hours: Annotated[float, PlainValidator(kinds.number(0.01, 8760))]
    arrive: Clock | None = None
    where: Sentence
    place: Annotated[Place | str, PlainValidator(kinds.place)] | None = None
    bring: Sentence | None = None
    capacity: Annotated[int, PlainValidator(kinds.whole(1, 100_000))] | None = None
    circle: Annotated[Circle, PlainValidator(kinds.choice(Circle))] = Circle.EVERYBODY
    mission: Slug | None = None
    carpool: bool = False
    published: bool = False


class ArticleSheet(Sheet):
    text: Sentence
    reason: Sentence


class QuestionSheet(Sheet):
    slug: Slug
    prompt: Sentences
    answers: Annotated[dict[Slug, Title], Field(min_length=2, max_length=5)]
    right: Slug
    explanation: Sentences


class CharterSheet(Sheet):
    rights: Annotated[list[ArticleSheet], Field(min_length=1, max_length=15)]
    duties: Annotated[list[ArticleSheet], Field(min_length=1, max_length=15)]
    questions: Annotated[list[QuestionSheet], Field(min_length=1, max_length=6)]


class GardenFile(Sheet):
    garden: GardenSheet
    identity: IdentitySheet | None = None
    rules: RulesSheet = RulesSheet()
    domains: dict[Slug, Title] = {}
    towns: Annotated[list[TownSheet], Field(min_length=1, max_length=100)]
    pickup_points: Annotated[list[PickupSheet], Field(max_length=100)] = []
    deliveries: Annotated[list[DeliverySheet], Field(max_length=100)] = []
    breaks: Annotated[list[BreakSheet], Field(max_length=100)] = []
    referents: Annotated[list[ReferentSheet], Field(min_length=1, max_length=200)]
    missions: Annotated[list[MissionSheet], Field(min_length=1, max_length=300)]
    events: Annotated[list[EventSheet], Field(max_length=500)] = []
    charter: CharterSheet
