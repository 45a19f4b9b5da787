"""Owns photos of an event sent to who was there: a coordinator has looked who is seen in them, and that they agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.event import Event, EventId, EventState, Rsvp
from bot.domain.message import Album, Button, Message, Relay
from bot.domain.said import UNDER_A_FILE, Said
from bot.domain.text import Text, counted, cut_at_a_word, say
from bot.engine.state import Answers
from bot.engine.steps import photos_in
from bot.errors import NotFound, Refusal
from bot.marks import _, ngettext
from bot.storage import audit, events, people, rsvps
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.usecases.converse import begin
from bot.usecases.events.afterwards import PUZZLES_AFTER, who_came
from bot.usecases.events.cards import event_to_manage
from bot.usecases.events.names import name_of
from bot.usecases.events.notices import case_of_parcel
from bot.usecases.events.photos import may_be_shown
from bot.usecases.house import Caller, Composed, Ending, Talk
from bot.usecases.notify import tell_person
from bot.usecases.objections import Objection, objects_to
from bot.usecases.replies import reply

SENDING, PHOTO = "event_photo", "event_photo"


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """Who was there and may not be seen: named to the coordinator, who looks at the photos."""

    title: Text
    unseen: tuple[Text, ...]


def open_sending(tx: Transaction, caller: Caller, event_id: EventId) -> Refusal | None:
    """Ask for the photos."""
    event = event_to_manage(tx, caller, event_id)
    if isinstance(event, Refusal):
        return event
    if event.state is not EventState.PUBLISHED or caller.now < event.starts_at:
        return NotFound()
    begin(tx, caller.in_private(), SENDING, f"{event.id}")
    return None


def read_photo_facts(tx: Transaction, talk: Talk) -> PhotoFacts:
    event = events.find_event(tx, EventId(int(talk.subject)))
    if event is None:
        return PhotoFacts("", ())
    unseen = [one for one in rsvps.expected_at(tx, event.id) if not may_be_shown(tx, one)]
    return PhotoFacts(event.title, tuple(name_of(tx, talk.garden, one) for one in unseen))


def take_photos(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Owed to each, by day; what nobody looked at goes to nobody."""
    event = event_to_manage(tx, talk.caller, EventId(int(talk.subject)))
    if isinstance(event, Refusal):
        return event
    said = photos_in(answers.of("photos"))
    told = sum(_owe(tx, talk, event, one, said) for one in who_came(tx, event))
    _note(tx, talk, event)
    sent = counted(ngettext("Sent to {count} person, never at night.", "Sent to {count} people, never at night."),
                   told, _("Nobody who was there can be sent it."))  # fmt: skip
    another = Button(say(_("📷 Other photos")), data=f"n.evsend.{event.id}")
    back = Button(say(_("← The event")), data=f"n.evcard.{event.id}")
    reply(tx, talk.caller, Message((sent,), ((another,), (back,))), about="photo")
    return None


def compose_photo(tx: Transaction, parcel: Parcel) -> Composed:
    """The photos, why they came, and one tap to have no more."""
    case, raw = case_of_parcel(tx, parcel), parcel.payload.get("text")
    if case is None or case.is_cancelled or not isinstance(raw, list):
        return None
    if objects_to(tx, case.garden.id, case.person.id, Objection.PHOTOS):
        return None
    said = [Said.from_json(one) for one in raw]
    photos = tuple(one.relay for one in said if one.relay is not None)
    told = say(_("📷 From “<b>{event}</b>”, {day}."), event=case.event.title, day=case.event.starts_at)
    below = cut_at_a_word("\n".join(dict.fromkeys(one.words for one in said if one.words)), UNDER_A_FILE)
    stop = Button(say(_("No photos, please")), data="n.stop.photos")
    attachment: Relay | Album = photos[0] if len(photos) == 1 else Album(photos)
    return Message((told, *((below,) if below else ()), _why(len(photos))), ((stop,),), attachment)


def _why(photos: int) -> Text:
    if photos == 1:
        return say(_("<i>You get this because you were there. Please show it to nobody who was not.</i>"))
    return say(_("<i>You get these because you were there. Please show them to nobody who was not.</i>"))


def _owe(tx: Transaction, talk: Talk, event: Event, rsvp: Rsvp, said: Sequence[Said]) -> bool:
    person = people.find_person(tx, rsvp.person_id)
    if person is None or person.telegram_id is None:
        return False
    if objects_to(tx, talk.garden.id, person.id, Objection.PHOTOS):
        return False
    return tell_person(
        tx,
        talk.garden.id,
        person.id,
        PHOTO,
        {"event": event.id, "text": [one.to_json() for one in said]},
        dedupe=f"{PHOTO}:{talk.caller.cause}",
        lane=Lane.REMINDER,
        now=talk.now,
        unasked=True,
        expires_after=PUZZLES_AFTER,
    )


def _note(tx: Transaction, talk: Talk, event: Event) -> None:
    audit.note(
        tx,
        garden_id=talk.garden.id,
        actor_id=talk.person.id,
        action="event.photo_sent",
        subject=f"event:{event.id}",
        details={},
        now=talk.now,
    )
