"""Owns the word to whoever sent something that broke us twice: sorry, and a code to mention."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.text import Language
from bot.storage import groups, outbox, people
from bot.storage.database import Transaction
from bot.storage.outbox import Lane


def apologise(
    tx: Transaction, chat_id: int, update_id: int, incident: str, language: Language, now: Instant
) -> None:
    """Owe an apology in the chat the update came from; the incident's code is in the log.

    In a private chat, whose number is its person's, they are spoken to in their language; a referents' group
    is in its garden's. `language` is for whoever is not kept yet, because it was their very first word.
    """
    person = people.find_by_telegram_id(tx, chat_id)
    garden_id = groups.garden_of_chat(tx, chat_id)
    is_known = person is not None or garden_id is not None
    outbox.queue(
        tx,
        dedupe=f"apology:u{update_id}",
        chat_id=chat_id,
        kind="apology",
        payload={"incident": incident} | ({} if is_known else {"language": language}),
        lane=Lane.REPLY,
        now=now,
        garden_id=garden_id,
        person_id=person.id if person else None,
    )
