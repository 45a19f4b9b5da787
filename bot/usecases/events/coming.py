"""Owns what is going to happen by itself around an event, in words: what, and who gets it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.event import EventId
from bot.domain.text import Text, say
from bot.marks import _
from bot.storage import events
from bot.storage.database import Transaction
from bot.storage.timers import Timer
from bot.usecases.events.afterwards import AFTERWARDS
from bot.usecases.events.agreements import AGREEMENT
from bot.usecases.events.changing import TELLING
from bot.usecases.events.passing import PASSING
from bot.usecases.events.publishing import INVITING
from bot.usecases.events.seating import SEATING


def of_event(tx: Transaction, timer: Timer) -> tuple[Text, Text] | None:
    """None for a timer of another kind."""
    known = _TIMERS.get(timer.kind)
    if known is None:
        return None
    event = events.find_event(tx, EventId(timer.subject_id))
    what, who = known
    return say(what, event=event.title if event else "?"), say(who)


_TIMERS: Mapping[str, tuple[str, str]] = {
    AGREEMENT: (
        _(
            "If a parent’s agreement is still missing for “{event}”, coordinators are told; "
            "then the place goes to somebody else."
        ),
        _("Coordinators"),
    ),
    SEATING: (_("Places of “{event}” are looked at again: somebody waits for one."), _("Whoever waits")),
    INVITING: (_("People are invited to “{event}”."), _("The circle of the event")),
    TELLING: (_("Whoever comes to “{event}” is told what changed."), _("Whoever comes, or may come")),
    PASSING: (
        _("Messages about “{event}” offer from then on what still can be done."),
        _("Whoever has answered"),
    ),
    AFTERWARDS: (
        _("After “{event}”, whoever was there is thanked and asked how it was."),
        _("Whoever was there"),
    ),
}  # fmt: skip
