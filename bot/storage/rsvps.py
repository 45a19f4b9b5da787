"""Owns the queries about answers to events: who comes, waits, is offered a place, came, and how it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select, update

from bot.domain.event import Answer, Details, EventId, EventState, Face, Rsvp, RsvpId, RsvpState
from bot.domain.person import GardenId, PersonId
from bot.storage.database import Transaction
from bot.storage.saving import insert_once
from bot.storage.tables import events, rsvps

_IN_LINE = (RsvpState.GOING.value, RsvpState.OFFERED.value, RsvpState.WAITING.value)


@dataclass(frozen=True, slots=True)
class Tally:
    """How an event stands: heads that come, people that wait, said maybe or no, heads that are there, faces.

    `concerned` are the people to be told of a change.
    """

    heads: int
    concerned: int
    waiting: int
    maybe: int
    no: int
    there: int
    faces: Mapping[Face, int]


def add_rsvp(
    tx: Transaction,
    garden_id: GardenId,
    event_id: EventId,
    person_id: PersonId,
    answer: Answer,
    now: datetime,
) -> Rsvp:
    """Their row, made where there is none yet; what it says is written by `change_rsvp`."""
    values = {
        "garden_id": garden_id,
        "event_id": event_id,
        "person_id": person_id,
        "answer": answer.value,
        "state": RsvpState.OUT.value,
        "queued_at": now,
        "answered_at": now,
    }
    insert_once(tx, rsvps, values)
    found = rsvp_of(tx, event_id, person_id)
    if found is None:
        raise ValueError(f"person {person_id} has no answer to event {event_id} right after it was added")
    return found


def find_rsvp(tx: Transaction, rsvp_id: RsvpId) -> Rsvp | None:
    return _one(tx, select(rsvps).where(rsvps.c.id == rsvp_id))


def rsvp_of(tx: Transaction, event_id: EventId, person_id: PersonId) -> Rsvp | None:
    """What one person answered to one event."""
    return _one(tx, select(rsvps).where(rsvps.c.event_id == event_id, rsvps.c.person_id == person_id))


def rsvp_by_code(tx: Transaction, code_hash: str) -> Rsvp | None:
    """Whose code was shown at the entrance."""
    return _one(tx, select(rsvps).where(rsvps.c.code_hash == code_hash))


def change_rsvp(
    tx: Transaction,
    rsvp: Rsvp,
    answer: Answer,
    state: RsvpState,
    now: datetime,
    *,
    offered_until: datetime | None = None,
    queued_at: datetime | None = None,
) -> Rsvp:
    """What they answer, and where they stand from now on."""
    values = {
        "answer": answer.value,
        "state": state.value,
        "answered_at": now,
        "offered_until": offered_until,
        "queued_at": queued_at or rsvp.queued_at,
        "changes": rsvps.c.changes + 1,
    }
    return _changed(tx, rsvp.id, values)


def note_party(tx: Transaction, rsvp: Rsvp, *, name: str, guests: int, children: int) -> Rsvp:
    """Under which name, and with whom, they come."""
    return _changed(tx, rsvp.id, {"name": name, "guests": guests, "children": children})


def note_photos(tx: Transaction, rsvp_id: RsvpId, agreed: bool) -> Rsvp:
    return _changed(tx, rsvp_id, {"photos": agreed})


def note_code(tx: Transaction, rsvp_id: RsvpId, code_hash: str) -> Rsvp:
    """A code shown before is worth nothing any more."""
    return _changed(tx, rsvp_id, {"code_hash": code_hash})


def check_in(tx: Transaction, rsvp_id: RsvpId, at: datetime | None) -> Rsvp:
    """They are there; None takes it back."""
    return _changed(tx, rsvp_id, {"checked_in_at": at})


def note_face(tx: Transaction, rsvp_id: RsvpId, face: Face) -> Rsvp:
    return _changed(tx, rsvp_id, {"face": face.value})


def line_of(tx: Transaction, event_id: EventId) -> list[Rsvp]:
    """Who has, is offered or waits for a place, in the order of the line."""
    here = select(rsvps).where(rsvps.c.event_id == event_id, rsvps.c.state.in_(_IN_LINE))
    return _many(tx, here.order_by(rsvps.c.queued_at, rsvps.c.id))


def expected_at(tx: Transaction, event_id: EventId) -> list[Rsvp]:
    """Who has a place, or was let in all the same, in the order of the line."""
    there = rsvps.c.checked_in_at.is_not(None)
    here = (rsvps.c.event_id == event_id, (rsvps.c.state == RsvpState.GOING.value) | there)
    return _many(tx, select(rsvps).where(*here).order_by(rsvps.c.queued_at, rsvps.c.id))


def people_concerned(
    tx: Transaction, event_ids: Collection[EventId], answers: Collection[Answer], after: int, limit: int
) -> list[PersonId]:
    """Who gave one of these answers to any of these events, after that person's number."""
    wanted = [one.value for one in answers]
    here = (rsvps.c.event_id.in_(event_ids), rsvps.c.answer.in_(wanted), rsvps.c.person_id > after)
    found = select(rsvps.c.person_id).where(*here).distinct().order_by(rsvps.c.person_id).limit(limit)
    return [PersonId(number) for number in tx.connection.execute(found).scalars()]


def count_concerned(tx: Transaction, event_ids: Collection[EventId]) -> int:
    """How many people come, wait or said maybe to any of these events."""
    here = (rsvps.c.event_id.in_(event_ids), rsvps.c.answer != Answer.NO.value)
    return tx.connection.execute(select(func.count(rsvps.c.person_id.distinct())).where(*here)).scalar_one()


