"""Owns who people are to a garden: roles, the profile a volunteer gives, and the words of its choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.domain.text import Language

PersonId = NewType("PersonId", int)
GardenId = NewType("GardenId", int)


class Role(StrEnum):
    """What a person is to one garden; a person may be several."""

    VOLUNTEER = "volunteer"
    MEMBER = "member"
    REFERENT = "referent"
    COORDINATOR = "coordinator"
    COMPANY_CONTACT = "company_contact"


class Consent(StrEnum):
    """What somebody may agree to, and take back (RGPD, article 6, 1 a)."""

    PROFILE = "profile"


class AgeBracket(StrEnum):
    """Never a birth date: only what the rules need (a parent's agreement is asked for under 18)."""

    UNDER_15 = "under_15"
    FROM_15_TO_17 = "15_17"
    ADULT = "adult"

    @property
    def is_minor(self) -> bool:
        return self is not AgeBracket.ADULT


class Situation(StrEnum):
    NEIGHBOUR = "neighbour"
    MEMBER = "member"
    STUDENT = "student"
    WORKING = "working"
    RETIRED = "retired"
    SEEKING_WORK = "seeking_work"
    SENT_BY_COMPANY = "sent_by_company"
    OTHER = "other"


class Motivation(StrEnum):
    """Why citizens get involved (the gardens' workshop)."""

    SOCIAL_MIX = "social_mix"
    USEFUL = "useful"
    INCLUSION = "inclusion"
    ORGANIC = "organic"
    SHARE_SKILLS = "share_skills"
    MEET_PEOPLE = "meet_people"
    LEARN = "learn"
    DEMOCRACY = "democracy"


class Form(StrEnum):
    """The eight forms of involvement that a qualification covers."""

    GOVERN = "govern"
    GIVE_TIME = "give_time"
    SOCIAL_LIFE = "social_life"
    PROPOSE = "propose"
    MOBILISE = "mobilise"
    MEMBERSHIP = "membership"
    SPREAD_THE_WORD = "spread_the_word"
    VALUE_EMPLOYEES = "value_employees"


class Skill(StrEnum):
    GARDENING = "gardening"
    FRENCH_TEACHING = "french_teaching"
    TUTORING = "tutoring"
    DRIVING = "driving"
    PAPERWORK = "paperwork"
    COOKING = "cooking"
    SELLING = "selling"
    COMMUNICATION = "communication"
    DIY = "diy"
    DIGITAL = "digital"
    ACCOUNTING = "accounting"
    ANIMATION = "animation"


class Level(StrEnum):
    """How well a person knows a skill, in their own words; ordered."""

    NEVER = "never"
    DID_IT = "did_it"
    COULD_TEACH = "could_teach"
    MY_JOB = "my_job"

    @property
    def rank(self) -> int:
        """0 (never did it) to 3 (it is my job)."""
        return list(Level).index(self)


class Rhythm(StrEnum):
    ONCE = "once"
    SOMETIMES = "sometimes"
    WEEKLY = "weekly"


class Weekday(StrEnum):
    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


class DayPart(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A part of a weekday, written `sat-morning`."""

    day: Weekday
    part: DayPart

    def __str__(self) -> str:
        return f"{self.day}-{self.part}"

    @classmethod
    def parse(cls, written: str) -> Slot:
        day, _, part = written.partition("-")
        return cls(Weekday(day), DayPart(part))


ALL_SLOTS: tuple[Slot, ...] = tuple(Slot(day, part) for day in Weekday for part in DayPart)


class Travel(StrEnum):
    ON_FOOT = "on_foot"
    BICYCLE = "bicycle"
    PUBLIC_TRANSPORT = "public_transport"
    CAR = "car"
    NEEDS_A_LIFT = "needs_a_lift"
    FROM_HOME = "from_home"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the garden knows, with or without a Telegram account.

    `telegram_id` is also the private chat's id. `reach` says how to reach a person without one, in free words.
    `reachable` is false from the moment Telegram answers 403 until they write again. `garden_id` is the garden they
    talk to now, None until they met one.
    """

    id: PersonId
    telegram_id: int | None
    name: str
    language: Language
    reachable: bool
    reach: str
    garden_id: GardenId | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Profile:
    """What a volunteer told a garden about themselves. `max_km` is None for "any distance", 0 for remote only."""

    person_id: PersonId
    garden_id: GardenId
    name: str
    age: AgeBracket
    guardian: str
    guardian_agreed_at: datetime | None
    situation: Situation
    motivations: frozenset[Motivation]
    forms: frozenset[Form]
    skills: Mapping[Skill, Level]
    languages: frozenset[Language]
    rhythm: Rhythm
    slots: frozenset[Slot]
    max_km: int | None
    town: str
    travel: frozenset[Travel]
    guardian_refused_at: datetime | None = None

    @property
    def parent_said_no(self) -> bool:
        """No mission is for them until the parent agrees after all, or a coordinator has seen that they are of age."""
        return self.guardian_refused_at is not None and self.guardian_agreed_at is None

    @property
    def may_be_confirmed(self) -> bool:
        """Under 18, a parent's agreement must be on record before any mission is confirmed."""
        return not self.age.is_minor or self.guardian_agreed_at is not None
