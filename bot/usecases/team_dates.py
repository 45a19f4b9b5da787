"""Owns what the team hears of a date moved or cancelled: the group once, and whoever was to welcome somebody there."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.message import Message
from bot.domain.mission import MissionId
from bot.domain.person import GardenId, PersonId
from bot.domain.shift import Booking, BookingId, BookingState, Roster, Shift, ShiftId, ShiftState
from bot.domain.text import Listed, Text, say
from bot.engine.steps.base import lines
from bot.marks import _
from bot.storage import bookings, gardens, missions, outbox, shifts
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.agreements import lacks_agreement
from bot.usecases.booking import comes_first
from bot.usecases.house import Composed
from bot.usecases.notices.shift_case import case_of_booking, hours_between, hours_of
from bot.usecases.notify import tell_group, tell_person
from bot.usecases.refresh import about_booking, refresh_subjects
from bot.usecases.shift_changes import STORM, Known

TEAM_DATES = "team_dates"


def tell_team_of_change(tx: Transaction, before: Shift, roster: Roster, now: Instant) -> None:
    """Said before those who come lose their places; several dates of a mission changed together are one notice.

    What the group and the people read before is put right at once.
    """
    coming = bookings.open_bookings(tx, roster.id)
    everybody = (*coming, *bookings.given_up_bookings(tx, roster.id))
    refresh_subjects(tx, [about_booking(one.id) for one in everybody], now)
    if not coming or before.starts_at <= now:
        return
    _tell(tx, before, None, (), now)
    for person_id, welcomed in _welcomers(tx, coming, now).items():
        _tell(tx, before, person_id, welcomed, now)


def _welcomers(
    tx: Transaction, coming: Sequence[Booking], now: Instant
) -> Mapping[PersonId, list[BookingId]]:
    """Who of the team was asked to welcome whom."""
    asked: dict[PersonId, list[BookingId]] = {}
    for booking in coming:
        if booking.state is not BookingState.TAKEN or not booking.first_time:
            continue
        case = case_of_booking(tx, booking.id)
        referent = case.referent if case else None
        if referent is None or referent.person_id is None or not comes_first(tx, booking, now):
            continue
        if not lacks_agreement(tx, booking.garden_id, booking.person_id):
            asked.setdefault(referent.person_id, []).append(booking.id)
    return asked


def _tell(
    tx: Transaction, before: Shift, person_id: PersonId | None, welcomed: Sequence[BookingId], now: Instant
) -> None:
    """`person_id` None is the group. What they knew first of a date stays what it is compared with."""
    subject = f"{TEAM_DATES}:{before.mission_id}:{person_id or 'group'}"
    known = {str(before.id): Known.of_shift(before).to_payload()}
    waiting = outbox.waiting_about(tx, subject, now)
    if waiting:
        so_far = waiting[0].payload
        together = {
            **so_far,
            "known": {**known, **so_far["known"]},
            "welcome": sorted({*so_far["welcome"], *welcomed}),
        }
        outbox.rewrite_payload(tx, waiting[0].id, together)
        return
    payload = {"mission": before.mission_id, "known": known, "welcome": list(welcomed)}
    dedupe = f"{subject}:{secrets.token_hex(6)}"
    due = now + STORM
    if person_id is None:
        tell_group(
            tx, before.garden_id, TEAM_DATES, payload, dedupe=dedupe, subject=subject, now=now, not_before=due
        )
    else:
        tell_person(
            tx,
            before.garden_id,
            person_id,
            TEAM_DATES,
            payload,
            dedupe=dedupe,
            subject=subject,
            now=now,
            not_before=due,
        )


def compose_team_dates(tx: Transaction, parcel: Parcel) -> Composed:
    """Each date with what became of it; nothing where all is again as it was."""
    garden = gardens.find_garden(tx, GardenId(parcel.garden_id)) if parcel.garden_id else None
    mission = missions.find_mission(tx, MissionId(parcel.payload["mission"]))
    if garden is None or mission is None:
        return None
    changed = list(_changed(tx, garden, parcel.payload["known"]))
    if not changed:
        return None
    told = [say(_("📅 “<b>{mission}</b>” changes:"), mission=mission.title), lines(changed)]
    cases = (case_of_booking(tx, BookingId(one)) for one in parcel.payload["welcome"])
    names = tuple(dict.fromkeys(case.name for case in cases if case is not None))
    if names:
        told.append(say(_("You get this message because you were to welcome {names}."), names=Listed(names)))
    else:
        told.append(say(_("Everybody who has or waits for a place there is told.")))
    return Message(tuple(told))


def _changed(tx: Transaction, garden: Garden, known: Mapping[str, Any]) -> Iterator[Text]:
    believed = [(Known.from_payload(raw), ShiftId(int(number))) for number, raw in known.items()]
    for before, shift_id in sorted(believed, key=lambda one: one[0].starts_at):
        shift = shifts.find_shift(tx, shift_id)
        if shift is None:
            continue
        was = hours_between(before.starts_at, before.ends_at, garden)
        if shift.state is ShiftState.CANCELLED and shift.reason:
            off = _("– {when}: does not take place. The reason: {reason}")
            yield say(off, when=was, reason=shift.reason)
        elif shift.state is ShiftState.CANCELLED:
            yield say(_("– {when}: does not take place."), when=was)
        elif (before.starts_at, before.ends_at) != (shift.starts_at, shift.ends_at):
            yield say(_("– {before}: now {when}"), before=was, when=hours_of(shift, garden))
