"""Owns what coordinators look at: the list of events, one event with how it stands and what can be done."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.event import Circle, Event, EventId, EventState, Face
from bot.domain.labels import language_inside
from bot.domain.message import Button, Message
from bot.domain.text import Brief, Cut, Text, counted, say
from bot.engine.steps.base import lines
from bot.errors import NotFound, Refusal
from bot.marks import _, ngettext
from bot.storage import events, missions, rsvps
from bot.storage.database import Transaction
from bot.usecases.events.sheet import EVENT_KINDS, event_words, when_and_where
from bot.usecases.house import Caller
from bot.usecases.managing.access import may_manage
from bot.usecases.managing.cards import PER_PAGE, called, turning
from bot.usecases.replies import reply

Rows = tuple[tuple[Button, ...], ...]
PAST_SHOWN = 24
LONGEST_TITLE = 20

STATES: Mapping[EventState, Text] = {
    EventState.DRAFT: say(_("📝 a draft: nobody has seen it")),
    EventState.PUBLISHED: say(_("🟢 published")),
    EventState.CANCELLED: say(_("⚪ cancelled")),
}
MARKS = {EventState.DRAFT: "📝", EventState.PUBLISHED: "🟢", EventState.CANCELLED: "⚪"}
CIRCLES: Mapping[Circle, Text] = {
    Circle.EVERYBODY: say(_("Everybody")),
    Circle.VOLUNTEERS: say(_("The volunteers")),
    Circle.MISSION: say(_("The people of a mission")),
    Circle.TEAM: say(_("The team only")),
}
FACES = {Face.GOOD: "🙂", Face.MIXED: "😐", Face.BAD: "🙁"}


def manage_events(tx: Transaction, caller: Caller, page: int) -> Refusal | Message:
    """What is to come, drafts included, a page at a time; then what is over."""
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    coming = events.events_to_manage(tx, caller.garden.id, caller.now)
    known = [*coming, *events.past_events(tx, caller.garden.id, caller.now, PAST_SHOWN)]
    shown = known[page * PER_PAGE : (page + 1) * PER_PAGE]
    rows: Rows = tuple((Button(_in_list(caller, one), data=f"n.evcard.{one.id}"),) for one in shown)
    rows += turning("n.evlist", page, len(known))
    rows += ((Button(say(_("➕ A new event")), data="n.evnew"), Button(say(_("← Manage")), data="n.manage")),)
    to_come = ngettext("<b>{count} event to come</b>", "<b>{count} events to come</b>")
    heading = counted(to_come, len(coming), _("<b>No event to come</b>"))
    key = say(_("🟢 published · 📝 a draft · ⚪ cancelled · ☑️ over"))
    return Message((heading, key), rows)


def event_card(tx: Transaction, caller: Caller, event_id: EventId) -> Refusal | Message:
    """One event: how it stands, who answered what, and what can be done."""
    event = event_to_manage(tx, caller, event_id)
    if isinstance(event, Refusal):
        return event
    heading = say(_("<b>{title}</b>\n{kind} · {state}"), title=event.title, kind=EVENT_KINDS[event.kind],
                  state=STATES[event.state])  # fmt: skip
    where = when_and_where(caller.garden, event.details)
    told = (heading, where, lines(_standing(tx, event)))
    return Message(told, _doings(caller, event))


def show_event(tx: Transaction, caller: Caller, event_id: EventId) -> Refusal | None:
    """Owe the card where the coordinator is."""
    card = event_card(tx, caller, event_id)
    if isinstance(card, Refusal):
        return card
    reply(tx, caller, card, about=f"event_card:{event_id}")
    return None


def preview_event(tx: Transaction, caller: Caller, event_id: EventId, language: str) -> Refusal | Message:
    """The sheet as somebody of this language reads it."""
    event = event_to_manage(tx, caller, event_id)
    if isinstance(event, Refusal):
        return event
    speaker = caller.house.catalogues.speaker(language, caller.garden.zone)
    heading = say(_("👁 <b>What people read</b> ({language})"), language=language_inside(language))
    words = (speaker.plain(text) for text in event_words(tx, caller.garden, event))
    return Message((heading, *words), ((_back(event),),))


def event_to_manage(tx: Transaction, caller: Caller, event_id: EventId) -> Event | Refusal:
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    event = events.find_event(tx, event_id)
    return event if event is not None and event.garden_id == caller.garden.id else NotFound()


def _back(event: Event) -> Button:
    return Button(say(_("← The event")), data=f"n.evcard.{event.id}")


def _in_list(caller: Caller, event: Event) -> Text:
    took_place = event.state is EventState.PUBLISHED and event.ends_at <= caller.now
    mark = "☑️" if took_place else MARKS[event.state]
    day = Brief(event.starts_at.astimezone(caller.garden.zone).date())
    return say("{mark} {day} · {title}", mark=mark, day=day, title=Cut(event.title, LONGEST_TITLE))


def _standing(tx: Transaction, event: Event) -> list[Text]:
    """For whom, who comes, waits and said maybe; afterwards how many were there, and how it was."""
    tally = rsvps.tally(tx, event.id)
    mission = missions.find_mission(tx, event.mission_id) if event.mission_id else None
    said: list[Text] = [say(_("For: {circle}"), circle=mission.title if mission else CIRCLES[event.circle])]
    if event.state is not EventState.DRAFT:
        sent = ngettext("{count} invitation sent", "{count} invitations sent")
        said.append(counted(sent, event.invited, _("No invitation sent yet")))
    if event.capacity is None:
        expected = ngettext("{count} head expected", "{count} heads expected")
        said.append(counted(expected, tally.heads, _("Nobody is expected yet")))
    else:
        said.append(say(_("Places taken: {heads} of {places}"), heads=tally.heads, places=event.capacity))
        if tally.heads > event.capacity:
            said.append(say(_("More come than fit: whoever has a place keeps it.")))
    said.append(say(_("Waiting: {waiting} · maybe: {maybe} · no: {no}"), waiting=tally.waiting, maybe=tally.maybe,
                    no=tally.no))  # fmt: skip
    if tally.there:
        said.append(say(ngettext("{count} was there", "{count} were there"), count=tally.there))
    if tally.faces:
        faces = [
            say("{face} {count}", face=FACES[one], count=count) for one, count in sorted(tally.faces.items())
        ]
        said.append(say(_("How it was: {faces}"), faces=lines(faces)))
    return said


def _doings(caller: Caller, event: Event) -> Rows:
    number = event.id
    edit = Button(say(_("✏️ Edit")), data=f"n.evedit.{number}")
    copy = Button(say(_("📄 Copy")), data=f"n.evcopy.{number}")
    cancel = Button(say(_("Cancel it")), data=f"n.evcancel.{number}")
    publish = Button(say(_("🟢 Publish")), data=f"n.evpublish.{number}")
    is_over = event.ends_at <= caller.now
    rows: Rows = ((copy,),)
    if event.state is EventState.DRAFT and not is_over:
        rows = ((publish, edit), (copy, cancel))
    elif event.state is EventState.PUBLISHED and not is_over:
        rows = ((edit, copy), (cancel,))
    if event.state is EventState.PUBLISHED:
        rows += ((Button(say(_("☑️ List at the entrance")), data=f"n.evdoor.{number}.0"),),)
    if event.state is EventState.PUBLISHED and event.starts_at <= caller.now:
        rows += ((Button(say(_("📷 Send photos to who was there")), data=f"n.evsend.{number}"),),)
    if event.takes_answers(caller.now) and event.circle is Circle.EVERYBODY:
        poster = Button(say(_("🖨 Poster")), data=f"n.evposter.{number}")
        rows += ((Button(say(_("↗️ Pass it on")), data=f"n.evshare.{number}"), poster),)
    previews = tuple(
        Button(say(_("👁 {language}"), language=called(one)), data=f"n.evview.{number}.{one}")
        for one in caller.garden.languages[:6]
    )
    rows += tuple(previews[start : start + 2] for start in range(0, len(previews), 2))
    return (*rows, (Button(say(_("← Events")), data="n.evlist.0"),))
