"""A garden with one event and a crowd for it; what may happen to its places; and what must hold at any time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.domain.event import Answer, Circle, Details, Event, EventId, EventKind, EventState, RsvpState
from bot.domain.garden import Garden, Place
from bot.domain.person import PersonId, Role
from bot.domain.seating import seats_left
from bot.domain.text import Words
from bot.storage import events, gardens, roles, rsvps
from bot.storage.database import Transaction
from bot.storage.tables import people as people_table
from bot.usecases.events.answering import Party, answer_event, come
from bot.usecases.events.forms import new_key
from bot.usecases.events.seating import has_turns, settle_event
from tests.contract.rows import NOON
from tests.contract.values import meet, plant_garden, words

MONDAY = datetime(2026, 3, 23, 9, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 3, 28, 9, 0, tzinfo=UTC)
DEEDS = ("come", "wait", "no", "maybe", "resize", "look")


@dataclass(frozen=True, slots=True)
class Gathering:
    """Where the tests stand: a garden, its one event, and the people who may come."""

    garden: Garden
    event_id: EventId
    crowd: tuple[PersonId, ...]


def plant_event(tx: Transaction, garden: Garden, **changes: object) -> Event:
    details = Details(words("Fête"), SATURDAY, SATURDAY + timedelta(hours=3), SATURDAY - timedelta(minutes=30),
                      words("Sous le chêne"), Place(47.5, 2.25), Words({}))  # fmt: skip
    plain = Event(
        id=EventId(0), garden_id=garden.id, kind=EventKind.MEAL, about=Words({}), details=details, capacity=None,
        circle=Circle.EVERYBODY, mission_id=None, state=EventState.DRAFT, reason="", version=0, key=new_key(),
        series_key="", told=None, invited=0, carpool=False,
    )  # fmt: skip
    return events.add_event(tx, replace(plain, **changes))  # type: ignore[arg-type]


def arrange(tx: Transaction, capacity: int, crowd: int = 6) -> Gathering:
    """One published event with so many places, and a crowd that may come."""
    garden = plant_garden(tx)
    event = events.publish(tx, plant_event(tx, garden, capacity=capacity))
    there = [meet(tx, f"p{number}", number) for number in range(1, crowd + 1)]
    for one in there:
        roles.add_role(tx, one.id, garden.id, Role.VOLUNTEER, NOON)
    return Gathering(garden, event.id, tuple(one.id for one in there))


def find_gathering(tx: Transaction) -> Gathering:
    """What another process has arranged."""
    garden = gardens.only_garden(tx)
    assert garden is not None
    event = events.events_to_manage(tx, garden.id, MONDAY)[0]
    crowd = tx.connection.execute(select(people_table.c.id).order_by(people_table.c.id)).scalars()
    return Gathering(garden, event.id, tuple(PersonId(number) for number in crowd))


def act(tx: Transaction, there: Gathering, deed: str, who: int, amount: int, now: datetime) -> object:
    """One thing that may happen; refusals are as good as any outcome. No place is given that is not there."""
    event, before = events.find_event(tx, there.event_id), seated(tx, there.event_id)
    assert event is not None
    done = _act(tx, there, event, deed, there.crowd[who % len(there.crowd)], amount, now)
    capacity = amount + 1 if deed == "resize" else event.capacity
    after = seated(tx, there.event_id)
    assert capacity is not None
    assert after <= max(capacity, before), f"{deed}: {after} sit where {capacity} fit"
    return done


def _act(
    tx: Transaction, there: Gathering, event: Event, deed: str, who: PersonId, amount: int, now: datetime
) -> object:
    match deed:
        case "come" | "wait":
            party = Party("", amount % 2, amount // 2)
            return come(tx, there.garden, event.id, who, now, party=party, wait=deed == "wait")
        case "no" | "maybe":
            return answer_event(tx, there.garden, event.id, who, Answer(deed), now)
        case "resize":
            events.save_event(tx, replace(event, capacity=amount + 1))
            return settle_event(tx, there.garden, event.id, now)
        case _:
            return settle_event(tx, there.garden, event.id, now)


def seated(tx: Transaction, event_id: EventId) -> int:
    """Heads that have, or are offered, a place."""
    has_one = (RsvpState.GOING, RsvpState.OFFERED)
    return sum(one.heads for one in rsvps.line_of(tx, event_id) if one.state in has_one)


def assert_nobody_is_passed_over(tx: Transaction, there: Gathering, now: datetime) -> None:
    """By day, far from the date, whoever waits and fits has been offered a place; at the beginning nobody waits."""
    settle_event(tx, there.garden, there.event_id, now)
    event = events.find_event(tx, there.event_id)
    assert event is not None
    line = rsvps.line_of(tx, event.id)
    left = seats_left(event.capacity, line)
    waiting = [one for one in line if one.state is RsvpState.WAITING]
    if now >= event.starts_at:
        assert waiting == []
    by_day = 9 <= now.astimezone(there.garden.zone).hour < 20
    if by_day and has_turns(there.garden, event, now) and left is not None:
        assert [one for one in waiting if one.heads <= left] == []
