"""Owns telling a joined household what the garden's list says of its basket by now: other weeks, another size, none.

Where a basket is fetched, and when, is told with the baskets themselves: see `pickups.news`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.clock import Instant
from bot.domain.basket_words import RHYTHMS, short_size
from bot.domain.garden import Garden
from bot.domain.member import Member, MemberId
from bot.domain.message import Button, Message
from bot.domain.quiet import next_allowed
from bot.domain.text import Text, say
from bot.engine.steps.base import lines
from bot.marks import _
from bot.storage import gardens, members, outbox, pickups
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.house import Composed
from bot.usecases.member_list.columns import plain
from bot.usecases.notify import tell_person
from bot.usecases.pickups.case import when_open
from bot.usecases.replies import HUMAN

ROW_CHANGED = "basket_row_changed"
SETTLES = timedelta(minutes=5)
"""A list that is corrected by then is told to nobody."""
_TOLD = ("rhythm", "size", "since", "until")
_HEADING = say(_("🧺 The garden has changed its list of baskets. Yours from now on:"))
_OVER = say(
    _("🧺 Your household is not on the garden’s list of baskets any more: none is kept for you from now on.")
)
_MISTAKE = say(_("Is that a mistake? Then please write here."))
_WHY = say(_("<i>You get this because that basket was yours.</i>"))


def announce_row(
    tx: Transaction, garden: Garden, before: Member, row: Mapping[str, Any], now: Instant
) -> None:
    """Its row in the list is another one: whoever is joined reads what that means for their basket."""
    after = {name: _plain(row[name]) for name in _TOLD}
    if _standing(before) != {**after, "left": False}:
        _announce(tx, garden, before, now)


def announce_left(tx: Transaction, garden: Garden, before: Member, now: Instant) -> None:
    """The list names it no more."""
    if before.left_at is None:
        _announce(tx, garden, before, now)


def _announce(tx: Transaction, garden: Garden, before: Member, now: Instant) -> None:
    subject = f"row:{before.id}"
    if before.person_id is None or outbox.waiting_about(tx, subject, now):
        return
    tell_person(
        tx,
        garden.id,
        before.person_id,
        ROW_CHANGED,
        {"member": before.id, "was": _standing(before)},
        dedupe=f"{ROW_CHANGED}:{before.id}:{now.isoformat()}",
        subject=subject,
        now=now,
        not_before=next_allowed(now + SETTLES, garden.rules.quiet, garden.zone),
    )


def compose_row_changed(tx: Transaction, parcel: Parcel) -> Composed:
    """What is another way than they knew; nothing where the list says again what it said."""
    member = members.find_member(tx, MemberId(parcel.payload["member"]))
    garden = gardens.find_garden(tx, member.garden_id) if member else None
    was, why = parcel.payload["was"], (_MISTAKE, _WHY)
    if member is None or garden is None or member.person_id != parcel.person_id or was == _standing(member):
        return None
    if member.left_at is not None:
        return Message((_OVER, *why), ((HUMAN,),))
    told = _changed(was, member, parcel.created_at.astimezone(garden.zone).date())
    if not told:
        return None
    coming = (one for one in pickups.pickups_to_fetch(tx, member.id, parcel.created_at) if one.is_expected)
    following = next(coming, None)
    paragraphs: list[Text] = [_HEADING, lines(told)]
    if following is not None:
        paragraphs.append(say(_("Your next one: {when}"), when=when_open(following, garden)))
    return Message((*paragraphs, *why), ((Button(say(_("🧺 My basket")), data="n.basket"), HUMAN),))


def _changed(was: Mapping[str, Any], member: Member, today: date) -> list[Text]:
    """One line each; a first day that is long past is nobody's news."""
    now = _standing(member)
    told: list[Text] = []
    if was["left"] or was["rhythm"] != now["rhythm"]:
        told.append(say(_("📅 {rhythm}"), rhythm=RHYTHMS[member.rhythm]))
    if was["size"] != now["size"] and member.size:
        told.append(say(_("Size: {size}"), size=short_size(member.size)))
    if was["since"] != now["since"] and member.since is not None and member.since > today:
        told.append(say(_("From {day} on"), day=member.since))
    if was["until"] != now["until"]:
        ends = say(_("Until {day}"), day=member.until) if member.until else say(_("Without a last day"))
        told.append(ends)
    return told


def _standing(member: Member) -> dict[str, Any]:
    known = {name: _plain(getattr(member, name)) for name in _TOLD}
    return {**known, "left": member.left_at is not None}


def _plain(value: Any) -> str:
    """A day or a word as a parcel keeps it; another spelling is the same."""
    return "" if value is None else plain(str(value))
