"""Owns what somebody reads about an event: its sheet, an invitation, being expected, a place that came free."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.event import Circle, EventId, EventState, RsvpState
from bot.domain.message import Button, Message
from bot.domain.person import PersonId
from bot.domain.seating import seats_left
from bot.domain.text import Text, say
from bot.marks import _, ngettext
from bot.storage import events, rsvps
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.agenda.files import add_rows
from bot.usecases.agenda.of_events import about_rsvp
from bot.usecases.agreements import lacks_agreement
from bot.usecases.claim import is_team
from bot.usecases.events.case import EventCase, case_of_event
from bot.usecases.events.photos import photo_rows, photo_words
from bot.usecases.events.sheet import (
    EVENT_KINDS,
    HAS_BEGUN,
    IS_OVER,
    Rows,
    answer_buttons,
    event_words,
    hours_of_event,
    map_row,
    my_code,
    standing,
    when_and_where,
)
from bot.usecases.house import Composed
from bot.usecases.notices.party import (
    WHY_WAITED,
    came_free,
    kept_for_agreement,
    kept_until,
    very_soon,
    we_come,
)
from bot.usecases.objections import Objection, objects_to
from bot.usecases.replies import HUMAN

WHY_INVITED = say(_("<i>You get this because you belong to the garden, and it may interest you.</i>"))
WHY_IN_LINE = say(
    _("<i>You get this because you are on the waiting list; leaving it stops these messages.</i>")
)
EVENTS = Button(say(_("📅 All events")), data="n.events.0")


def sheet(tx: Transaction, parcel: Parcel, now: Instant) -> Composed:
    """The event with one's own answer, which changes as it does; begun or over, it offers what still can be done."""
    case = case_of_parcel(tx, parcel)
    if case is None:
        return Message((say(_("This event is no longer there.")),)) if parcel.message_id else None
    shown = _sheet_of(tx, case, now)
    if case.is_open(now) and case.event.circle is Circle.EVERYBODY:
        share = Button(say(_("↗️ Pass it on")), data=f"n.evshare.{case.event.id}")
        shown = Message(shown.paragraphs, (*shown.rows, (share,)))
    if case.is_cancelled or not is_team(tx, case.garden.id, case.person.id):
        return shown
    door = Button(say(_("☑️ List at the entrance")), data=f"n.evdoor.{case.event.id}.0")
    return Message(shown.paragraphs, (*shown.rows, (door,)))


def invitation(tx: Transaction, parcel: Parcel, now: Instant) -> Composed:
    """The same, unasked: why it came, and how to stop it. Not sent to whoever has answered or objects meanwhile."""
    case = case_of_parcel(tx, parcel)
    if case is None or (parcel.message_id is None and not _is_wanted(tx, case, now)):
        return None
    shown = _sheet_of(tx, case, now)
    if case.rsvp is not None or not case.is_open(now):
        return shown
    opening = say(_("An invitation from {garden}:"), garden=case.garden.name)
    stop = (Button(say(_("Stop inviting me")), data="n.evstop"),)
    return Message((opening, *shown.paragraphs, WHY_INVITED), (*shown.rows, stop))


def going(tx: Transaction, parcel: Parcel, now: Instant) -> Composed:
    """Everything somebody needs to come, and whether photos of them are welcome."""
    case = case_of_parcel(tx, parcel)
    if case is None or case.rsvp is None:
        return None
    if case.is_cancelled or case.rsvp.state is not RsvpState.GOING:
        return _no_longer(case, parcel)
    if case.is_over(now):
        return Message((say("<b>{event}</b>", event=case.event.title), IS_OVER, photo_words(tx, case.rsvp)),
                       photo_rows(tx, case.rsvp))  # fmt: skip
    told: list[Text] = [
        say(_("You are expected at “<b>{event}</b>”. Thank you!"), event=case.event.title),
        when_and_where(case.garden, case.event.details),
        *standing(case.rsvp)[1:],
    ]
    if case.event.asks_agreement and lacks_agreement(tx, case.garden.id, case.person.id):
        told.append(kept_for_agreement(case.rsvp.heads, case.event.title))
    told.append(photo_words(tx, case.rsvp))
    ways = (*photo_rows(tx, case.rsvp), *_answers(tx, case, now), *map_row(case.event.details.point))
    return Message(tuple(told), ways)


def offered(tx: Transaction, parcel: Parcel) -> Composed:
    """A place came free: until when it is kept, and one tap either way."""
    case = case_of_parcel(tx, parcel)
    if case is None or case.rsvp is None:
        return None
    until = case.rsvp.offered_until
    if case.is_cancelled or case.rsvp.state is not RsvpState.OFFERED or until is None:
        return _no_longer(case, parcel)
    return Message(
        (
            came_free(case.rsvp.heads, case.event.title),
            when_and_where(case.garden, case.event.details),
            *standing(case.rsvp)[1:],
            kept_until(case.rsvp.heads, until),
            WHY_IN_LINE,
        ),
        (*answer_buttons(tx, case), (HUMAN,)),
    )


