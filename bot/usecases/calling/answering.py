"""Owns what those who are called answer: yes, not this time, no more calls like this; and calls wanted again."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.call import CallAnswer, CallId, CallKind
from bot.domain.message import Button, Message
from bot.domain.mission import SignUp
from bot.domain.shift import Booking
from bot.domain.text import say
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import calls
from bot.storage.database import Transaction
from bot.usecases.booking import book
from bot.usecases.calling.case import CallCase, case_of_call, has_place
from bot.usecases.calling.sending import look_soon
from bot.usecases.calling.stand_in import end_search
from bot.usecases.converse import begin_alone
from bot.usecases.house import Caller
from bot.usecases.objections import Objection, allow_again, object_to
from bot.usecases.other_dates import dates_with_room
from bot.usecases.refresh import about_call, refresh_subject
from bot.usecases.replies import HUMAN, refusal_text, reply
from bot.usecases.sign_up import join_mission
from bot.usecases.standing_in import is_short, needs_stand_in, plan_search

SEE_MISSIONS = Button(say(_("See other missions")), data="n.missions")


class SomebodyWasQuicker(Refusal):
    message = _("Somebody was quicker: the place is taken. Thank you so much for offering!")


class DateOver(Refusal):
    message = _("This date is over by now. Thank you so much for offering!")


class PlacesTaken(Refusal):
    message = _("All places are taken by now. Thank you so much for offering!")


def say_yes(tx: Transaction, caller: Caller, call_id: CallId) -> Refusal | None:
    """Whoever was called wants to come: they have the place at once, or are told kindly why not."""
    case = _called(tx, caller, call_id)
    if isinstance(case, Refusal):
        return case
    case = _as_it_runs(tx, caller, case)
    if not has_place(tx, case, caller.now):
        return _come_too_late(tx, caller, case)
    if case.mission.has_dates and case.shift is None:
        _note(tx, caller, case, CallAnswer.YES)
        begin_alone(tx, caller.in_private(), "choosing", case.mission.slug)
        return None
    joined = _join(tx, caller, case)
    if isinstance(joined, Refusal):
        reply(tx, caller, Message((refusal_text(joined),), ((SEE_MISSIONS,), (HUMAN,))), about="call")
        return None
    _note(tx, caller, case, CallAnswer.YES)
    if case.call.kind is CallKind.STAND_IN and not (case.roster and is_short(tx, case.roster)):
        end_search(tx, case.call, caller.now)
    return None


def say_no(tx: Transaction, caller: Caller, call_id: CallId) -> Refusal | None:
    """Not this time: thanked, and never asked why. Once all who were asked said so, the next ones are."""
    case = _called(tx, caller, call_id)
    if isinstance(case, Refusal):
        return case
    if _answer(tx, caller, case) is CallAnswer.NONE:
        _note(tx, caller, case, CallAnswer.NO)
    if case.call.kind is CallKind.STAND_IN and case.roster and not calls.open_questions(tx, call_id):
        plan_search(tx, case.roster, caller.now)
    return None


def stop_calls(tx: Transaction, caller: Caller, call_id: CallId) -> Refusal | None:
    """No more calls like this, from now on; this one is answered, too."""
    object_to(tx, caller.garden.id, caller.person.id, Objection.CALLS, caller.now)
    return say_no(tx, caller, call_id)


def want_calls(tx: Transaction, caller: Caller) -> None:
    """Calls reach them again; the message under which they said so tells it."""
    allow_again(tx, caller.garden.id, caller.person.id, Objection.CALLS)
    for one in calls.called_of_person(tx, caller.person.id, caller.garden.id)[:1]:
        refresh_subject(tx, f"{about_call(one.call_id)}:{caller.person.id}", caller.now)


def _called(tx: Transaction, caller: Caller, call_id: CallId) -> CallCase | Refusal:
    """The call, if it went to whoever taps."""
    mine = calls.find_called(tx, call_id, caller.person.id)
    call = calls.lock_call(tx, call_id) if mine else None
    case = case_of_call(tx, call_id) if call and call.garden_id == caller.garden.id else None
    return case or NotFound()


def _answer(tx: Transaction, caller: Caller, case: CallCase) -> CallAnswer:
    mine = calls.find_called(tx, case.call.id, caller.person.id)
    return mine.answer if mine else CallAnswer.NONE


def _join(tx: Transaction, caller: Caller, case: CallCase) -> Booking | SignUp | Refusal:
    garden, person, now = caller.garden, caller.person.id, caller.now
    if case.roster is not None:
        return book(tx, garden, person, case.roster.id, now)
    return join_mission(tx, garden, person, case.mission.id, now)


def _as_it_runs(tx: Transaction, caller: Caller, case: CallCase) -> CallCase:
    """Their message may be of an earlier search for the same shift: a yes then counts for the one that runs now."""
    ended = case.call.kind is CallKind.STAND_IN and case.call.ended_at is not None
    running = calls.running_search(tx, case.shift.id) if ended and case.shift else None
    if running is None:
        return case
    calls.count_more(tx, running.id, calls.call_people(tx, running.id, [caller.person.id]))
    return replace(case, call=running)


def _come_too_late(tx: Transaction, caller: Caller, case: CallCase) -> Refusal:
    """Willing, and the place is gone: they hear of other dates, and are asked first once it is free again."""
    over = caller.now >= case.worth_until
    if not over and case.shift and _answer(tx, caller, case) is not CallAnswer.YES:
        _note(tx, caller, case, CallAnswer.LATE)
    _refresh(tx, caller, case)
    if (
        case.call.kind is CallKind.STAND_IN
        and case.roster
        and not needs_stand_in(tx, case.roster, caller.now)
    ):
        end_search(tx, case.call, caller.now)
    _offer_other_dates(tx, caller, case)
    if over:
        return DateOver()
    return SomebodyWasQuicker() if case.call.kind is CallKind.STAND_IN else PlacesTaken()


def _offer_other_dates(tx: Transaction, caller: Caller, case: CallCase) -> None:
    """Somebody is willing: this mission's other dates with room, if there are any."""
    but = case.shift.id if case.shift else None
    rows = dates_with_room(tx, case.mission.id, caller.person.id, 1, caller.now, but=but) if but else ()
    if rows:
        told = say(
            _("These other dates of “<b>{mission}</b>” have room. Would one suit?"),
            mission=case.mission.title,
        )
        reply(tx, caller, Message((told,), (*rows, (HUMAN,))), about="other_dates")


def _note(tx: Transaction, caller: Caller, case: CallCase, answer: CallAnswer) -> None:
    calls.answer_call(tx, case.call.id, caller.person.id, answer, caller.now)
    _refresh(tx, caller, case)
    if case.call.kind is CallKind.STAND_IN:
        refresh_subject(tx, about_call(case.call.id), caller.now)
    else:
        look_soon(tx, case.call, caller.now)


def _refresh(tx: Transaction, caller: Caller, case: CallCase) -> None:
    """Their own message shows what they answered, or that it is too late."""
    refresh_subject(tx, f"{about_call(case.call.id)}:{caller.person.id}", caller.now)
