"""Owns what somebody does with a line of their planning: give up, answer an offer, come every time, leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeAlias

from bot.domain.event import RsvpId
from bot.domain.message import Button, Message
from bot.domain.pickup import PickupId
from bot.domain.shift import SeriesId
from bot.domain.text import Brief, Text, say
from bot.engine.state import Answers
from bot.engine.steps.base import lines
from bot.errors import NotFound, Refusal
from bot.marks import _, ngettext
from bot.storage import missions, rsvps, series
from bot.storage.database import Transaction
from bot.usecases.agenda.files import MY_CALENDAR
from bot.usecases.booking import accept_offer, decline_offer
from bot.usecases.events.listing import open_event
from bot.usecases.house import Caller, Ending, Next, Talk
from bot.usecases.leaving import leave_mission
from bot.usecases.pickups.showing import open_one
from bot.usecases.regulars import become_regular, dates_of_regular, stop_regular
from bot.usecases.replies import HUMAN, MISSIONS, MY_SIGN_UPS, reply
from bot.usecases.saying_no import cannot_come
from bot.usecases.signed_up import Item, Outside, Planning, booking_of, series_of, sign_up_of


class Act(StrEnum):
    """What can be done with a line of one's planning."""

    DROP = "drop"
    ACCEPT = "yes"
    DECLINE = "no"
    UNQUEUE = "unqueue"
    EVERY_TIME = "every"
    STOP = "stop"
    DATES = "dates"
    LEAVE = "leave"
    OPEN = "open"


NO = "no"


def take_act(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """What they tapped is done; a refusal shows the line again with its reason."""
    planning, one = Planning(tx, talk.garden, talk.caller), answers.text("one")
    item, date = planning.item(one), planning.date(one)
    if item is None:
        return _open(tx, talk.caller, date) if date else NotFound()
    if answers.text("sure") == NO:
        return Next("planning", answers={})
    return _DOES[Act(answers.text("act"))](tx, talk, item)


def _open(tx: Transaction, caller: Caller, date: Outside) -> Refusal | None:
    """The basket or the event itself, where everything can be said of it."""
    if date.is_basket:
        return open_one(tx, caller, PickupId(date.number))
    mine = rsvps.find_rsvp(tx, RsvpId(date.number))
    return open_event(tx, caller, mine.event_id) if mine else NotFound()


def _drop(tx: Transaction, talk: Talk, item: Item) -> Ending:
    return cannot_come(tx, talk.caller, booking_of(item))


def _unqueue(tx: Transaction, talk: Talk, item: Item) -> Ending:
    refused = cannot_come(tx, talk.caller, booking_of(item))
    told = say(_("You are no longer on the waiting list of “<b>{mission}</b>”."), mission=item.mission.title)
    return refused or _tell(tx, talk, told)


def _accept(tx: Transaction, talk: Talk, item: Item) -> Ending:
    taken = accept_offer(tx, talk.garden, booking_of(item), talk.person.id, talk.now)
    return taken if isinstance(taken, Refusal) else None


def _decline(tx: Transaction, talk: Talk, item: Item) -> Ending:
    declined = decline_offer(tx, talk.garden, booking_of(item), talk.person.id, talk.now)
    if isinstance(declined, Refusal):
        return declined
    passed_on = ngettext("Thank you for telling us: the place goes to the next person.",
                         "Thank you for telling us: the {count} places go to those next in line.")  # fmt: skip
    return _tell(tx, talk, say(passed_on, count=declined.size))


def _every_time(tx: Transaction, talk: Talk, item: Item) -> Ending:
    number = item.shift.series_id if item.shift else None
    if number is None:
        return NotFound()
    return come_every_time(tx, talk.caller, number)


def come_every_time(tx: Transaction, caller: Caller, series_id: SeriesId) -> Refusal | None:
    """They are expected at every date of a series, and read which those are."""
    made = become_regular(tx, caller.garden, caller.person.id, series_id, caller.now)
    one = series.find_series(tx, series_id)
    mission = missions.find_mission(tx, one.mission_id) if one else None
    if isinstance(made, Refusal) or mission is None:
        return made if isinstance(made, Refusal) else NotFound()
    told = _(
        "You are expected every time at “<b>{mission}</b>”. Thank you! If once you cannot come, say so here."
    )
    dates = dates_of_regular(tx, caller.garden, caller.person.id, series_id, caller.now)
    listed = lines([say("– {when}", when=Brief(one)) for one in dates])
    texts = [say(told, mission=mission.title)]
    if dates:
        texts.append(say(_("The next dates:\n{dates}"), dates=listed))
    rows = ((MY_CALENDAR,), (MY_SIGN_UPS, HUMAN))
    reply(tx, caller, Message(tuple(texts), rows), about="every_time")
    return None


def _stop(tx: Transaction, talk: Talk, item: Item) -> Ending:
    freed = stop_regular(tx, talk.garden, talk.person.id, series_of(item), talk.now)
    if isinstance(freed, Refusal):
        return freed
    told = say(_("From now on you come to “<b>{mission}</b>” when you sign up."), mission=item.mission.title)
    dates = ngettext("{count} date was given up for you.", "{count} dates were given up for you.")
    return _tell(tx, talk, told, *((say(dates, count=freed),) if freed else ()))


def _dates(tx: Transaction, talk: Talk, item: Item) -> Ending:
    return Next("choosing", item.mission.slug, {("mission", ""): item.mission.slug})


def _leave(tx: Transaction, talk: Talk, item: Item) -> Ending:
    left = leave_mission(tx, talk.garden, sign_up_of(item), talk.person.id, talk.now)
    if isinstance(left, Refusal):
        return left
    told = _("You have left “<b>{mission}</b>”. Thank you for everything, and for telling us.")
    return _tell(tx, talk, say(told, mission=item.mission.title), ways=(MISSIONS, HUMAN))


def _tell(
    tx: Transaction, talk: Talk, *texts: Text, ways: tuple[Button, ...] = (MY_SIGN_UPS, HUMAN)
) -> Ending:
    reply(tx, talk.caller, Message(texts, (ways,)), about="planning")
    return None


_Does: TypeAlias = Callable[[Transaction, Talk, Item], Ending]
_DOES: Mapping[Act, _Does] = {
    Act.DROP: _drop,
    Act.ACCEPT: _accept,
    Act.DECLINE: _decline,
    Act.UNQUEUE: _unqueue,
    Act.EVERY_TIME: _every_time,
    Act.STOP: _stop,
    Act.DATES: _dates,
    Act.LEAVE: _leave,
}
