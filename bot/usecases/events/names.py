"""Owns the first name under which somebody comes to an event: the one they gave for it, else the garden's."""

from __future__ import annotations

from bot.domain.event import EventId, Rsvp
from bot.domain.garden import Garden
from bot.domain.person import PersonId
from bot.domain.text import Text
from bot.storage import rsvps
from bot.storage.database import Transaction
from bot.usecases.followed import called


def name_of(tx: Transaction, garden: Garden, rsvp: Rsvp) -> Text:
    return rsvp.name or called(tx, garden.id, rsvp.person_id)


def name_at(tx: Transaction, garden: Garden, event_id: EventId, person_id: PersonId) -> Text:
    """The same, of a person."""
    mine = rsvps.rsvp_of(tx, event_id, person_id)
    return name_of(tx, garden, mine) if mine else called(tx, garden.id, person_id)
