"""Owns sending a call: in chunks, each a transaction of its own, going on after a crash; watched, stoppable, counted.

Whom it went to is written down with the message to them, and where it stands is in its timer: a crash loses nobody, and
whoever was reached already is not reached again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.clock import Instant
from bot.domain.call import Call, CallId, CallKind, Width
from bot.domain.person import PersonId
from bot.domain.quiet import next_allowed
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _
from bot.storage import audit, calls, suitable, timers
from bot.storage.calls import CALL_MESSAGE
from bot.storage.database import Transaction
from bot.storage.mailing import queue_for_many
from bot.storage.outbox import Lane
from bot.storage.timers import Timer
from bot.usecases.calling.case import CallCase, asked_since, case_of_call, still_needed
from bot.usecases.calling.drafting import NotThere, open_call_for_mission, open_call_for_shift
from bot.usecases.claim import is_team
from bot.usecases.house import Caller
from bot.usecases.refresh import about_call, refresh_subject

CALLING, LOOK = "calling", "call_look"
"""The timers of a call: the next chunk of people, and a look at how far it is."""

CHUNK = 500
"""People a transaction: replies wait for the writer no longer than that takes."""
NOTED = 2_000
"""Outcomes noted, and messages taken back, at once."""
FIRST_LOOK, NEXT_LOOK, LATEST_LOOK = timedelta(seconds=5), timedelta(seconds=20), timedelta(minutes=15)
"""A small call is over by the first; while messages go out the next ones come, and ever later when nothing moves."""


class AlreadySent(Refusal):
    message = _("This call has been sent, or was taken back.")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Suitable people, and the number after which the next ones come."""

    people: Sequence[PersonId]
    last: int


def send_call(tx: Transaction, caller: Caller, call_id: CallId, width: Width) -> Refusal | None:
    """Somebody of the team has seen the words and the figures, and says: go."""
    case = _mine(tx, caller, call_id)
    if isinstance(case, Refusal):
        return case
    if not still_needed(tx, case, caller.now):
        return NotThere()
    if not calls.send_draft(tx, call_id, caller.now):
        return AlreadySent()
    _plan_chunk(tx, case.call, {"width": width.value, "now": Width.WELL.value, "after": 0}, caller.now)
    plan_look(tx, case.call, caller.now, FIRST_LOOK)
    refresh_subject(tx, about_call(call_id), caller.now)
    _note(tx, caller, case.call, "call.sent")
    return None


def drop_call(tx: Transaction, caller: Caller, call_id: CallId) -> Refusal | None:
    """Nothing is sent; what was written is forgotten."""
    case = _mine(tx, caller, call_id)
    if isinstance(case, Refusal):
        return case
    if case.call.kind is not CallKind.DRAFT or case.call.created_by is None:
        return AlreadySent()
    for gone in calls.drop_drafts(tx, caller.garden.id, case.call.created_by):
        refresh_subject(tx, about_call(gone), caller.now)
    return None


def write_anew(tx: Transaction, caller: Caller, call_id: CallId) -> Refusal | None:
    """The words again, for the same mission and date; the draft before is forgotten."""
    case = _mine(tx, caller, call_id)
    if isinstance(case, Refusal):
        return case
    dropped = drop_call(tx, caller, call_id)
    if dropped is not None:
        return dropped
    if case.shift is not None:
        return open_call_for_shift(tx, caller, case.shift.id)
    return open_call_for_mission(tx, caller, case.mission.id)


def stop_call(tx: Transaction, caller: Caller, call_id: CallId) -> Refusal | None:
    """Midway: whoever was not written to yet is left alone."""
    case = _mine(tx, caller, call_id)
    if isinstance(case, Refusal):
        return case
    if case.call.kind is not CallKind.CALL or not calls.end_call(tx, call_id, caller.now):
        return AlreadySent()
    plan_look(tx, case.call, caller.now, timedelta())
    refresh_subject(tx, about_call(call_id), caller.now)
    _note(tx, caller, case.call, "call.stopped")
    return None


def find_chunk(tx: Transaction, timer: Timer, now: Instant) -> Chunk:
    """The next people to be called. Reads only."""
    case = case_of_call(tx, CallId(timer.subject_id))
    if case is None or case.call.ended_at is not None:
        return Chunk((), 0)
    width, after = Width(timer.payload["now"]), int(timer.payload["after"])
    found = suitable.next_people(tx, case.search, width, asked_since(now), case.call.id, after, CHUNK)
    return Chunk([person for _number, person in found], found[-1][0] if found else after)


