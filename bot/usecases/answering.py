"""Owns what the team says to a person: an answer in the group or in private, or the first word; no number is shared."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.person import GardenId, PersonId
from bot.domain.referent import AssignmentId
from bot.domain.said import ENCLOSED, Said
from bot.domain.text import Text, say
from bot.engine.state import Answers
from bot.engine.steps.base import lines
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _
from bot.storage import assignments, audit, outbox, people, profiles, referents, threads
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.storage.threads import Thread
from bot.usecases.attention import called
from bot.usecases.claim import is_team
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Composed, Ending, Talk
from bot.usecases.joining import WriteFirst
from bot.usecases.notices.case import case_of_assignment
from bot.usecases.notify import tell_person
from bot.usecases.refresh import about_thread, refresh_subject
from bot.usecases.replies import refusal_text, reply
from bot.usecases.talks import ANSWER, REQUEST
from bot.usecases.unanswered import look_after_the_rest

UNSEEN = timedelta(minutes=1)
"""What came within that time before an answer may not have been read by whoever gave it: it still waits."""


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """Who is written to; `said` is what waits for an answer of theirs, None where they wrote nothing."""

    name: Text
    said: Text | None


@dataclass(frozen=True, slots=True)
class Spot:
    """The message by which somebody of the team answered: what follows is shown below it."""

    chat_id: int
    message_id: int


class AlreadyAnswered(Refusal):
    message = _("{name} has answered already.")


class OutOfReach(Refusal):
    message = _("They cannot be reached on Telegram at the moment.")


def may_answer(tx: Transaction, garden: Garden, thread_id: int, actor: PersonId) -> Refusal | None:
    """Whether this person may answer this thread, asked before they write."""
    if not is_team(tx, garden.id, actor):
        return NotAllowed()
    thread = threads.find_thread(tx, thread_id)
    if thread is None or thread.garden_id != garden.id:
        return NotFound()
    if thread.answered_at is not None and thread.answered_by != actor:
        return AlreadyAnswered(name=called(tx, garden.id, thread.answered_by))
    asker = people.find_person(tx, thread.person_id)
    return None if asker is not None and asker.reachable else OutOfReach()


def answer_human(
    tx: Transaction,
    garden: Garden,
    thread_id: int,
    actor: PersonId,
    said: Said,
    now: Instant,
    *,
    spot: Spot | None = None,
    read_until: Instant | None = None,
) -> Refusal | None:
    """The answer goes to the person, the team sees that it was given; what was said is kept nowhere once sent.

    It answers this message, those before it, and what had come by `read_until` (a minute ago, unless told).
    `spot` is None where it was given with a button, in private.
    """
    refusal = may_answer(tx, garden, thread_id, actor)
    thread = threads.find_thread(tx, thread_id)
    if refusal is not None or thread is None:
        return refusal
    _close(tx, garden, thread, actor, read_until or now - UNSEEN, now)
    dedupe = f"{ANSWER}:{thread.id}:{secrets.token_hex(8)}"
    _write(tx, garden, actor, thread.person_id, said, dedupe, now, thread=thread, spot=spot)
    return None


def settle_thread(tx: Transaction, caller: Caller, thread_id: int) -> Refusal | None:
    """They have been answered by other means, as on the phone: nothing calls for it any more."""
    refusal = may_answer(tx, caller.garden, thread_id, caller.person.id)
    thread = threads.find_thread(tx, thread_id)
    if (refusal is not None and not isinstance(refusal, OutOfReach)) or thread is None:
        return refusal
    _close(tx, caller.garden, thread, caller.person.id, caller.now, caller.now)
    assignments.touch_contact(tx, caller.garden.id, thread.person_id, caller.now)
    return None


def answer_by_reply(
    tx: Transaction, caller: Caller, replied: int, said: Said, message_id: int
) -> Refusal | bool:
    """A reply to a message that carries somebody's words is the answer; False where it replies to anything else."""
    parcel = outbox.find_by_message(tx, caller.chat_id, replied)
    if parcel is None or parcel.kind != REQUEST:
        return False
    spot = Spot(caller.chat_id, message_id)
    thread = int(parcel.payload["thread"])
    refusal = answer_human(tx, caller.garden, thread, caller.person.id, said, caller.now, spot=spot)
    return True if refusal is None else refusal


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
    told = case is not None and _write(
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


def compose_answer(tx: Transaction, parcel: Parcel) -> Composed:
    """The team's words, with their name, and the way to go on."""
    if "text" not in parcel.payload:
        return None
    said = Said.from_json(parcel.payload["text"])
    name = _name(tx, parcel)
    heading = (
        say(_("💬 <b>{name}</b> answers you:"), name=name) if name else say(_("💬 The team answers you:"))
    )
    if name and parcel.payload.get("first"):
        heading = say(_("💬 <b>{name}</b> writes to you:"), name=name)
    rows = ((Button(say(_("Write back")), data="n.human"),),)
    return Message((heading, said.words), rows, said.relay)


def _close(
    tx: Transaction, garden: Garden, thread: Thread, actor: PersonId, read_until: Instant, now: Instant
) -> None:
    """One answer serves for everything that was read before it."""
    for waiting in threads.open_threads_of(tx, garden.id, thread.person_id):
        if waiting.id <= thread.id or waiting.asked_at <= read_until:
            threads.answer_thread(tx, waiting.id, actor, now)
            refresh_subject(tx, about_thread(waiting.id), now)
    look_after_the_rest(tx, garden, thread.person_id, now)
    audit.note(
        tx,
        garden_id=garden.id,
        actor_id=actor,
        action="human.answered",
        subject=about_thread(thread.id),
        details={},
        now=now,
    )


def _write(
    tx: Transaction,
    garden: Garden,
    actor: PersonId,
    to: PersonId,
    said: Said,
    dedupe: str,
    now: Instant,
    *,
    thread: Thread | None = None,
    spot: Spot | None = None,
) -> bool:
    """The team's words to one person; False where Telegram cannot reach them."""
    told = True
    for number, part in enumerate(said.in_parts()):
        payload = {
            "text": part.to_json(),
            "by": actor,
            "first": thread is None,
            "chat": spot.chat_id if spot else None,
            "message": spot.message_id if spot else None,
        }
        subject = about_thread(thread.id) if thread else ""
        told = tell_person(
            tx, garden.id, to, ANSWER, payload, dedupe=f"{dedupe}:{number}", subject=subject, now=now
        )
    assignments.touch_contact(tx, garden.id, to, now)
    return told


def _open(tx: Transaction, caller: Caller, conversation: str, subject: int) -> Refusal | None:
    if caller.person.telegram_id is None or not caller.person.reachable:
        return WriteFirst()
    begin(tx, caller.in_private(), conversation, str(subject))
    return None


def _called(tx: Transaction, garden: Garden, person_id: PersonId) -> Text:
    profile = profiles.find_profile(tx, person_id, garden.id)
    return profile.name if profile else say(_("Somebody"))


def _name(tx: Transaction, parcel: Parcel) -> str:
    """Of whoever wrote; empty once they are gone."""
    writer = parcel.payload.get("by")
    if writer is None or parcel.garden_id is None:
        return ""
    referent = referents.referent_of_person(tx, GardenId(parcel.garden_id), PersonId(writer))
    person = people.find_person(tx, PersonId(writer))
    return referent.name if referent else person.name if person else ""