def free_now(tx: Transaction, parcel: Parcel) -> Composed:
    """So near the date that there is no time for turns."""
    case = case_of_parcel(tx, parcel)
    if case is None or case.rsvp is None:
        return None
    if case.is_cancelled or case.rsvp.state is not RsvpState.WAITING:
        return _no_longer(case, parcel)
    number = case.event.id
    return Message(
        (
            came_free(case.rsvp.heads, case.event.title),
            when_and_where(case.garden, case.event.details),
            *standing(case.rsvp)[1:],
            very_soon(case.rsvp.heads),
            WHY_IN_LINE,
        ),
        (
            (Button(we_come(case.rsvp.heads), data=f"n.evyes.{number}"),),
            (Button(say(_("Leave the waiting list")), data=f"n.evno.{number}"),),
        ),
    )


def lapsed(tx: Transaction, parcel: Parcel) -> Composed:
    """The place is somebody else's now, or free for whoever says yes first."""
    case = case_of_parcel(tx, parcel)
    if case is None or case.rsvp is None or case.rsvp.state is not RsvpState.OUT or case.is_cancelled:
        return None
    left = seats_left(case.event.capacity, rsvps.line_of(tx, case.event.id))
    if left is None or left >= case.rsvp.heads:
        free = ngettext(
            "The place at “<b>{event}</b>” is not kept for you any more, but still free: one tap, and it is yours.",
            "The {count} places at “<b>{event}</b>” are not kept for you any more, but still free: one tap, and they "
            "are yours.",
        )
        return Message(
            (say(free, count=case.rsvp.heads, event=case.event.title), WHY_WAITED),
            (*answer_buttons(tx, case), (EVENTS,)),
        )
    gone = ngettext(
        "The place at “<b>{event}</b>” went on to the next person. No harm done!",
        "The {count} places at “<b>{event}</b>” went on to those next in line. No harm done!",
    )
    told = say(gone, count=case.rsvp.heads, event=case.event.title)
    again = say(_("If you still would like to come, you can join the waiting list again."))
    return Message((told, again, WHY_WAITED), (*answer_buttons(tx, case), (EVENTS,)))


def wait_over(tx: Transaction, parcel: Parcel) -> Composed:
    case = case_of_parcel(tx, parcel)
    if case is None:
        return None
    told = say(_("No place came free at “<b>{event}</b>”. Thank you for waiting!"), event=case.event.title)
    return Message((told, WHY_WAITED), ((EVENTS,),))


def case_of_parcel(tx: Transaction, parcel: Parcel) -> EventCase | None:
    if parcel.person_id is None:
        return None
    return case_of_event(tx, EventId(parcel.payload["event"]), PersonId(parcel.person_id))


def _sheet_of(tx: Transaction, case: EventCase, now: Instant) -> Message:
    event = case.event
    if event.state is EventState.CANCELLED:
        told = say(_("“<b>{event}</b>” does not take place."), event=event.title)
        reason = (say(_("The reason: {reason}"), reason=event.reason),) if event.reason else ()
        return Message((told, *reason))
    words: tuple[Text, ...] = (*event_words(tx, case.garden, event), *standing(case.rsvp))
    rows: Rows = (*_answers(tx, case, now), *map_row(event.details.point))
    if case.is_over(now):
        words, rows = _as_over(case), ((EVENTS,),)
    elif not case.is_open(now):
        words = (*words, HAS_BEGUN)
    if case.rsvp is not None and case.rsvp.photos is not None and case.rsvp.state is RsvpState.GOING:
        words, rows = (*words, photo_words(tx, case.rsvp)), (*rows, *photo_rows(tx, case.rsvp))
    return Message(words, rows)


def _as_over(case: EventCase) -> tuple[Text, ...]:
    """For whoever opens its link, or an old message: what it was, and when."""
    heading = say(_("<b>{title}</b>\n{kind}"), title=case.event.title, kind=EVENT_KINDS[case.event.kind])
    return heading, say(_("📅 {when}"), when=hours_of_event(case.event.details, case.garden)), IS_OVER


def _answers(tx: Transaction, case: EventCase, now: Instant) -> Rows:
    """What they can answer until it begins; until it is over, the code of whoever has a place."""
    goes = case.rsvp is not None and case.rsvp.state is RsvpState.GOING
    if not case.is_open(now):
        return ((my_code(case.event),),) if goes and not case.is_over(now) else ()
    mine = (
        add_rows(tx, case.garden.id, case.person.id, about_rsvp(case.rsvp.id)) if goes and case.rsvp else ()
    )
    return *answer_buttons(tx, case), *mine


def _is_wanted(tx: Transaction, case: EventCase, now: Instant) -> bool:
    """Between choosing somebody and writing to them, anything may have changed."""
    if case.rsvp is not None or not case.is_open(now):
        return False
    if objects_to(tx, case.garden.id, case.person.id, Objection.EVENTS):
        return False
    return events.may_see(tx, case.event.id, case.person.id)


def _no_longer(case: EventCase, parcel: Parcel) -> Composed:
    """What was sent says how it ended; what was not is not sent any more."""
    if parcel.message_id is None:
        return None
    if case.is_cancelled:
        return Message((say(_("“<b>{event}</b>” does not take place."), event=case.event.title),))
    return Message((say("<b>{event}</b>", event=case.event.title), *standing(case.rsvp)))
