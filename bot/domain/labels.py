"""Owns the words people read for every choice of the domain, as phrases still to be translated."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.mission import MissionKind, MissionState
from bot.domain.person import (
    AgeBracket,
    DayPart,
    Form,
    Level,
    Motivation,
    Rhythm,
    Role,
    Situation,
    Skill,
    Slot,
    Travel,
    Weekday,
)
from bot.domain.text import Phrase, say
from bot.marks import _

AGES: Mapping[AgeBracket, Phrase] = {
    AgeBracket.ADULT: say(_("18 or over")),
    AgeBracket.FROM_15_TO_17: say(_("15 to 17")),
    AgeBracket.UNDER_15: say(_("Under 15")),
}

FROM_AGES: Mapping[AgeBracket, Phrase] = {
    AgeBracket.ADULT: say(_("18 or over")),
    AgeBracket.FROM_15_TO_17: say(_("15 or over")),
    AgeBracket.UNDER_15: say(_("At any age")),
}
"""From which age on a mission is open."""

SITUATIONS: Mapping[Situation, Phrase] = {
    Situation.NEIGHBOUR: say(_("I live nearby")),
    Situation.MEMBER: say(_("I have a vegetable basket")),
    Situation.STUDENT: say(_("I am studying")),
    Situation.WORKING: say(_("I have a job")),
    Situation.RETIRED: say(_("I am retired")),
    Situation.SEEKING_WORK: say(_("I am looking for work")),
    Situation.SENT_BY_COMPANY: say(_("My company sends me")),
    Situation.OTHER: say(_("Something else")),
}

MOTIVATIONS: Mapping[Motivation, Phrase] = {
    Motivation.USEFUL: say(_("Make myself useful")),
    Motivation.MEET_PEOPLE: say(_("Meet people")),
    Motivation.INCLUSION: say(_("Help people back to work")),
    Motivation.ORGANIC: say(_("Defend organic farming")),
    Motivation.SOCIAL_MIX: say(_("Bring different people together")),
    Motivation.SHARE_SKILLS: say(_("Share what I know")),
    Motivation.LEARN: say(_("Learn new things")),
    Motivation.DEMOCRACY: say(_("Take part in decisions")),
}

FORMS: Mapping[Form, Phrase] = {
    Form.GIVE_TIME: say(_("Lend a hand or a skill")),
    Form.SOCIAL_LIFE: say(_("Bring the place to life")),
    Form.SPREAD_THE_WORD: say(_("Make the garden known")),
    Form.VALUE_EMPLOYEES: say(_("Show what the employees can do")),
    Form.MOBILISE: say(_("Open my network")),
    Form.PROPOSE: say(_("Bring fresh eyes and ideas")),
    Form.GOVERN: say(_("Sit on the board")),
    Form.MEMBERSHIP: say(_("Take a basket, become a member")),
}

SKILLS: Mapping[Skill, Phrase] = {
    Skill.GARDENING: say(_("Gardening")),
    Skill.FRENCH_TEACHING: say(_("Teaching French")),
    Skill.TUTORING: say(_("Helping someone prepare an exam")),
    Skill.DRIVING: say(_("Driving")),
    Skill.PAPERWORK: say(_("Paperwork")),
    Skill.COOKING: say(_("Cooking")),
    Skill.SELLING: say(_("Selling")),
    Skill.COMMUNICATION: say(_("Communication")),
    Skill.DIY: say(_("Repairing and building")),
    Skill.DIGITAL: say(_("Computers and phones")),
    Skill.ACCOUNTING: say(_("Accounts")),
    Skill.ANIMATION: say(_("Leading a group")),
}

LEVELS: Mapping[Level, Phrase] = {
    Level.NEVER: say(_("I never did it")),
    Level.DID_IT: say(_("I did it before")),
    Level.COULD_TEACH: say(_("I could teach it")),
    Level.MY_JOB: say(_("It is my job")),
}

RHYTHMS: Mapping[Rhythm, Phrase] = {
    Rhythm.ONCE: say(_("Once, to see")),
    Rhythm.SOMETIMES: say(_("From time to time")),
    Rhythm.WEEKLY: say(_("Every week")),
}

WEEKDAYS: Mapping[Weekday, Phrase] = {
    Weekday.MONDAY: say(_("Monday")),
    Weekday.TUESDAY: say(_("Tuesday")),
    Weekday.WEDNESDAY: say(_("Wednesday")),
    Weekday.THURSDAY: say(_("Thursday")),
    Weekday.FRIDAY: say(_("Friday")),
    Weekday.SATURDAY: say(_("Saturday")),
    Weekday.SUNDAY: say(_("Sunday")),
}

SHORT_WEEKDAYS: Mapping[Weekday, Phrase] = {
    # i18n: short name of Monday, shown on a small button
    Weekday.MONDAY: say(_("Mon")),
    Weekday.TUESDAY: say(_("Tue")),
    Weekday.WEDNESDAY: say(_("Wed")),
    Weekday.THURSDAY: say(_("Thu")),
    Weekday.FRIDAY: say(_("Fri")),
    Weekday.SATURDAY: say(_("Sat")),
    Weekday.SUNDAY: say(_("Sun")),
}

DAY_PARTS: Mapping[DayPart, Phrase] = {
    DayPart.MORNING: say(_("morning")),
    DayPart.AFTERNOON: say(_("afternoon")),
    DayPart.EVENING: say(_("evening")),
}

_SLOT_FORMS: Mapping[DayPart, str] = {
    DayPart.MORNING: _("{day} mornings"),
    DayPart.AFTERNOON: _("{day} afternoons"),
    DayPart.EVENING: _("{day} evenings"),
}

TRAVELS: Mapping[Travel, Phrase] = {
    Travel.ON_FOOT: say(_("On foot")),
    Travel.BICYCLE: say(_("By bicycle")),
    Travel.PUBLIC_TRANSPORT: say(_("By public transport")),
    Travel.CAR: say(_("By car")),
    Travel.NEEDS_A_LIFT: say(_("I would need a lift")),
    Travel.FROM_HOME: say(_("I prefer to help from home")),
}

DISTANCES: Mapping[int | None, Phrase] = {
    2: say(_("Within 2 km")),
    5: say(_("Within 5 km")),
    10: say(_("Within 10 km")),
    25: say(_("Within 25 km")),
    None: say(_("As far as needed")),
    0: say(_("Only from home")),
}
"""How far somebody would go, by kilometres."""

ROLES: Mapping[Role, Phrase] = {
    Role.VOLUNTEER: say(_("volunteer")),
    Role.MEMBER: say(_("member")),
    Role.REFERENT: say(_("referent")),
    Role.COORDINATOR: say(_("coordinator")),
    Role.COMPANY_CONTACT: say(_("company contact")),
}

LANGUAGE_NAMES: Mapping[str, str] = {
    "fr": "Français",
    "en": "English",
    "ar": "العربية",
    "es": "Español",
    "pt": "Português",
    "uk": "Українська",
    "ru": "Русский",
    "tr": "Türkçe",
    "fa": "فارسی",
    "ps": "پښتو",
    "it": "Italiano",
    "de": "Deutsch",
    "pl": "Polski",
    "ro": "Română",
    "zh": "中文",
    "ta": "தமிழ்",
    "so": "Soomaali",
    "ti": "ትግርኛ",
}
"""Each language in its own name: whoever speaks it finds it."""

_WRITTEN_SMALL = frozenset({"es", "fr", "it", "pl", "pt", "ro", "ru", "uk"})


def language_inside(language: str) -> str:
    """A language's own name as it stands within a sentence: most languages write theirs with a small letter."""
    name = LANGUAGE_NAMES.get(language, language)
    return name.lower() if language in _WRITTEN_SMALL else name


def slot_name(slot: Slot) -> Phrase:
    """ "Saturday mornings", in words."""
    return say(_SLOT_FORMS[slot.part], day=WEEKDAYS[slot.day])


KINDS: Mapping[MissionKind, Phrase] = {
    MissionKind.TASK: say(_("A task, done once")),
    MissionKind.SHIFTS: say(_("Shifts with dates")),
    MissionKind.ROLE: say(_("A role that goes on")),
    MissionKind.PAIR: say(_("A pair, one to one")),
    MissionKind.SKILLS: say(_("A skill to hand on")),
    MissionKind.POLE: say(_("A working group of the board")),
}
"""What people sign up for, as coordinators choose it."""

STATES: Mapping[MissionState, Phrase] = {
    MissionState.OPEN: say(_("🟢 offered to volunteers")),
    MissionState.PAUSED: say(_("⏸ offered to nobody for now")),
    MissionState.CLOSED: say(_("⚪ closed")),
}
