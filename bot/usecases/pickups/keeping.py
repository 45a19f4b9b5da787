"""Owns the list of whoever hands out baskets: live in the chat, a tick for each basket, and what its holder said.

Nothing in it tells what anybody pays: a solidarity basket reads as any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.basket import opening
from bot.domain.basket_words import short_size
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.person import GardenId, PersonId
from bot.domain.pickup import Pickup, PickupAnswer, PickupId, PickupState
from bot.domain.point import Point, PointId
from bot.domain.text import Brief, Cut, Text, counted, say
from bot.engine.steps.base import lines
from bot.engine.vocabulary import fold
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import gardens, members, outbox, pickups, points
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.usecases.house import Caller, Composed
from bot.usecases.notify import tell_person
from bot.usecases.pickups.asking import keeps
from bot.usecases.pickups.changing import refresh_everywhere
from bot.usecases.pickups.kept import kept_at
from bot.usecases.pickups.subjects import about_list
from bot.usecases.pickups.turning import PER_PAGE, ways_through
from bot.usecases.refresh import refresh_parcel, withdraw_parcel

LIST = "basket_list"
DAYS_SHOWN = 3
"""Days offered at each point."""
LONGEST_NAME, LONGEST_ROW = 26, 34
"""Of a button: its name, and name and size together."""
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One basket on the list: whose name it is handed out to, and its size."""

    pickup: Pickup
    name: str
    size: str


class KeepersOnly(Refusal):
    message = _("Only whoever keeps a pickup point sees its list. Ask a coordinator, if that is you.")


class NotYet(Refusal):
    message = _("Baskets are ticked on their day.")


def open_lists(tx: Transaction, caller: Caller) -> Message | Refusal:
    """Which point, and which of its next days."""
    mine = points_of(tx, caller)
    if not mine:
        return KeepersOnly()
    today = caller.now.astimezone(caller.garden.zone).date()
    rows: Rows = ()
    for point in mine:
        kept = kept_at(tx, caller.garden, point.id, today, caller.now)
        days = pickups.days_at(tx, point.id, today, DAYS_SHOWN if len(mine) < 4 else 1)
        for day in (*((kept,) if kept else ()), *days):
            label = say(_("{day} · {point}"), day=Brief(day), point=point.name)
            rows += ((Button(label, data=f"n.blist.{point.id}.{day.isoformat()}"),),)
    if not rows:
        return Message((say(_("No basket is planned at your point in the next weeks.")),))
    return Message((say(_("🧺 <b>Lists of baskets</b>\nWhich one?")),), rows)


def points_of(tx: Transaction, caller: Caller) -> list[Point]:
    """Those that the caller keeps; all of them for coordinators. A closed one, too, as long as people fetch there."""
    in_use = points.points_in_use(tx, caller.garden.id, caller.now.astimezone(caller.garden.zone).date())
    return [one for one in in_use if keeps(tx, one, caller.person.id)]


def show_list(tx: Transaction, caller: Caller, point_id: PointId, day: date) -> Refusal | None:
    """Owe the list in private, where it lives: ticks and answers show in it as they come. An earlier one goes."""
    point = kept_point(tx, caller, point_id)
    if isinstance(point, Refusal):
        return point
    for before in _lists_of(tx, caller, point, day):
        withdraw_parcel(tx, before, caller.now)
    tell_person(
        tx,
        caller.garden.id,
        caller.person.id,
        LIST,
        {"point": point.id, "day": day.isoformat(), "page": 0},
        dedupe=f"{LIST}:{point.id}:{day.isoformat()}:{caller.cause}",
        subject=about_list(point.id, day),
        lane=Lane.REPLY,
        now=caller.now,
    )
    return None


def turn_list(tx: Transaction, caller: Caller, point_id: PointId, day: date, page: int) -> Refusal | None:
    """Another page, in the same message."""
    point = kept_point(tx, caller, point_id)
    if isinstance(point, Refusal):
        return point
    for parcel in _lists_of(tx, caller, point, day):
        outbox.rewrite_payload(tx, parcel.id, {**parcel.payload, "page": page})
        refresh_parcel(tx, parcel.id, caller.now)
    return None


def kept_point(tx: Transaction, caller: Caller, point_id: PointId) -> Point | Refusal:
    point = points.find_point(tx, point_id)
    if point is None or point.garden_id != caller.garden.id:
        return NotFound()
    return point if keeps(tx, point, caller.person.id) else KeepersOnly()


def tick(tx: Transaction, caller: Caller, pickup_id: PickupId, *, fetched: bool) -> Refusal | None:
    """Somebody has their basket, or was ticked by mistake; a second tap of two keepers changes nothing."""
    pickup = pickups.lock_pickup(tx, pickup_id)
    if pickup is None or pickup.garden_id != caller.garden.id:
        return NotFound()
    point = kept_point(tx, caller, pickup.point_id)
    if isinstance(point, Refusal):
        return point
    if caller.now.astimezone(caller.garden.zone).date() < pickup.day:
        return NotYet()
    if fetched is not (pickup.state is PickupState.COLLECTED):
        pickups.tick_pickup(tx, pickup.id, caller.now if fetched else None)
        refresh_everywhere(tx, pickup, caller.now)
    return None


