"""Owns who hears what is said in private: the team, the question that stands, what was put off; nobody is unheard."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.certificate import read_code
from bot.domain.message import Button, Message
from bot.domain.said import Said
from bot.domain.text import say
from bot.engine.events import Enclosed, Event, Typed
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import outbox
from bot.storage.database import Transaction
from bot.usecases.answering import answer_by_reply
from bot.usecases.converse import bring_back, hear, is_asked_for, show_current
from bot.usecases.helping import no_idea
from bot.usecases.house import Caller
from bot.usecases.human import pass_on_once, pass_on_too, write_on
from bot.usecases.member_list.receiving import is_list, take_list
from bot.usecases.replies import HUMAN, reply
from bot.usecases.talks import ANSWER
from bot.usecases.telling import hear_telling
from bot.usecases.verify import hear_code
from bot.usecases.writing_more import write_more


@dataclass(frozen=True, slots=True)
class Heard:
    """The message that was sent, and the one it is a reply to."""

    message_id: int
    replied: int | None = None


def listen(tx: Transaction, caller: Caller, event: Event, heard: Heard) -> Refusal | None:
    """A reply goes where it belongs; else whom they write with, the question, what was put off; else we say so."""
    said = said_by(event)
    if said is not None and heard.replied is not None:
        outcome = _replies(tx, caller, said, heard.replied, heard.message_id)
        if outcome is not False:
            return None if outcome is True else outcome
    if isinstance(event, Typed) and read_code(event.text) is not None:
        return hear_code(tx, caller, event)
    if isinstance(event, Typed) and hear_telling(tx, caller, event):
        return None
    asked = isinstance(event, Enclosed) and is_asked_for(tx, caller, event)
    if isinstance(event, Enclosed) and not asked and is_list(tx, caller, event):
        return take_list(tx, caller, event, heard.message_id)
    if said is not None and not asked:
        outcome = write_more(tx, caller, event, said, heard.message_id)
        if outcome is not False:
            return None if outcome is True else outcome
        if write_on(tx, caller, event, said):
            return None
    if isinstance(event, Enclosed) and not asked:
        _offer(tx, caller, heard.message_id)
        return None
    if hear(tx, caller, event):
        return None
    return None if bring_back(tx, caller) else no_idea(tx, caller)


def take_up_offer(tx: Transaction, caller: Caller, enclosed: Enclosed | None) -> Refusal | None:
    """Pass on what the offer was about; once, however often it is tapped."""
    if enclosed is None:
        return NotFound()
    pass_on_once(tx, caller, Said(enclosed.words, enclosed.relay))
    return None


def said_by(event: Event) -> Said | None:
    """What can be passed on as it is."""
    match event:
        case Typed(text) if text.strip():
            return Said(text)
        case Enclosed(relay, words):
            return Said(words, relay)
        case _:
            return None


def _replies(tx: Transaction, caller: Caller, said: Said, replied: int, message_id: int) -> Refusal | bool:
    """To what the team wrote: for the team. To what somebody wrote to the team: the answer. False: to anything else."""
    parcel = outbox.find_by_message(tx, caller.chat_id, replied)
    if parcel is None:
        return False
    if parcel.kind == ANSWER:
        pass_on_too(tx, caller, said)
        return True
    outcome = answer_by_reply(tx, caller, replied, said, message_id)
    if outcome is True:
        sent = say(_("Sent. Thank you for answering!"))
        if not show_current(tx, caller, sent):
            reply(tx, caller, Message((sent,)), about="answered")
    return outcome


def _offer(tx: Transaction, caller: Caller, message_id: int) -> None:
    """Shown as a reply to what was sent: the tap finds it there, and nothing of it is kept meanwhile."""
    question = say(
        _("I can only read words. Shall I pass this on to the team? Somebody looks at it and answers you.")
    )
    rows = ((Button(say(_("Yes, pass it on")), data="n.pass"),), (HUMAN,))
    reply(tx, caller, Message((question,), rows, reply_to=message_id), about="offer")