def call_chunk(tx: Transaction, timer: Timer, now: Instant, found: Chunk) -> None:
    """Owe them their message, and plan the next chunk: those whom it fits well come before all others."""
    call = calls.lock_call(tx, CallId(timer.subject_id))
    case = case_of_call(tx, call.id) if call else None
    if call is None or case is None or call.ended_at is not None:
        return
    if found.people:
        _owe(tx, case, found.people, now)
    goes_on = _next_chunk(timer.payload, found)
    if goes_on is not None:
        _plan_chunk(tx, call, goes_on, now)
    else:
        refresh_subject(tx, about_call(call.id), now)


def look_at_call(tx: Transaction, timer: Timer, now: Instant) -> None:
    """What arrived is counted, what nobody needs any more is taken back, and the caller sees how far it is."""
    case = case_of_call(tx, CallId(timer.subject_id))
    if case is None:
        return
    noted = calls.note_outcomes(tx, case.call.id, NOTED)
    ended = case.call.ended_at is not None
    if not ended and not still_needed(tx, case, now):
        ended = calls.end_call(tx, case.call.id, now)
    withdrawn = calls.withdraw_messages(tx, case.call.id, now, NOTED) if ended else 0
    if noted == NOTED or withdrawn:
        plan_look(tx, case.call, now, timedelta())
        return
    tally = calls.tally(tx, case.call.id)
    if tally.owed == 0 and not is_under_way(tx, case.call.id):
        calls.end_call(tx, case.call.id, now)
    else:
        pause = NEXT_LOOK if noted else min(LATEST_LOOK, 2 * _pause(timer))
        plan_look(tx, case.call, now, pause)
    refresh_subject(tx, about_call(case.call.id), now)


def is_under_way(tx: Transaction, call_id: CallId) -> bool:
    """Whether people are still being chosen."""
    return timers.is_set(tx, _chunk_key(call_id))


def plan_look(tx: Transaction, call: Call, now: Instant, pause: timedelta) -> None:
    """Look at the call again; nothing goes out at night, so nothing is looked at then."""
    case = case_of_call(tx, call.id)
    then = next_allowed(now + pause, case.garden.rules.quiet, case.garden.zone) if case and pause else now
    payload = {"pause": pause.total_seconds()}
    timers.set_timer(
        tx,
        kind=LOOK,
        subject_id=call.id,
        key=f"{LOOK}:{call.id}",
        due_at=then,
        garden_id=call.garden_id,
        payload=payload,
    )


def look_soon(tx: Transaction, call: Call, now: Instant) -> None:
    """An answer came: the caller's message is edited in a moment, with whatever else has come by then."""
    if not timers.is_set(tx, f"{LOOK}:{call.id}"):
        plan_look(tx, call, now, FIRST_LOOK)


def _mine(tx: Transaction, caller: Caller, call_id: CallId) -> CallCase | Refusal:
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    call = calls.lock_call(tx, call_id)
    case = case_of_call(tx, call_id) if call and call.garden_id == caller.garden.id else None
    return case or NotFound()


def _owe(tx: Transaction, case: CallCase, people: Sequence[PersonId], now: Instant) -> None:
    calls.count_more(tx, case.call.id, calls.call_people(tx, case.call.id, people))
    queue_for_many(
        tx,
        people,
        garden_id=case.garden.id,
        kind=CALL_MESSAGE,
        about=about_call(case.call.id),
        payload={"call": case.call.id},
        lane=Lane.BROADCAST,
        now=now,
        not_before=next_allowed(now, case.garden.rules.quiet, case.garden.zone),
        expires_at=case.worth_until,
    )


def _next_chunk(payload: Mapping[str, Any], found: Chunk) -> dict[str, Any] | None:
    if len(found.people) == CHUNK:
        return {**payload, "after": found.last}
    if payload["now"] == Width.WELL.value and payload["width"] == Width.ALL.value:
        return {**payload, "now": Width.ALL.value, "after": 0}
    return None


def _plan_chunk(tx: Transaction, call: Call, payload: Mapping[str, Any], now: Instant) -> None:
    timers.set_timer(
        tx,
        kind=CALLING,
        subject_id=call.id,
        key=_chunk_key(call.id),
        due_at=now,
        garden_id=call.garden_id,
        payload=payload,
    )


def _chunk_key(call_id: CallId) -> str:
    return f"{CALLING}:{call_id}"


def _pause(timer: Timer) -> timedelta:
    return max(FIRST_LOOK, timedelta(seconds=float(timer.payload.get("pause", 0))))


def _note(tx: Transaction, caller: Caller, call: Call, action: str) -> None:
    audit.note(
        tx,
        garden_id=caller.garden.id,
        actor_id=caller.person.id,
        action=action,
        subject=about_call(call.id),
        details={"mission": call.mission_id},
        now=caller.now,
    )
