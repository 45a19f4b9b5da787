"""Owns the choice of another point or day for one basket: where there is room, the garden first, and what it offers."""

from __future__ import annotations

from datetime import date, time, timedelta

from bot.clock import Instant, at_local
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.pickup import PickupId
from bot.domain.text import Brief, Listed, Text, say
from bot.engine.steps.base import lines
from bot.errors import Refusal
from bot.marks import _
from bot.storage import missions, shifts
from bot.storage.database import Transaction
from bot.usecases.house import Caller
from bot.usecases.pickups.case import PickupCase, expected_case
from bot.usecases.pickups.changing import Elsewhere, elsewhere, is_full

MOST_SHIFTS = 2


class NowhereElse(Refusal):
    message = _(
        "No other point can take it this week any more: they are full or open already. "
        "A friend could collect it, or you give it away."
    )


def list_points(tx: Transaction, caller: Caller, pickup_id: PickupId) -> Message | Refusal:
    """The points with room in the week of this basket, and until when one tap is enough."""
    case = expected_case(tx, caller, pickup_id)
    if isinstance(case, Refusal):
        return case
    found = [one for one in elsewhere(tx, case, caller.now) if not is_full(tx, one)]
    if not found:
        return NowhereElse()
    told: list[Text] = [say(_("Where would you like to fetch this one basket?"))]
    told += _at_the_garden(tx, case.garden, found)
    told.append(_until(caller, case, found))
    rows = tuple((Button(_label(one), data=f"n.bmove.{pickup_id}.{one.point.id}"),) for one in found)
    return Message(tuple(told), (*rows, (Button(say(_("🧺 My basket")), data=f"n.basket.{pickup_id}"),)))


def at_the_garden(tx: Transaction, case: PickupCase, now: Instant) -> list[Text]:
    """That this basket could as well be fetched where it grows, as long as one tap is enough for it."""
    if case.point.at_garden or now >= case.change_until:
        return []
    for one in elsewhere(tx, case, now):
        if one.point.at_garden and not is_full(tx, one):
            return [
                say(
                    _("🌱 You could also fetch it at the garden on {day}, and see where it grows."),
                    day=one.day,
                )
            ]
    return []


def _label(one: Elsewhere) -> Text:
    if one.point.at_garden:
        return say(_("🌱 {day} · {point}"), day=Brief(one.day), point=one.point.name)
    return say(_("{day} · {point}"), day=Brief(one.day), point=one.point.name)


def _until(caller: Caller, case: PickupCase, found: list[Elsewhere]) -> Text:
    rules, zone = case.garden.rules.baskets, case.garden.zone
    until = min(rules.change_until(day, zone) for day in (case.pickup.day, *(one.day for one in found)))
    if caller.now < until:
        return say(
            _("Until {until} one tap is enough; after that the keeper there is asked."), until=Brief(until)
        )
    return say(_("It is late: for some of them I ask the keeper there, and the answer comes here."))


def _at_the_garden(tx: Transaction, garden: Garden, found: list[Elsewhere]) -> list[Text]:
    """Why the way to the garden is worth it: where it grows, who grows it, and where hands are welcome that day."""
    there = next((one for one in found if one.point.at_garden), None)
    if there is None:
        return []
    told: list[Text] = [
        say(_("🌱 At the garden you see where it all grows, and meet the people who grow it."))
    ]
    if titles := _shifts_on(tx, garden, there.day):
        told.append(say(_("That day a hand is welcome: {missions}."), missions=Listed(tuple(titles))))
    return [lines(told)]


def _shifts_on(tx: Transaction, garden: Garden, day: date) -> list[Text]:
    start, end = (at_local(one, time(), garden.zone) for one in (day, day + timedelta(days=1)))
    found = [one.mission_id for one in shifts.shifts_between(tx, garden.id, start, end)]
    known = missions.find_missions(tx, set(found))
    titles: list[Text] = [known[one].title for one in dict.fromkeys(found) if one in known]
    return titles[:MOST_SHIFTS]
