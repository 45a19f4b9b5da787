"""Owns gathering somebody's dates: each kind of thing with a date has its source, and none asks another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.clock import Instant
from bot.domain.entry import CalendarFile, Entry
from bot.domain.garden import Garden
from bot.domain.person import PersonId
from bot.storage.database import Transaction
from bot.usecases.agenda.of_bookings import BOOKINGS
from bot.usecases.agenda.of_events import RSVPS
from bot.usecases.agenda.of_pickups import PICKUPS
from bot.usecases.agenda.source import Source

KEPT = timedelta(days=60)
"""What is over stays in a subscribed calendar so long: people look up when they came."""

ENTRIES: Mapping[str, Source] = {"booking": BOOKINGS, "rsvp": RSVPS, "pickup": PICKUPS}
"""By what their subjects begin with."""


def entries_of(tx: Transaction, garden: Garden, person_id: PersonId, since: Instant) -> list[Entry]:
    """Every date of theirs in this garden that ends after `since`, the soonest first."""
    found = (one for source in ENTRIES.values() for one in source.gather(tx, garden, person_id, since))
    return sorted(found, key=lambda one: (one.starts_at, one.subject))


def find_entry(tx: Transaction, garden: Garden, person_id: PersonId, subject: str) -> Entry | None:
    """What `subject`, as "booking:12", is in somebody's calendar."""
    kind, _colon, number = subject.partition(":")
    source = ENTRIES.get(kind)
    return source.find(tx, garden, person_id, int(number)) if source and number.isdecimal() else None


def calendar_of(garden: Garden, entries: tuple[Entry, ...], now: Instant) -> CalendarFile:
    """Some of somebody's dates in a garden, under the garden's name."""
    return CalendarFile(garden.name, garden.zone, entries, now)
