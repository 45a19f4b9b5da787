"""Owns the questions behind *Answer* and *Write to them*: what to say to a person, asked in private."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.garden import Garden
from bot.domain.message import Message
from bot.domain.person import PersonId
from bot.domain.referent import AssignmentId
from bot.domain.said import ENCLOSED, Said
from bot.domain.text import Text, say
from bot.engine.state import Answers
from bot.engine.steps.base import lines
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _
from bot.storage import profiles, threads
from bot.storage.database import Transaction
from bot.usecases.answering import OutOfReach, answer_human, may_answer, say_to
from bot.usecases.claim import is_team
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.joining import WriteFirst
from bot.usecases.notices.case import case_of_assignment
from bot.usecases.replies import refusal_text, reply
from bot.usecases.talks import ANSWER


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """Who is written to; `said` is what waits for an answer of theirs, None where they wrote nothing."""

    name: Text
    said: Text | None


def open_answering(tx: Transaction, caller: Caller, thread_id: int) -> Refusal | None:
    """Ask in private what to answer; the tap may come from the group."""
    refusal = may_answer(tx, caller.garden, thread_id, caller.person.id)
    if refusal is not None:
        return refusal
    return _open(tx, caller, "answering", thread_id)


def open_writing(tx: Transaction, caller: Caller, assignment_id: AssignmentId) -> Refusal | None:
    """A referent writes first, from the card of a volunteer."""
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    case = case_of_assignment(tx, assignment_id)
    if case is None or case.garden.id != caller.garden.id:
        return NotFound()
    return _open(tx, caller, "writing", assignment_id)


def read_answer_facts(tx: Transaction, talk: Talk) -> AnswerFacts:
    if talk.instance.conversation == "writing":
        case = case_of_assignment(tx, AssignmentId(int(talk.subject)))
        return AnswerFacts(case.name if case else "", None)
    thread = threads.find_thread(tx, int(talk.subject))
    if thread is None:
        return AnswerFacts("", None)
    waiting = threads.open_threads_of(tx, talk.garden.id, thread.person_id) or [thread]
    read = [in_words(one.said) for one in waiting if one.asked_at <= talk.instance.created_at]
    return AnswerFacts(_called(tx, talk.garden, thread.person_id), lines(read) if read else None)


def in_words(said: Said) -> Text:
    """What was said, a file by its name."""
    if said.relay is None:
        return said.words
    named = ENCLOSED[said.relay.kind]
    return lines([named, said.words]) if said.words else named


def take_writing(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Pass the referent's words on to the volunteer."""
    case = case_of_assignment(tx, AssignmentId(int(talk.subject)))
    said, dedupe = Said.from_json(answers.of("answer")), f"{ANSWER}:{talk.caller.cause}"
    told = case is not None and say_to(
        tx, talk.garden, talk.person.id, case.person.id, said, dedupe, talk.now
    )
    done = say(_("Sent.")) if told else refusal_text(OutOfReach())
    reply(tx, talk.caller, Message((done,)), about="written")
    return None


def take_answer(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """The end of the conversation that *Answer* opened."""
    refusal = answer_human(
        tx,
        talk.garden,
        int(talk.subject),
        talk.person.id,
        Said.from_json(answers.of("answer")),
        talk.now,
        read_until=talk.instance.created_at,
    )
    done = refusal_text(refusal) if refusal else say(_("Sent. Thank you for answering!"))
    reply(tx, talk.caller, Message((done,)), about="answered")
    return None


def _open(tx: Transaction, caller: Caller, conversation: str, subject: int) -> Refusal | None:
    if caller.person.telegram_id is None or not caller.person.reachable:
        return WriteFirst()
    begin(tx, caller.in_private(), conversation, str(subject))
    return None


def _called(tx: Transaction, garden: Garden, person_id: PersonId) -> Text:
    profile = profiles.find_profile(tx, person_id, garden.id)
    return profile.name if profile else say(_("Somebody"))
