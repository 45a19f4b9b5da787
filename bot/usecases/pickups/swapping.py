"""Owns two members fetching each other's baskets of a week, once both have said so. Neither is told who the other is.

Only baskets of one size: each stays where it is prepared, so it works up to the moment the first point opens.
"""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.pickup import (
    Pickup,
    PickupAnswer,
    PickupId,
    PickupRequest,
    RequestId,
    RequestKind,
    RequestState,
)
from bot.domain.point import Point, PointId
from bot.domain.text import Brief, Text, say
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import basket_news, members, pickup_requests, pickups, points
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.usecases.agenda.files import exchange_in_calendar
from bot.usecases.house import Caller, Composed
from bot.usecases.notify import tell_person
from bot.usecases.objections import Objection, objects_to
from bot.usecases.pickups.case import PickupCase, case_of, case_of_pickup, expected_case, when_open
from bot.usecases.pickups.changing import refresh_everywhere, withdraw_requests
from bot.usecases.pickups.deciding import NoLonger
from bot.usecases.pickups.promises import plan_end, tell_outcome
from bot.usecases.pickups.subjects import about_pickup, about_request
from bot.usecases.pickups.weeks import remind_holder
from bot.usecases.refresh import refresh_subject
from bot.usecases.reminding.planning import forget_reminders

SWAP_ASKED, SWAPPED = "basket_swap_asked", "basket_swapped"
AT_ONCE = 5
"""Members asked for one basket: the first yes counts."""


class NobodyToSwap(Refusal):
    message = _(
        "Nobody else can swap with you this week. You can still send a friend, or choose another point."
    )


def list_swaps(tx: Transaction, caller: Caller, pickup_id: PickupId) -> Message | Refusal:
    """At which other points somebody with a basket of the same size could be asked."""
    case = expected_case(tx, caller, pickup_id)
    if isinstance(case, Refusal):
        return case
    rows = []
    for point in points.list_points(tx, case.garden.id):
        others = _others(tx, case, point, caller.now)
        if point.id != case.pickup.point_id and others:
            label = say(_("{day} · {point}"), day=Brief(others[0].day), point=point.name)
            rows.append((Button(label, data=f"n.bswap.{pickup_id}.{point.id}"),))
    if not rows or case.pickup.taken_by is not None or caller.now >= case.pickup.opens_at:
        return NobodyToSwap()
    told = (
        say(_("Where would you rather fetch a basket this week?")),
        say(_("I ask members who fetch there whether they take yours instead. Nobody sees who asks.")),
    )
    return Message(told, (*rows, (Button(say(_("🧺 My basket")), data=f"n.basket.{pickup_id}"),)))


def ask_to_swap(tx: Transaction, caller: Caller, pickup_id: PickupId, point_id: PointId) -> Refusal | None:
    """Ask a few members who fetch there; those who wanted no such questions are left alone."""
    case = expected_case(tx, caller, pickup_id)
    if isinstance(case, Refusal):
        return case
    point = points.find_point(tx, point_id)
    if point is None or point.garden_id != caller.garden.id or caller.now >= case.pickup.opens_at:
        return NotFound()
    already = {one.other_id for one in pickup_requests.open_requests(tx, case.pickup.id)}
    asked = [one for one in _others(tx, case, point, caller.now) if one.id not in already][:AT_ONCE]
    if case.pickup.taken_by is not None or not asked:
        return NobodyToSwap()
    for other in asked:
        _ask(tx, case, other, caller.now)
    refresh_everywhere(tx, case.pickup, caller.now)
    return None


def answer_swap(tx: Transaction, caller: Caller, request_id: RequestId, *, granted: bool) -> Refusal | None:
    """The other member says yes or no; with the first yes each fetches the other's basket."""
    asked = pickup_requests.lock_request(tx, request_id)
    other = case_of_pickup(tx, asked.other_id) if asked and asked.other_id else None
    case = case_of_pickup(tx, asked.pickup_id) if asked else None
    if asked is None or other is None or case is None or other.holder.person_id != caller.person.id:
        return NotFound()
    if asked.state is not RequestState.OPEN or not _can_swap(case.pickup, other.pickup, caller.now):
        return NoLonger()
    if granted:
        _swap(tx, case, other, caller.now)
    state = RequestState.GRANTED if granted else RequestState.REFUSED
    pickup_requests.decide_request(tx, asked.id, state, caller.now)
    refresh_subject(tx, about_request(asked.id), caller.now)
    refresh_everywhere(tx, case.pickup, caller.now)
    if not granted:
        tell_outcome(tx, asked, caller.now)
    return None


def decline_swaps(tx: Transaction, caller: Caller) -> None:
    """Whoever wants no such questions says no to those that wait, too."""
    member = members.member_of_person(tx, caller.garden.id, caller.person.id)
    for pickup in pickups.pickups_to_fetch(tx, member.id, caller.now) if member else ():
        for asked in pickup_requests.open_requests(tx, pickup.id):
            if asked.other_id == pickup.id:
                answer_swap(tx, caller, asked.id, granted=False)


def compose_swap_asked(tx: Transaction, parcel: Parcel) -> Composed:
    """The question to the other member, or what became of it."""
    asked = pickup_requests.find_request(tx, RequestId(parcel.payload["request"]))
    case = case_of_pickup(tx, asked.pickup_id) if asked else None
    other = case_of_pickup(tx, asked.other_id) if asked and asked.other_id else None
    if asked is None or case is None or other is None:
        return None
    if asked.state is not RequestState.OPEN:
        return _settled(asked, case)
    told = (
        say(_("🔁 Somebody would like to swap baskets with you this week.")),
        say(_("You would fetch here: {point}, {when}."), point=case.point.name,
            when=when_open(case.pickup, case.garden)),
        say(_("They would fetch yours: {point}, {when}. Both are the same size."), point=other.point.name,
            when=when_open(other.pickup, other.garden)),
        say(_("<i>You get this because you fetch there; a no is perfectly fine.</i>")),
    )  # fmt: skip
    yes = Button(say(_("Yes, let’s swap")), data=f"n.byes.s{asked.id}")
    no = Button(say(_("No, thank you")), data=f"n.bno.s{asked.id}")
    return Message(told, ((yes, no), (Button(say(_("Do not ask me to swap")), data="n.stop.swaps"),)))


