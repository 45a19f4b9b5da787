"""Owns the first name under which somebody comes to an event: the one they gave for it, else the garden's."""

from __future__ import annotations

from bot.domain.event import EventId, Rsvp
from bot.domain.garden import Garden
from bot.domain.person import PersonId
from bot.domain.text import Text
from bot.storage import profiles, referents, rsvps
from bot.storage.database import Transaction
from bot.usecases.followed import called


def name_of(tx: Transaction, garden: Garden, rsvp: Rsvp) -> Text:
    return rsvp.name or _called(tx, garden, rsvp.person_id)


def name_at(tx: Transaction, garden: Garden, event_id: EventId, person_id: PersonId) -> Text:
    """The same, of a person."""
    mine = rsvps.rsvp_of(tx, event_id, person_id)
    return name_of(tx, garden, mine) if mine else _called(tx, garden, person_id)


def _called(tx: Transaction, garden: Garden, person_id: PersonId) -> Text:
    """Whoever is of the team without being a volunteer is known by the name the team knows."""
    referent = referents.referent_of_person(tx, garden.id, person_id)
    if referent is not None and profiles.find_profile(tx, person_id, garden.id) is None:
        return referent.name.split()[0]
    return called(tx, garden.id, person_id)
