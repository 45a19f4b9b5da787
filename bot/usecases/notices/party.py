"""Owns what is said of the places of one person or of a party: one place is kept, several are."""

from __future__ import annotations

from datetime import datetime

from bot.domain.text import Text, Words, say
from bot.marks import _, ngettext

WHY_WAITED = say(_("<i>You get this because you were on the waiting list.</i>"))


def came_free(size: int, title: Words) -> Text:
    """What whoever waits for so many places is offered."""
    free = ngettext(
        "A place has come free at “<b>{mission}</b>”!",
        "{count} places have come free at “<b>{mission}</b>”!",
    )
    return say(free, count=size, mission=title)


def kept_until(size: int, until: datetime) -> Text:
    kept = ngettext(
        "It is kept for you until {until}. Would you like it?",
        "They are kept for you until {until}. Would you like them?",
    )
    return say(kept, count=size, until=until)


def very_soon(size: int) -> Text:
    first = ngettext(
        "It is very soon, so it goes to whoever says yes first.",
        "It is very soon, so they go to whoever says yes first.",
    )
    return say(first, count=size)


def take_it(size: int) -> Text:
    return say(ngettext("Yes, I take it", "Yes, we take them"), count=size)


def we_come(size: int) -> Text:
    return say(ngettext("Yes, I come", "Yes, we come"), count=size)


def kept_for_agreement(size: int, title: Words) -> Text:
    """Kept, and not promised."""
    kept = ngettext(
        "Your place at “<b>{mission}</b>” is kept until your parent’s agreement is there.",
        "Your {count} places at “<b>{mission}</b>” are kept until your parent’s agreement is there.",
    )
    return say(kept, count=size, mission=title)
