"""Owns what a referent is asked, once each, about somebody they follow: have you met, how was the first outing."""

from __future__ import annotations

from datetime import date, timedelta

from bot.clock import Instant, at_local
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.mission import MissionId
from bot.domain.person import PersonId
from bot.domain.referent import Assignment, AssignmentId, AssignmentState, Referent
from bot.domain.text import Text, say
from bot.domain.working_time import add_working_time
from bot.marks import _
from bot.storage import assignments, following, gardens, referents, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.storage.timers import Timer
from bot.usecases.house import Composed
from bot.usecases.notices.case import Case, case_of_assignment
from bot.usecases.notify import tell_person
from bot.usecases.objections import Objection, objects_to
from bot.usecases.refresh import about_sign_up

MEET = "meet"
"""The timer behind *have you met*, about an assignment."""
HAVE_YOU_MET, FIRST_OUTING = "have_you_met", "first_outing"
A_WEEK = timedelta(days=7)


def plan_meeting(tx: Transaction, garden: Garden, assignment: Assignment, now: Instant) -> None:
    """Somebody took a newcomer: look in a week whether they have been in contact."""
    _look_again(tx, garden, assignment, now + A_WEEK)


def ask_whether_met(tx: Transaction, timer: Timer, now: Instant) -> None:
    """A week without contact since they took them, or since the last word: ask once; never who has been out already."""
    assignment = assignments.find_assignment(tx, AssignmentId(timer.subject_id))
    garden = gardens.find_garden(tx, assignment.garden_id) if assignment else None
    if assignment is None or garden is None or assignment.state is not AssignmentState.TAKEN:
        return
    referent = referents.find_referent(tx, assignment.referent_id) if assignment.referent_id else None
    if referent is None or following.has_been_out(tx, garden.id, assignment.person_id):
        return
    contact = assignment.last_contact_at
    back = _is_back(referent, now.astimezone(garden.zone).date())
    if contact is not None and contact + A_WEEK > now:
        _look_again(tx, garden, assignment, contact + A_WEEK)
    elif back is not None:
        _look_again(tx, garden, assignment, at_local(back, garden.rules.working.opens, garden.zone))
    else:
        _tell(tx, referent, assignment, HAVE_YOU_MET, f"{HAVE_YOU_MET}:{assignment.id}", now)


def prompt_after_first_outing(
    tx: Transaction, garden: Garden, person_id: PersonId, mission_id: MissionId, now: Instant
) -> None:
    """They have been out for the first time: their referent is asked for a word, once a person."""
    live = assignments.live_of_person(tx, garden.id, person_id)
    of_mission = [one for one in live if _mission_of(tx, one) == mission_id]
    followed = next((one for one in (*of_mission, *live) if one.referent_id is not None), None)
    referent = (
        referents.find_referent(tx, followed.referent_id) if followed and followed.referent_id else None
    )
    if followed is not None and referent is not None:
        _tell(tx, referent, followed, FIRST_OUTING, f"{FIRST_OUTING}:{garden.id}:{person_id}", now)


def compose_meeting(tx: Transaction, parcel: Parcel) -> Composed:
    """Have you met? It shrinks to a word of thanks once they have."""
    case = case_of_assignment(tx, AssignmentId(parcel.payload["assignment"]))
    if case is None or case.assignment is None or not case.sign_up.state.holds_a_place:
        return None if parcel.message_id is None else Message((say(_("Nothing more to do here.")),))
    if _in_contact_since(case, parcel):
        return Message((say(_("✅ You are in touch with {name}. Thank you!"), name=case.name),))
    return Message(
        (
            say(
                _(
                    "<b>{name}</b> has been with you for a week, for “{mission}”. Have you met, or been in touch?"
                ),
                name=case.name,
                mission=case.mission.title,
            ),
            say(_("<i>You are asked once, because a first word soon is what makes people stay.</i>")),
        ),
        _buttons(case.assignment, say(_("✅ Yes, we have met"))),
    )


def compose_first_outing(tx: Transaction, parcel: Parcel) -> Composed:
    """They came: how about a word?"""
    case = case_of_assignment(tx, AssignmentId(parcel.payload["assignment"]))
    if case is None or case.assignment is None:
        return None if parcel.message_id is None else Message((say(_("Nothing more to do here.")),))
    if _in_contact_since(case, parcel):
        return Message((say(_("✅ You are in touch with {name}. Thank you!"), name=case.name),))
    return Message(
        (
            say(
                _("🌱 <b>{name}</b> has been out with us for the first time. How was it for them?"),
                name=case.name,
            ),
            say(_("<i>You are asked because you look after them, and only after the first outing.</i>")),
        ),
        _buttons(case.assignment, say(_("✅ We have talked"))),
    )


def _buttons(assignment: Assignment, met: Text) -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(met, data=f"n.met.{assignment.id}"),),
        (Button(say(_("Write to them")), data=f"n.write.{assignment.id}"),),
        (Button(say(_("Hand over")), data=f"n.over.{assignment.id}"),),
        (Button(say(_("Do not ask me this")), data="n.stop.prompts"),),
    )


def _in_contact_since(case: Case, parcel: Parcel) -> bool:
    contact = case.assignment.last_contact_at if case.assignment else None
    return contact is not None and contact >= parcel.created_at


def _tell(
    tx: Transaction, referent: Referent, assignment: Assignment, kind: str, dedupe: str, now: Instant
) -> None:
    if referent.person_id is None or objects_to(
        tx, assignment.garden_id, referent.person_id, Objection.PROMPTS
    ):
        return
    tell_person(
        tx,
        assignment.garden_id,
        referent.person_id,
        kind,
        {"assignment": assignment.id},
        dedupe=dedupe,
        subject=about_sign_up(assignment.sign_up_id),
        now=now,
        lane=Lane.REMINDER,
        unasked=True,
    )


def _look_again(tx: Transaction, garden: Garden, assignment: Assignment, when: Instant) -> None:
    """Not before the garden is at work."""
    timers.set_timer(
        tx,
        kind=MEET,
        subject_id=assignment.id,
        key=f"{MEET}:{assignment.id}",
        due_at=add_working_time(when, 0, garden.rules.working, garden.zone),
        garden_id=garden.id,
    )


def _is_back(referent: Referent, today: date) -> date | None:
    """The first day after the absence they are in; None where they are there."""
    last = max((one.last_day for one in referent.absences if one.covers(today)), default=None)
    return last + timedelta(days=1) if last else None


def _mission_of(tx: Transaction, assignment: Assignment) -> MissionId | None:
    case = case_of_assignment(tx, assignment.id)
    return case.mission.id if case else None