def compose_list(tx: Transaction, parcel: Parcel) -> Composed:
    """One page of the list as things stand now; empty for whoever keeps the point no more."""
    garden = gardens.find_garden(tx, GardenId(parcel.garden_id)) if parcel.garden_id else None
    point = points.find_point(tx, PointId(parcel.payload["point"]))
    if garden is None or point is None or parcel.person_id is None:
        return None
    if not keeps(tx, point, PersonId(parcel.person_id)):
        return None
    day, page = date.fromisoformat(parcel.payload["day"]), int(parcel.payload["page"])
    listed = read_list(tx, point, day)
    here = listed[page * PER_PAGE : (page + 1) * PER_PAGE]
    told = (_heading(point, garden, day, listed), *_notes(here))
    print_it = (Button(say(_("🖨 Print the list")), data=f"n.bprint.{point.id}.{day.isoformat()}"),)
    ways = ways_through([one.name for one in listed], page, f"n.bturn.{point.id}.{day.isoformat()}-")
    return Message(told, (*map(_row, here), *ways, print_it))


def read_list(tx: Transaction, point: Point, day: date) -> list[Line]:
    """Who fetches there that day, by name; whoever is away, or is handed out none, is not on it."""
    there = [one for one in pickups.pickups_at(tx, point.id, day) if one.state not in _NOT_THERE]
    known = members.find_members(tx, {one.holder for one in there})
    found = [
        Line(one, known[one.holder].name, known[one.holder].size) for one in there if one.holder in known
    ]
    return sorted(found, key=lambda one: (fold(one.name), one.pickup.id))


def _lists_of(tx: Transaction, caller: Caller, point: Point, day: date) -> list[Parcel]:
    there = outbox.find_by_subject(tx, about_list(point.id, day))
    return [one for one in there if one.kind == LIST and one.person_id == caller.person.id]


def _heading(point: Point, garden: Garden, day: date, listed: list[Line]) -> Text:
    opens_at, closes_at = opening(day, point.opens, point.closes, garden.zone)
    fetched = sum(one.pickup.state is PickupState.COLLECTED for one in listed)
    figures = _("Baskets fetched: {fetched} of {count}")
    count = counted(figures, len(listed), _("No basket is expected"), fetched=fetched)
    when = say(_("{day}, {start} to {end}"), day=day, start=opens_at.astimezone(garden.zone).time(),
               end=closes_at.astimezone(garden.zone).time())  # fmt: skip
    return lines([say(_("<b>{point}</b>"), point=point.name), when, count])


def _notes(here: list[Line]) -> tuple[Text, ...]:
    """What cannot stand on a button, for the page that is shown."""
    said = [note for one in here if (note := note_on(one)) is not None]
    return (lines(said),) if said else ()


def note_on(one: Line) -> Text | None:
    """What is to be known of one on the list; nothing for one that is simply expected or fetched."""
    said = said_of(one)
    mark = _NOTE_MARKS.get(one.pickup.answer, "•")
    return say(_("{mark} {name}: {said}"), mark=mark, name=one.name, said=said) if said else None


def said_of(one: Line) -> Text | None:
    """What its holder said, or became of it."""
    match one.pickup.state, one.pickup.answer:
        case PickupState.DONATED, _:
            return say(_("goes to the solidarity programme"))
        case PickupState.UNCLAIMED, _:
            return say(_("not fetched before closing"))
        case PickupState.EXPECTED, PickupAnswer.LATE:
            return say(_("running late"))
        case PickupState.EXPECTED, PickupAnswer.FRIEND if one.pickup.friend_name:
            return say(_("{friend} collects"), friend=one.pickup.friend_name)
        case _:
            return None


_NOT_THERE = (PickupState.PAUSED, PickupState.CANCELLED)
_NOTE_MARKS = {PickupAnswer.LATE: "⏰", PickupAnswer.FRIEND: "👋"}
_MARKS = {
    PickupState.EXPECTED: "⬜",
    PickupState.COLLECTED: "✅",
    PickupState.DONATED: "💚",
    PickupState.UNCLAIMED: "❓",
}


def _row(one: Line) -> tuple[Button, ...]:
    mark, name = _MARKS[one.pickup.state], Cut(one.name, LONGEST_NAME)
    fetched = one.pickup.state is PickupState.COLLECTED
    size = Cut(short_size(one.size), LONGEST_ROW - min(len(one.name), LONGEST_NAME))
    label = say("{mark} {name} · {size}", mark=mark, name=name, size=size)
    plain = say("{mark} {name}", mark=mark, name=name)
    return (Button(label if one.size else plain, data=f"n.btick.{one.pickup.id}.{0 if fetched else 1}"),)
