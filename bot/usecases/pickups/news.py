"""Owns what members hear of a basket that the garden moved or cancelled: once, old and new; storms are waited out.

What is known of a basket is remembered while it is elsewhere; back in time, and nobody hears of it. By night it waits
for the morning, but for what begins before, or soon after.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.person import GardenId
from bot.domain.pickup import Pickup, PickupId, PickupState
from bot.domain.point import Delivery
from bot.domain.quiet import next_allowed
from bot.domain.text import Text, say
from bot.marks import _
from bot.storage import basket_news, gardens, pickups, points, timers
from bot.storage.basket_news import Known, News
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.storage.pickups import Placing
from bot.storage.timers import Timer
from bot.usecases.agenda.files import brought_up_to_date
from bot.usecases.house import Composed
from bot.usecases.notify import tell_person
from bot.usecases.pickups.case import PickupCase, case_of_pickup, hours_between, when_open
from bot.usecases.pickups.subjects import about_list, about_pickup
from bot.usecases.refresh import refresh_subjects
from bot.usecases.replies import HUMAN

NEWS = "basket_news"
"""The timer of a garden: members are told, a chunk at a time, what became of their baskets."""
BASKET_CHANGED = "basket_changed"
SETTLES, AT_THE_LATEST = timedelta(minutes=5), timedelta(minutes=30)
"""After the last change; and after the first, however many follow."""
CHUNK = 100
NEAR = timedelta(hours=2)
"""So long before it begins, nobody's sleep is worth a way for nothing."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Some of those who are to be told; `later` is when the rest may be, None where all may be now."""

    some: Sequence[News]
    later: Instant | None


def note_moved(tx: Transaction, garden: Garden, placed: Sequence[Placing], now: Instant) -> None:
    """The garden put these elsewhere: whoever counts on one is told in a while, of this and of what follows."""
    moved = [one.was for one in placed if one.was.state is not PickupState.PAUSED and _is_other(one)]
    basket_news.note_known(tx, garden.id, moved)
    basket_news.forget_old_news(tx, [one.was.id for one in placed])
    if not moved:
        return
    first = timers.find_timer(tx, _key(garden.id))
    begun = datetime.fromisoformat(first.payload["begun"]) if first else now
    _plan(tx, garden.id, begun, min(now + SETTLES, max(now, begun + AT_THE_LATEST)))


def find_news(tx: Transaction, timer: Timer, now: Instant) -> Chapter:
    """The next who are to be told. Reads only."""
    garden = gardens.find_garden(tx, GardenId(timer.subject_id))
    if garden is None:
        return Chapter((), None)
    morning = next_allowed(now, garden.rules.quiet, garden.zone)
    if morning <= now:
        return Chapter(basket_news.next_news(tx, garden.id, CHUNK), None)
    return Chapter(basket_news.next_news(tx, garden.id, CHUNK, morning + NEAR), morning)


def tell_news(tx: Transaction, timer: Timer, now: Instant, found: Chapter) -> None:
    """Tell them, and go on with the next; those whom nobody wakes, in the morning."""
    garden_id = GardenId(timer.subject_id)
    taken = basket_news.take_news(tx, [one.number for one in found.some])
    still = [one for one in found.some if one.number in taken]
    there = pickups.find_pickups(tx, [one.known.pickup_id for one in still])
    for one in still:
        if one.known.pickup_id in there:
            _tell(tx, one, there[one.known.pickup_id], now)
    _forget_answers(tx, still, there, now)
    begun = datetime.fromisoformat(timer.payload["begun"])
    if len(found.some) == CHUNK:
        _plan(tx, garden_id, begun, now)
    elif found.later is not None and basket_news.next_news(tx, garden_id, 1):
        _plan(tx, garden_id, begun, found.later)


def compose_basket_changed(tx: Transaction, parcel: Parcel) -> Composed:
    """What was and what is; nothing where it is back as it was, or is somebody else's by now."""
    case = case_of_pickup(tx, PickupId(parcel.payload["pickup"]))
    if case is None or case.holder.person_id != parcel.person_id:
        return None
    known = _from_payload(parcel)
    told = _what_changed(tx, case, known)
    if not told:
        return None
    paragraphs = [say(_("🧺 The garden has changed something about your basket:")), *told]
    if reason := reason_of(tx, case):
        paragraphs.append(reason)
    if known.answered and known.day != case.pickup.day and case.pickup.is_expected:
        paragraphs.append(say(_("What you had answered was for the other day: please say it again.")))
    paragraphs.append(say(_("<i>You get this because that basket is kept for you.</i>")))
    message = Message(tuple(paragraphs), _ways(case))
    subjects = (about_pickup(case.pickup.id),)
    person = case.holder.person_id
    return (
        brought_up_to_date(tx, message, case.garden, person, subjects, parcel.created_at) if person else None
    )


