"""Owns the words of what the garden changed about deliveries: all of one member's baskets in one message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from bot.domain.message import Button, Message
from bot.domain.pickup import PickupState
from bot.domain.point import Delivery
from bot.domain.text import Brief, Text, say
from bot.engine.steps.base import lines
from bot.marks import _
from bot.storage import points
from bot.storage.basket_news import Known
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.agenda.files import brought_up_to_date
from bot.usecases.house import Composed
from bot.usecases.pickups.case import PickupCase, case_of_pickup, hours_between, when_open
from bot.usecases.pickups.subjects import about_pickup
from bot.usecases.replies import HUMAN

BASKET_CHANGED, DELIVERY_CHANGED = "basket_changed", "delivery_changed"
HEADING = say(_("🧺 The garden has changed something about your basket:"))
WHY = say(_("<i>You get this because that basket is kept for you.</i>"))
AGAIN = say(_("What you had answered was for the other day: please say it again."))


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody knows of a basket, and how it is by now."""

    known: Known
    case: PickupCase

    @property
    def is_cancelled(self) -> bool:
        return self.case.pickup.state is PickupState.CANCELLED

    @property
    def is_moved(self) -> bool:
        after = self.case.pickup
        return (self.known.opens_at, self.known.closes_at) != (after.opens_at, after.closes_at)

    @property
    def asks_again(self) -> bool:
        return self.known.answered and self.known.day != self.case.pickup.day and self.case.pickup.is_expected


def compose_basket_changed(tx: Transaction, parcel: Parcel) -> Composed:
    """What was and what is; nothing of what is back as it was, or is somebody else's by now."""
    found = [one for one in _changes(tx, parcel) if _what_changed(tx, one)]
    if not found:
        return None
    first = found[0].case
    told = _story(tx, found)
    again = [AGAIN] if any(one.asks_again for one in found) else []
    message = Message((HEADING, *told, *again, WHY), _ways(first, alone=len(found) == 1))
    subjects = [about_pickup(one.case.pickup.id) for one in found]
    person = first.holder.person_id
    return (
        brought_up_to_date(tx, message, first.garden, person, subjects, parcel.created_at) if person else None
    )


def compose_delivery_changed(tx: Transaction, parcel: Parcel) -> Composed:
    """For whoever keeps the point: some of its days went elsewhere, or fall through."""
    point = points.find_point(tx, parcel.payload["point"])
    if point is None or point.keeper_id != parcel.person_id:
        return None
    read = ((held, case_of_pickup(tx, held["pickup"])) for held in parcel.payload["known"])
    found = [Change(_known(held), case) for held, case in read if case is not None]
    found = [one for one in found if _what_changed(tx, one)]
    if not found:
        return None
    told = _story(tx, found)
    heading = say(_("🧺 The garden has changed a delivery at {point}:"), point=point.name)
    why = say(_("<i>You get this because you hand out baskets there.</i>"))
    day = found[0].case.pickup.day
    its_list = Button(say(_("🧺 The list of {day}"), day=Brief(day)), data=f"n.blist.{point.id}.{day}")
    rows = () if found[0].is_cancelled else ((its_list,),)
    return Message((heading, *told, why), (*rows, (HUMAN,)))


def reason_of(tx: Transaction, case: PickupCase) -> Text | None:
    """Why the calendar of its week is not as usual, where the garden says so."""
    usual = case.pickup.week + timedelta(days=case.point.weekday - 1)
    unusual = (one for one in points.deliveries_of(tx, case.garden.id) if one.covers(usual))
    found: Delivery | None = next(unusual, None)
    return say(_("The reason: {reason}"), reason=found.reason) if found and found.reason else None


def to_payload(known: Known) -> dict[str, object]:
    return {
        "pickup": known.pickup_id,
        "point": known.point_id,
        "day": known.day.isoformat(),
        "opens_at": known.opens_at.isoformat(),
        "closes_at": known.closes_at.isoformat(),
        "cancelled": known.cancelled,
        "answered": known.answered,
    }


def _known(held: Mapping[str, Any]) -> Known:
    opens_at, closes_at = (datetime.fromisoformat(held[name]) for name in ("opens_at", "closes_at"))
    return Known(
        held["pickup"],
        held["point"],
        date.fromisoformat(held["day"]),
        opens_at,
        closes_at,
        held["cancelled"],
        held["answered"],
    )


def _changes(tx: Transaction, parcel: Parcel) -> Iterator[Change]:
    for held in parcel.payload["known"]:
        known = _known(held)
        case = case_of_pickup(tx, known.pickup_id)
        if case is not None and case.holder.person_id == parcel.person_id:
            yield Change(known, case)


def _story(tx: Transaction, found: Sequence[Change]) -> list[Text]:
    """What changed, each reason right below the days it is the reason of."""
    reasons = [reason_of(tx, one.case) for one in found]
    if len(found) == 1:
        return [*_what_changed(tx, found[0]), *(one for one in reasons if one)]
    told: list[Text] = []
    for reason, some in groupby(zip(reasons, found, strict=True), key=lambda pair: pair[0]):
        told.append(lines([_in_short(tx, one) for _reason, one in some]))
        if reason is not None:
            told.append(reason)
    return told


def _what_changed(tx: Transaction, one: Change) -> list[Text]:
    """Of one basket, in full."""
    before = hours_between(one.known.opens_at, one.known.closes_at, one.case.garden)
    after = when_open(one.case.pickup, one.case.garden)
    if one.is_cancelled:
        return (
            [] if one.known.cancelled else [say(_("🚫 No basket is handed out on {before}."), before=before)]
        )
    if not one.case.pickup.is_expected:
        return []
    told: list[Text] = []
    if one.known.cancelled:
        told.append(say(_("✅ It is handed out after all.")))
    if one.is_moved:
        told.append(say(_("📅 <b>{after}</b> instead of {before}."), after=after, before=before))
    elif one.known.cancelled:
        told.append(say(_("📅 {when}"), when=after))
    point = points.find_point(tx, one.known.point_id)
    if point is not None and point.id != one.case.point.id:
        told.append(
            say(_("📍 <b>{after}</b>, instead of {before}."), after=one.case.point.name, before=point.name)
        )
    return told


def _in_short(tx: Transaction, one: Change) -> Text:
    """Of one of several, on a line."""
    before, after = Brief(one.known.opens_at), Brief(one.case.pickup.opens_at)
    if one.is_cancelled:
        return say(_("🚫 {before}: no basket."), before=before)
    if one.known.cancelled:
        return say(_("✅ {after}: handed out after all."), after=after)
    if one.known.point_id != one.case.point.id:
        return say(_("📍 {after}: {point}."), after=after, point=one.case.point.name)
    if one.known.opens_at == one.case.pickup.opens_at:
        return say(_("📅 {when}"), when=when_open(one.case.pickup, one.case.garden))
    return say(_("📅 {after} instead of {before}."), after=after, before=before)


def _ways(case: PickupCase, *, alone: bool) -> tuple[tuple[Button, ...], ...]:
    number = case.pickup.id
    if not alone or not case.pickup.is_expected:
        return ((Button(say(_("🧺 My basket")), data="n.basket"), HUMAN),)
    elsewhere = Button(say(_("Another point or day")), data=f"n.bmove.{number}")
    return ((elsewhere, Button(say(_("🧺 My basket")), data=f"n.basket.{number}")), (HUMAN,))
