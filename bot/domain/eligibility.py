"""Owns what a volunteer cannot do: age, level, places, days and distance, each with its reason in words.

A reason speaks of "it": the mission's title stands above it already, or is said by whoever tells the reason.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.distance import distance_km
from bot.domain.garden import Garden, Place
from bot.domain.labels import FROM_AGES, LEVELS, SKILLS, slot_name
from bot.domain.mission import Mission, MissionState
from bot.domain.person import ALL_SLOTS, AgeBracket, Level, Profile, Slot
from bot.domain.text import Listed, Text, say
from bot.marks import _

_AGE_ORDER = {age: order for order, age in enumerate(AgeBracket)}
_SLOT_ORDER = {slot: order for order, slot in enumerate(ALL_SLOTS)}


def why_not(profile: Profile, mission: Mission, garden: Garden | None = None) -> Text | None:
    """Why this mission cannot be offered, told to the volunteer; None where it can.

    Without `garden` nobody knows how far its towns are, so only remote-only volunteers are held by distance.
    """
    return obstacle(profile, mission, None if garden is None else home_of(profile, garden))


def home_of(profile: Profile, garden: Garden) -> Place | None:
    """The middle of the volunteer's town; None where the garden does not know it."""
    town = garden.town(profile.town)
    return town.place if town else None


def in_week_order(slots: Iterable[Slot]) -> list[Slot]:
    """Monday morning first."""
    return sorted(slots, key=_SLOT_ORDER.__getitem__)


def obstacle(profile: Profile, mission: Mission, home: Place | None) -> Text | None:
    """What stands in the way, the surest first; `home` None means that no distance is known."""
    misfit = _closed(profile, mission) or _misfit(profile, mission, home)
    return misfit or _never_free(profile, mission)


def why_no_longer(profile: Profile, mission: Mission, garden: Garden) -> Text | None:
    """Why somebody who already holds a place does not fit any more; a full mission is no reason."""
    home = home_of(profile, garden)
    return _misfit(profile, mission, home) or _never_free(profile, mission)


def why_unfit(profile: Profile, mission: Mission, garden: Garden) -> Text | None:
    """Why a place cannot be given, whoever else has one; whoever chose a date knows whether they are free then."""
    misfit = _not_open(profile, mission) or _misfit(profile, mission, home_of(profile, garden))
    return misfit if mission.has_dates else misfit or _never_free(profile, mission)


def _misfit(profile: Profile, mission: Mission, home: Place | None) -> Text | None:
    return (
        _parent_said_no(profile)
        or _too_young(profile, mission)
        or _lacking_level(profile, mission)
        or _out_of_reach(profile, mission, home)
    )


def _closed(profile: Profile, mission: Mission) -> Text | None:
    return _not_open(profile, mission) or _full(mission)


def _not_open(profile: Profile, mission: Mission) -> Text | None:
    if mission.state is MissionState.OPEN and mission.garden_id == profile.garden_id:
        return None
    return say(_("It is not open at the moment."))


def _full(mission: Mission) -> Text | None:
    if not mission.is_full:
        return None
    return say(_("No place is left there at the moment."))


def _parent_said_no(profile: Profile) -> Text | None:
    if not profile.parent_said_no:
        return None
    return say(_("It needs the agreement of the adult you named, who said no for now."))


def _too_young(profile: Profile, mission: Mission) -> Text | None:
    if _AGE_ORDER[profile.age] >= _AGE_ORDER[mission.minimum_age]:
        return None
    return say(_("It has a minimum age: {age}."), age=FROM_AGES[mission.minimum_age])


def _lacking_level(profile: Profile, mission: Mission) -> Text | None:
    for skill, level in mission.required.items():
        if profile.skills.get(skill, Level.NEVER).rank < level.rank:
            return say(
                _("It asks for some experience. {skill}: “{level}” at least."),
                skill=SKILLS[skill],
                level=LEVELS[level],
            )
    return None


def _out_of_reach(profile: Profile, mission: Mission, home: Place | None) -> Text | None:
    if mission.place is None or profile.max_km is None:
        return None
    if profile.max_km == 0:
        return say(_("It takes place on site, and you prefer to help from home."))
    if home is None or (km := round(distance_km(home, mission.place))) <= profile.max_km:
        return None
    return say(_("It is {km} km away, farther than you said."), km=km)


def _never_free(profile: Profile, mission: Mission) -> Text | None:
    """No days on either side means any day."""
    if not profile.slots or not mission.slots or not profile.slots.isdisjoint(mission.slots):
        return None
    slots = Listed(tuple(slot_name(slot) for slot in in_week_order(mission.slots)))
    return say(_("It takes place at other times than yours: {slots}."), slots=slots)
