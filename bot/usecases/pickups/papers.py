"""Owns the list of baskets on paper, for whoever hands them out without a phone at hand."""

from __future__ import annotations

from datetime import date

from bot.domain.basket import opening
from bot.domain.garden import Garden
from bot.domain.message import Document, Message
from bot.domain.person import GardenId, PersonId
from bot.domain.pickup import PickupState
from bot.domain.point import Point, PointId
from bot.domain.prints import BasketLine, BasketList
from bot.domain.text import Text, say
from bot.errors import Refusal
from bot.marks import _
from bot.storage import gardens, points
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.usecases.house import Caller, Composed
from bot.usecases.notify import tell_person
from bot.usecases.pickups.asking import keeps
from bot.usecases.pickups.keeping import Line, kept_point, read_list, said_of

PRINTED = "basket_list_printed"


def owe_list(tx: Transaction, caller: Caller, point_id: PointId, day: date) -> Refusal | None:
    """Owe the file; it is composed and printed when it is sent."""
    point = kept_point(tx, caller, point_id)
    if isinstance(point, Refusal):
        return point
    tell_person(
        tx,
        caller.garden.id,
        caller.person.id,
        PRINTED,
        {"point": point.id, "day": day.isoformat()},
        dedupe=f"{PRINTED}:{caller.cause}",
        lane=Lane.REPLY,
        now=caller.now,
    )
    return None


def compose_printed(tx: Transaction, parcel: Parcel) -> Composed:
    """The list as things stand now."""
    garden = gardens.find_garden(tx, GardenId(parcel.garden_id)) if parcel.garden_id else None
    point = points.find_point(tx, PointId(parcel.payload["point"]))
    if (
        garden is None
        or point is None
        or parcel.person_id is None
        or not keeps(tx, point, PersonId(parcel.person_id))
    ):
        return None
    day = date.fromisoformat(parcel.payload["day"])
    content = paper_of(garden, point, day, read_list(tx, point, day))
    told = say(_("🖨 To print on A4. The list in the chat stays up to date; this paper does not."))
    filename = say(_("Baskets {point} {day}.pdf"), point=point.name, day=day.isoformat())
    return Message((told,), (), Document(filename, content))


def paper_of(garden: Garden, point: Point, day: date, listed: list[Line]) -> BasketList:
    """Baskets that were given away stand on it as well: somebody sets them aside."""
    opens_at, closes_at = opening(day, point.opens, point.closes, garden.zone)
    when = say(
        _("{day}, {start} to {end}"),
        day=day,
        start=opens_at.astimezone(garden.zone).time(),
        end=closes_at.astimezone(garden.zone).time(),
    )
    lines = tuple(
        BasketLine(one.name, one.size, _note(one), one.pickup.state is PickupState.COLLECTED)
        for one in listed
    )
    return BasketList(garden.name, point.name, point.address, when, lines)


def _note(one: Line) -> Text:
    return said_of(one) or ""
