"""Owns the import of events: what is not there yet is added, what is there is the chat's and stays as it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.event import Event
from bot.domain.garden import Garden
from bot.storage import events, missions
from bot.storage.database import Transaction
from bot.storage.saving import Change
from bot.usecases.events.afterwards import plan_thanks
from bot.usecases.events.passing import plan_passing
from bot.usecases.garden_file.events import event_of
from bot.usecases.garden_file.schema import GardenFile


@dataclass
class EventChanges:
    """What became of the events; `kept` are slugs of those that stand otherwise in the chat."""

    changes: list[Change] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def import_events(tx: Transaction, garden: Garden, file: GardenFile, now: datetime) -> EventChanges:
    """Nobody is invited by an import: a published event is seen in /events, and coordinators pass it on."""
    slugs = {one.slug: one.id for one in missions.list_missions(tx, garden.id)}
    work = EventChanges()
    for sheet in file.events:
        event = event_of(sheet, garden, slugs)
        known = events.find_by_key(tx, event.key)
        if event.starts_at <= now or known is not None:
            work.changes.append(Change.UNCHANGED)
            if event.starts_at > now and known is not None and _says(known) != _says(event):
                work.kept.append(sheet.slug)
            continue
        added = events.add_event(tx, event)
        if sheet.published:
            published = events.publish(tx, added)
            plan_thanks(tx, garden, published, now)
            plan_passing(tx, published)
        work.changes.append(Change.CREATED)
    return work


def _says(event: Event) -> Any:
    """What the file speaks of; where the lines of a text break is the chat's."""
    about = {language: text.split() for language, text in event.about.by_language.items()}
    return event.kind, about, event.details, event.capacity, event.circle, event.mission_id, event.carpool
