"""Owns the way between a coordinator's answers and an event, both directions, and the days of a series."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice

from bot.domain.event import Circle, Details, Event, EventId, EventKind, EventState
from bot.domain.garden import Garden, Place
from bot.domain.hours import read_hour, write_hour
from bot.domain.local_time import at_local
from bot.domain.mission import MissionId
from bot.domain.series import read_rule
from bot.domain.shift import Break
from bot.domain.text import Language
from bot.engine.state import Answers, Key, Value
from bot.usecases.managing.dates import ONCE, rule_from
from bot.usecases.managing.sheets import GARDEN, IN, places_of, written_in

TEXTS = ("title", "about", "where", "bring")
MOST_DATES = 60
"""Events a series makes at once: more than a year of weeks."""


def event_from(answers: Answers, garden: Garden, main: Language, before: Event | None) -> Event:
    """The event these answers give; what they do not speak of stays as it was before."""
    mission = answers.text("mission")
    circle = Circle(answers.text("circle") or Circle.EVERYBODY.value)
    capacity = answers.of("capacity")
    return Event(
        id=before.id if before else EventId(0),
        garden_id=garden.id,
        kind=EventKind(answers.text("kind")),
        about=written_in(answers, "about", main, garden),
        details=_details(answers, garden, main, before),
        capacity=round(capacity) if isinstance(capacity, int | float) else None,
        circle=circle,
        mission_id=MissionId(int(mission)) if circle is Circle.MISSION and mission else None,
        state=before.state if before else EventState.DRAFT,
        reason="",
        version=before.version if before else 0,
        key=before.key if before else new_key(),
        series_key=before.series_key if before else "",
        told=before.told if before else None,
        invited=before.invited if before else 0,
        carpool=answers.text("carpool") == "yes",
    )


def answers_of(event: Event, garden: Garden, main: Language) -> Mapping[Key, Value]:
    """The answers that would give this event again: what editing it opens with."""
    details, zone = event.details, garden.zone
    starts, ends = details.starts_at.astimezone(zone), details.ends_at.astimezone(zone)
    lasts = (ends.replace(tzinfo=None) - starts.replace(tzinfo=None)) / timedelta(hours=1)
    arrive = details.arrive_at.astimezone(zone).time() if details.arrive_at else None
    plain: dict[str, Value] = {
        "kind": event.kind.value,
        "repeat": ONCE,
        "day": starts.date().isoformat(),
        "starts": write_hour(starts.time(), main),
        "hours": int(lasts) if lasts == int(lasts) else round(lasts, 2),
        "arrive": write_hour(arrive, main) if arrive else None,
        "point": _spot_of(details.point, garden),
        "capacity": event.capacity,
        "carpool": "yes" if event.carpool else "no",
        "circle": event.circle.value,
        "mission": str(event.mission_id or ""),
        "in_other": tuple(one for one in event.title.by_language if one != main),
    }
    texts = {"title": event.title, "about": event.about, "where": details.place, "bring": details.bring}
    plain |= {name: text.in_language(main) or None for name, text in texts.items()}
    given: dict[Key, Value] = {(step, ""): value for step, value in plain.items()}
    for language in event.title.by_language:
        if language != main:
            given |= {
                (name + IN, language): text.in_language(language) or None for name, text in texts.items()
            }
    return given


def days_of(answers: Answers, first: date, breaks: Sequence[Break] = ()) -> list[date]:
    """The days on which it takes place: one, or those of a series up to its last day, but for the garden's breaks."""
    if answers.text("repeat") in ("", ONCE):
        return [first]
    until = _day(answers, "until") or first
    rule = read_rule(rule_from(answers, first), first).replace(until=datetime.combine(until, time()))
    days = (day for day in map(datetime.date, rule) if not any(one.covers(day) for one in breaks))
    return list(islice(days, MOST_DATES)) or [first]


def on_day(event: Event, day: date, garden: Garden) -> Details:
    """The same hours on another day: the clocks say the same, across clock changes."""
    zone, before = garden.zone, event.details
    by = day - before.starts_at.astimezone(zone).date()

    def moved(instant: datetime) -> datetime:
        local = instant.astimezone(zone)
        return at_local(local.date() + by, local.time(), zone)

    starts_at = moved(before.starts_at)
    return Details(
        title=before.title,
        starts_at=starts_at,
        ends_at=max(moved(before.ends_at), starts_at + timedelta(minutes=1)),
        arrive_at=moved(before.arrive_at) if before.arrive_at else None,
        place=before.place,
        point=before.point,
        bring=before.bring,
    )


def new_key() -> str:
    """What calendars know an event by, and the dates of a series each other; it says nothing and never changes."""
    return secrets.token_hex(16)


def _details(answers: Answers, garden: Garden, main: Language, before: Event | None) -> Details:
    starts_at, ends_at = _times(answers, garden)
    return Details(
        title=written_in(answers, "title", main, garden),
        starts_at=starts_at,
        ends_at=ends_at,
        arrive_at=_arrive(answers, garden, starts_at),
        place=written_in(answers, "where", main, garden),
        point=_point(answers, garden),
        bring=written_in(answers, "bring", main, garden),
    )


def _times(answers: Answers, garden: Garden) -> tuple[datetime, datetime]:
    """It ends when the clocks say so, of a night on which they change, too; an hour that is skipped is no time lost."""
    day, hour = _day(answers, "day") or date.max, read_hour(answers.text("starts")) or time()
    hours = answers.of("hours")
    minutes = round(float(hours) * 60) if isinstance(hours, int | float) else 60
    starts_at = at_local(day, hour, garden.zone)
    ends = starts_at.astimezone(garden.zone).replace(tzinfo=None) + timedelta(minutes=minutes)
    return starts_at, max(at_local(ends.date(), ends.time(), garden.zone), starts_at + timedelta(minutes=1))


def _arrive(answers: Answers, garden: Garden, starts_at: datetime) -> datetime | None:
    hour, day = read_hour(answers.text("arrive")), _day(answers, "day")
    if hour is None or day is None:
        return None
    arrive_at, starts = at_local(day, hour, garden.zone), read_hour(answers.text("starts")) or time()
    if arrive_at == starts_at and hour < starts:  # the clocks skip both
        arrive_at -= datetime.combine(day, starts) - datetime.combine(day, hour)
    return arrive_at if arrive_at < starts_at else None


def _point(answers: Answers, garden: Garden) -> Place | None:
    match answers.of("point"):
        case {"latitude": int() | float() as latitude, "longitude": int() | float() as longitude}:
            return Place(float(latitude), float(longitude))
        case {"town": str(spot)}:
            return places_of(garden).get(spot)
        case _:
            return None


def _spot_of(point: Place | None, garden: Garden) -> Value:
    if point is None:
        return None
    spots = {GARDEN: garden.place, **{one.slug: one.place for one in garden.pickup_points}}
    known = next((spot for spot, place in spots.items() if place == point), None)
    return {"town": known} if known else {"latitude": point.latitude, "longitude": point.longitude}


def _day(answers: Answers, step: str) -> date | None:
    return date.fromisoformat(answers.text(step)) if answers.text(step) else None
