"""Owns the question behind *Hand over*: who could take this newcomer, and what became of the answer."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.message import Message
from bot.domain.referent import AssignmentId, Referent, ReferentId
from bot.domain.text import Text, say
from bot.engine.state import Answers
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _
from bot.storage import referents
from bot.storage.database import Transaction
from bot.usecases.claim import hand_over, is_team, name_of
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.joining import WriteFirst
from bot.usecases.notices.case import case_of_assignment, case_of_sign_up
from bot.usecases.replies import refusal_text, reply

ANYBODY = "anybody"
"""The option that lets the bot choose."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A referent who could take over, away today or not."""

    referent: Referent
    is_away: bool


@dataclass(frozen=True, slots=True)
class HandOverFacts:
    """A newcomer to hand over. `candidates` have joined and are not the one who has them now; the free ones first.

    `holder` is that one: what was answered is still shown once it is done.
    """

    name: str
    mission: Text
    candidates: tuple[Candidate, ...]
    holder: Candidate | None = None


def open_hand_over(tx: Transaction, caller: Caller, assignment_id: AssignmentId) -> Refusal | None:
    """Ask in private to whom; the tap may come from the group."""
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    case = case_of_assignment(tx, assignment_id)
    if case is None or case.garden.id != caller.garden.id or case.assignment is None:
        return NotFound()
    if caller.person.telegram_id is None or not caller.person.reachable:
        return WriteFirst()
    begin(tx, caller.in_private(), "handing_over", str(assignment_id))
    return None


def read_hand_over_facts(tx: Transaction, talk: Talk) -> HandOverFacts:
    case = case_of_assignment(tx, AssignmentId(int(talk.subject)))
    if case is None:
        return HandOverFacts("", "", ())
    held = case.referent.id if case.referent else None
    day = talk.now.astimezone(talk.garden.zone).date()
    linked = [
        Candidate(one, is_away=one.is_absent(day))
        for one in referents.list_referents(tx, talk.garden.id)
        if one.person_id is not None and one.reachable
    ]
    holder = next((one for one in linked if one.referent.id == held), None)
    others = [one for one in linked if one is not holder]
    ordered = sorted(others, key=lambda one: (one.is_away, not one.referent.has_room, one.referent.name))
    return HandOverFacts(case.name, case.mission.title, tuple(ordered), holder)


def take_hand_over(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Hand over, and tell whoever did it who has the newcomer now."""
    to = answers.text("to")
    chosen = None if to == ANYBODY else ReferentId(int(to))
    assignment_id = AssignmentId(int(talk.subject))
    refusal = hand_over(tx, talk.garden, assignment_id, chosen, talk.person.id, talk.now)
    reply(
        tx, talk.caller, Message((_outcome(tx, assignment_id) if refusal is None else refusal_text(refusal),))
    )
    return None


def _outcome(tx: Transaction, assignment_id: AssignmentId) -> Text:
    asked = case_of_assignment(tx, assignment_id)
    case = case_of_sign_up(tx, asked.sign_up.id) if asked else None
    name = name_of(tx, case.assignment) if case and case.assignment else ""
    return say(_("Done: {name} is asked to take them."), name=name)
