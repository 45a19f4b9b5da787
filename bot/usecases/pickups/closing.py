"""Owns what happens when a point closes: whoever did not come is asked once, then the garden's rule applies.

Where nobody ticked anything that day, the list says nothing about who came, and nobody is asked: the messages about
these baskets say that the point has closed, as the least urgent of all that goes.
"""

from __future__ import annotations

from datetime import date

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.person import GardenId, PersonId
from bot.domain.pickup import Pickup, PickupAnswer, PickupId, PickupState
from bot.domain.point import PointId
from bot.domain.text import say
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import gardens, members, pickups, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.storage.timers import Timer
from bot.usecases.house import Caller, Composed
from bot.usecases.notify import tell_person
from bot.usecases.objections import Objection, objects_to
from bot.usecases.pickups.case import case_of_pickup, member_behind
from bot.usecases.pickups.changing import refresh_everywhere
from bot.usecases.pickups.kept import ON_THE_WAY, until_gone, ways_after_closing
from bot.usecases.pickups.lateness import tell_keeper_of_late
from bot.usecases.pickups.subjects import about_list, about_pickup
from bot.usecases.pickups.weeks import CLOSING
from bot.usecases.refresh import refresh_subject, refresh_subjects
from bot.usecases.reminding.planning import refresh_many, refresh_reminders

GONE = "pickups_gone"
"""The timer of a point on one of its days: what nobody fetched goes to the solidarity programme."""
CLOSED = "pickups_closed"
"""The timer of a point on a day on which nobody ticked anything: what was said of its baskets is put right."""
UNCLAIMED = "basket_unclaimed"
AT_ONCE = 100


def close_point(tx: Transaction, timer: Timer, now: Instant) -> None:
    """The point closes: what is still expected there was not fetched. Its opening hours may have moved."""
    point, day = PointId(timer.subject_id), date.fromisoformat(timer.payload["day"])
    garden = gardens.find_garden(tx, GardenId(timer.garden_id)) if timer.garden_id else None
    there = pickups.pickups_at(tx, point, day)
    closes_at = max((one.closes_at for one in there), default=now)
    if garden is None:
        return
    if closes_at > now:
        _plan(tx, CLOSING, garden.id, point, day, closes_at)
        return
    if not any(one.state is PickupState.COLLECTED for one in there):
        _plan(tx, CLOSED, garden.id, point, day, now)
        return
    left = pickups.close_point(tx, point, day, PickupState.EXPECTED, PickupState.UNCLAIMED)
    for one in left:
        refresh_subject(tx, about_pickup(one.id), now)
        refresh_reminders(tx, about_pickup(one.id), now)
        _ask(tx, garden, one, now)
    if left:
        refresh_subject(tx, about_list(point, day), now)
        _plan(tx, GONE, garden.id, point, day, garden.rules.baskets.gone_at(closes_at, garden.zone))


def put_right(tx: Transaction, timer: Timer, now: Instant) -> None:
    """The next of the baskets of whom nobody knows whether they were fetched: no answer to them counts any more."""
    point, day = PointId(timer.subject_id), date.fromisoformat(timer.payload["day"])
    after = PickupId(timer.payload.get("after", 0))
    some = pickups.still_expected(tx, point, day, after, AT_ONCE)
    subjects = [about_pickup(one.id) for one in some]
    refresh_subjects(tx, subjects, now, Lane.BROADCAST)
    refresh_many(tx, subjects, now, Lane.BROADCAST)
    if len(some) == AT_ONCE:
        _plan(tx, CLOSED, some[-1].garden_id, point, day, now, after=some[-1].id)


def give_left(tx: Transaction, timer: Timer, now: Instant) -> None:
    """The garden's rule applies to whatever is still there."""
    point, day = PointId(timer.subject_id), date.fromisoformat(timer.payload["day"])
    for one in pickups.close_point(tx, point, day, PickupState.UNCLAIMED, PickupState.DONATED):
        refresh_everywhere(tx, one, now)


def explain(tx: Transaction, caller: Caller, pickup_id: PickupId, said: str) -> Refusal | None:
    """What whoever was asked answers: they have it, they are on their way, or it may be given away."""
    member = member_behind(tx, caller)
    pickup = pickups.lock_pickup(tx, pickup_id)
    if isinstance(member, Refusal):
        return member
    if pickup is None or pickup.holder != member.id or pickup.state is not PickupState.UNCLAIMED:
        return NotFound()
    if said == "have":
        pickups.tick_pickup(tx, pickup.id, caller.now)
    elif said == "come":
        expected, late = PickupState.EXPECTED.value, PickupAnswer.LATE.value
        back = pickups.change_pickup(tx, pickup.id, caller.now, state=expected, answer=late)
        tell_keeper_of_late(tx, caller.garden, back, caller.now)
    else:
        pickups.change_pickup(tx, pickup.id, caller.now, state=PickupState.DONATED.value)
    refresh_everywhere(tx, pickup, caller.now)
    return None


def compose_unclaimed(tx: Transaction, parcel: Parcel) -> Composed:
    """The one question after closing, with what happens without an answer; later, what became of it."""
    case = case_of_pickup(tx, PickupId(parcel.payload["pickup"]))
    if case is None or case.holder.person_id != parcel.person_id:
        return None
    opening = say(_("🧺 Your basket of {day}: {point}."), day=case.pickup.day, point=case.point.name)
    if case.pickup.state is not PickupState.UNCLAIMED:
        return Message((opening, _BECAME.get(case.pickup.state, ON_THE_WAY)))
    asked = say(_("It was not ticked as fetched, and the point has closed. What would you like?"))
    why = say(_("<i>You get this once, because your basket is still there.</i>"))
    stop = (Button(say(_("Do not ask me after closing")), data="n.stop.unclaimed"),)
    return Message((opening, asked, until_gone(case), why), (*ways_after_closing(case), stop))


_BECAME = {
    PickupState.COLLECTED: say(_("✅ Fetched. Enjoy it!")),
    PickupState.DONATED: say(_("💚 It goes to the solidarity programme. Thank you!")),
}


def _ask(tx: Transaction, garden: Garden, pickup: Pickup, now: Instant) -> None:
    holder = members.find_member(tx, pickup.holder)
    person: PersonId | None = holder.person_id if holder else None
    if person is None or objects_to(tx, garden.id, person, Objection.UNCLAIMED):
        return
    tell_person(
        tx,
        garden.id,
        person,
        UNCLAIMED,
        {"pickup": pickup.id},
        dedupe=f"{UNCLAIMED}:{pickup.id}:{pickup.day.isoformat()}",
        subject=about_pickup(pickup.id),
        unasked=True,
        now=now,
        expires_after=garden.rules.baskets.gone_at(pickup.closes_at, garden.zone) - now,
    )


def _plan(
    tx: Transaction,
    kind: str,
    garden_id: GardenId,
    point: PointId,
    day: date,
    due_at: Instant,
    after: int = 0,
) -> None:
    timers.set_timer(
        tx,
        kind=kind,
        subject_id=point,
        key=f"{kind}:{point}:{day.isoformat()}",
        due_at=due_at,
        garden_id=garden_id,
        payload={"day": day.isoformat(), "after": after},
    )
