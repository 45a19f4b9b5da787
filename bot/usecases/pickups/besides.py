"""Owns what else a member reads below a basket of theirs: another one of that day, the next one, a holiday to come."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Instant
from bot.domain.message import Button
from bot.domain.pickup import Pickup, PickupState
from bot.domain.text import Text, say
from bot.marks import _
from bot.storage import holidays, pickups
from bot.storage.database import Transaction
from bot.usecases.pickups.case import PickupCase, when_open

BACK_HOME = Button(say(_("I am back: keep my baskets")), data="n.bhome")
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Besides:
    """Its words, and the ways to it."""

    told: tuple[Text, ...] = ()
    rows: Rows = ()

    def __bool__(self) -> bool:
        return bool(self.told)

    def __add__(self, other: Besides) -> Besides:
        return Besides(self.told + other.told, self.rows + other.rows)


def besides(tx: Transaction, case: PickupCase, now: Instant) -> Besides:
    """As things stand now; the next one where none is closer, so that the message stays short."""
    coming = pickups.pickups_to_fetch(tx, case.holder.id, now)
    others = [one for one in coming if one.id != case.pickup.id and one.is_expected]
    return (_same_day(case, others) or _next(case, others)) + _holiday(tx, case, now)


def _same_day(case: PickupCase, others: list[Pickup]) -> Besides:
    """The garden moved one to the day of the other."""
    twin = next((one for one in others if one.day == case.pickup.day), None)
    if twin is None:
        return Besides()
    to_it = Button(say(_("🧺 The other basket of that day")), data=f"n.basket.{twin.id}")
    return Besides((say(_("🧺 Another basket of yours is handed out the same day.")),), ((to_it,),))


def _next(case: PickupCase, others: list[Pickup]) -> Besides:
    following = next((one for one in others if one.day > case.pickup.day), None)
    if following is None:
        return Besides()
    return Besides((say(_("The next one: {when}"), when=when_open(following, case.garden)),))


def _holiday(tx: Transaction, case: PickupCase, now: Instant) -> Besides:
    """A paused basket says so itself, with the way back."""
    today = now.astimezone(case.garden.zone).date()
    away = holidays.holidays_of(tx, [case.holder.id], today).get(case.holder.id)
    if not away or case.pickup.state is PickupState.PAUSED:
        return Besides()
    first, last = away[0].first_day, away[0].last_day
    words = _("🏖 Away on {first}.") if first == last else _("🏖 Away from {first} to {last}.")
    told = say(words, first=first, last=last)
    return Besides((told,), ((BACK_HOME,),))