def rsvps_of_people(
    tx: Transaction, event_ids: Collection[EventId], person_ids: Collection[PersonId]
) -> list[Rsvp]:
    """Every answer of these people to these events, by person, the soonest event first."""
    mine = select(rsvps).join(events, events.c.id == rsvps.c.event_id)
    here = mine.where(rsvps.c.event_id.in_(event_ids), rsvps.c.person_id.in_(person_ids))
    return _many(tx, here.order_by(rsvps.c.person_id, events.c.starts_at, rsvps.c.id))


def note_known(tx: Transaction, rsvp_id: RsvpId, details: Details) -> None:
    """What the person knows of the event from now on: they saw it, or are told."""
    tx.connection.execute(update(rsvps).where(rsvps.c.id == rsvp_id).values(known=details.to_json()))


def known_by(tx: Transaction, rsvp_ids: Collection[RsvpId]) -> dict[RsvpId, Details]:
    """What each of these people knows of the event they answered."""
    rows = tx.connection.execute(select(rsvps.c.id, rsvps.c.known).where(rsvps.c.id.in_(rsvp_ids)))
    return {RsvpId(number): Details.from_json(known) for number, known in rows if known is not None}


def rsvps_of_person(tx: Transaction, person_id: PersonId, garden_id: GardenId) -> list[Rsvp]:
    """Every answer of a person to a garden's events, the soonest event first."""
    mine = select(rsvps).join(events, events.c.id == rsvps.c.event_id)
    here = mine.where(rsvps.c.person_id == person_id, rsvps.c.garden_id == garden_id)
    return _many(tx, here.order_by(events.c.starts_at, rsvps.c.id))


def names_given(tx: Transaction, person_id: PersonId, garden_id: GardenId) -> list[str]:
    """Under which first names somebody wanted to be expected, each once, that of the last answer last."""
    mine = (rsvps.c.person_id == person_id, rsvps.c.garden_id == garden_id, rsvps.c.name != "")
    said = select(rsvps.c.name).where(*mine).order_by(rsvps.c.answered_at, rsvps.c.id)
    return list(dict.fromkeys(reversed(list(tx.connection.execute(said).scalars()))))[::-1]


def in_calendar_of(tx: Transaction, person_id: PersonId, garden_id: GardenId, since: datetime) -> list[Rsvp]:
    """Where somebody has a place, or said maybe, at events that end after an instant."""
    mine = select(rsvps).join(events, events.c.id == rsvps.c.event_id)
    perhaps = (rsvps.c.answer == Answer.MAYBE.value) & (rsvps.c.state == RsvpState.OUT.value)
    here = mine.where(
        rsvps.c.person_id == person_id,
        rsvps.c.garden_id == garden_id,
        (rsvps.c.state == RsvpState.GOING.value) | perhaps,
        events.c.state == EventState.PUBLISHED.value,
        events.c.ends_at > since,
    )
    return _many(tx, here.order_by(events.c.starts_at, rsvps.c.id))


def tally(tx: Transaction, event_id: EventId) -> Tally:
    """Counted in the database: an open day has hundreds of answers."""
    heads = func.sum(1 + rsvps.c.guests + rsvps.c.children)
    here = select(rsvps.c.answer, rsvps.c.state, rsvps.c.face, rsvps.c.checked_in_at.is_not(None),
                  func.count(), heads).where(rsvps.c.event_id == event_id)  # fmt: skip
    grouped = here.group_by(*list(here.selected_columns)[:4])
    count: Counter[str] = Counter()
    faces: Counter[Face] = Counter()
    for answer, state, face, there, people, all_heads in tx.connection.execute(grouped):
        count[answer] += people
        count[state] += people
        count["heads"] += int(all_heads) if state == RsvpState.GOING.value else 0
        count["there"] += int(all_heads) if there else 0
        if face:
            faces[Face(face)] += people
    waiting = count[RsvpState.WAITING.value] + count[RsvpState.OFFERED.value]
    return Tally(
        heads=count["heads"],
        concerned=count[Answer.YES.value] + count[Answer.MAYBE.value],
        waiting=waiting,
        maybe=count[Answer.MAYBE.value],
        no=count[Answer.NO.value],
        there=count["there"],
        faces=faces,
    )


def _changed(tx: Transaction, rsvp_id: RsvpId, values: Mapping[str, Any]) -> Rsvp:
    changed = update(rsvps).where(rsvps.c.id == rsvp_id).values(values).returning(*rsvps.c)
    return _from_row(tx.connection.execute(changed).one())


def _one(tx: Transaction, statement: Select[Any]) -> Rsvp | None:
    row = tx.connection.execute(statement).one_or_none()
    return None if row is None else _from_row(row)


def _many(tx: Transaction, statement: Select[Any]) -> list[Rsvp]:
    return [_from_row(row) for row in tx.connection.execute(statement)]


def _from_row(row: Row[Any]) -> Rsvp:
    return Rsvp(
        id=RsvpId(row.id),
        garden_id=GardenId(row.garden_id),
        event_id=EventId(row.event_id),
        person_id=PersonId(row.person_id),
        answer=Answer(row.answer),
        state=RsvpState(row.state),
        name=row.name,
        guests=row.guests,
        children=row.children,
        queued_at=row.queued_at,
        offered_until=row.offered_until,
        answered_at=row.answered_at,
        changes=row.changes,
        photos=row.photos,
        checked_in_at=row.checked_in_at,
        face=Face(row.face) if row.face else None,
    )
