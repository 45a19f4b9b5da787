"""Owns the question behind *Decline*: the reason, in a sentence that the volunteer can read."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.message import Message
from bot.domain.mission import SignUpId
from bot.domain.text import Text, say
from bot.engine.state import Answers
from bot.errors import Refusal
from bot.marks import _
from bot.storage.database import Transaction
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.joining import WriteFirst
from bot.usecases.notices.case import case_of_sign_up
from bot.usecases.replies import refusal_text, reply
from bot.usecases.sign_up import decline_request, may_decline


@dataclass(frozen=True, slots=True)
class DeclineFacts:
    """Whose request it is, and for what."""

    name: str
    mission: Text


def open_declining(tx: Transaction, caller: Caller, sign_up_id: SignUpId) -> Refusal | None:
    """Ask for the reason in private; the tap comes from the group."""
    refusal = may_decline(tx, caller.garden, sign_up_id, caller.person.id)
    if refusal is not None:
        return refusal
    if caller.person.telegram_id is None or not caller.person.reachable:
        return WriteFirst()
    begin(tx, caller.in_private(), "declining", str(sign_up_id))
    return None


def read_decline_facts(tx: Transaction, talk: Talk) -> DeclineFacts:
    case = case_of_sign_up(tx, SignUpId(int(talk.subject)))
    return DeclineFacts(case.name, case.mission.title) if case else DeclineFacts("", "")


def take_decline(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Decline with the reason given."""
    refusal = decline_request(
        tx, talk.garden, SignUpId(int(talk.subject)), talk.person.id, answers.text("reason"), talk.now
    )
    done = say(_("Done. They have been told, with your reason and other missions to look at."))
    reply(tx, talk.caller, Message((done if refusal is None else refusal_text(refusal),)))
    return None