def compose_swapped(tx: Transaction, parcel: Parcel) -> Composed:
    """For whoever had asked: where they fetch now."""
    case = case_of_pickup(tx, PickupId(parcel.payload["pickup"]))
    if case is None or case.holder.person_id != parcel.person_id or not case.pickup.is_expected:
        return None
    told = say(_("🔁 Somebody swaps with you: this week you fetch at {point}, {when}."), point=case.point.name,
               when=when_open(case.pickup, case.garden))  # fmt: skip
    return Message(
        (told, *_friend(case)), ((Button(say(_("🧺 My basket")), data=f"n.basket.{case.pickup.id}"),),)
    )


def compose_not_swapped(tx: Transaction, parcel: Parcel) -> Composed:
    """For whoever had asked: nobody swaps, and what holds."""
    case = case_of_pickup(tx, PickupId(parcel.payload["pickup"]))
    if case is None or case.holder.person_id != parcel.person_id:
        return None
    if not case.pickup.is_expected or case.pickup.taken_by is not None:
        return None
    told = say(_("🔁 Nobody could swap with you this week. Your basket stays here: {point}, {when}."),
               point=case.point.name, when=when_open(case.pickup, case.garden))  # fmt: skip
    return Message((told,), ((Button(say(_("🧺 My basket")), data=f"n.basket.{case.pickup.id}"),),))


def _friend(case: PickupCase) -> tuple[Text, ...]:
    """Whoever collects it for them has to know where."""
    name = case.pickup.friend_name
    return (say(_("👋 Please tell {name}, who collects it for you."), name=name),) if name else ()


def _others(tx: Transaction, case: PickupCase, point: Point, now: Instant) -> list[Pickup]:
    found = []
    for other in pickups.swappable(tx, case.pickup, point.id, case.holder.size, now):
        member = members.find_member(tx, other.member_id)
        person = member.person_id if member else None
        if person is not None and not objects_to(tx, case.garden.id, person, Objection.SWAPS):
            found.append(other)
        if len(found) == AT_ONCE:
            break
    return found


def _can_swap(one: Pickup, other: Pickup, now: Instant) -> bool:
    return all(each.is_expected and each.taken_by is None and each.opens_at > now for each in (one, other))


def _ask(tx: Transaction, case: PickupCase, other: Pickup, now: Instant) -> None:
    member = members.find_member(tx, other.member_id)
    if member is None or member.person_id is None:
        return
    made = pickup_requests.add_request(tx, case.pickup, RequestKind.SWAP, now, other_id=other.id)
    ends_at = min(case.pickup.opens_at, other.opens_at)
    plan_end(tx, made, ends_at)
    tell_person(
        tx,
        case.garden.id,
        member.person_id,
        SWAP_ASKED,
        {"request": made.id},
        dedupe=f"{SWAP_ASKED}:{made.id}",
        subject=about_request(made.id),
        unasked=True,
        now=now,
        expires_after=ends_at - now,
    )


def _swap(tx: Transaction, one: PickupCase, other: PickupCase, now: Instant) -> None:
    """Each fetches the other's; what either had said or asked no longer holds, but a friend comes along."""
    both = ((one, other), (other, one))
    for mine, yours in both:
        withdraw_requests(tx, mine.pickup, now)
        forget_reminders(tx, about_pickup(mine.pickup.id), now)
        basket_news.forget_news(tx, mine.pickup.id)
        changed = pickups.change_pickup(
            tx,
            mine.pickup.id,
            now,
            taken_by=yours.pickup.member_id,
            answer=(PickupAnswer.FRIEND if yours.pickup.friend_name else PickupAnswer.NONE).value,
            friend_name=yours.pickup.friend_name,
        )
        _follow(tx, one.garden, changed, now)
    for mine, yours in both:
        if mine.holder.person_id is not None:
            subjects = (about_pickup(mine.pickup.id), about_pickup(yours.pickup.id))
            exchange_in_calendar(tx, one.garden, mine.holder.person_id, *subjects, now)
    if one.holder.person_id is not None:
        tell_person(
            tx,
            one.garden.id,
            one.holder.person_id,
            SWAPPED,
            {"pickup": other.pickup.id},
            dedupe=f"{SWAPPED}:{other.pickup.id}:{other.pickup.version}",
            lane=Lane.REPLY,
            now=now,
        )


def _follow(tx: Transaction, garden: Garden, changed: Pickup, now: Instant) -> None:
    case = case_of(tx, changed)
    if case is not None:
        remind_holder(tx, garden, changed, case.holder, now)
    refresh_everywhere(tx, changed, now)


def _settled(asked: PickupRequest, case: PickupCase) -> Message:
    if asked.state is RequestState.GRANTED:
        told = say(_("🔁 Swapped, thank you! This week you fetch at {point}, {when}."), point=case.point.name,
                   when=when_open(case.pickup, case.garden))  # fmt: skip
        return Message(
            (told, *_friend(case)), ((Button(say(_("🧺 My basket")), data=f"n.basket.{case.pickup.id}"),),)
        )
    if asked.state is RequestState.REFUSED:
        return Message((say(_("All right: everything stays as it was.")),))
    return Message((say(_("This has settled itself in the meantime. Nothing changes for you.")),))
