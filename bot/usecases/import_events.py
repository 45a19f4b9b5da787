"""Owns the import of events: what is not there yet is added, what is there is the chat's and stays as it is."""

from __future__ import annotations

from datetime import datetime

from bot.domain.garden import Garden
from bot.storage import events, missions
from bot.storage.database import Transaction
from bot.storage.saving import Change
from bot.usecases.events.afterwards import plan_thanks
from bot.usecases.events.passing import plan_passing
from bot.usecases.garden_file.events import event_of
from bot.usecases.garden_file.schema import GardenFile


def import_events(tx: Transaction, garden: Garden, file: GardenFile, now: datetime) -> list[Change]:
    """Nobody is invited by an import: a published event is seen in /events, and coordinators pass it on."""
    known = {one.slug: one.id for one in missions.list_missions(tx, garden.id)}
    changes: list[Change] = []
    for sheet in file.events:
        event = event_of(sheet, garden, known)
        if events.is_known(tx, event.key) or event.starts_at <= now:
            changes.append(Change.UNCHANGED)
            continue
        added = events.add_event(tx, event)
        if sheet.published:
            published = events.publish(tx, added)
            plan_thanks(tx, garden, published, now)
            plan_passing(tx, published)
        changes.append(Change.CREATED)
    return changes
