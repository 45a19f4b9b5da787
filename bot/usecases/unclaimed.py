"""Owns whom nobody takes in spite of all reminders: coordinators hear of them, ever more rarely, until somebody does.

Several who wait are one message.
"""

from __future__ import annotations

from datetime import datetime

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.referent import ESCALATED, REPROPOSED, Assignment, AssignmentId, AssignmentState
from bot.domain.text import Text, say
from bot.domain.working_time import add_working_time
from bot.engine.steps.base import lines
from bot.marks import _, ngettext
from bot.storage import assignments, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.house import Composed
from bot.usecases.notices.case import Case, case_of_assignment
from bot.usecases.notify import Payload, tell_coordinators
from bot.usecases.refer import CLAIM, hours_until_next, plan_claim
from bot.usecases.refresh import about_sign_up, about_unclaimed

NOBODY_TOOK, STILL_UNCLAIMED = "nobody_took", "still_unclaimed"
NAMED = 6
"""At most so many people in one message; the others are in the next."""


def call_coordinators(tx: Transaction, garden: Garden, assignment: Assignment, now: Instant) -> None:
    """Nobody took them: coordinators read it, with those whose turn comes soon, and again after a longer while."""
    waiting = [assignment, *_whose_turn_is_near(tx, garden, assignment, now)][:NAMED]
    waiting.sort(key=lambda one: (one.proposed_at, one.id))
    payload: Payload = {"assignments": [one.id for one in waiting]}
    kind, subject = STILL_UNCLAIMED, about_unclaimed(garden.id)
    if len(waiting) == 1 and not assignment.calls:
        kind, subject = NOBODY_TOOK, about_sign_up(assignment.sign_up_id)
        payload = {"assignment": assignment.id}
    dedupe = f"{kind}:{assignment.id}:{assignment.calls}"
    tell_coordinators(tx, garden.id, kind, payload, dedupe=dedupe, subject=subject, now=now)
    for one in waiting:
        told = assignments.reach_round(tx, one.id, max(one.rounds + 1, ESCALATED))
        if told is not None:
            plan_claim(tx, garden, told, now)


def _whose_turn_is_near(
    tx: Transaction, garden: Garden, besides: Assignment, now: Instant
) -> list[Assignment]:
    """Others whom the coordinators are to be called for, too, before half of their while is over."""
    rules, near = garden.rules, []
    for one in assignments.pending_proposals(tx, garden.id):
        if one.id == besides.id or one.rounds < REPROPOSED:
            continue
        planned = timers.find_timer(tx, f"{CLAIM}:{one.id}")
        soon = hours_until_next(garden, one) / 2
        if planned and planned.due_at <= add_working_time(now, soon, rules.working, garden.zone):
            near.append(one)
    return near


def compose_still_unclaimed(tx: Transaction, parcel: Parcel) -> Composed:
    """Each of them with a way to give them somebody; who has somebody by then is no longer named."""
    found = (case_of_assignment(tx, AssignmentId(one)) for one in parcel.payload["assignments"])
    waiting = sorted((one for one in found if one is not None and _waits(one)), key=_signed_up_at)
    if not waiting:
        solved = say(_("✅ Nobody of these waits for a referent any more."))
        return Message((solved,)) if parcel.message_id else None
    told = ngettext(
        "{count} person signed up and still has nobody:", "{count} people signed up and still have nobody:"
    )
    named = lines([_line(one) for one in waiting])
    why = say(_("You read this because you coordinate, ever more rarely, until somebody takes them."))
    rows = tuple((_choose(one),) for one in waiting)
    return Message((say(told, count=len(waiting)), named, why), rows)


def _waits(case: Case) -> bool:
    return case.assignment is not None and case.assignment.state is AssignmentState.PROPOSED


def _signed_up_at(case: Case) -> datetime:
    return case.sign_up.created_at


def _line(case: Case) -> Text:
    since = case.sign_up.created_at.astimezone(case.garden.zone).date()
    line = _("– <b>{name}</b>, “{mission}”, since {day}")
    return say(line, name=case.name, mission=case.mission.title, day=since)


def _choose(case: Case) -> Button:
    number = case.assignment.id if case.assignment else 0
    return Button(say(_("A referent for {name}"), name=case.name), data=f"n.over.{number}")
