"""Owns who belongs to the circle of an event, in SQL: for one person, and for all who are to be invited."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from bot.domain.event import Circle, Event
from bot.domain.person import PersonId, Role
from bot.storage.database import Transaction
from bot.storage.tables import consents, events, people, roles, rsvps, sign_ups

_TEAM = (Role.REFERENT.value, Role.COORDINATOR.value)
_IN_IT = ("awaiting_guardian", "requested", "confirmed")


def sees(person_id: PersonId) -> ColumnElement[bool]:
    """Of a row of events, whether this person belongs to its circle."""
    mine = select(roles.c.id).where(roles.c.person_id == person_id, roles.c.garden_id == events.c.garden_id)
    here = select(people.c.id).where(people.c.id == person_id, people.c.garden_id == events.c.garden_id)
    signed_up = select(sign_ups.c.id).where(
        sign_ups.c.person_id == person_id,
        sign_ups.c.mission_id == events.c.mission_id,
        sign_ups.c.state.in_(_IN_IT),
    )
    volunteers = mine.where(roles.c.role == Role.VOLUNTEER.value)
    return or_(
        mine.where(roles.c.role.in_(_TEAM)).exists(),
        (events.c.circle == Circle.EVERYBODY.value) & or_(mine.exists(), here.exists()),
        (events.c.circle == Circle.VOLUNTEERS.value) & volunteers.exists(),
        (events.c.circle == Circle.MISSION.value) & signed_up.exists(),
    )


def people_to_invite(tx: Transaction, event: Event, objection: str, after: int, limit: int) -> list[PersonId]:
    """Who of the circle can be reached, has not answered, and does not object, after that number."""
    answered = select(rsvps.c.person_id).where(rsvps.c.event_id == event.id)
    objects = select(consents.c.person_id).where(
        consents.c.garden_id == event.garden_id, consents.c.kind == objection
    )
    found = (
        select(people.c.id)
        .where(
            people.c.id > after,
            people.c.telegram_id.is_not(None),
            people.c.reachable,
            _belongs(event),
            people.c.id.not_in(answered),
            people.c.id.not_in(objects),
        )
        .order_by(people.c.id)
        .limit(limit)
    )
    return [PersonId(number) for number in tx.connection.execute(found).scalars()]


def _belongs(event: Event) -> ColumnElement[bool]:
    """Of a row of people, whether they belong to the circle of this event."""
    with_role = select(roles.c.person_id).where(roles.c.garden_id == event.garden_id)
    team = people.c.id.in_(with_role.where(roles.c.role.in_(_TEAM)))
    match event.circle:
        case Circle.EVERYBODY:
            return or_(people.c.garden_id == event.garden_id, people.c.id.in_(with_role))
        case Circle.VOLUNTEERS:
            return or_(team, people.c.id.in_(with_role.where(roles.c.role == Role.VOLUNTEER.value)))
        case Circle.MISSION:
            here = (sign_ups.c.mission_id == event.mission_id, sign_ups.c.state.in_(_IN_IT))
            return or_(team, people.c.id.in_(select(sign_ups.c.person_id).where(*here)))
        case Circle.TEAM:
            return team
