"""Owns the word to whoever sent something that broke us twice: sorry, and a code to mention."""

from __future__ import annotations

from bot.clock import Instant
from bot.storage import outbox, people
from bot.storage.database import Transaction
from bot.storage.outbox import Lane


def apologise(tx: Transaction, chat_id: int, update_id: int, incident: str, now: Instant) -> None:
    """Owe an apology in the chat the update came from; the incident's code is in the log.

    In a private chat, whose number is its person's, they are spoken to in their language.
    """
    person = people.find_by_telegram_id(tx, chat_id)
    outbox.queue(
        tx,
        dedupe=f"apology:u{update_id}",
        chat_id=chat_id,
        kind="apology",
        payload={"incident": incident},
        lane=Lane.REPLY,
        now=now,
        person_id=person.id if person else None,
    )
