"""Owns the queries about events: what takes place, what is prepared, and what people were told of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, insert, select, update

from bot.domain.event import Circle, Details, Event, EventId, EventKind, EventState
from bot.domain.garden import Place
from bot.domain.mission import MissionId
from bot.domain.person import GardenId, PersonId
from bot.domain.text import Words
from bot.storage.circles import sees
from bot.storage.database import Transaction
from bot.storage.tables import events, rsvps


def add_event(tx: Transaction, event: Event) -> Event:
    """Keep a new event; its number is given here."""
    row = {**_values(event), "key": event.key, "series_key": event.series_key, "garden_id": event.garden_id,
           "state": event.state.value}  # fmt: skip
    return _from_row(tx.connection.execute(insert(events).values(row).returning(*events.c)).one())


def save_event(tx: Transaction, event: Event) -> Event:
    """Write what a coordinator changed; it is one version later."""
    values = {**_values(event), "version": events.c.version + 1}
    return _changed(tx, event.id, values)


def find_event(tx: Transaction, event_id: EventId) -> Event | None:
    return _one(tx, select(events).where(events.c.id == event_id))


def find_by_key(tx: Transaction, key: str) -> Event | None:
    """The event of this key, whatever became of it, in whichever garden."""
    return _one(tx, select(events).where(events.c.key == key))


def find_events(tx: Transaction, event_ids: Collection[EventId]) -> dict[EventId, Event]:
    """Those of the events that are there, by their number."""
    return {one.id: one for one in _many(tx, select(events).where(events.c.id.in_(event_ids)))}


def lock_event(tx: Transaction, event_id: EventId) -> Event | None:
    """The event, held until the transaction ends: its places are given one after the other."""
    return _one(tx, select(events).where(events.c.id == event_id).with_for_update())


def publish(tx: Transaction, event: Event) -> Event:
    """It is there for its circle, and what it says now is what people know."""
    return _changed(tx, event.id, {"state": EventState.PUBLISHED.value, "told": event.details.to_json()})


def cancel(tx: Transaction, event_id: EventId, reason: str) -> bool:
    """It does not take place. False: it was cancelled before."""
    open_ = (events.c.id == event_id, events.c.state != EventState.CANCELLED.value)
    values = {"state": EventState.CANCELLED.value, "reason": reason, "version": events.c.version + 1}
    return tx.connection.execute(update(events).where(*open_).values(values)).rowcount == 1


def count_invited(tx: Transaction, event_id: EventId, more: int) -> None:
    added = update(events).where(events.c.id == event_id).values(invited=events.c.invited + more)
    tx.connection.execute(added)


def events_to_manage(tx: Transaction, garden_id: GardenId, since: datetime) -> list[Event]:
    """Every event that is not over by `since`, drafts and cancelled ones included, the soonest first."""
    return _many(tx, _here(garden_id, events.c.ends_at > since))


def published_after(
    tx: Transaction, garden_id: GardenId, number: int, since: datetime, most: int
) -> list[Event]:
    """The garden's next published events by number that are not over by `since`."""
    there = (events.c.id > number, events.c.ends_at > since, events.c.state == EventState.PUBLISHED.value)
    return _many(tx, _here(garden_id, *there).order_by(None).order_by(events.c.id).limit(most))


def past_events(tx: Transaction, garden_id: GardenId, until: datetime, limit: int) -> list[Event]:
    """The last ones that are over, the newest first."""
    over = _here(garden_id, events.c.ends_at <= until).order_by(None)
    return _many(tx, over.order_by(events.c.starts_at.desc(), events.c.id).limit(limit))


def events_to_see(tx: Transaction, garden_id: GardenId, person_id: PersonId, now: datetime) -> list[Event]:
    """What is published, not over, and for this person, the soonest first; what they answered stays in sight."""
    theirs = select(rsvps.c.event_id).where(rsvps.c.person_id == person_id)
    published = events.c.state == EventState.PUBLISHED.value
    seen = sees(person_id) | events.c.id.in_(theirs)
    return _many(tx, _here(garden_id, published, events.c.ends_at > now, seen))


def may_see(tx: Transaction, event_id: EventId, person_id: PersonId) -> bool:
    """Whether the event is for this person."""
    mine = select(events.c.id).where(events.c.id == event_id, sees(person_id))
    return tx.connection.execute(mine).first() is not None


def events_of_series(tx: Transaction, event: Event) -> list[Event]:
    """The dates of its series, itself included, in order; alone where it is no part of one."""
    if not event.series_key:
        return [event]
    return _many(tx, _here(event.garden_id, events.c.series_key == event.series_key))


def _here(garden_id: GardenId, *where: ColumnElement[bool]) -> Select[Any]:
    here = select(events).where(events.c.garden_id == garden_id, *where)
    return here.order_by(events.c.starts_at, events.c.id)


def _values(event: Event) -> Mapping[str, Any]:
    details = event.details
    return {
        "kind": event.kind.value,
        "title": dict(details.title.by_language),
        "about": dict(event.about.by_language),
        "place": dict(details.place.by_language),
        "latitude": details.point.latitude if details.point else None,
        "longitude": details.point.longitude if details.point else None,
        "bring": dict(details.bring.by_language),
        "starts_at": details.starts_at,
        "ends_at": details.ends_at,
        "arrive_at": details.arrive_at,
        "capacity": event.capacity,
        "carpool": event.carpool,
        "circle": event.circle.value,
        "mission_id": event.mission_id,
    }


def _changed(tx: Transaction, event_id: EventId, values: Mapping[str, Any]) -> Event:
    changed = update(events).where(events.c.id == event_id).values(values).returning(*events.c)
    return _from_row(tx.connection.execute(changed).one())


def _one(tx: Transaction, statement: Select[Any]) -> Event | None:
    row = tx.connection.execute(statement).one_or_none()
    return None if row is None else _from_row(row)


def _many(tx: Transaction, statement: Select[Any]) -> list[Event]:
    return [_from_row(row) for row in tx.connection.execute(statement)]


def _from_row(row: Row[Any]) -> Event:
    details = Details(
        title=Words(row.title),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        arrive_at=row.arrive_at,
        place=Words(row.place),
        point=None if row.latitude is None else Place(row.latitude, row.longitude),
        bring=Words(row.bring),
    )
    return Event(
        id=EventId(row.id),
        garden_id=GardenId(row.garden_id),
        kind=EventKind(row.kind),
        about=Words(row.about),
        details=details,
        capacity=row.capacity,
        circle=Circle(row.circle),
        mission_id=None if row.mission_id is None else MissionId(row.mission_id),
        state=EventState(row.state),
        reason=row.reason,
        version=row.version,
        key=row.key,
        series_key=row.series_key,
        told=None if row.told is None else Details.from_json(row.told),
        invited=row.invited,
        carpool=row.carpool,
    )
