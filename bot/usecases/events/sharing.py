"""Owns passing an event on: a text to forward, its link as a picture to scan, and a poster in a size and a language."""

from __future__ import annotations

from bot.domain.event import Circle, Event, EventId, EventState
from bot.domain.message import Button, Document, Message
from bot.domain.prints import Code, PaperSize, Poster
from bot.domain.text import say
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import events, gardens
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.usecases.events.answering import EventOver
from bot.usecases.events.cards import event_to_manage
from bot.usecases.events.sheet import EVENT_KINDS, Rows, hours_of_event
from bot.usecases.house import Caller, Composed
from bot.usecases.links import link_to_event
from bot.usecases.managing.cards import called
from bot.usecases.notify import tell_person
from bot.usecases.replies import reply

SHARED, POSTER = "event_shared", "event_poster"
MOST_LANGUAGES = 6
LONGEST_NAME = 40
"""Characters of a title in the name of a file, which says the size behind it."""


class OnlyForItsCircle(Refusal):
    message = _("This event is for some people only: whoever else opens its link would not see it.")


def share_event(tx: Transaction, caller: Caller, event_id: EventId) -> Refusal | None:
    """First how, then the picture; the text to forward comes last, and alone."""
    event = events.find_event(tx, event_id)
    if event is None or event.garden_id != caller.garden.id:
        return NotFound()
    if not events.may_see(tx, event.id, caller.person.id):
        return NotFound()
    if event.circle is not Circle.EVERYBODY:
        return OnlyForItsCircle()
    if not event.takes_answers(caller.now):
        return EventOver()
    link = link_to_event(caller.house.bot_name, event.id)
    _owe(tx, caller, SHARED, {"event": event.id, "link": link})
    reply(tx, caller, _to_forward(caller, event, link), about="share_event")
    return None


def compose_shared(tx: Transaction, parcel: Parcel) -> Composed:
    """The link as a picture, and what to do with the message below it."""
    event = events.find_event(tx, EventId(parcel.payload["event"]))
    if event is None:
        return None
    told = say(_("Show this code to somebody beside you, or print it: their phone’s camera opens the event."))
    how = say(_("To send it to somebody, forward them the next message."))
    name = say(_("Code {mission}.png"), mission=event.title)
    return Message((told, how), (), Document(name, Code(parcel.payload["link"])))


def choose_poster(tx: Transaction, caller: Caller, event_id: EventId) -> Refusal | Message:
    """Which size, and in which language of the garden's."""
    event = _to_print(tx, caller, event_id)
    if isinstance(event, Refusal):
        return event
    heading = say(_("🖨 <b>Poster: “{title}”</b>"), title=event.title)
    what = _(
        "It says what, when and where, with a code to scan. A4 hangs at a pickup point or a market, "
        "A5 is handed out."
    )
    rows: Rows = tuple(
        tuple(
            Button(
                say("{size} · {language}", size=size.value.upper(), language=called(language)),
                data=f"n.evposter.{event.id}.{size.value}-{language}",
            )
            for size in PaperSize
        )
        for language in caller.garden.languages[:MOST_LANGUAGES]
    )
    return Message((heading, say(what)), (*rows, _back(event.id)))


def owe_poster(
    tx: Transaction, caller: Caller, event_id: EventId, size: PaperSize, language: str
) -> Refusal | None:
    """Owe the file; it is composed and printed when it is sent."""
    event = _to_print(tx, caller, event_id)
    if isinstance(event, Refusal):
        return event
    if language not in caller.garden.languages:
        return NotFound()
    link = link_to_event(caller.house.bot_name, event.id)
    _owe(tx, caller, POSTER, {"event": event.id, "size": size.value, "paper": language, "link": link})
    return None


def compose_poster(tx: Transaction, parcel: Parcel) -> Composed:
    """As the event stands now, in the language it was asked in; what is said with it, in that of who asked."""
    event = events.find_event(tx, EventId(parcel.payload["event"]))
    garden = gardens.find_garden(tx, event.garden_id) if event else None
    if event is None or garden is None or event.state is EventState.CANCELLED:
        return None
    size = PaperSize(parcel.payload["size"])
    poster = Poster(
        garden=garden.name,
        kicker=EVENT_KINDS[event.kind],
        title=event.title,
        url=parcel.payload["link"],
        what=event.about,
        when=(hours_of_event(event.details, garden),),
        where=event.details.place,
        contact=garden.contact,
        size=size,
    )
    name = say(
        _("Poster {title} {size} {language}.pdf"),
        title=event.title,
        size=size.value.upper(),
        language=parcel.payload["paper"],
    )
    told = say(_("🖨 To print as it is, in colour or in black and white. The code on it leads here."))
    return Message((told,), (_back(event.id),), Document(name, poster, language=parcel.payload["paper"]))


def _to_print(tx: Transaction, caller: Caller, event_id: EventId) -> Event | Refusal:
    event = event_to_manage(tx, caller, event_id)
    if isinstance(event, Event) and event.circle is not Circle.EVERYBODY:
        return OnlyForItsCircle()
    if isinstance(event, Event) and not event.takes_answers(caller.now):
        return EventOver()
    return event


def _to_forward(caller: Caller, event: Event, link: str) -> Message:
    """What somebody else reads: what it is, when and where, and the link that leads here."""
    what = say(
        _("🎪 <b>{title}</b>\n{about}"), title=event.title, about=event.about or EVENT_KINDS[event.kind]
    )
    when = hours_of_event(event.details, caller.garden)
    return Message(
        (
            what,
            say(_("📅 {when}\n📍 {where}"), when=when, where=event.details.place),
            say(_("{garden} tells you more, and welcomes you here:\n{link}"), garden=caller.garden.name, link=link),
        )
    )  # fmt: skip


def _owe(tx: Transaction, caller: Caller, kind: str, payload: dict[str, object]) -> None:
    tell_person(
        tx,
        caller.garden.id,
        caller.person.id,
        kind,
        payload,
        dedupe=f"{kind}:{caller.cause}",
        now=caller.now,
        lane=Lane.REPLY,
    )


def _back(event_id: EventId) -> tuple[Button, ...]:
    return (Button(say(_("← The event")), data=f"n.evcard.{event_id}"),)
