"""Owns what a mission that closes means for whoever is in it: one message each, with every date that falls through."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.message import Button, Message
from bot.domain.mission import Mission, MissionId, MissionState
from bot.domain.person import PersonId
from bot.domain.shift import BookingId, Roster
from bot.domain.text import Brief, say
from bot.engine.steps.base import lines
from bot.marks import _
from bot.storage import bookings, missions, rosters, shifts, sign_ups
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.house import Composed
from bot.usecases.notify import tell_person

MISSION_ENDED = "mission_ended"
WAYS = (
    (Button(say(_("See other missions")), data="n.missions"),),
    (Button(say(_("💬 Talk to a human")), data="n.human"),),
)


def tell_of_closing(tx: Transaction, mission: Mission, now: Instant) -> None:
    """Everybody in it, with a date or without, hears of it once. To be asked before its dates are cancelled."""
    in_it = sign_ups.sign_ups_of_mission(tx, mission.id)
    dates: dict[PersonId, list[BookingId]] = {one.person_id: [] for one in in_it}
    for roster in _rosters_to_come(tx, mission, now):
        for booking in bookings.open_bookings(tx, roster.id):
            dates.setdefault(booking.person_id, []).append(booking.id)
    for person_id, mine in dates.items():
        tell_person(
            tx,
            mission.garden_id,
            person_id,
            MISSION_ENDED,
            {"mission": mission.id, "bookings": mine},
            dedupe=f"{MISSION_ENDED}:{mission.id}:{now.timestamp():.0f}",
            now=now,
        )


def compose_ended(tx: Transaction, parcel: Parcel) -> Composed:
    """It is closed, which of their dates fall through, and why they read it."""
    mission = missions.find_mission(tx, MissionId(parcel.payload["mission"]))
    dates = [say("– {when}", when=Brief(one)) for one in _dates(tx, parcel)]
    if mission is None or (not dates and mission.state is not MissionState.CLOSED):
        return None
    told = [say(_("The team has closed the mission “<b>{mission}</b>”."), mission=mission.title)]
    if dates:
        told.append(say(_("These dates of yours do not take place:\n{dates}"), dates=lines(dates)))
    told.append(
        say(_("You get this message because you were signed up. Thank you for having been part of it!"))
    )
    return Message(tuple(told), WAYS)


def _rosters_to_come(tx: Transaction, mission: Mission, now: Instant) -> list[Roster]:
    """Of its dates to come, the soonest first; or the one of a mission without dates."""
    coming = shifts.shifts_of_mission(tx, mission.id, now)
    there = rosters.rosters_of_shifts(tx, [one.id for one in coming])
    standing = rosters.standing_roster(tx, mission.id)
    return [there[one.id] for one in coming if one.id in there] + ([standing] if standing else [])


def _dates(tx: Transaction, parcel: Parcel) -> list[Instant]:
    """When their places would have been."""
    mine = [bookings.find_booking(tx, BookingId(number)) for number in parcel.payload["bookings"]]
    there = rosters.find_rosters(tx, [one.roster_id for one in mine if one])
    return sorted(one.begins_at for one in there.values() if one.begins_at is not None)
