"""Owns the referent's word on hours: a whole shift on one screen, everybody right in one tap, or person by person."""

from __future__ import annotations

from collections.abc import Iterable

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.person import PersonId
from bot.domain.quiet import next_allowed
from bot.domain.report import CONFIRMED_AFTER, Outcome, Report
from bot.domain.shift import Shift, ShiftId
from bot.domain.text import say
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _
from bot.storage import audit, gardens, reports, shifts, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Lane
from bot.storage.timers import Timer
from bot.usecases.claim import is_team
from bot.usecases.followed import signed_by, whom_to_tell
from bot.usecases.house import Caller
from bot.usecases.joining import WriteFirst
from bot.usecases.notices.hours import HOURS, HOURS_CHANGED
from bot.usecases.notify import tell_person
from bot.usecases.outings import Outing, handle_of, outings_of
from bot.usecases.refresh import about_hours, about_report, refresh_subject
from bot.usecases.thanking import after_confirmation, after_outing

CONFIRM = "hours"


class ConfirmedBefore(Refusal):
    message = _("{name} has confirmed these hours already. “Change something” corrects them.")


def plan_confirmation(tx: Transaction, garden: Garden, shift: Shift, now: Instant) -> None:
    """Have the hours confirmed the day after, whoever has answered by then."""
    timers.set_timer(
        tx,
        kind=CONFIRM,
        subject_id=shift.id,
        key=f"{CONFIRM}:{shift.id}",
        due_at=next_allowed(now + CONFIRMED_AFTER, garden.rules.quiet, garden.zone),
        garden_id=garden.id,
    )


def ask_to_confirm(tx: Transaction, timer: Timer, now: Instant) -> None:
    """The day after: the list goes to whoever follows the people of the shift."""
    shift = shifts.find_shift(tx, ShiftId(timer.subject_id))
    garden = gardens.find_garden(tx, shift.garden_id) if shift else None
    if shift is not None and garden is not None:
        _owe_list(tx, garden, f"s{shift.id}", now)


def everybody_has_said(tx: Transaction, garden: Garden, report: Report, now: Instant) -> None:
    """Somebody answered: what the referent sees follows; with the last answer the list goes out at once."""
    handle = handle_of(report)
    refresh_subject(tx, about_hours(handle), now)
    outings = outings_of(tx, garden.id, handle)
    if any(one.report.asked_at and not one.report.answered_at for one in outings):
        return
    if report.shift_id is not None:
        timers.cancel_timers(tx, CONFIRM, report.shift_id)
    _owe_list(tx, garden, handle, now)


def ask_again_to_confirm(tx: Transaction, garden: Garden, person_id: PersonId, now: Instant) -> int:
    """The person needs their hours confirmed: whoever follows them sees each list again, once a day. How many."""
    every = reports.reports_of_person(tx, person_id, garden.id)
    handles = dict.fromkeys(handle_of(one) for one in every if one.came and not one.is_confirmed)
    for handle in handles:
        _owe_list(tx, garden, handle, now, again=now.astimezone(garden.zone).date().isoformat())
    return len(handles)


def show_list(tx: Transaction, caller: Caller, handle: str) -> Refusal | None:
    """The list once more, to whoever of the team wants to see it, in private."""
    outings = _for(tx, caller, handle)
    if isinstance(outings, Refusal):
        return outings
    told = tell_person(
        tx,
        caller.garden.id,
        caller.person.id,
        HOURS,
        {"of": handle},
        dedupe=f"{HOURS}:{handle}:{caller.cause}",
        subject=about_hours(handle),
        now=caller.now,
        lane=Lane.REPLY,
    )
    return None if told else WriteFirst()


def confirm_rest(tx: Transaction, caller: Caller, handle: str) -> Refusal | None:
    """Everybody whose hours are not confirmed yet is right as the list says."""
    outings = _for(tx, caller, handle)
    if isinstance(outings, Refusal):
        return outings
    if all(one.report.is_confirmed for one in outings) and (before := _by_another(tx, caller, outings)):
        return before
    for one in outings:
        if not one.report.is_confirmed:
            _confirm(tx, caller, one, one.report.outcome or Outcome.CAME, one.hours)
    _shown_anew(tx, caller.garden, outings, handle, caller.now)
    return None


