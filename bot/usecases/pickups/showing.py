"""Owns what a member reads of a basket: when, where, how big, what is in it, and what can be changed until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.clock import Instant
from bot.domain.basket_words import short_size
from bot.domain.message import Button, Message
from bot.domain.pickup import Pickup, PickupAnswer, PickupId, PickupState, RequestKind
from bot.domain.reminding import Reminder
from bot.domain.text import Brief, Cut, Text, say
from bot.engine.steps.base import lines
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import members, pickup_requests, pickups
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.usecases.agenda.files import add_rows
from bot.usecases.house import Caller, Composed
from bot.usecases.notify import tell_person
from bot.usecases.pickups.besides import besides
from bot.usecases.pickups.case import (
    PickupCase,
    case_of_pickup,
    look_up_cases,
    map_of,
    member_behind,
    when_open,
)
from bot.usecases.pickups.kept import CLOSED, after_closing, kept_for, until_gone, ways_after_closing
from bot.usecases.pickups.moving import at_the_garden
from bot.usecases.pickups.news_words import reason_of
from bot.usecases.pickups.subjects import about_pickup
from bot.usecases.reminding.part import Part
from bot.usecases.replies import HUMAN, reply

BASKET = "basket"
LONGEST_ACCESS, LONGEST_ITEMS = 120, 160
Rows = tuple[tuple[Button, ...], ...]
_OF_ANOTHER = say(_("🔁 Somebody else fetches this basket now."))
_PARTED = say(_("This chat is not joined to that basket any more."))
_TITLE = say(_("🧺 <b>Your basket</b>"))
_MINE = (Button(say(_("🧺 My basket")), data="n.basket"),)


def open_basket(tx: Transaction, caller: Caller) -> Refusal | None:
    """The next basket; it changes with whatever is answered."""
    member = member_behind(tx, caller)
    if isinstance(member, Refusal):
        return member
    kept = kept_for(tx, caller.garden, member.id, caller.now)
    coming = ([kept] if kept else []) + pickups.pickups_to_fetch(tx, member.id, caller.now)
    if not coming:
        nothing = say(_("No basket of yours is planned in the next weeks."))
        reply(tx, caller.in_private(), Message((nothing,), ((HUMAN,),)), about=BASKET)
        return None
    show_basket(tx, caller, coming[0])
    return None


def show_basket(tx: Transaction, caller: Caller, pickup: Pickup) -> None:
    tell_person(
        tx,
        caller.garden.id,
        caller.person.id,
        BASKET,
        {"pickup": pickup.id},
        dedupe=f"{BASKET}:{pickup.id}:{caller.cause}",
        subject=about_pickup(pickup.id),
        lane=Lane.REPLY,
        now=caller.now,
    )


def open_one(tx: Transaction, caller: Caller, pickup_id: PickupId) -> Refusal | None:
    """One basket, by its number, for whoever fetches it."""
    case = case_of_pickup(tx, pickup_id)
    if case is None or case.holder.person_id != caller.person.id or case.garden.id != caller.garden.id:
        return NotFound()
    show_basket(tx, caller, case.pickup)
    return None


def show_recipe(tx: Transaction, caller: Caller, pickup_id: PickupId) -> Message | Refusal:
    case = case_of_pickup(tx, pickup_id)
    if (
        case is None
        or case.holder.person_id != caller.person.id
        or not (case.contents and case.contents.recipe)
    ):
        return NotFound()
    back = Button(say(_("🧺 My basket")), data=f"n.basket.{pickup_id}")
    return Message((say(_("📖 <b>With this week’s basket</b>")), case.contents.recipe), ((back,),))


def compose_basket(tx: Transaction, parcel: Parcel, now: Instant) -> Composed:
    """The basket as things stand now."""
    case = case_of_pickup(tx, PickupId(parcel.payload["pickup"]))
    if case is None:
        return None
    if case.holder.person_id != parcel.person_id:
        return Message((_OF_ANOTHER,), (_MINE,))
    told: list[Text] = [lines([_TITLE, *whereabouts(case)]), *standing(tx, case)]
    closed = case.pickup.closes_at <= now
    if case.pickup.is_expected:
        told += [*_contents(case), *(after_closing(case) if closed else [until_when(case, now)])]
        told += [] if _is_another_day(case) else at_the_garden(tx, case, now)  # there is enough to read
    elif case.pickup.state is PickupState.UNCLAIMED:
        told.append(until_gone(case))
    beside = besides(tx, case, now)
    told += beside.told
    own = () if closed else _in_calendar(tx, case)
    said = ways_after_closing(case) if case.pickup.state is PickupState.UNCLAIMED else ()
    ways = said if closed else answers(case)
    return Message(tuple(told), (*_ways(case), *ways, *own, *beside.rows, *_further(case)))


def look_up_baskets(tx: Transaction, some: Sequence[Reminder]) -> None:
    """In a snapshot, before `basket_part` of each of them."""
    look_up_cases(tx, [PickupId(one.number) for one in some])


def basket_part(tx: Transaction, reminder: Reminder, now: Instant) -> Part | None:
    """What a reminder says of a basket, with every answer to it."""
    case = case_of_pickup(tx, PickupId(reminder.number))
    if case is None:
        return None
    if case.holder.person_id != reminder.person_id:
        joined = members.member_of_person(tx, reminder.garden_id, reminder.person_id) is not None
        return Part((_OF_ANOTHER if joined else _PARTED,), (_MINE,) if joined else (), over=True)
    if case.pickup.is_expected and case.pickup.closes_at <= now:
        return Part((_in_short(case, [CLOSED]),), (_MINE,), over=True)
    if not case.pickup.is_expected:
        return Part((_in_short(case, standing(tx, case)),), answers(case), over=True)
    told = lines([_TITLE, *whereabouts(case)])
    return Part((told, *standing(tx, case), until_when(case, now)), answers(case))


def _is_another_day(case: PickupCase) -> bool:
    return case.pickup.day != case.pickup.week + timedelta(days=case.point.weekday - 1)


def _in_short(case: PickupCase, told: Sequence[Text]) -> Text:
    """Of what asks for nothing any more: which basket, and what became of it."""
    return lines([_TITLE, say(_("📅 {when}"), when=when_open(case.pickup, case.garden)), *told])


def whereabouts(case: PickupCase) -> list[Text]:
    """When and where, one line each; what nobody said is left out."""
    told: list[Text] = [
        say(_("📅 {when}"), when=when_open(case.pickup, case.garden)),
        say(_("📍 {point}, {address}"), point=case.point.name, address=case.point.address),
    ]
    if case.point.access:
        told.append(say(_("🔑 {access}"), access=Cut(case.point.access, LONGEST_ACCESS)))
    if case.holder.size:
        told.append(say(_("Size: {size}"), size=short_size(case.holder.size)))
    return told


def standing(tx: Transaction, case: PickupCase) -> list[Text]:
    """What was said of it, or became of it; nothing while it is simply expected."""
    pickup = case.pickup
    told: list[Text] = []
    match pickup.state:
        case PickupState.COLLECTED:
            told.append(say(_("✅ Fetched. Enjoy it!")))
        case PickupState.DONATED:
            told.append(say(_("💚 It goes to the solidarity programme. Thank you!")))
        case PickupState.PAUSED:
            told.append(say(_("🏖 You are away: no basket is kept for you that day.")))
        case PickupState.CANCELLED:
            told += [say(_("🚫 The garden hands out no basket that week.")), *_why(tx, case)]
        case PickupState.UNCLAIMED:
            told.append(say(_("It was not fetched before closing.")))
        case PickupState.EXPECTED:
            told += _answered(pickup)
            if _is_another_day(case):
                told += [say(_("📅 Another day than usual, this week.")), *_why(tx, case)]
    if pickup.is_expected and pickup.taken_by is not None:
        told.append(say(_("🔁 Swapped with another member.")))
    asked = {one.kind for one in pickup_requests.open_requests(tx, pickup.id) if one.pickup_id == pickup.id}
    told += [_WAITING[kind] for kind in RequestKind if kind in asked]
    return told


def until_when(case: PickupCase, now: Instant) -> Text:
    """The cut-offs that are still to come, and what each tap does after them."""
    change, donate = Brief(case.change_until), Brief(case.donate_until)
    if now < case.change_until:
        return say(_BOTH_ALONE, change=change, donate=donate)
    return say(_GIVEN_ALONE, donate=donate) if now < case.donate_until else say(_ALL_ASKED)


_BOTH_ALONE = _(
    "Another point or a pause: until {change}. Giving it away: until {donate}. "
    "Later I can still ask the keeper, but a pause is no longer possible."
)
_GIVEN_ALONE = _("Giving it away: until {donate}. Later, or for another point, I ask the keeper.")
_ALL_ASKED = _("For another point, or to give it away, I now ask the keeper.")


def answers(case: PickupCase) -> Rows:
    """Everything one can say of a basket, each in one tap; what was said already is not asked again."""
    number = case.pickup.id
    if case.pickup.state is PickupState.DONATED:
        decided = case.pickup.changed_at
        if decided is None or decided >= case.donate_until:
            return ()
        return ((Button(say(_("After all, I fetch it")), data=f"n.bback.{number}"),),)
    if case.pickup.state is PickupState.PAUSED:
        return ((Button(say(_("I am back: keep my baskets")), data=f"n.bhome.{number}"),),)
    if not case.pickup.is_expected:
        return ()
    coming = Button(say(_("I’m coming")), data=f"n.bcome.{number}")
    late = Button(say(_("I’ll be late")), data=f"n.blate.{number}")
    friend = Button(say(_("A friend collects it")), data=f"n.bfriend.{number}")
    move = Button(say(_("Another point or day")), data=f"n.bmove.{number}")
    give = Button(say(_("Give it away")), data=f"n.bgive.{number}")
    swap = Button(say(_("Swap")), data=f"n.bswap.{number}")
    said = case.pickup.answer
    ways = ((coming, PickupAnswer.COMING), (late, PickupAnswer.LATE))
    first = tuple(button for button, means in ways if said is not means)
    return (first, (friend, move), (give,) if case.pickup.taken_by else (give, swap))


def _why(tx: Transaction, case: PickupCase) -> list[Text]:
    reason = reason_of(tx, case)
    return [reason] if reason else []


def _answered(pickup: Pickup) -> list[Text]:
    match pickup.answer:
        case PickupAnswer.COMING:
            return [say(_("👍 You said you are coming."))]
        case PickupAnswer.LATE:
            return [say(_("⏰ You will be late: the keeper sees it."))]
        case PickupAnswer.FRIEND:
            return [say(_("👋 {name} collects it for you: the keeper sees it."), name=pickup.friend_name)]
        case PickupAnswer.NONE:
            return []


_WAITING = {
    RequestKind.MOVE: say(_("⏳ The keeper is asked whether it can go elsewhere.")),
    RequestKind.DONATE: say(_("⏳ The keeper is asked whether it can still be given away.")),
    RequestKind.SWAP: say(_("⏳ Other members are asked whether they swap.")),
}


def _contents(case: PickupCase) -> list[Text]:
    told = case.contents
    return [say(_("🥕 In it: {items}"), items=Cut(told.items, LONGEST_ITEMS))] if told and told.items else []


def _ways(case: PickupCase) -> Rows:
    on_map = Button(say(_("🗺 Map")), url=map_of(case.point.place))
    recipe = Button(say(_("📖 Recipe")), data=f"n.brecipe.{case.pickup.id}")
    return ((on_map, recipe) if case.contents and case.contents.recipe else (on_map,),)


def _in_calendar(tx: Transaction, case: PickupCase) -> Rows:
    person = case.holder.person_id
    if person is None or not case.pickup.is_expected:
        return ()
    return add_rows(tx, case.garden.id, person, about_pickup(case.pickup.id))


def _further(case: PickupCase) -> Rows:
    away = Button(say(_("🏖 I’ll be away")), data="n.baway")
    return ((away, HUMAN),) if case.pickup.is_expected else ((HUMAN,),)
