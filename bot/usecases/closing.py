"""Owns what a mission that closes or pauses means for whoever is in it: one message each, with the reason given."""

from __future__ import annotations

from collections.abc import Iterable

from bot.clock import Instant
from bot.domain.message import Button, Message
from bot.domain.mission import Mission, MissionId, MissionState
from bot.domain.person import PersonId
from bot.domain.shift import BookingId, BookingState, Roster
from bot.domain.text import Brief, Phrase, say
from bot.engine.steps.base import lines
from bot.marks import _
from bot.storage import audit, bookings, gardens, missions, rosters, shifts, sign_ups
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.agenda.files import brought_up_to_date
from bot.usecases.house import Composed
from bot.usecases.notify import Payload, tell_person
from bot.usecases.refresh import about_booking

MISSION_ENDED = "mission_ended"
MISSION_PAUSED = "mission_paused"
MISSION_RESUMED = "mission_resumed"
WHY_SAID, TOLD = "why_said", "told"
"""Noted with each pause: whether everybody in it was told and, of one without a word, who was told all the same."""
WAYS = (
    (Button(say(_("See other missions")), data="n.missions"),),
    (Button(say(_("💬 Talk to a human")), data="n.human"),),
)


def in_it(tx: Transaction, mission: Mission, now: Instant) -> dict[PersonId, list[BookingId]]:
    """Everybody in the mission, with what they have or wait for of its dates to come."""
    dates: dict[PersonId, list[BookingId]] = {
        one.person_id: [] for one in sign_ups.sign_ups_of_mission(tx, mission.id)
    }
    for roster in _rosters_to_come(tx, mission, now):
        for booking in bookings.open_bookings(tx, roster.id):
            dates.setdefault(booking.person_id, []).append(booking.id)
    return dates


def tell_of_closing(tx: Transaction, mission: Mission, reason: str, now: Instant) -> None:
    """Everybody in it, with a date or without, hears of it once. To be asked before its dates are cancelled."""
    for person_id, mine in in_it(tx, mission, now).items():
        waited = [number for number in mine if not _has_place(tx, number)]
        payload = {"bookings": mine, "waited": waited, "text": reason, **_how(tx, mission, person_id, mine)}
        _tell(tx, mission, person_id, MISSION_ENDED, payload, now)


def tell_of_pause(tx: Transaction, mission: Mission, reason: str, now: Instant) -> list[PersonId]:
    """Everybody in it reads why. Without a reason only those who lose an offer are told: others keep all.

    To be asked before offers are taken back. Who lost one.
    """
    lost = []
    for person_id, mine in in_it(tx, mission, now).items():
        offered = _is_offered(tx, mine)
        if reason or offered:
            payload = {"text": reason, "offered": offered, **_how(tx, mission, person_id, mine)}
            _tell(tx, mission, person_id, MISSION_PAUSED, payload, now)
        if offered:
            lost.append(person_id)
    return lost


def tell_of_resuming(tx: Transaction, mission: Mission, now: Instant) -> None:
    """Whoever read of the pause reads that it is over; nobody else waits for that."""
    noted = audit.latest_details(tx, f"mission.{MissionState.PAUSED.value}", f"mission:{mission.id}")
    for person_id in in_it(tx, mission, now):
        if noted.get(WHY_SAID) or person_id in noted.get(TOLD, ()):
            _tell(tx, mission, person_id, MISSION_RESUMED, {}, now)


def hold_offers(tx: Transaction, mission: Mission, now: Instant) -> int:
    """How many people are offered a place at the moment."""
    return sum(_is_offered(tx, mine) for mine in in_it(tx, mission, now).values())


def compose_paused(tx: Transaction, parcel: Parcel) -> Composed:
    """What a pause changes for them, why, and why they read it."""
    mission = missions.find_mission(tx, MissionId(parcel.payload["mission"]))
    if mission is None or mission.state is not MissionState.PAUSED:
        return None
    told = [say(_("The team pauses the mission “<b>{mission}</b>” for a while."), mission=mission.title)]
    told += _why(parcel)
    if parcel.payload.get("offered"):
        told.append(say(_("The place you were offered is not given away for now.")))
    if parcel.payload.get("waits"):
        told.append(say(_("Your turn on the waiting list stays yours. No place is given until it goes on.")))
        told.append(say(_("You get this message because you are on the waiting list.")))
        return Message(tuple(told), WAYS)
    if mission.has_dates:
        told.append(say(_("The dates you have stay as they are. No others can be chosen until it goes on.")))
    else:
        told.append(say(_("You keep your place. Nobody new joins until it goes on.")))
    told.append(say(_("You get this message because you are signed up.")))
    return Message(tuple(told), WAYS)


