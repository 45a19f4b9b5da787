"""Owns what somebody has and waits for: dates, missions, offers to answer, standing sign-ups, events, baskets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from bot.domain.entry import Entry
from bot.domain.garden import Garden
from bot.domain.message import Message
from bot.domain.mission import Mission, MissionId, SignUp, SignUpId, SignUpState
from bot.domain.referent import Referent
from bot.domain.shift import Booking, BookingId, BookingState, Roster, Series, SeriesId, Shift
from bot.domain.text import say
from bot.errors import Refusal
from bot.marks import _
from bot.storage import assignments, bookings, missions, referents, rosters, series, shifts, sign_ups
from bot.storage.database import Transaction
from bot.usecases.agenda.of_events import RSVPS
from bot.usecases.agenda.of_pickups import PICKUPS
from bot.usecases.converse import begin_alone
from bot.usecases.house import Caller, Talk
from bot.usecases.replies import HUMAN, MISSIONS, reply

BASKETS_SHOWN = 2
"""The next ones; `/basket` leads to those after them."""


class Kind(StrEnum):
    """What a line of the planning is: a place in a date or in a line, a mission, a standing sign-up."""

    BOOKING = "b"
    MISSION = "m"
    EVERY_TIME = "r"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of somebody's planning; `number` is that of the booking, the sign-up or the series."""

    kind: Kind
    number: int
    mission: Mission
    booking: Booking | None = None
    roster: Roster | None = None
    shift: Shift | None = None
    sign_up: SignUp | None = None
    series: Series | None = None

    @property
    def id(self) -> str:
        return f"{self.kind}{self.number}"

    @property
    def is_offer(self) -> bool:
        return self.booking is not None and self.booking.state is BookingState.OFFERED

    @property
    def when(self) -> tuple[bool, bool, float]:
        """Offers first, for they wait for an answer; then what has a date, the next one first."""
        starts = self.shift.starts_at.timestamp() if self.shift else 0.0
        return not self.is_offer, self.shift is None, starts


@dataclass(frozen=True, slots=True)
class Outside:
    """A date that is no place in a mission: an event they come to, or may; a basket they fetch."""

    entry: Entry

    @property
    def id(self) -> str:
        return self.entry.subject.replace(":", "-")

    @property
    def is_basket(self) -> bool:
        return self.id.startswith("pickup")

    @property
    def number(self) -> int:
        return int(self.id.partition("-")[2])

    @property
    def when(self) -> tuple[bool, bool, float]:
        return True, False, self.entry.starts_at.timestamp()


class Planning:
    """Everything one person has in one garden, read in one transaction."""

    def __init__(self, tx: Transaction, garden: Garden, caller: Caller) -> None:
        self.tx, self.garden, self.caller = tx, garden, caller

    @property
    def now(self) -> datetime:
        return self.caller.now

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Next first; what has no date comes last."""
        found = (*self._bookings(), *self._missions(), *self._every_time())
        return tuple(sorted(found, key=lambda item: item.when))

    @cached_property
    def outside(self) -> tuple[Outside, ...]:
        """Events and the next baskets."""
        where = (self.tx, self.garden, self.caller.person.id, self.now)
        there = [Outside(one) for one in RSVPS.gather(*where) if not one.cancelled]
        baskets = [Outside(one) for one in PICKUPS.gather(*where) if one.ends_at > self.now]
        return (*there, *sorted(baskets, key=lambda one: one.when)[:BASKETS_SHOWN])

    @property
    def everything(self) -> list[Item | Outside]:
        """All of it, next first; what has no date comes last."""
        return sorted((*self.items, *self.outside), key=lambda one: one.when)

    def date(self, id: str) -> Outside | None:
        return next((one for one in self.outside if one.id == id), None)

    def item(self, id: str) -> Item | None:
        return next((one for one in self.items if one.id == id), None)

    def referent_of(self, item: Item) -> Referent | None:
        """Who looks after them in this mission."""
        mine = self._sign_up_in(item.mission.id)
        live = assignments.live_assignment(self.tx, mine.id) if mine else None
        return referents.find_referent(self.tx, live.referent_id) if live and live.referent_id else None

    def is_promised(self, item: Item) -> bool:
        """Whether nobody's answer is missing: a referent's to a request, a parent's agreement."""
        mine = self._sign_up_in(item.mission.id)
        return mine is None or mine.state is SignUpState.CONFIRMED

    def comes_every_time(self, item: Item) -> bool:
        """Whether a date is one of a series they come to every time."""
        return item.shift is not None and item.shift.series_id in self._regular_in

    @cached_property
    def _mine(self) -> list[Booking]:
        return bookings.bookings_of_person(self.tx, self.caller.person.id, self.garden.id, self.now)

    @cached_property
    def _held(self) -> list[SignUp]:
        return sign_ups.open_sign_ups(self.tx, self.caller.person.id, self.garden.id)

    @cached_property
    def _regular_in(self) -> list[SeriesId]:
        return series.regular_in(self.tx, self.garden.id, self.caller.person.id)

    @cached_property
    def _standing(self) -> list[Series]:
        found = (series.find_series(self.tx, number) for number in self._regular_in)
        return [one for one in found if one]

    @cached_property
    def _sheets(self) -> dict[MissionId, Mission]:
        wanted = {one.mission_id for some in (self._mine, self._held, self._standing) for one in some}
        return missions.find_missions(self.tx, wanted)

    def _sign_up_in(self, mission_id: MissionId) -> SignUp | None:
        return next((one for one in self._held if one.mission_id == mission_id), None)

    def _bookings(self) -> list[Item]:
        """Dates; of missions without any, only turns in a line: a place there is the mission itself."""
        there = rosters.find_rosters(self.tx, [one.roster_id for one in self._mine])
        dated = [one.shift_id for one in there.values() if one.shift_id is not None]
        days = shifts.find_shifts(self.tx, dated)
        found = []
        for one in self._mine:
            roster, mission = there[one.roster_id], self._sheets[one.mission_id]
            shift = days.get(roster.shift_id) if roster.shift_id else None
            if shift is not None or one.state is not BookingState.TAKEN:
                found.append(Item(Kind.BOOKING, one.id, mission, booking=one, roster=roster, shift=shift))
        return found

    def _missions(self) -> list[Item]:
        return [Item(Kind.MISSION, one.id, self._sheets[one.mission_id], sign_up=one) for one in self._held]

    def _every_time(self) -> list[Item]:
        return [
            Item(Kind.EVERY_TIME, one.id, self._sheets[one.mission_id], series=one) for one in self._standing
        ]


def read_planning(tx: Transaction, talk: Talk) -> Planning:
    return Planning(tx, talk.garden, talk.caller)


def open_planning(tx: Transaction, caller: Caller) -> Refusal | None:
    """What they have and wait for; whoever has nothing is shown the way to something."""
    caller = caller.in_private()
    if Planning(tx, caller.garden, caller).everything:
        begin_alone(tx, caller, "planning", answers={})
        return None
    nothing = say(_("You have nothing planned at the moment. /missions shows what suits you."))
    reply(tx, caller, Message((nothing,), ((MISSIONS, HUMAN),)), about="planning")
    return None


def booking_of(item: Item) -> BookingId:
    return BookingId(item.number)


def sign_up_of(item: Item) -> SignUpId:
    return SignUpId(item.number)


def series_of(item: Item) -> SeriesId:
    return SeriesId(item.number)
