"""Owns how the events of a checked garden file become the domain's values, and are written as a section again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.domain.event import Circle, Details, Event, EventId, EventState
from bot.domain.garden import Garden, Place
from bot.domain.local_time import at_local
from bot.domain.mission import MissionId
from bot.domain.terms import NOTHING_SAID
from bot.usecases.garden_file.schema import EventSheet


def event_of(sheet: EventSheet, garden: Garden, missions: Mapping[str, MissionId]) -> Event:
    """The event, still a draft; its hours are the garden's clocks'."""
    return Event(
        id=EventId(0),
        garden_id=garden.id,
        kind=sheet.kind,
        about=sheet.about or NOTHING_SAID,
        details=_details(sheet, garden),
        capacity=sheet.capacity,
        circle=sheet.circle,
        mission_id=missions.get(sheet.mission or ""),
        state=EventState.DRAFT,
        reason="",
        version=0,
        key=sheet.slug,
        series_key=sheet.series or "",
        told=None,
        invited=0,
        carpool=sheet.carpool,
    )


def event_as_written(event: Event, garden: Garden, missions: Mapping[MissionId, str]) -> Mapping[str, Any]:
    """Its section. Of a mission that the file leaves out, only the team is the circle."""
    details, zone = event.details, garden.zone
    starts, ends = (one.astimezone(zone).replace(tzinfo=None) for one in (details.starts_at, details.ends_at))
    mission = missions.get(event.mission_id) if event.mission_id else None
    known = mission is not None or event.circle is not Circle.MISSION
    return {
        "slug": event.key,
        "series": event.series_key or None,
        "kind": event.kind.value,
        "title": details.title,
        "about": event.about or None,
        "day": starts.date(),
        "starts": starts.time(),
        "hours": (ends - starts) / timedelta(hours=1),
        "arrive": details.arrive_at.astimezone(zone).time() if details.arrive_at else None,
        "where": details.place,
        "bring": details.bring or None,
        "capacity": event.capacity,
        "circle": (event.circle if known else Circle.TEAM).value,
        "mission": mission,
        "carpool": True if event.carpool else None,
        "published": True if event.state is EventState.PUBLISHED else None,
    }


def _details(sheet: EventSheet, garden: Garden) -> Details:
    starts_at = at_local(sheet.day, sheet.starts, garden.zone)
    ends = datetime.combine(sheet.day, sheet.starts) + timedelta(minutes=round(sheet.hours * 60))
    arrive_at = at_local(sheet.day, sheet.arrive, garden.zone) if sheet.arrive else None
    return Details(
        title=sheet.title,
        starts_at=starts_at,
        ends_at=max(at_local(ends.date(), ends.time(), garden.zone), starts_at + timedelta(minutes=1)),
        arrive_at=arrive_at if arrive_at and arrive_at < starts_at else None,
        place=sheet.where,
        point=_point(sheet.place, garden),
        bring=sheet.bring or NOTHING_SAID,
    )


def _point(place: Place | str | None, garden: Garden) -> Place | None:
    if not isinstance(place, str):
        return place
    named = {"garden": garden.place, **{one.slug: one.place for one in garden.towns}}
    return (named | {one.slug: one.place for one in garden.pickup_points})[place]
