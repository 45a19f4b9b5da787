"""Owns which missions suit a volunteer, best first and with reasons; never offers what they cannot do.

A mission is first held against what is impossible (`bot.domain.eligibility`), then scored by adding points:

    common days and times     30, and 2 for each further one up to 36
    a form that attracts      25
    skills                    8 did it, 12 could teach it, 14 it is my job; all together at most 26
    motivations               8 each that such a mission answers, at most 24
    place                     12 on the doorstep, down to 0 at 30 km; 12 from home for whoever prefers that
    rhythm                    8

Nothing ever takes points away, so one more trait that a mission asks for can only raise it. Equal scores go
to the mission that fewest people hold (where its places are counted), then by slug: the order never depends on the
order of the input.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.domain.distance import distance_km
from bot.domain.eligibility import home_of, obstacle, why_not
from bot.domain.garden import Garden, Place
from bot.domain.mission import Mission, MissionId
from bot.domain.person import Form, Level, Motivation, Profile, Travel
from bot.domain.reasons import (
    NO_EXPERIENCE,
    NOTHING_AGAINST,
    Reason,
    distance_reason,
    form_reason,
    from_home_reason,
    motivation_reason,
    rhythm_reason,
    skill_reason,
    slots_reason,
)
from bot.domain.text import Text

__all__ = ["Match", "rank_missions", "why_not"]

SLOT_POINTS, FURTHER_SLOT_POINTS, SLOTS_AT_MOST = 30, 2, 36
FORM_POINTS = 25
SKILL_POINTS = {Level.NEVER: 0, Level.DID_IT: 8, Level.COULD_TEACH: 12, Level.MY_JOB: 14}
SKILLS_AT_MOST = 26
MOTIVATION_POINTS, MOTIVATIONS_AT_MOST = 8, 24
PLACE_POINTS, FAR_KM = 12, 30.0
RHYTHM_POINTS = 8
REASONS_SHOWN = 3

ANSWERS: dict[Form, frozenset[Motivation]] = {
    Form.GOVERN: frozenset({Motivation.DEMOCRACY, Motivation.USEFUL}),
    Form.GIVE_TIME: frozenset({Motivation.USEFUL, Motivation.INCLUSION, Motivation.SHARE_SKILLS}),
    Form.SOCIAL_LIFE: frozenset({Motivation.MEET_PEOPLE, Motivation.SOCIAL_MIX}),
    Form.PROPOSE: frozenset({Motivation.DEMOCRACY, Motivation.SHARE_SKILLS}),
    Form.MOBILISE: frozenset({Motivation.USEFUL, Motivation.MEET_PEOPLE}),
    Form.MEMBERSHIP: frozenset({Motivation.ORGANIC}),
    Form.SPREAD_THE_WORD: frozenset({Motivation.MEET_PEOPLE, Motivation.ORGANIC}),
    Form.VALUE_EMPLOYEES: frozenset({Motivation.INCLUSION, Motivation.SOCIAL_MIX}),
}
"""Which motivations a form answers; learning is answered by any mission that says what one learns."""


Ground: TypeAlias = tuple[int, Callable[..., Reason], tuple[Any, ...]]
"""Points, and how the reason is made that speaks for them: only the best few of a mission that is shown ever are."""


@dataclass(frozen=True, slots=True)
class Match:
    """A mission that suits. `reasons` speak to the volunteer, `about` of them to a referent; best first."""

    mission: Mission
    score: int
    grounds: tuple[Ground, ...]

    @property
    def why(self) -> tuple[Reason, ...]:
        """Those that weigh the same keep the order of the table above."""
        best = sorted(self.grounds, key=_points, reverse=True)[:REASONS_SHOWN]
        return tuple(make(points, *about) for points, make, about in best) or (self._otherwise,)

    @property
    def _otherwise(self) -> Reason:
        return NOTHING_AGAINST if self.mission.on_request else NO_EXPERIENCE

    @property
    def reasons(self) -> tuple[Text, ...]:
        return tuple(reason.told for reason in self.why)

    @property
    def about(self) -> tuple[Text, ...]:
        return tuple(reason.about for reason in self.why)


def rank_missions(
    profile: Profile, missions: Iterable[Mission], garden: Garden, *, excluding: Collection[MissionId] = ()
) -> tuple[Match, ...]:
    """The missions that suit `profile`, best first, without those in `excluding`."""
    home = home_of(profile, garden)
    matches = [
        _match(profile, mission, home)
        for mission in missions
        if mission.id not in excluding and obstacle(profile, mission, home) is None
    ]
    return tuple(sorted(matches, key=_order))


def _order(match: Match) -> tuple[int, int, str]:
    return -match.score, match.mission.taken, match.mission.slug


def _points(ground: Ground) -> int:
    return ground[0]


def _match(profile: Profile, mission: Mission, home: Place | None) -> Match:
    grounds = tuple(_grounds(profile, mission, home))
    return Match(mission, sum(map(_points, grounds)), grounds)


def _grounds(profile: Profile, mission: Mission, home: Place | None) -> Iterator[Ground]:
    if common := profile.slots & mission.slots:
        points = SLOT_POINTS + FURTHER_SLOT_POINTS * (len(common) - 1)
        yield min(points, SLOTS_AT_MOST), slots_reason, (common,)
    if mission.form in profile.forms:
        yield FORM_POINTS, form_reason, (mission.form,)
    yield from _capped(_skills(profile, mission), SKILLS_AT_MOST)
    yield from _capped(_motivations(profile, mission), MOTIVATIONS_AT_MOST)
    yield from _place(profile, mission, home)
    if profile.rhythm in mission.rhythms:
        yield RHYTHM_POINTS, rhythm_reason, (profile.rhythm,)


def _skills(profile: Profile, mission: Mission) -> list[Ground]:
    """The best known first; what was never done speaks for nothing."""
    asked = mission.skills | mission.required.keys()
    known = [
        (skill, level) for skill, level in profile.skills.items() if skill in asked and SKILL_POINTS[level]
    ]
    known.sort(key=lambda pair: (-SKILL_POINTS[pair[1]], pair[0]))
    return [(SKILL_POINTS[level], skill_reason, (skill, level)) for skill, level in known]


def _motivations(profile: Profile, mission: Mission) -> list[Ground]:
    answered = profile.motivations & ANSWERS[mission.form]
    if mission.learn and Motivation.LEARN in profile.motivations:
        answered |= {Motivation.LEARN}
    return [(MOTIVATION_POINTS, motivation_reason, (motivation,)) for motivation in sorted(answered)]


def _place(profile: Profile, mission: Mission, home: Place | None) -> Iterator[Ground]:
    if mission.place is None:
        if Travel.FROM_HOME in profile.travel or profile.max_km == 0:
            yield PLACE_POINTS, from_home_reason, ()
    elif home is not None:
        km = distance_km(home, mission.place)
        if (points := round(PLACE_POINTS * (1 - km / FAR_KM))) > 0:
            yield points, distance_reason, (km,)


def _capped(grounds: Iterable[Ground], at_most: int) -> Iterator[Ground]:
    """The same grounds while their points fit under `at_most`; the last one may count for less."""
    left = at_most
    for points, make, about in grounds:
        if left <= 0:
            return
        yield min(points, left), make, about
        left -= points
