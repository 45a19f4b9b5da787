"""Owns why the garden keeps what it keeps about somebody, and who sees it, in words."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.text import Text, say
from bot.marks import _
from bot.storage import members, profiles, rsvps
from bot.storage.database import Transaction
from bot.usecases.house import Caller


def what_for(tx: Transaction, caller: Caller) -> Iterator[Text]:
    """What it is for and who sees it: of a volunteer, of who comes to events, of a household with a basket."""
    has_basket = members.member_of_person(tx, caller.garden.id, caller.person.id) is not None
    comes = bool(rsvps.rsvps_of_person(tx, caller.person.id, caller.garden.id))
    is_volunteer = profiles.find_profile(tx, caller.person.id, caller.garden.id) is not None
    if is_volunteer or not (has_basket or comes):
        yield say(
            _(
                "Why: to find missions that suit you and to name your referent. Who sees it: the garden’s "
                "referents and coordinators."
            )
        )
        yield say(
            _(
                "What the referents’ group on Telegram reads: your first name, your mission and your dates; why it "
                "suits you (when you are free, what you know, what you wish for, how far away you live); that you come "
                "for the first time, are late or cannot come, never why; and whatever you write, say or photograph "
                "for the team."
            )
        )
    if comes:
        yield say(
            _(
                "Why, for events: to expect you there and to remind you. Who sees it: coordinators, and the team on "
                "the list at the entrance, by first name."
            )
        )
    if comes and not (is_volunteer or has_basket):
        yield say(_("What you write to the team is read in the referents’ group."))
    if has_basket:
        yield say(
            _(
                "Why, for your basket: to hand it out and to remind you. Who sees it: coordinators, and whoever hands "
                "out baskets at your point, by the name of your household. A basket is forgotten after a year or so, "
                "the household {months} months after it leaves the garden’s list."
            ),
            months=caller.garden.rules.retention_months,
        )
        yield say(
            _(
                "What you write to the team is read in the referents’ group, with the number of your household in "
                "the garden’s list."
            )
        )