def reason_of(tx: Transaction, case: PickupCase) -> Text | None:
    """Why the calendar of its week is not as usual, where the garden says so."""
    usual = case.pickup.week + timedelta(days=case.point.weekday - 1)
    unusual = (one for one in points.deliveries_of(tx, case.garden.id) if one.covers(usual))
    found: Delivery | None = next(unusual, None)
    return say(_("The reason: {reason}"), reason=found.reason) if found and found.reason else None


def _is_other(one: Placing) -> bool:
    """Whether its holder would go at another time or to another place, or for nothing."""
    was, to = one.was, one.to
    cancelled = (was.state is PickupState.CANCELLED) is not (to.state is PickupState.CANCELLED)
    return cancelled or (was.opens_at, was.closes_at, was.point_id) != (
        to.opens_at,
        to.closes_at,
        to.point_id,
    )


def _tell(tx: Transaction, one: News, pickup: Pickup, now: Instant) -> None:
    counts = pickup.state in (PickupState.EXPECTED, PickupState.CANCELLED)
    ends_at = max(pickup.closes_at, one.known.closes_at)
    if one.person_id is None or not counts or ends_at <= now:
        return
    tell_person(
        tx,
        pickup.garden_id,
        one.person_id,
        BASKET_CHANGED,
        _payload(one.known),
        dedupe=f"{BASKET_CHANGED}:{pickup.id}:{pickup.version}",
        subject=about_pickup(pickup.id),
        now=now,
        expires_after=ends_at - now,
    )


def _forget_answers(
    tx: Transaction, told: Sequence[News], there: Mapping[PickupId, Pickup], now: Instant
) -> None:
    """What was said of another day no longer counts: not before whoever said it hears so."""
    said = [one.known for one in told if one.known.answered and one.known.pickup_id in there]
    other = [there[one.pickup_id] for one in said if there[one.pickup_id].day != one.day]
    if other:
        pickups.forget_answers(tx, [one.id for one in other])
        lists = {about_list(one.point_id, one.day) for one in other}
        refresh_subjects(tx, [*(about_pickup(one.id) for one in other), *sorted(lists)], now)


def _what_changed(tx: Transaction, case: PickupCase, known: Known) -> list[Text]:
    before = hours_between(known.opens_at, known.closes_at, case.garden)
    after = when_open(case.pickup, case.garden)
    if case.pickup.state is PickupState.CANCELLED:
        return [] if known.cancelled else [say(_("🚫 No basket is handed out on {before}."), before=before)]
    if not case.pickup.is_expected:
        return []
    told: list[Text] = []
    if known.cancelled:
        told.append(say(_("✅ It is handed out after all.")))
    if (known.opens_at, known.closes_at) != (case.pickup.opens_at, case.pickup.closes_at):
        told.append(say(_("📅 <b>{after}</b> instead of {before}."), after=after, before=before))
    elif known.cancelled:
        told.append(say(_("📅 {when}"), when=after))
    point = points.find_point(tx, known.point_id)
    if point is not None and point.id != case.point.id:
        told.append(
            say(_("📍 <b>{after}</b>, instead of {before}."), after=case.point.name, before=point.name)
        )
    return told


def _ways(case: PickupCase) -> tuple[tuple[Button, ...], ...]:
    number = case.pickup.id
    if not case.pickup.is_expected:
        return ((Button(say(_("🧺 My basket")), data="n.basket"), HUMAN),)
    elsewhere = Button(say(_("Another point or day")), data=f"n.bmove.{number}")
    return ((elsewhere, Button(say(_("🧺 My basket")), data=f"n.basket.{number}")), (HUMAN,))


def _payload(known: Known) -> dict[str, object]:
    return {
        "pickup": known.pickup_id,
        "point": known.point_id,
        "day": known.day.isoformat(),
        "opens_at": known.opens_at.isoformat(),
        "closes_at": known.closes_at.isoformat(),
        "cancelled": known.cancelled,
        "answered": known.answered,
    }


def _from_payload(parcel: Parcel) -> Known:
    held = parcel.payload
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


def _plan(tx: Transaction, garden_id: GardenId, begun: Instant, due_at: Instant) -> None:
    timers.set_timer(
        tx,
        kind=NEWS,
        subject_id=garden_id,
        key=_key(garden_id),
        due_at=due_at,
        garden_id=garden_id,
        payload={"begun": begun.isoformat()},
    )


def _key(garden_id: GardenId) -> str:
    return f"{NEWS}:{garden_id}"
