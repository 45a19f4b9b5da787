"""Owns reaching a human: a person's message goes to the referents' group, the answer comes back through the bot."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.person import PersonId
from bot.domain.referent import AssignmentId
from bot.domain.text import Text, say
from bot.engine.events import Typed
from bot.engine.state import Answers
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _
from bot.storage import audit, outbox, people, profiles, referents, threads, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.claim import is_team
from bot.usecases.converse import begin, is_for_the_question, show_current
from bot.usecases.house import Caller, Composed, Ending, Talk
from bot.usecases.joining import WriteFirst
from bot.usecases.notices.case import case_of_assignment
from bot.usecases.notify import tell_coordinators, tell_group, tell_person
from bot.usecases.refresh import about_thread, refresh_subject
from bot.usecases.replies import refusal_text, reply
from bot.usecases.unanswered import REQUEST, UNANSWERED, plan_answer

ANSWER = "human_answer"

LONGEST_MESSAGE = 4096
"""Characters that Telegram lets people type in one message: whatever arrives is passed on."""
PIECE = 3500
"""Characters passed on in one message, so that there is room for who wrote and how to answer."""
WRITES_ON = timedelta(hours=24)
"""For so long after they wrote, or were answered, words that answer no question are meant for the team."""


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """Who is written to; `text` is what they wrote, empty where they wrote nothing."""

    name: Text
    text: str


class AlreadyAnswered(Refusal):
    message = _("{name} has answered already.")


class OutOfReach(Refusal):
    message = _("They cannot be reached on Telegram at the moment.")


def ask_human(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Take the message to the team."""
    _pass_on(tx, talk.caller, answers.text("message"))
    reply(
        tx,
        talk.caller,
        Message(
            (
                say(_("Your message is with the team. Somebody will answer you here.")),
                say(_("You can also reach the garden directly: {contact}"), contact=talk.garden.contact),
            )
        ),
        about="human",
    )
    return None


def write_on(tx: Transaction, caller: Caller, typed: Typed) -> bool:
    """People write in several messages, and answer what they are answered: that goes to the team, too.

    False where they have not written to it of late, or have gone on with a question since, or answer it now.
    """
    last = threads.latest_thread(tx, caller.garden.id, caller.person.id)
    spoken_at = (last.answered_at or last.asked_at) if last else None
    if spoken_at is None or spoken_at < caller.now - WRITES_ON or not typed.text.strip():
        return False
    if is_for_the_question(tx, caller, typed, untouched_since=spoken_at):
        return False
    _pass_on(tx, caller, typed.text)
    told = say(_("I have passed this on to the team, too."))
    if not show_current(tx, caller, told):
        reply(tx, caller, Message((told,)), about="human")
    return True


def _pass_on(tx: Transaction, caller: Caller, text: str) -> None:
    """To the group; where there is none, to the coordinators."""
    garden, now = caller.garden, caller.now
    for piece in in_pieces(text):
        thread = threads.add_thread(tx, garden.id, caller.person.id, piece, now)
        payload = {"thread": thread.id}
        dedupe, subject = f"{REQUEST}:{thread.id}", about_thread(thread.id)
        if not tell_group(tx, garden.id, REQUEST, payload, dedupe=dedupe, subject=subject, now=now):
            tell_coordinators(tx, garden.id, REQUEST, payload, dedupe=dedupe, subject=subject, now=now)
        plan_answer(tx, garden, thread.id, now)


def in_pieces(text: str) -> list[str]:
    """A text as it fits one message after the other."""
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)]


def may_answer(tx: Transaction, garden: Garden, thread_id: int, actor: PersonId) -> Refusal | None:
    """Whether this person may answer this thread, asked before they write."""
    if not is_team(tx, garden.id, actor):
        return NotAllowed()
    thread = threads.find_thread(tx, thread_id)
    if thread is None or thread.garden_id != garden.id:
        return NotFound()
    if thread.answered_at is not None and thread.answered_by != actor:
        answerer = people.find_person(tx, thread.answered_by) if thread.answered_by else None
        return AlreadyAnswered(name=answerer.name if answerer else "")
    asker = people.find_person(tx, thread.person_id)
    return None if asker is not None and asker.reachable else OutOfReach()


