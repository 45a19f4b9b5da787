"""Owns what the team says to a person: an answer in the group or in private, or the first word; no number is shared."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.person import GardenId, PersonId
from bot.domain.said import Said
from bot.domain.text import say
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _
from bot.storage import assignments, audit, outbox, people, referents, threads
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.storage.threads import Thread
from bot.usecases.attention import called
from bot.usecases.claim import is_team
from bot.usecases.house import Caller, Composed
from bot.usecases.notify import tell_person
from bot.usecases.refresh import about_thread, refresh_subject
from bot.usecases.talks import ANSWER, REQUEST, SETTLED
from bot.usecases.unanswered import look_after_the_rest

UNSEEN = timedelta(minutes=1)
"""What came within that time before an answer may not have been read by whoever gave it: it still waits."""


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
    close_talk(tx, garden, thread, actor, read_until or now - UNSEEN, now)
    dedupe = f"{ANSWER}:{thread.id}:{secrets.token_hex(8)}"
    say_to(tx, garden, actor, thread.person_id, said, dedupe, now, thread=thread, spot=spot)
    return None


def settle_thread(tx: Transaction, caller: Caller, thread_id: int) -> Refusal | None:
    """They have been answered by other means, as on the phone: nothing calls for it any more, and they know."""
    refusal = may_answer(tx, caller.garden, thread_id, caller.person.id)
    thread = threads.find_thread(tx, thread_id)
    if (refusal is not None and not isinstance(refusal, OutOfReach)) or thread is None:
        return refusal
    if thread.answered_at is None:
        tell_person(
            tx,
            caller.garden.id,
            thread.person_id,
            SETTLED,
            {"by": caller.person.id},
            dedupe=f"{SETTLED}:{thread.id}",
            now=caller.now,
        )
    close_talk(tx, caller.garden, thread, caller.person.id, caller.now, caller.now)
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


def close_talk(
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


def say_to(
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


def _name(tx: Transaction, parcel: Parcel) -> str:
    """Of whoever wrote; empty once they are gone."""
    writer = parcel.payload.get("by")
    if writer is None or parcel.garden_id is None:
        return ""
    referent = referents.referent_of_person(tx, GardenId(parcel.garden_id), PersonId(writer))
    person = people.find_person(tx, PersonId(writer))
    return referent.name if referent else person.name if person else ""
