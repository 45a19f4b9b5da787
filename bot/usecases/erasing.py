"""Owns the last question before everything about somebody is erased."""

from __future__ import annotations

from bot.domain.message import Message
from bot.domain.text import say
from bot.engine.state import Answers
from bot.marks import _
from bot.storage.database import Transaction
from bot.usecases.house import Ending, Talk
from bot.usecases.privacy import forget
from bot.usecases.replies import reply, say_once


def take_erasure(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Erase for good, or keep; said either way."""
    if answers.text("sure") != "yes":
        reply(tx, talk.caller, Message((say(_("Nothing was erased.")),)))
        return None
    forget(tx, talk.garden.id, talk.person.id, talk.now)
    say_once(
        tx,
        talk.caller,
        Message(
            (
                say(_("Everything the garden kept about you has been erased.")),
                say(
                    _("Thank you for your time with us. Type /start whenever you like, and we begin afresh.")
                ),
            )
        ),
        about="erased",
    )
    return None
