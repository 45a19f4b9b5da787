"""Owns short cuts to an event that is published, and what the database knows of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.app import App
from bot.domain.event import Circle, Details, Event, EventId, EventKind, EventState, Rsvp
from bot.domain.garden import Place
from bot.domain.terms import NOTHING_SAID
from bot.domain.text import Words
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage import events, gardens, people, rsvps
from bot.storage.database import Transaction
from bot.usecases.events.forms import new_key
from bot.usecases.events.publishing import publish_event

SATURDAY = datetime.fromisoformat("2026-03-14T09:00:00+00:00")
"""Ten in the morning in the garden, twelve days after the journeys begin."""


async def an_event(app: App, emulator: Emulator, *, starts_at: datetime = SATURDAY, **other: Any) -> Event:
    """An open day, published; whoever knows the bot has been invited."""
    made = await app.db.run(lambda tx: _published(tx, starts_at, emulator.now, other))
    await emulator.settle()
    return made


async def event_called(app: App, title: str) -> Event:
    """The only one of this name, whatever became of it."""
    (found,) = await events_called(app, title)
    return found


async def events_called(app: App, title: str) -> list[Event]:
    def find(tx: Transaction) -> list[Event]:
        garden = gardens.only_garden(tx)
        assert garden is not None
        known = events.events_to_manage(tx, garden.id, datetime.fromisoformat("2026-01-01T00:00:00+00:00"))
        return [one for one in known if one.title.in_language("en") == title]

    return await app.db.read(find)


async def answer_of(app: App, event: Event, person: Person) -> Rsvp | None:
    def find(tx: Transaction) -> Rsvp | None:
        known = people.find_by_telegram_id(tx, person.id)
        assert known is not None
        return rsvps.rsvp_of(tx, event.id, known.id)

    return await app.db.read(find)


def said_to(person: Person, words: str) -> list[str]:
    """Every message of the bot to them with these words."""
    return [message.text for message in person.messages if message.by_bot and words in message.text]


def _published(tx: Transaction, starts_at: datetime, now: datetime, other: dict[str, Any]) -> Event:
    garden = gardens.only_garden(tx)
    assert garden is not None
    details = Details(
        title=Words(other.pop("title", {"en": "Spring party", "fr": "Fête du printemps"})),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=other.pop("hours", 3)),
        arrive_at=other.pop("arrive_at", None),
        place=Words({"en": "Under the big oak", "fr": "Sous le grand chêne"}),
        point=Place(47.9, 1.9),
        bring=Words({"en": "Boots", "fr": "Des bottes"}),
    )
    values = {
        "kind": EventKind.OPEN_DAY,
        "about": NOTHING_SAID,
        "capacity": None,
        "circle": Circle.EVERYBODY,
        "carpool": False,
        "mission_id": None,
        **other,
    }
    event = Event(
        id=EventId(0), garden_id=garden.id, details=details, state=EventState.DRAFT, reason="", version=0,
        key=new_key(), series_key="", told=None, invited=0, **values,
    )  # fmt: skip
    added = events.add_event(tx, event)
    publish_event(tx, garden, added, now)
    return added
