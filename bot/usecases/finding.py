"""Owns what one volunteer can find: what suits, what does not and why, dates with places, what is near, typed words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from bot.domain import labels
from bot.domain.distance import distance_km
from bot.domain.eligibility import home_of, obstacle, why_unfit
from bot.domain.garden import Garden, Place
from bot.domain.labels import FORMS, SKILLS, slot_name
from bot.domain.matching import Match, rank_missions
from bot.domain.mission import Mission, MissionId
from bot.domain.openings import Opening, coming_week
from bot.domain.person import Form, Profile, Slot
from bot.domain.referent import Referent
from bot.domain.search_words import words_for
from bot.domain.shift import Booking, RosterId, Shift, ShiftId
from bot.domain.text import Text, say
from bot.engine.search import Entry, Found, entry, search
from bot.i18n import Speaker
from bot.marks import _
from bot.storage import (
    assignments,
    bookings,
    missions,
    openings,
    profiles,
    referents,
    rosters,
    shifts,
    sign_ups,
)
from bot.storage.database import Transaction
from bot.usecases.house import Talk
from bot.usecases.links import SHIFT, number_in
from bot.usecases.mission_sheet import KINDS
from bot.usecases.replies import refusal_text
from bot.usecases.sign_up import AlreadySignedUp

IN_TITLE, IN_LABELS, IN_TEXT, IN_DETAILS = 4, 3, 2, 1
"""How much a word tells of a mission, by where it stands."""


@dataclass
class Finding:
    """What there is to find for one volunteer, each part read when it is first asked for, in one transaction."""

    tx: Transaction
    talk: Talk
    _dates: dict[MissionId, tuple[Opening, ...]] = field(default_factory=dict)
    _near: dict[Place, Mapping[str, float]] = field(default_factory=dict)
    _found: dict[str, Found] = field(default_factory=dict)

    @property
    def garden(self) -> Garden:
        return self.talk.garden

    @property
    def speaker(self) -> Speaker:
        return self.talk.caller.speaker

    @cached_property
    def profile(self) -> Profile | None:
        return profiles.find_profile(self.tx, self.talk.person.id, self.garden.id)

    @cached_property
    def home(self) -> Place | None:
        return home_of(self.profile, self.garden) if self.profile else None

    @cached_property
    def held(self) -> frozenset[MissionId]:
        """The missions they belong to."""
        mine = sign_ups.open_sign_ups(self.tx, self.talk.person.id, self.garden.id)
        return frozenset(one.mission_id for one in mine)

    @cached_property
    def sheets(self) -> Mapping[str, Mission]:
        """Every open mission of the garden by its slug."""
        return {one.slug: one for one in missions.open_missions(self.tx, self.garden.id)}

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """What suits, best first; what they hold already is left out, what was asked for by a link comes first."""
        if self.profile is None:
            return ()
        ranked = rank_missions(self.profile, self.sheets.values(), self.garden, excluding=self.held)
        return tuple(sorted(ranked, key=lambda match: match.mission.slug != self.asked))

    @cached_property
    def by_slug(self) -> Mapping[str, Match]:
        return {match.mission.slug: match for match in self.matches}

    @cached_property
    def asked(self) -> str:
        """The slug of the mission that a link or a button asked for; "" where there is none."""
        shift = self.asked_shift
        if shift is None:
            return self.talk.subject
        mission = missions.find_mission(self.tx, shift.mission_id)
        return mission.slug if mission else ""

    @cached_property
    def asked_shift(self) -> Shift | None:
        """The date that a link asked for."""
        number = number_in(self.talk.subject, SHIFT)
        shift = shifts.find_shift(self.tx, ShiftId(number)) if number else None
        return shift if shift and shift.garden_id == self.garden.id else None

    @cached_property
    def offered(self) -> tuple[Mission, ...]:
        """What suits; first what was asked for, where they may choose it: a date although they are never free then,
        a further date, a turn in the line."""
        suiting = tuple(match.mission for match in self.matches)
        asked = self.sheets.get(self.asked)
        if asked is None or asked.slug in self.by_slug or self.why_not(asked) is not None:
            return suiting
        return (asked, *suiting) if asked.has_dates or asked.id not in self.held else suiting

    @cached_property
    def asked_obstacle(self) -> Text | None:
        """Why what was asked for is not offered; None where it is, or nothing was asked for."""
        asked = self.mission(self.asked) if self.asked else None
        if asked is None or asked in self.offered:
            return None
        if asked.id in self.held:
            return refusal_text(AlreadySignedUp(mission=asked.title))
        why = self.obstacle(asked)
        return (
            say(_("You wanted to see “<b>{mission}</b>”. {why}"), mission=asked.title, why=why)
            if why
            else None
        )

    def mission(self, slug: str) -> Mission | None:
        """A mission that is open, or that was: what they said yes to is still shown afterwards."""
        return self.sheets.get(slug) or missions.find_mission_by_slug(self.tx, self.garden.id, slug)

    def why_not(self, mission: Mission) -> Text | None:
        """Why they cannot join, how many places are left aside; None where they can."""
        return why_unfit(self.profile, mission, self.garden) if self.profile else None

    def obstacle(self, mission: Mission) -> Text | None:
        """Why it is not among what suits."""
        return obstacle(self.profile, mission, self.home) if self.profile else None

    @cached_property
    def others(self) -> tuple[Mission, ...]:
        """The open missions that do not suit, in the garden's order."""
        return tuple(
            one for one in self.sheets.values() if one.slug not in self.by_slug and one.id not in self.held
        )

    def of_form(self, form: Form) -> tuple[Mission, ...]:
        """The open missions of one form of involvement, those that suit first."""
        return tuple(one for one in self.suiting_first if one.form is form)

    @cached_property
    def suiting_first(self) -> tuple[Mission, ...]:
        suiting = [match.mission for match in self.matches]
        return (*suiting, *(one for one in self.sheets.values() if one.slug not in self.by_slug))

    def near(self, point: Place) -> Mapping[str, float]:
        """The missions that take place somewhere by their slug, with the kilometres to there, the nearest first."""
        if point not in self._near:
            placed = [(one.slug, distance_km(point, one.place)) for one in self.suiting_first if one.place]
            self._near[point] = dict(sorted(placed, key=lambda pair: pair[1]))
        return self._near[point]

    def search(self, words: str) -> Found:
        """What typed words find, in the reader's language; of what fits equally well, what suits comes first."""
        if words not in self._found:
            self._found[words] = search(words, self._entries, self.speaker.language)
        return self._found[words]

    @cached_property
    def newcomer(self) -> bool:
        """Whether they come for the first time."""
        return not bookings.has_come(self.tx, self.talk.person.id, self.garden.id, self.talk.now)

    @cached_property
    def has_week(self) -> bool:
        """Whether anything takes place in the coming seven days."""
        start, end = coming_week(self.talk.now, self.garden.zone)
        return shifts.any_between(self.tx, self.garden.id, start, end)

    @cached_property
    def week(self) -> tuple[Opening, ...]:
        """The dates of the coming seven days with a place for them, the soonest first."""
        start, end = coming_week(self.talk.now, self.garden.zone)
        there = self._openings(shifts.shifts_between(self.tx, self.garden.id, start, end))
        return tuple(one for one in there if not one.mine and self._is_open_to_them(one))

    def dates(self, mission: Mission) -> tuple[Opening, ...]:
        """The next dates of a mission that still take sign-ups, full ones included, the soonest first."""
        if mission.id not in self._dates:
            later = shifts.shifts_of_mission(self.tx, mission.id, self.talk.now)
            self._dates[mission.id] = self._openings(later)
        return self._dates[mission.id]

    def referent_in(self, mission: Mission) -> Referent | None:
        """Who looks after them in a mission of theirs."""
        mine = sign_ups.open_sign_ups(self.tx, self.talk.person.id, self.garden.id)
        there = next((one for one in mine if one.mission_id == mission.id), None)
        live = assignments.live_assignment(self.tx, there.id) if there else None
        return referents.find_referent(self.tx, live.referent_id) if live and live.referent_id else None

    def mission_of(self, shift_id: ShiftId) -> Mission | None:
        """The mission of a date."""
        if self.asked_shift is not None and self.asked_shift.id == shift_id:
            return missions.find_mission(self.tx, self.asked_shift.mission_id)
        shift = shifts.find_shift(self.tx, shift_id)
        return missions.find_mission(self.tx, shift.mission_id) if shift else None

    def mission_of_opening(self, one: Opening) -> Mission | None:
        return self._by_id.get(one.shift.mission_id)

    def waits_for(self, mission: Mission) -> Booking | None:
        """Their turn in the line of a mission without dates."""
        roster = rosters.standing_roster(self.tx, mission.id)
        return bookings.open_booking(self.tx, roster.id, self.talk.person.id) if roster else None

    @cached_property
    def _by_id(self) -> Mapping[MissionId, Mission]:
        return {one.id: one for one in self.sheets.values()}

    def _is_open_to_them(self, one: Opening) -> bool:
        mission = self.mission_of_opening(one)
        return mission is not None and self.why_not(mission) is None and one.fits(1, newcomer=self.newcomer)

    def _openings(self, some: Sequence[Shift]) -> tuple[Opening, ...]:
        """The shifts that still take sign-ups, each with how it stands; the same few queries however many."""
        there = rosters.rosters_of_shifts(self.tx, [one.id for one in some])
        taking = [
            (one, there[one.id])
            for one in some
            if one.id in there and there[one.id].takes_people(self.talk.now)
        ]
        standing = openings.tally(self.tx, [roster.id for _shift, roster in taking])
        return tuple(
            Opening(shift, roster, standing[roster.id], roster.id in self._mine) for shift, roster in taking
        )

    @cached_property
    def _mine(self) -> frozenset[RosterId]:
        """Where they have, or wait for, a place."""
        mine = bookings.bookings_of_person(self.tx, self.talk.person.id, self.garden.id, self.talk.now)
        return frozenset(one.roster_id for one in mine)

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        slots: dict[Slot, str] = {}
        plain = cache(self.speaker.plain)  # the same few labels, mission after mission
        return tuple(self._entry(mission, slots, plain) for mission in self.suiting_first)

    def _entry(self, mission: Mission, slots: dict[Slot, str], plain: Callable[[Text], str]) -> Entry:
        """What a mission says and may be called, in the reader's language; the names of the slots are made once."""
        language = self.speaker.language
        for slot in mission.slots - slots.keys():
            slots[slot] = plain(slot_name(slot))
        asked = mission.skills | mission.required.keys()
        return entry(
            mission.slug,
            (IN_TITLE, (mission.title.in_language(language),)),
            (IN_LABELS, (plain(FORMS[mission.form]), mission.when.in_language(language))),
            (IN_LABELS, [plain(SKILLS[skill]) for skill in sorted(asked)]),
            (IN_LABELS, [slots[slot] for slot in sorted(mission.slots)]),
            (IN_TEXT, (mission.purpose.in_language(language), mission.where.in_language(language))),
            (IN_TEXT, [task.in_language(language) for task in mission.tasks]),
            (IN_TEXT, (plain(labels.KINDS[mission.kind]), mission.domain)),
            (IN_TEXT, (plain(KINDS[mission.kind]),) if mission.kind in KINDS else ()),
            (IN_DETAILS, (mission.learn.in_language(language), mission.need.in_language(language))),
            (IN_DETAILS, [plain(words) for words in words_for(mission)]),
        )


def read_finding(tx: Transaction, talk: Talk) -> Finding:
    return Finding(tx, talk)
