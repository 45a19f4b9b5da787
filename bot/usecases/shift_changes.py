"""Owns telling of changes to a shift: those of two minutes are one notice, with what changed from what people knew."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Instant
from bot.domain.message import Button, Message
from bot.domain.shift import BookingId, BookingState, Roster, Shift, ShiftId, ShiftState
from bot.domain.text import Brief, Listed, Text, Words, say
from bot.engine.steps.base import lines
from bot.marks import _
from bot.storage import bookings, missions, outbox, rosters, shifts
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.house import Composed
from bot.usecases.notices.shift_case import ShiftCase, case_of_booking, first_said, hours_between, hours_of
from bot.usecases.notices.to_booked import WHY_TOLD, cannot_come_button, with_file
from bot.usecases.notices.to_volunteer import TALK_TO_A_HUMAN
from bot.usecases.notices.to_waiting import WHY_ASKED
from bot.usecases.notify import tell_person
from bot.usecases.refresh import about_booking

CHANGED = "shift_changed"
STORM = timedelta(minutes=2)
"""How long a change waits for the next one: a slip put right at once is told to nobody."""


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody knew of a shift: its times, and of each text only whether it is still the same."""

    starts_at: datetime
    ends_at: datetime
    texts: Mapping[str, str]

    @classmethod
    def of_shift(cls, shift: Shift) -> Known:
        texts = {"meeting": shift.meeting_point, "equipment": shift.equipment, "weather": shift.weather}
        return cls(shift.starts_at, shift.ends_at, {name: _digest(words) for name, words in texts.items()})

    @classmethod
    def from_payload(cls, raw: Mapping[str, Any]) -> Known:
        starts, ends = (datetime.fromisoformat(raw[name]) for name in ("starts", "ends"))
        return cls(starts, ends, raw["texts"])

    def to_payload(self) -> dict[str, Any]:
        return {
            "starts": self.starts_at.isoformat(),
            "ends": self.ends_at.isoformat(),
            "texts": dict(self.texts),
        }


def tell_of_change(tx: Transaction, before: Shift, now: Instant) -> int:
    """Everybody who has or waits for a place hears of it, with whatever else changes meanwhile. How many."""
    roster = rosters.roster_of_shift(tx, before.id)
    everybody = bookings.open_bookings(tx, roster.id) if roster else []
    for booking in everybody:
        if waiting_notice(tx, booking.id, now) is None:
            tell_person(
                tx,
                booking.garden_id,
                booking.person_id,
                CHANGED,
                {"booking": booking.id, "known": Known.of_shift(before).to_payload()},
                dedupe=f"{CHANGED}:{booking.id}:{secrets.token_hex(6)}",
                subject=about_booking(booking.id),
                now=now,
                not_before=now + STORM,
            )
    return len(everybody)


def waiting_notice(tx: Transaction, booking_id: BookingId, now: Instant) -> Known | None:
    """What the person still believes, while a notice of a change waits to go to them."""
    waiting = outbox.waiting_about(tx, about_booking(booking_id), now)
    changes = (one.payload for one in waiting if one.payload.get("kind", one.kind) == CHANGED)
    believed = (one.get("payload", one)["known"] for one in changes)  # on behalf of somebody, it is inside
    return next((Known.from_payload(one) for one in believed), None)


def compose_change(tx: Transaction, parcel: Parcel) -> Composed:
    """What is other than they knew; nothing, where it is again as they knew it."""
    case = case_of_booking(tx, BookingId(parcel.payload["booking"]))
    if (
        case is None
        or case.shift is None
        or not case.booking.is_open
        or case.shift.state is not ShiftState.OPEN
    ):
        return None
    known, current = Known.from_payload(parcel.payload["known"]), Known.of_shift(case.shift)
    if known == current:
        return None
    changed = {name for name, digest in current.texts.items() if known.texts[name] != digest}
    told = [_heading(case, known), *_changes(case, case.shift, changed)]
    if case.booking.state is not BookingState.TAKEN:
        leave = Button(say(_("Leave the waiting list")), data=f"n.drop.{case.booking.id}")
        return Message((*told, WHY_ASKED), ((leave,), (TALK_TO_A_HUMAN,)))
    told += _at_the_same_time(tx, case) if known.starts_at != current.starts_at else ()
    message = Message((*told, WHY_TOLD), ((cannot_come_button(case),), (TALK_TO_A_HUMAN,)))
    return with_file(tx, case, parcel, message)


def names_expected_elsewhere(tx: Transaction, shift_id: ShiftId) -> tuple[str, ...]:
    """Whoever has a place in this shift and, at the same time, another."""
    shift, roster = shifts.find_shift(tx, shift_id), rosters.roster_of_shift(tx, shift_id)
    coming = bookings.taken_bookings(tx, roster.id) if shift and roster else []
    cases = (case_of_booking(tx, one.id) for one in coming)
    return tuple(one.name for one in cases if one is not None and _others_then(tx, one))


def _others_then(tx: Transaction, case: ShiftCase) -> list[Roster]:
    """The rosters of other places of theirs that the hours fall on."""
    assert case.shift is not None
    there = bookings.places_at(tx, case.person.id, case.shift.starts_at, case.shift.ends_at)
    found = (rosters.find_roster(tx, one) for one in there if one != case.roster.id)
    return [one for one in found if one is not None]


def _at_the_same_time(tx: Transaction, case: ShiftCase) -> tuple[Text, ...]:
    """What they have then, and from when."""
    others = tuple(
        say(_("{mission} ({when})"), mission=mission.title, when=Brief(one.begins_at))
        for one in _others_then(tx, case)
        if one.begins_at is not None and (mission := missions.find_mission(tx, one.mission_id))
    )
    elsewhere = _("⚠️ At that time you have a place elsewhere, too: {missions}.")
    return (say(elsewhere, missions=Listed(others)),) if others else ()


def _heading(case: ShiftCase, known: Known) -> Text:
    """The new hours beside those they knew; else which date it is about."""
    shift = case.shift
    assert shift is not None
    title, now_at = case.mission.title, hours_of(shift, case.garden)
    if (known.starts_at, known.ends_at) == (shift.starts_at, shift.ends_at):
        return say(_("A word about “<b>{mission}</b>”, {when}:"), mission=title, when=now_at)
    before = hours_between(known.starts_at, known.ends_at, case.garden)
    moved = _("“<b>{mission}</b>” has new hours:\n📅 <b>{when}</b>\nNo longer: {before}")
    return say(moved, mission=title, when=now_at, before=before)


def _changes(case: ShiftCase, shift: Shift, changed: set[str]) -> tuple[Text, ...]:
    told: list[Text] = []
    meeting = first_said(shift.meeting_point, case.mission.terms.meeting_point, case.mission.where)
    bring = first_said(shift.equipment, case.mission.terms.equipment)
    if "meeting" in changed:
        told.append(say(_("📍 Now here: {where}"), where=meeting))
    if "equipment" in changed and bring:
        told.append(say(_("🎒 To bring now: {equipment}"), equipment=bring))
    if "weather" in changed and shift.weather:
        told.append(say(_("🌦 {weather}"), weather=shift.weather))
    return (lines(told),) if told else ()


def _digest(words: Words) -> str:
    written = json.dumps(dict(words.by_language), sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:12]
