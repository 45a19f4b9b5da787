"""Owns an event in words: what, when, where, what to bring; what one person answered, and what they can answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.domain.event import Answer as Said
from bot.domain.event import Details, Event, EventKind, Rsvp, RsvpState
from bot.domain.garden import Garden, Place
from bot.domain.message import Button
from bot.domain.seating import seats_left
from bot.domain.text import Brief, Listed, Text, say
from bot.engine.steps.base import lines
from bot.marks import _, ngettext
from bot.storage import events, rsvps
from bot.storage.database import Transaction
from bot.usecases.events.case import EventCase
from bot.usecases.notices.party import take_it

Rows = tuple[tuple[Button, ...], ...]

EVENT_KINDS: Mapping[EventKind, Text] = {
    EventKind.WORK_DAY: say(_("Work day")),
    EventKind.OPEN_DAY: say(_("Open day")),
    EventKind.MARKET: say(_("Market")),
    EventKind.FAIR: say(_("Fair")),
    EventKind.ASSEMBLY: say(_("General meeting")),
    EventKind.MEAL: say(_("Meal")),
    EventKind.TRAINING: say(_("Training")),
    EventKind.VOLUNTEERS: say(_("Meeting of volunteers")),
}
SERIES_SHOWN = 4


HAS_BEGUN, IS_OVER = say(_("It has begun.")), say(_("It is over."))


def event_words(tx: Transaction, garden: Garden, event: Event) -> tuple[Text, ...]:
    """The sheet as everybody reads it."""
    told: list[Text] = [say(_("<b>{title}</b>\n{kind}"), title=event.title, kind=EVENT_KINDS[event.kind])]
    if event.about:
        told.append(event.about)
    told.append(when_and_where(garden, event.details))
    told += _places(tx, event)
    told += _other_dates(tx, event)
    return tuple(told)


def when_and_where(garden: Garden, details: Details) -> Text:
    """The day, the hours, when to arrive, where and what to bring, one below the other."""
    told: list[Text] = [say(_("📅 {when}"), when=hours_of_event(details, garden))]
    if details.arrive_at is not None:
        told.append(say(_("🕓 Please be there at {time}"), time=clock_of(details.arrive_at, garden)))
    told.append(say(_("📍 {where}"), where=details.place))
    if details.bring:
        told.append(say(_("🎒 To bring: {equipment}"), equipment=details.bring))
    return lines(told)


def hours_of_event(details: Details, garden: Garden) -> Text:
    """As the garden's clocks read; over several days, each end with its day."""
    starts, ends = details.starts_at.astimezone(garden.zone), details.ends_at.astimezone(garden.zone)
    if starts.date() != ends.date():
        return say(_("{start} to {end}"), start=details.starts_at, end=details.ends_at)
    return say(_("{day}, {start} to {end}"), day=starts.date(), start=starts.time(), end=ends.time())


def clock_of(instant: datetime, garden: Garden) -> Text:
    return say("{time}", time=instant.astimezone(garden.zone).time())


def standing(mine: Rsvp | None) -> tuple[Text, ...]:
    """What they answered, in one line."""
    if mine is None:
        return ()
    match mine.state:
        case RsvpState.GOING:
            return (say(_("✅ You are expected.")), *_along(mine))
        case RsvpState.WAITING:
            return (say(_("⏳ You are on the waiting list.")), *_along(mine))
        case RsvpState.OFFERED if mine.offered_until:
            return (
                say(_KEPT, count=mine.heads, until=mine.offered_until),
                *_along(mine),
            )
        case _:
            return (say(_SAID[mine.answer]),)


_KEPT = ngettext("🎟 A place is kept for you until {until}.",
                 "🎟 {count} places are kept for you until {until}.")  # fmt: skip

_SAID = {
    Said.YES: _("You have no place at the moment."),
    Said.MAYBE: _("🤔 You said: maybe."),
    Said.NO: _("You are not coming. Thank you for saying so."),
}


def _along(mine: Rsvp) -> tuple[Text, ...]:
    told: list[Text] = []
    if mine.guests:
        told.append(say(ngettext("{count} guest", "{count} guests"), count=mine.guests))
    if mine.children:
        told.append(say(ngettext("{count} child", "{count} children"), count=mine.children))
    return (say(_("With you: {who}."), who=Listed(tuple(told))),) if told else ()


def answer_buttons(tx: Transaction, case: EventCase) -> Rows:
    """What this person can answer, as things stand."""
    number, mine = case.event.id, case.rsvp
    no = Button(say(_("I can’t come")), data=f"n.evno.{number}")
    maybe = Button(say(_("🤔 Maybe")), data=f"n.evmaybe.{number}")
    along = Button(say(_("👥 Who comes with me")), data=f"n.evalong.{number}")
    shares = ((Button(say(_("🚗 Share a ride")), data=f"n.evlift.{number}"),),) if case.event.carpool else ()
    match mine.state if mine else RsvpState.OUT:
        case RsvpState.GOING:
            return (along,), *shares, (no, my_code(case.event))
        case RsvpState.OFFERED:
            take = Button(take_it(mine.heads if mine else 1), data=f"n.evyes.{number}")
            return (take,), (Button(say(_("No, thank you")), data=f"n.evno.{number}"),)
        case RsvpState.WAITING:
            return (along,), *shares, (Button(say(_("Leave the waiting list")), data=f"n.evno.{number}"),)
    said = mine.answer if mine else None
    others = tuple(one for one, means in ((maybe, Said.MAYBE), (no, Said.NO)) if means is not said)
    return (_joining(tx, case.event),), others, *(shares if said is Said.MAYBE else ())


def my_code(event: Event) -> Button:
    return Button(say(_("🎫 My code")), data=f"n.evcode.{event.id}")


def _joining(tx: Transaction, event: Event) -> Button:
    left = seats_left(event.capacity, rsvps.line_of(tx, event.id)) if event.capacity is not None else None
    if left == 0:
        return Button(say(_("Join the waiting list")), data=f"n.evwait.{event.id}")
    return Button(say(_("✅ I’m coming")), data=f"n.evyes.{event.id}")


def map_row(point: Place | None) -> Rows:
    """A map that opens in a browser; no account is needed to look at it."""
    if point is None:
        return ()
    where = f"{point.latitude:.5f}/{point.longitude:.5f}"
    at = f"mlat={point.latitude:.5f}&mlon={point.longitude:.5f}"
    return (
        (Button(say(_("🗺 See it on a map")), url=f"https://www.openstreetmap.org/?{at}#map=17/{where}"),),
    )


def _places(tx: Transaction, event: Event) -> tuple[Text, ...]:
    if event.capacity is None:
        return ()
    left = seats_left(event.capacity, rsvps.line_of(tx, event.id)) or 0
    if not left:
        return (say(_("👥 All places are taken.")),)
    return (say(ngettext("👥 {count} place is free.", "👥 {count} places are free."), count=left),)


def _other_dates(tx: Transaction, event: Event) -> tuple[Text, ...]:
    later = [one for one in events.events_of_series(tx, event) if one.starts_at > event.starts_at]
    open_ = [one for one in later if one.state is event.state][:SERIES_SHOWN]
    if not open_:
        return ()
    days = Listed(tuple(Brief(one.starts_at) for one in open_))
    return (say(_("🔁 Also on: {days}. /events shows each."), days=days),)
