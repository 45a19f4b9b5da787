"""Owns what is said of a basket that is still there after its point closed: until when, and what can be answered."""

from __future__ import annotations

from datetime import date, timedelta

from bot.clock import Instant
from bot.domain.basket import Unclaimed
from bot.domain.garden import Garden
from bot.domain.member import MemberId
from bot.domain.message import Button
from bot.domain.pickup import Pickup, PickupAnswer, PickupState
from bot.domain.point import PointId
from bot.domain.text import Brief, Text, say
from bot.marks import _
from bot.storage import pickups
from bot.storage.database import Transaction
from bot.usecases.pickups.case import PickupCase

ON_THE_WAY = say(_("🏃 The keeper knows that you are on your way."))
CLOSED = say(_("The point has closed."))
_KEPT = _("It is kept for you until {until}, then it goes to the solidarity programme.")
_GIVEN = _("Without a word from you by {until}, it goes to the solidarity programme.")


def until_gone(case: PickupCase) -> Text:
    """What the garden's rule makes of it, and when."""
    gone_at = case.garden.rules.baskets.gone_at(case.pickup.closes_at, case.garden.zone)
    words = _KEPT if case.garden.rules.baskets.unclaimed is Unclaimed.KEEP else _GIVEN
    return say(words, until=Brief(gone_at))


def after_closing(case: PickupCase) -> list[Text]:
    """Of a basket that nobody knows to be fetched: nothing is asked, and nothing threatened."""
    comes = case.pickup.answer is PickupAnswer.LATE
    kept = comes and case.garden.rules.baskets.unclaimed is Unclaimed.KEEP
    return [CLOSED, until_gone(case)] if kept else [CLOSED]


def ways_after_closing(case: PickupCase) -> tuple[tuple[Button, ...], ...]:
    number = case.pickup.id
    have = Button(say(_("I have it")), data=f"n.bleft.{number}.have")
    on_the_way = Button(say(_("I’m on my way")), data=f"n.bleft.{number}.come")
    return ((have, on_the_way), (Button(say(_("Give it away")), data=f"n.bleft.{number}.give"),))


def kept_for(tx: Transaction, garden: Garden, member_id: MemberId, now: Instant) -> Pickup | None:
    """A member's basket that waits after closing."""
    fetched = pickups.pickups_to_fetch(tx, member_id, now - timedelta(days=2))
    return next((one for one in fetched if _is_kept(garden, one, now)), None)


def kept_at(tx: Transaction, garden: Garden, point_id: PointId, today: date, now: Instant) -> date | None:
    """The day before, while baskets of it wait at a point."""
    before = today - timedelta(days=1)
    there = pickups.pickups_at(tx, point_id, before)
    return before if any(_is_kept(garden, one, now) for one in there) else None


def _is_kept(garden: Garden, one: Pickup, now: Instant) -> bool:
    comes = one.is_expected and one.answer is PickupAnswer.LATE
    waits = one.state is PickupState.UNCLAIMED or comes
    return waits and one.closes_at <= now < garden.rules.baskets.gone_at(one.closes_at, garden.zone)