def not_held(tx: Transaction, caller: Caller, handle: str) -> Refusal | None:
    """The shift did not take place: nobody's hours, and nobody's fault. What another confirmed is not undone so."""
    outings = _for(tx, caller, handle)
    if isinstance(outings, Refusal):
        return outings
    if before := _by_another(tx, caller, outings):
        return before
    for one in outings:
        _confirm(tx, caller, one, Outcome.NOT_HELD, 0.0)
    _shown_anew(tx, caller.garden, outings, handle, caller.now)
    return None


def confirm_one(
    tx: Transaction, caller: Caller, handle: str, report_id: int, outcome: Outcome, hours: float
) -> Refusal | None:
    """One person's hours, or why there are none; said before or not."""
    outings = _for(tx, caller, handle)
    if isinstance(outings, Refusal):
        return outings
    one = next((outing for outing in outings if outing.report.id == report_id), None)
    if one is None:
        return NotFound()
    _confirm(tx, caller, one, outcome, hours)
    _shown_anew(tx, caller.garden, [one], handle, caller.now)
    return None


def _confirm(tx: Transaction, caller: Caller, outing: Outing, outcome: Outcome, hours: float) -> None:
    before, garden, now = outing.report, caller.garden, caller.now
    after = reports.confirm_report(tx, before.id, outcome, hours, caller.person.id, now)
    if after is None:
        return
    audit.note(
        tx,
        garden_id=garden.id,
        actor_id=caller.person.id,
        action="hours.confirmed",
        subject=about_report(after.id),
        details={"hours": hours, "outcome": outcome.value},
        now=now,
    )
    if _differs(before, outcome, hours):
        payload, dedupe = {"report": after.id}, f"{HOURS_CHANGED}:{after.id}:{caller.cause}"
        tell_person(
            tx, garden.id, after.person_id, HOURS_CHANGED, payload, dedupe=dedupe, now=now, unasked=True
        )
    if after.came and hours:
        after_outing(tx, garden, after, now)
    after_confirmation(tx, garden, after, now)


def _differs(before: Report, outcome: Outcome, hours: float) -> bool:
    """Whether the person had said something else, or the garden had: then they are told."""
    if before.is_confirmed:
        return before.confirmed_hours != hours
    return before.answered_at is not None and (
        before.outcome is not outcome or (before.hours or 0.0) != hours
    )


def _by_another(tx: Transaction, caller: Caller, outings: Iterable[Outing]) -> Refusal | None:
    """Whoever comes second reads who was first, and how to say otherwise."""
    others = (one.report.confirmed_by for one in outings if one.report.is_confirmed)
    first = next((one for one in others if one is not None and one != caller.person.id), None)
    name = signed_by(tx, caller.garden.id, first) if first is not None else ""
    return None if first is None else ConfirmedBefore(name=name or say(_("The team")))


def _for(tx: Transaction, caller: Caller, handle: str) -> list[Outing] | Refusal:
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    return outings_of(tx, caller.garden.id, handle) or NotFound()


def _shown_anew(
    tx: Transaction, garden: Garden, outings: Iterable[Outing], handle: str, now: Instant
) -> None:
    refresh_subject(tx, about_hours(handle), now)
    for one in outings:
        refresh_subject(tx, about_report(one.report.id), now)


def _owe_list(tx: Transaction, garden: Garden, handle: str, now: Instant, *, again: str = "") -> None:
    """`again` tells a list that is shown once more from those before it."""
    waiting = [one for one in outings_of(tx, garden.id, handle) if not one.report.is_confirmed]
    readers: dict[PersonId, None] = {}
    for one in waiting:
        report = one.report
        readers |= dict.fromkeys(whom_to_tell(tx, garden, report.person_id, report.mission_id, now))
    for reader in readers:
        tell_person(
            tx,
            garden.id,
            reader,
            HOURS,
            {"of": handle},
            dedupe=f"{HOURS}:{handle}:{again}",
            subject=about_hours(handle),
            now=now,
            unasked=True,
        )
