"""Owns the language somebody is spoken to in, changed at any time."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.message import Message
from bot.domain.text import Language, say
from bot.engine.state import Answers
from bot.marks import _
from bot.storage import people
from bot.storage.database import Transaction
from bot.usecases.house import Ending, Talk
from bot.usecases.replies import reply


@dataclass(frozen=True, slots=True)
class LanguageFacts:
    languages: tuple[Language, ...]


def read_language_facts(tx: Transaction, talk: Talk) -> LanguageFacts:
    return LanguageFacts(talk.caller.house.catalogues.languages)


def take_language(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """From now on in this language; the confirmation already is."""
    people.set_language(tx, talk.person.id, answers.text("language"))
    reply(tx, talk.caller, Message((say(_("From now on I speak English with you.")),)))
    return None
