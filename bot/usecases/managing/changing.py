"""Owns changing one date: move, cancel, a word on the weather, its places. Who will be told is said before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.domain.garden import Garden
from bot.domain.hours import read_hour
from bot.domain.local_time import at_local
from bot.domain.message import Message
from bot.domain.shift import BookingState, Shift, ShiftId, ShiftState
from bot.domain.shift_terms import terms_of_shift
from bot.domain.text import Language, Listed, Text, counted, say
from bot.engine.state import Answers
from bot.errors import NotFound, Refusal
from bot.marks import _, ngettext
from bot.storage import bookings, missions, rosters, shifts
from bot.storage.database import Transaction
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.managing.access import shift_to_manage
from bot.usecases.managing.calendar import show_shift
from bot.usecases.managing.sheets import main_language, written_in
from bot.usecases.planning import cancel_shift, change_terms, move_shift, note_weather
from bot.usecases.replies import reply
from bot.usecases.shift_changes import names_expected_elsewhere

CHANGES = ("moving_shift", "cancelling_shift", "weather_note", "resizing_shift")
"""The conversations by which one date is changed; buttons carry their place here."""


class IsCancelled(Refusal):
    message = _("This date is cancelled already.")


class InThePast(Refusal):
    message = _("That is over already. Please choose a day to come.")


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """One date: how many have a place, are offered or wait for one; `day` and `hour` as the garden's clocks say.

    What is written about it is asked in `main`, then in the `others` ticked.
    """

    garden: Garden
    main: Language
    others: tuple[Language, ...]
    title: Text
    starts_at: datetime
    ends_at: datetime
    day: date | None
    hour: time | None
    taken: int
    offered: int
    waiting: int

    @property
    def people(self) -> int:
        """How many are told of what changes."""
        return self.taken + self.offered + self.waiting


def open_change(tx: Transaction, caller: Caller, shift_id: ShiftId, how: str) -> Refusal | None:
    """Begin one of `CHANGES`."""
    shift = shift_to_manage(tx, caller, shift_id)
    if isinstance(shift, Refusal):
        return shift
    if shift.state is not ShiftState.OPEN:
        return IsCancelled()
    begin(tx, caller.in_private(), how, str(shift.id))
    return None


def read_shift_facts(tx: Transaction, talk: Talk) -> ShiftFacts:
    shift = _shift(tx, talk)
    mission = missions.find_mission(tx, shift.mission_id) if shift else None
    main = main_language(talk.garden, talk.person.language, mission)
    others = tuple(one for one in talk.garden.languages if one != main)
    if shift is None:
        return ShiftFacts(talk.garden, main, others, "", talk.now, talk.now, None, None, 0, 0, 0)
    roster = rosters.roster_of_shift(tx, shift.id)
    stand = Counter(one.state for one in bookings.open_bookings(tx, roster.id)) if roster else Counter()
    local = shift.starts_at.astimezone(talk.garden.zone)
    return ShiftFacts(
        garden=talk.garden,
        main=main,
        others=others,
        title=mission.title if mission else "",
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        day=local.date(),
        hour=local.time(),
        taken=stand[BookingState.TAKEN],
        offered=stand[BookingState.OFFERED],
        waiting=stand[BookingState.WAITING],
    )


def new_times(facts: ShiftFacts, answers: Answers) -> tuple[datetime, datetime]:
    """Where the date is moved to; it lasts as long as before."""
    day = date.fromisoformat(answers.text("day")) if answers.text("day") else facts.starts_at.date()
    hour = read_hour(answers.text("starts")) or facts.hour or time()
    starts_at = at_local(day, hour, facts.garden.zone)
    return starts_at, starts_at + max(facts.ends_at - facts.starts_at, timedelta(minutes=1))


def take_move(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    facts, shift = read_shift_facts(tx, talk), _shift(tx, talk)
    if shift is None:
        return NotFound()
    if answers.text("sure") == "yes":
        starts_at, ends_at = new_times(facts, answers)
        if starts_at <= talk.now:
            return InThePast()
        told = move_shift(tx, talk.garden, shift.id, starts_at, ends_at, talk.now)
        names = names_expected_elsewhere(tx, shift.id)
        clash = say(_("⚠️ At that time also expected elsewhere: {names}."), names=Listed(names))
        _done(tx, talk, told, *((clash,) if names else ()))
    show_shift(tx, talk.caller, shift.id)
    return None


def take_cancelling(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    shift = _shift(tx, talk)
    if shift is None:
        return NotFound()
    if answers.text("sure") == "yes":
        reason = answers.text("reason")
        _done(tx, talk, cancel_shift(tx, talk.garden, shift.id, reason, talk.person.id, talk.now))
    show_shift(tx, talk.caller, shift.id)
    return None


def take_weather(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    shift = _shift(tx, talk)
    if shift is None:
        return NotFound()
    weather = written_in(answers, "weather", read_shift_facts(tx, talk).main, talk.garden)
    _done(tx, talk, note_weather(tx, talk.garden, shift.id, weather, talk.now))
    show_shift(tx, talk.caller, shift.id)
    return None


def take_capacity(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    shift = _shift(tx, talk)
    roster = rosters.roster_of_shift(tx, shift.id) if shift else None
    if shift is None or roster is None:
        return NotFound()
    maximum, minimum = answers.of("maximum"), answers.of("minimum")
    most = round(maximum) if isinstance(maximum, int | float) else None
    least = round(minimum) if isinstance(minimum, int | float) else roster.minimum
    before = terms_of_shift(shift, roster)
    terms = replace(before, maximum=most, minimum=least)
    if most is not None:
        terms = replace(terms, newcomers=min(terms.newcomers, most), guests=min(terms.guests, most - 1))
    change_terms(tx, talk.garden, shift.id, terms, talk.now)
    show_shift(tx, talk.caller, shift.id)
    return None


def _done(tx: Transaction, talk: Talk, told: int | Refusal, *more: Text) -> None:
    if isinstance(told, Refusal):
        return
    people = ngettext("Done. {count} person is told.", "Done. {count} people are told.")
    said = counted(people, told, _("Done. There was nobody to tell."))
    reply(tx, talk.caller, Message((said, *more)), about="told")


def _shift(tx: Transaction, talk: Talk) -> Shift | None:
    shift = shifts.find_shift(tx, ShiftId(int(talk.subject)))
    return shift if shift is not None and shift.garden_id == talk.garden.id else None
