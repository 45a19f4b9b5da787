"""Owns the words of a match: why a mission suits, as told to the volunteer and as told about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from bot.domain.eligibility import in_week_order
from bot.domain.labels import FORMS, SKILLS, slot_name
from bot.domain.person import Form, Level, Motivation, Rhythm, Skill, Slot
from bot.domain.text import Listed, Phrase, Text, say
from bot.marks import _, ngettext


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason and what it weighs. Its words are made when asked for: only the best few are ever said."""

    points: int
    words: Callable[[], tuple[Text, Text]] = field(compare=False)

    @property
    def told(self) -> Text:
        """As said to the volunteer."""
        return self.words()[0]

    @property
    def about(self) -> Text:
        """As said of them to a referent."""
        return self.words()[1]


# i18n: reasons begin in lower case: they follow one another, parted by semicolons or bullets
_SKILL_TOLD: Mapping[Level, str] = {
    Level.DID_IT: _("{skill}: you did it before"),
    Level.COULD_TEACH: _("{skill}: you could teach it"),
    Level.MY_JOB: _("{skill}: it is your job"),
}
_SKILL_ABOUT: Mapping[Level, str] = {
    Level.DID_IT: _("{skill}: did it before"),
    Level.COULD_TEACH: _("{skill}: could teach it"),
    Level.MY_JOB: _("{skill}: it is their job"),
}
_MOTIVATION_TOLD: Mapping[Motivation, Phrase] = {
    Motivation.SOCIAL_MIX: say(_("you wished to bring people from all walks of life together")),
    Motivation.USEFUL: say(_("you wished to make yourself useful")),
    Motivation.INCLUSION: say(_("you wished to support people on their way back to work")),
    Motivation.ORGANIC: say(_("you wished to defend organic farming")),
    Motivation.SHARE_SKILLS: say(_("you wished to share what you know")),
    Motivation.MEET_PEOPLE: say(_("you wished to meet people")),
    Motivation.LEARN: say(_("you wished to learn new things")),
    Motivation.DEMOCRACY: say(_("you wished to take part in decisions")),
}
_MOTIVATION_ABOUT: Mapping[Motivation, Phrase] = {
    Motivation.SOCIAL_MIX: say(_("wishes to bring people from all walks of life together")),
    Motivation.USEFUL: say(_("wishes to be useful")),
    Motivation.INCLUSION: say(_("wishes to support people on their way back to work")),
    Motivation.ORGANIC: say(_("wishes to defend organic farming")),
    Motivation.SHARE_SKILLS: say(_("wishes to share what they know")),
    Motivation.MEET_PEOPLE: say(_("wishes to meet people")),
    Motivation.LEARN: say(_("wishes to learn new things")),
    Motivation.DEMOCRACY: say(_("wishes to take part in decisions")),
}
_RHYTHM_TOLD: Mapping[Rhythm, Phrase] = {
    Rhythm.ONCE: say(_("you can come just once, to see")),
    Rhythm.SOMETIMES: say(_("you can come from time to time, as you wished")),
    Rhythm.WEEKLY: say(_("it takes place every week, as you wished")),
}
_RHYTHM_ABOUT: Mapping[Rhythm, Phrase] = {
    Rhythm.ONCE: say(_("wishes to come once, to see")),
    Rhythm.SOMETIMES: say(_("can come from time to time")),
    Rhythm.WEEKLY: say(_("can come every week")),
}

_NO_EXPERIENCE = say(_("no experience is needed")), say(_("starts without experience"))
_NOTHING_AGAINST = say(_("nothing you said speaks against it")), say(_("nothing they said speaks against it"))
_FROM_HOME = say(_("it can be done from home")), say(_("prefers to help from home"))
_NEXT_DOOR = say(_("less than a kilometre from you")), say(_("lives less than a kilometre away"))

NO_EXPERIENCE = Reason(0, lambda: _NO_EXPERIENCE)
"""What is said where nothing else speaks for a mission: whoever is offered it meets what it requires."""
NOTHING_AGAINST = Reason(0, lambda: _NOTHING_AGAINST)
"""The same where a referent looks at each request: nobody promises that no experience is needed."""


def slots_reason(points: int, slots: Iterable[Slot]) -> Reason:
    """The first two common slots are named, in the order of the week."""

    def words() -> tuple[Text, Text]:
        named = Listed(tuple(slot_name(slot) for slot in in_week_order(slots)[:2]))
        return say(_("{slots}, as you said"), slots=named), say(_("free on {slots}"), slots=named)

    return Reason(points, words)


def form_reason(points: int, form: Form) -> Reason:
    label = FORMS[form]
    return Reason(
        points, lambda: (say(_("you chose “{form}”"), form=label), say(_("chose “{form}”"), form=label))
    )


def skill_reason(points: int, skill: Skill, level: Level) -> Reason:
    label = SKILLS[skill]
    return Reason(
        points, lambda: (say(_SKILL_TOLD[level], skill=label), say(_SKILL_ABOUT[level], skill=label))
    )


def motivation_reason(points: int, motivation: Motivation) -> Reason:
    return Reason(points, lambda: (_MOTIVATION_TOLD[motivation], _MOTIVATION_ABOUT[motivation]))


def rhythm_reason(points: int, rhythm: Rhythm) -> Reason:
    return Reason(points, lambda: (_RHYTHM_TOLD[rhythm], _RHYTHM_ABOUT[rhythm]))


def distance_reason(points: int, km: float) -> Reason:
    return Reason(points, lambda: _NEXT_DOOR if km < 1 else _kilometres(round(km)))


def _kilometres(km: int) -> tuple[Text, Text]:
    told = say(ngettext("about {count} km from you", "about {count} km from you"), km)
    return told, say(ngettext("lives about {count} km away", "lives about {count} km away"), km)


def from_home_reason(points: int) -> Reason:
    return Reason(points, lambda: _FROM_HOME)
