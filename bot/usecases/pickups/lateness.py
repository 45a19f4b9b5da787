"""Owns telling a keeper that somebody is late: shortly before opening all in one message, afterwards each at once."""

from __future__ import annotations

from datetime import date, timedelta

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.pickup import Pickup, PickupAnswer
from bot.domain.point import Point, PointId
from bot.domain.text import Listed, Text, say
from bot.engine.vocabulary import fold
from bot.marks import _, ngettext
from bot.storage import members, pickups, points
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.house import Composed
from bot.usecases.notify import tell_person
from bot.usecases.objections import Objection, objects_to

KEEPER_LATE = "basket_late"
BEFORE = timedelta(minutes=30)
"""Before its opening: what was said until then is one message."""
MOST = 12


def tell_keeper_of_late(tx: Transaction, garden: Garden, pickup: Pickup, now: Instant) -> None:
    """Its keeper is told, unless they see it in the list alone or nobody keeps the point."""
    point = points.find_point(tx, pickup.point_id)
    if point is not None:
        _tell(tx, garden, point, pickup, now, alone=pickup.opens_at - BEFORE <= now)


def tell_new_keeper(tx: Transaction, garden: Garden, point: Point, now: Instant) -> None:
    """Who said so to the keeper before is late for the new one, too: all of a day in one message."""
    for pickup in pickups.late_days(tx, point.id, now).values():
        _tell(tx, garden, point, pickup, now, alone=False)


def _tell(
    tx: Transaction, garden: Garden, point: Point, pickup: Pickup, now: Instant, *, alone: bool
) -> None:
    keeper = point.keeper_id
    if keeper is None or objects_to(tx, garden.id, keeper, Objection.LATE):
        return
    which = {"pickup": pickup.id} if alone else {}
    tell_person(
        tx,
        garden.id,
        keeper,
        KEEPER_LATE,
        {"point": pickup.point_id, "day": pickup.day.isoformat(), **which},
        dedupe=":".join(
            [KEEPER_LATE, str(pickup.point_id), pickup.day.isoformat(), *map(str, which.values())]
        ),
        unasked=True,
        now=now,
        not_before=max(now, pickup.opens_at - BEFORE),
        expires_after=max(pickup.closes_at - now, BEFORE),
    )


def compose_late_baskets(tx: Transaction, parcel: Parcel) -> Composed:
    """Who is late as things stand, later only who is new; nothing where nobody is, or somebody else keeps the point."""
    day, point = date.fromisoformat(parcel.payload["day"]), points.find_point(tx, parcel.payload["point"])
    if point is None or point.keeper_id != parcel.person_id:
        return None
    names = _late_at(tx, point.id, day, parcel.payload.get("pickup"))
    if not names:
        return None
    listed = names[:MOST]
    if more := len(names) - len(listed):
        listed.append(say(ngettext("{count} other", "{count} others"), count=more))
    told = say(_("⏰ Running late at “{point}”: {names}."), point=point.name, names=Listed(tuple(listed)))
    why = say(_("<i>You get this because you keep this point.</i>"))
    to_list = Button(say(_("🧺 The list")), data=f"n.blist.{point.id}.{day.isoformat()}")
    stop = Button(say(_("Only show it in the list")), data="n.stop.late")
    return Message((told, why), ((to_list,), (stop,)))


def _late_at(tx: Transaction, point_id: PointId, day: date, alone: int | None) -> list[Text]:
    """By name; of one basket alone where it is given."""
    there = [one for one in pickups.pickups_at(tx, point_id, day) if one.is_expected]
    late = [one for one in there if one.answer is PickupAnswer.LATE and alone in (None, one.id)]
    known = members.find_members(tx, {one.holder for one in late})
    return [*sorted((known[one.holder].name for one in late if one.holder in known), key=fold)]