def answer_human(
    tx: Transaction, garden: Garden, thread_id: int, actor: PersonId, text: str, now: Instant
) -> Refusal | None:
    """The answer goes to the person, the group sees that it was given; the words are kept nowhere once sent."""
    refusal = may_answer(tx, garden, thread_id, actor)
    thread = threads.find_thread(tx, thread_id)
    if refusal is not None or thread is None:
        return refusal
    threads.answer_thread(tx, thread.id, actor, now)
    timers.cancel_timers(tx, UNANSWERED, thread.id)
    _write(tx, garden, actor, thread.person_id, text, f"{ANSWER}:{thread.id}:{secrets.token_hex(8)}", now)
    audit.note(
        tx,
        garden_id=garden.id,
        actor_id=actor,
        action="human.answered",
        subject=about_thread(thread.id),
        details={},
        now=now,
    )
    refresh_subject(tx, about_thread(thread.id), now)
    return None


def answered_by_reply(tx: Transaction, caller: Caller, message_id: int) -> int | None:
    """The thread that a reply in the group answers; None where the message replied to is none of ours."""
    parcel = outbox.find_by_message(tx, caller.chat_id, message_id)
    return int(parcel.payload["thread"]) if parcel is not None and parcel.kind == REQUEST else None


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
    return _open(tx, caller, "writing", assignment_id)


def read_answer_facts(tx: Transaction, talk: Talk) -> AnswerFacts:
    if talk.instance.conversation == "writing":
        case = case_of_assignment(tx, AssignmentId(int(talk.subject)))
        return AnswerFacts(case.name if case else "", "")
    thread = threads.find_thread(tx, int(talk.subject))
    return (
        AnswerFacts(_called(tx, talk.garden, thread.person_id), thread.text)
        if thread
        else AnswerFacts("", "")
    )


def take_writing(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Pass the referent's words on to the volunteer."""
    case = case_of_assignment(tx, AssignmentId(int(talk.subject)))
    text, dedupe = answers.text("answer"), f"{ANSWER}:{talk.caller.cause}"
    told = case is not None and _write(
        tx, talk.garden, talk.person.id, case.person.id, text, dedupe, talk.now
    )
    done = say(_("Sent.")) if told else refusal_text(OutOfReach())
    reply(tx, talk.caller, Message((done,)), about="written")
    return None


def take_answer(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """The end of the conversation that *Answer* opened."""
    refusal = answer_human(
        tx, talk.garden, int(talk.subject), talk.person.id, answers.text("answer"), talk.now
    )
    done = say(_("Sent. Thank you for answering!"))
    reply(
        tx,
        talk.caller,
        Message((say(refusal.message, **refusal.fields) if refusal else done,)),
        about="answered",
    )
    return None


def compose_answer(tx: Transaction, parcel: Parcel) -> Composed:
    """The team's words, with their name, and the way to go on."""
    text = parcel.payload.get("text")
    if not text:
        return None
    name = str(parcel.payload.get("from") or "")
    heading = (
        say(_("💬 <b>{name}</b> answers you:"), name=name) if name else say(_("💬 The team answers you:"))
    )
    return Message((heading, str(text)), ((Button(say(_("Write back")), data="n.human"),),))


def _write(
    tx: Transaction, garden: Garden, actor: PersonId, to: PersonId, text: str, dedupe: str, now: Instant
) -> bool:
    """The team's words to one person; False where Telegram cannot reach them."""
    told = True
    for number, piece in enumerate(in_pieces(text)):
        payload = {"text": piece, "from": _name(tx, garden, actor)}
        told = tell_person(tx, garden.id, to, ANSWER, payload, dedupe=f"{dedupe}:{number}", now=now)
    return told


def _open(tx: Transaction, caller: Caller, conversation: str, subject: int) -> Refusal | None:
    if caller.person.telegram_id is None or not caller.person.reachable:
        return WriteFirst()
    begin(tx, caller.in_private(), conversation, str(subject))
    return None


def _called(tx: Transaction, garden: Garden, person_id: PersonId) -> Text:
    profile = profiles.find_profile(tx, person_id, garden.id)
    return profile.name if profile else say(_("Somebody"))


def _name(tx: Transaction, garden: Garden, actor: PersonId) -> str:
    referent = referents.referent_of_person(tx, garden.id, actor)
    person = people.find_person(tx, actor)
    return referent.name if referent else person.name if person else ""