def compose_resumed(tx: Transaction, parcel: Parcel) -> Composed:
    mission = missions.find_mission(tx, MissionId(parcel.payload["mission"]))
    if mission is None or mission.state is not MissionState.OPEN:
        return None
    told = say(_("🌱 The mission “<b>{mission}</b>” goes on: the pause is over."), mission=mission.title)
    planned = say(
        _("/planning shows what you have there. You get this message because you read of the pause.")
    )
    return Message((told, planned), WAYS[1:])


def compose_ended(tx: Transaction, parcel: Parcel) -> Composed:
    """It is closed and why, which of their dates fall through, and why they read it."""
    mission = missions.find_mission(tx, MissionId(parcel.payload["mission"]))
    waited = set(parcel.payload.get("waited", ()))
    numbers = [number for number in parcel.payload["bookings"] if number not in waited]
    dates = [say("– {when}", when=Brief(one)) for one in _dates(tx, numbers)]
    if mission is None or (not dates and not waited and mission.state is not MissionState.CLOSED):
        return None
    told = [say(_("The team has closed the mission “<b>{mission}</b>”."), mission=mission.title)]
    told += _why(parcel)
    if dates:
        told.append(say(_("These dates of yours do not take place:\n{dates}"), dates=lines(dates)))
    if waited:
        line = lines([say("– {when}", when=Brief(one)) for one in _dates(tx, waited)])
        told.append(say(_("You were on the waiting list of:\n{dates}"), dates=line))
    told.append(
        say(_("You get this message because you were on the waiting list. Thank you for having waited!"))
        if parcel.payload.get("waits")
        else say(_("You get this message because you were signed up. Thank you for having been part of it!"))
    )
    message, garden = Message(tuple(told), WAYS), gardens.find_garden(tx, mission.garden_id)
    if garden is None or parcel.person_id is None:
        return message
    subjects = [about_booking(number) for number in parcel.payload["bookings"]]
    return brought_up_to_date(tx, message, garden, PersonId(parcel.person_id), subjects, parcel.created_at)


def _tell(
    tx: Transaction, mission: Mission, person_id: PersonId, kind: str, payload: Payload, now: Instant
) -> None:
    tell_person(
        tx,
        mission.garden_id,
        person_id,
        kind,
        {"mission": mission.id, **payload},
        dedupe=f"{kind}:{mission.id}:{now.timestamp():.0f}",
        now=now,
    )


def _why(parcel: Parcel) -> list[Phrase]:
    """The coordinator's sentence, where there is one."""
    reason = parcel.payload.get("text")
    return [say(_("The reason: {reason}"), reason=reason)] if reason else []


def _rosters_to_come(tx: Transaction, mission: Mission, now: Instant) -> list[Roster]:
    """Of its dates to come, the soonest first; or the one of a mission without dates."""
    coming = shifts.shifts_of_mission(tx, mission.id, now)
    there = rosters.rosters_of_shifts(tx, [one.id for one in coming])
    standing = rosters.standing_roster(tx, mission.id)
    return [there[one.id] for one in coming if one.id in there] + ([standing] if standing else [])


def _how(tx: Transaction, mission: Mission, person_id: PersonId, mine: list[BookingId]) -> dict[str, bool]:
    """Whether they only wait: no place in it was ever theirs."""
    joined = any(one.person_id == person_id for one in sign_ups.sign_ups_of_mission(tx, mission.id))
    return {"waits": not joined and not any(_has_place(tx, number) for number in mine)}


def _has_place(tx: Transaction, number: BookingId) -> bool:
    return _stands(tx, number) is BookingState.TAKEN


def _is_offered(tx: Transaction, mine: Iterable[BookingId]) -> bool:
    return any(_stands(tx, number) is BookingState.OFFERED for number in mine)


def _stands(tx: Transaction, number: BookingId) -> BookingState | None:
    booking = bookings.find_booking(tx, number)
    return booking.state if booking else None


def _dates(tx: Transaction, numbers: Iterable[int]) -> list[Instant]:
    """When these would have been."""
    mine = [bookings.find_booking(tx, BookingId(number)) for number in numbers]
    there = rosters.find_rosters(tx, [one.roster_id for one in mine if one])
    return sorted(one.begins_at for one in there.values() if one.begins_at is not None)
