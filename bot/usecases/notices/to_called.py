"""Owns what those read whom a call goes to: what, when, why they, and that no is an answer as good as yes."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.call import CallAnswer, Called, CallId, CallKind
from bot.domain.eligibility import why_no_longer
from bot.domain.labels import LANGUAGE_NAMES
from bot.domain.matching import rank_missions
from bot.domain.message import Button, Message
from bot.domain.person import PersonId, Profile
from bot.domain.shift import BookingState
from bot.domain.text import Text, say
from bot.engine.steps.base import lines
from bot.marks import _
from bot.storage import bookings, calls, people, profiles, suitable
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.calling.answering import SEE_MISSIONS
from bot.usecases.calling.case import CallCase, asked_since, case_of_call, still_needed
from bot.usecases.house import Composed
from bot.usecases.notices.shift_case import first_said, hours_of
from bot.usecases.objections import Objection, objects_to

REASONS = 2


def call(tx: Transaction, parcel: Parcel) -> Composed:
    """The call as one person reads it; once answered, what they answered. None where it is no longer for them."""
    case = case_of_call(tx, CallId(parcel.payload["call"]))
    mine = (
        calls.find_called(tx, case.call.id, PersonId(parcel.person_id)) if case and parcel.person_id else None
    )
    if case is None or mine is None:
        return None
    if mine.answer is not CallAnswer.NONE:
        return _answered(tx, case, mine)
    if case.call.ended_at is not None or not still_needed(tx, case, parcel.created_at):
        return _over(tx, case) if parcel.message_id else None
    profile = profiles.find_profile(tx, mine.person_id, case.garden.id)
    if profile is None or (parcel.message_id is None and not _suits_still(tx, case, profile, parcel)):
        return None
    before = _asked_before(tx, case, mine.person_id)
    return Message(_told(tx, case, _why(profile, case), before), _buttons(case))


def sample(tx: Transaction, parcel: Parcel) -> Composed:
    """The call as it will be read, in one language, to whoever wrote it; its buttons are only shown."""
    case = case_of_call(tx, CallId(parcel.payload["call"]))
    if case is None:
        return None
    why: Text = say(_("<i>(here stands why it suits this person)</i>"))
    language = LANGUAGE_NAMES.get(str(parcel.payload["language"]), str(parcel.payload["language"]))
    rows = tuple(tuple(Button(one.label, data="n.callsample") for one in row) for row in _buttons(case))
    return Message((say("👁 <b>{language}</b>", language=language), *_told(tx, case, why)), rows)


def _suits_still(tx: Transaction, case: CallCase, profile: Profile, parcel: Parcel) -> bool:
    """Between choosing somebody and writing to them, anything may have changed."""
    if why_no_longer(profile, case.search.mission, case.garden) is not None:
        return False
    since = asked_since(parcel.created_at)
    if suitable.is_engaged(tx, case.search, profile.person_id, since, case.call.id):
        return False
    again = case.shift.id if case.call.kind is CallKind.STAND_IN and case.shift else None
    return not calls.written_to_since(tx, profile.person_id, since, parcel.id, again)


def _told(tx: Transaction, case: CallCase, why: Text, before: CallAnswer | None = None) -> tuple[Text, ...]:
    return (_opening(tx, case, before), _when_and_where(case), *_words(tx, case), why, _free_to_say_no(case))


def _asked_before(tx: Transaction, case: CallCase, person_id: PersonId) -> CallAnswer | None:
    """What they answered when they were asked to stand in for the same shift; None: they were not."""
    if case.call.kind is not CallKind.STAND_IN or case.shift is None:
        return None
    return calls.answered_before(tx, case.shift.id, case.call.id, [person_id]).get(person_id)


def _opening(tx: Transaction, case: CallCase, before: CallAnswer | None) -> Text:
    if before is CallAnswer.LATE:
        free = _(
            "You offered to come to “<b>{mission}</b>”: the place is free again. Would you still like to come?"
        )
        return say(free, mission=case.mission.title)
    if before is CallAnswer.NONE:
        free = _("The place at “<b>{mission}</b>” that we asked you about is free again. Could you come?")
        return say(free, mission=case.mission.title)
    if case.call.kind is CallKind.STAND_IN:
        cannot = _("Somebody cannot come to “<b>{mission}</b>”. Could you come in their place?")
        missing = _("Somebody is still missing at “<b>{mission}</b>”. Could you come?")
        return say(cannot if _has_been_given_up(tx, case) else missing, mission=case.mission.title)
    return say(
        _("{garden}: we are looking for people for “<b>{mission}</b>”. Would you like to come?"),
        garden=case.garden.name,
        mission=case.mission.title,
    )


def _has_been_given_up(tx: Transaction, case: CallCase) -> bool:
    """Whether anybody said that they cannot come; a place may be free for another reason, which concerns nobody."""
    gone = bookings.given_up_bookings(tx, case.roster.id) if case.roster else ()
    return any(one.state is BookingState.DROPPED for one in gone)


def _when_and_where(case: CallCase) -> Text:
    mission, shift = case.mission, case.shift
    if shift is None:
        return say(_("📅 {when}\n📍 {where}"), when=mission.when, where=mission.where)
    where = first_said(shift.meeting_point, mission.terms.meeting_point, mission.where)
    return say(_("📅 {when}\n📍 {where}"), when=hours_of(shift, case.garden), where=where)


def _words(tx: Transaction, case: CallCase) -> tuple[Text, ...]:
    if not case.call.text:
        return ()
    author = people.find_person(tx, case.call.created_by) if case.call.created_by else None
    if author is None or not author.name:
        return (say(_("A word from the team: “{words}”"), words=case.call.text),)
    return (say(_("{name} writes: “{words}”"), name=author.name, words=case.call.text),)


def _why(profile: Profile, case: CallCase) -> Text:
    """Reasons are worked out for this one reader, and only now."""
    wanted = replace(case.search.mission, places=None)
    matches = rank_missions(profile, [wanted], case.garden)
    reasons = matches[0].reasons[:REASONS] if matches else ()
    told = lines([say("– {reason}", reason=reason) for reason in reasons])
    return say(_("Why you:\n{reasons}"), reasons=told)


def _free_to_say_no(case: CallCase) -> Text:
    if case.call.kind is CallKind.STAND_IN:
        return say(
            _(
                "<i>We ask a few volunteers whom it suits; the first to say yes has the place. "
                "Saying no is fine, and nobody is told that you did.</i>"
            )
        )
    return say(
        _(
            "<i>You get this because you are one of our volunteers and it may suit you. "
            "Saying no is fine, and nobody is told that you did.</i>"
        )
    )


def _buttons(case: CallCase) -> tuple[tuple[Button, ...], ...]:
    number = case.call.id
    return (
        (Button(say(_("Yes, count me in")), data=f"n.callyes.{number}"),),
        (Button(say(_("Not this time")), data=f"n.callno.{number}"),),
        (Button(say(_("No more calls like this")), data=f"n.callstop.{number}"),),
    )


def _answered(tx: Transaction, case: CallCase, mine: Called) -> Message:
    if mine.answer is CallAnswer.YES:
        return Message((case.named, say(_("✅ You said yes. Thank you!"))))
    if mine.answer is CallAnswer.LATE:
        return _late(case)
    if objects_to(tx, case.garden.id, mine.person_id, Objection.CALLS):
        again = Button(say(_("Send me calls again")), data="n.callson")
        return Message(
            (case.named, say(_("All right: no more calls like this will reach you."))), ((again,),)
        )
    return Message((case.named, say(_("Not this time: thank you for answering."))), ((SEE_MISSIONS,),))


def _late(case: CallCase) -> Message:
    """Willing, and too late: what becomes of it, and the way to be asked in any case."""
    told: list[Text] = [case.named, say(_("The place had just gone. Thank you for offering!"))]
    if case.call.kind is not CallKind.STAND_IN or case.roster is None:
        return Message(tuple(told), ((SEE_MISSIONS,),))
    told.append(
        say(
            _(
                "Should somebody be needed there again, we ask you first. On the waiting list, you are asked "
                "whenever a place comes free."
            )
        )
    )
    line = Button(say(_("Join the waiting list")), data=f"n.queue.{case.roster.id}")
    return Message(tuple(told), ((line,), (SEE_MISSIONS,)))


def _over(tx: Transaction, case: CallCase) -> Message:
    found = calls.who_said_yes(tx, case.call.id)
    told = _("Enough people have said yes by now. Thank you!") if found else _("This call is over by now.")
    return Message((case.named, say(told)), ((SEE_MISSIONS,),))
