"""Owns what somebody of the team writes on to whom they have just written to in private: it goes to the same person."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.message import Button, Message
from bot.domain.person import PersonId
from bot.domain.said import Said
from bot.domain.text import Text, say
from bot.engine.events import Event, Typed
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _
from bot.storage import outbox, people, profiles, threads
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.usecases.answering import UNSEEN, OutOfReach, close_talk, say_to
from bot.usecases.claim import is_team
from bot.usecases.converse import is_for_the_question, is_touched, show_current
from bot.usecases.house import Caller
from bot.usecases.replies import reply
from bot.usecases.talks import ANSWER, REQUEST, last_spoken, written_in_private

WRITES_MORE = timedelta(minutes=10)
"""For so long after somebody of the team wrote to a person, what answers no question is meant for that person."""


def write_more(tx: Transaction, caller: Caller, event: Event, said: Said, message_id: int) -> Refusal | bool:
    """Send it to whom they last wrote to; ask whom it is for, where they did or read anything else meanwhile.

    False where they wrote to nobody of late, are on with a question since, answer it now, or spoke for themselves.
    """
    since = caller.now - WRITES_MORE
    last = written_in_private(tx, caller.garden, caller.person.id, since) if caller.is_private else None
    if last is None or last.person_id is None or not (said.words.strip() or said.relay):
        return False
    if _is_for_other_ears(tx, caller, event, last):
        return False
    to = PersonId(last.person_id)
    others = _read_meanwhile(tx, caller, last)
    if others is not None:
        _ask_whom(tx, caller, tuple(dict.fromkeys((to, *others))), message_id)
        return True
    refusal = send_more(tx, caller, to, said, message_id)
    return True if refusal is None else refusal


def send_more(tx: Transaction, caller: Caller, to: PersonId, said: Said, message_id: int) -> Refusal | None:
    """Once, however often it is tapped; it answers what that person wrote and has been read."""
    garden, actor = caller.garden, caller.person.id
    if not is_team(tx, garden.id, actor):
        return NotAllowed()
    latest = threads.latest_thread(tx, garden.id, to)
    if latest is None and profiles.find_profile(tx, to, garden.id) is None:
        return NotFound()
    person = people.find_person(tx, to)
    if person is None or not person.reachable:
        return OutOfReach()
    read_until = caller.now - UNSEEN
    read = [one for one in threads.open_threads_of(tx, garden.id, to) if one.asked_at <= read_until]
    if read:
        close_talk(tx, garden, read[-1], actor, read_until, caller.now)
    dedupe = f"{ANSWER}:more:{caller.chat_id}:{message_id}"
    say_to(tx, garden, actor, to, said, dedupe, caller.now, thread=latest)
    sent = say(_("Sent to {name}, too."), name=_name(tx, caller, to))
    if not show_current(tx, caller, sent):
        reply(tx, caller, Message((sent,)), about="more")
    return None


def _is_for_other_ears(tx: Transaction, caller: Caller, event: Event, last: Parcel) -> bool:
    spoken = last_spoken(tx, caller.garden, caller.person.id)
    if spoken is not None and spoken > last.created_at:
        return True
    if isinstance(event, Typed):
        return is_for_the_question(tx, caller, event, untouched_since=last.created_at)
    return is_touched(tx, caller, last.created_at)


def _read_meanwhile(tx: Transaction, caller: Caller, last: Parcel) -> tuple[PersonId, ...] | None:
    """Who else wrote to them here since; empty where they looked at anything else, None where neither."""
    since = outbox.queued_since(tx, caller.chat_id, last.created_at)
    asked = [threads.find_thread(tx, int(one.payload["thread"])) for one in since if one.kind == REQUEST]
    others = tuple(one.person_id for one in asked if one is not None and one.person_id != last.person_id)
    return others if others or any(one.lane is Lane.REPLY for one in since) else None


def _ask_whom(tx: Transaction, caller: Caller, whom: tuple[PersonId, ...], message_id: int) -> None:
    """Shown as a reply to what was sent: the tap finds it there, and nothing of it is kept meanwhile."""
    rows = tuple(
        (Button(say(_("To {name}"), name=_name(tx, caller, one)), data=f"n.sendto.{one}"),) for one in whom
    )
    question = say(_("Whom is this for? One tap sends it. If it is for nobody, leave it: it goes nowhere."))
    reply(tx, caller, Message((question,), rows, reply_to=message_id), about="whom")


def _name(tx: Transaction, caller: Caller, person_id: PersonId) -> Text:
    profile = profiles.find_profile(tx, person_id, caller.garden.id)
    return profile.name if profile else say(_("Somebody"))
