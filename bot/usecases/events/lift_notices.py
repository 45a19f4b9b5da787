"""Owns what people read about sharing the way: the board, who asks for a seat, the answer, words passed on."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.lift import Lift, LiftId, LiftKind, RideId, RideState, nearest_first
from bot.domain.message import Button, Message
from bot.domain.person import PersonId
from bot.domain.text import Cut, Text, counted, say
from bot.engine.steps.base import lines
from bot.marks import _, ngettext
from bot.storage import lifts, rsvps
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.events.case import EventCase
from bot.usecases.events.names import name_at
from bot.usecases.events.notices import case_of_parcel
from bot.usecases.house import Composed

OFFERS_SHOWN = 8
LONGEST_NAME = 16


def board(tx: Transaction, parcel: Parcel, now: Instant) -> Composed:
    """One's own offer or search, and who else shares the way: first names and towns, nothing else."""
    case = case_of_parcel(tx, parcel)
    if case is None:
        return None
    mine = lifts.lift_of(tx, case.event.id, case.person.id)
    told: list[Text] = [say(_("🚗 Sharing a ride to “<b>{event}</b>”"), event=case.event.title)]
    if mine is None:
        return Message((*told, say(_("You are not on this list any more."))), _begin_rows(case, now))
    told += _own(tx, case, mine)
    rows: tuple[tuple[Button, ...], ...] = ()
    if mine.kind is LiftKind.LOOK:
        offers = _offers(tx, case, mine)
        told += _offered(tx, case, offers)
        rows = tuple((_ask_button(tx, case.garden, one),) for one in offers if one.free)
    number = case.event.id
    change = Button(say(_("Change it")), data=f"n.evlift.{number}.anew")
    back = Button(say(_("Take me off the list")), data=f"n.evlift.{number}.off")
    return Message(tuple(told), (*rows, (change, back)) if case.is_open(now) else ())


def asked(tx: Transaction, parcel: Parcel) -> Composed:
    """Somebody would like to ride along."""
    case, ride = case_of_parcel(tx, parcel), lifts.find_ride(tx, RideId(parcel.payload["ride"]))
    lift = lifts.find_lift(tx, ride.lift_id) if ride else None
    if case is None or ride is None or lift is None:
        return None
    name = _name(tx, case, ride.person_id)
    if ride.state is RideState.DECLINED:
        return Message((say(_("You have no seat for {name}."), name=name),)) if parcel.message_id else None
    write = (
        Button(say(_("✉️ Write to {name}"), name=Cut(name, LONGEST_NAME)), data=f"n.ridewrite.{ride.id}"),
    )
    if ride.state is RideState.AGREED:
        return Message((say(_("✅ {name} rides with you to “<b>{event}</b>”."), name=name, event=case.event.title),),
                       (write,))  # fmt: skip
    question = say(_("{name} would like to ride with you to “<b>{event}</b>”. Is there a seat?"), name=name,
                   event=case.event.title)  # fmt: skip
    answers = (Button(say(_("Yes, gladly")), data=f"n.ride.{ride.id}.yes"),
               Button(say(_("Sorry, no")), data=f"n.ride.{ride.id}.no"))  # fmt: skip
    return Message(
        (question, say(_("<i>You get this because you offer seats for this event.</i>"))), (answers, write)
    )


def answered(tx: Transaction, parcel: Parcel) -> Composed:
    case = case_of_parcel(tx, parcel)
    if case is None:
        return None
    name, event = (
        _name(tx, case, PersonId(parcel.payload["driver"])),
        case.event.title,
    )
    see = (Button(say(_("🚗 Other seats")), data=f"n.evlift.{case.event.id}"),)
    if (
        rsvps.rsvp_of(tx, case.event.id, PersonId(parcel.payload["driver"])) is None
    ):  # erased: nobody is named
        gone = say(_("Whoever offered you a seat to “<b>{event}</b>” is not here any more."), event=event)
        return Message((gone, say(_("Perhaps somebody else has a seat."))), (see,))
    if parcel.payload["taken_back"]:
        sorry = say(_("{name} cannot take you along to “<b>{event}</b>” after all."), name=name, event=event)
        return Message((sorry, say(_("Perhaps somebody else has a seat."))), (see,))
    ride = lifts.find_ride(tx, RideId(parcel.payload["ride"]))
    if (
        parcel.message_id
        and parcel.payload["agreed"]
        and (ride is None or ride.state is not RideState.AGREED)
    ):
        over = say(
            _("{name} had a seat for you to “<b>{event}</b>”: it fell through."), name=name, event=event
        )
        return Message((over,), (see,))
    if not parcel.payload["agreed"]:
        return Message((say(_("{name} has no seat for “<b>{event}</b>”."), name=name, event=event),), (see,))
    write = Button(say(_("✉️ Write to {name}"), name=Cut(name, LONGEST_NAME)),
                   data=f"n.ridewrite.{parcel.payload['ride']}")  # fmt: skip
    how = say(_("Agree on where and when: your messages go through me, no number is needed."))
    return Message(
        (say(_("✅ {name} takes you along to “<b>{event}</b>”."), name=name, event=event), how), ((write,),)
    )


def near(tx: Transaction, parcel: Parcel) -> Composed:
    """A new offer from the same town, for who looks for one."""
    case, lift = case_of_parcel(tx, parcel), lifts.find_lift(tx, LiftId(parcel.payload["lift"]))
    mine = lifts.lift_of(tx, case.event.id, case.person.id) if case else None
    if case is None or lift is None or not lift.free or mine is None or mine.kind is not LiftKind.LOOK:
        return None
    if _has_seat(tx, case):
        return None
    told = say(ngettext("{name} offers {count} seat to “<b>{event}</b>”, from {town}.",
                        "{name} offers {count} seats to “<b>{event}</b>”, from {town}."), count=lift.free,
               name=_name(tx, case, lift.person_id), event=case.event.title, town=_town(case.garden, lift))  # fmt: skip
    why = say(_("<i>You get this because you are looking for a seat from there.</i>"))
    off = Button(say(_("Take me off the list")), data=f"n.evlift.{case.event.id}.off")
    return Message((told, why), ((_ask_button(tx, case.garden, lift),), (off,)))


def words(tx: Transaction, parcel: Parcel) -> Composed:
    """What the other one wrote, and one tap to answer."""
    case, ride = case_of_parcel(tx, parcel), lifts.find_ride(tx, RideId(parcel.payload["ride"]))
    said = parcel.payload.get("text")
    if case is None or ride is None or not isinstance(said, str):
        return None
    name = _name(tx, case, PersonId(parcel.payload["by"]))
    heading = say(_("✉️ {name}, about the way to “<b>{event}</b>”:"), name=name, event=case.event.title)
    return Message((heading, say(_("“{words}”"), words=said)),
                   ((Button(say(_("Answer")), data=f"n.ridewrite.{ride.id}"),),))  # fmt: skip


def _own(tx: Transaction, case: EventCase, mine: Lift) -> list[Text]:
    town = _town(case.garden, mine)
    if mine.kind is LiftKind.LOOK:
        return [say(_("You are looking for a seat from {town}."), town=town)]
    told = say(ngettext("You offer {count} seat from {town}.", "You offer {count} seats from {town}."),
               count=mine.seats, town=town)  # fmt: skip
    marks = {RideState.ASKED: "⏳", RideState.AGREED: "✅"}
    rides = [one for one in lifts.rides_in(tx, mine.id) if one.state in marks]
    riders: list[Text] = [
        say(
            "{mark} {name}",
            mark=marks[one.state],
            name=_name(tx, case, one.person_id),
        )
        for one in rides
    ]
    return [told, lines(riders)] if riders else [told, say(_("Whoever looks for one asks you here."))]


def _offers(tx: Transaction, case: EventCase, mine: Lift) -> list[Lift]:
    offers = [one for one in lifts.lifts_to(tx, case.event.id) if one.kind is LiftKind.OFFER]
    return nearest_first(offers, mine.town)[:OFFERS_SHOWN]


def _offered(tx: Transaction, case: EventCase, offers: list[Lift]) -> list[Text]:
    if not offers:
        return [say(_("Nobody offers a seat yet. You will hear of the first one from your town."))]
    seats = ngettext("{name}, from {town}: {count} seat free", "{name}, from {town}: {count} seats free")
    full = _("{name}, from {town}: no seat left")
    return [lines([
        counted(seats, one.free, full, name=_name(tx, case, one.person_id), town=_town(case.garden, one))
        for one in offers
    ])]  # fmt: skip


def _has_seat(tx: Transaction, case: EventCase) -> bool:
    offers = (one for one in lifts.lifts_to(tx, case.event.id) if one.kind is LiftKind.OFFER)
    rides = (ride for one in offers for ride in lifts.rides_in(tx, one.id))
    return any(ride.person_id == case.person.id and ride.state is RideState.AGREED for ride in rides)


def _ask_button(tx: Transaction, garden: Garden, lift: Lift) -> Button:
    name = name_at(tx, garden, lift.event_id, lift.person_id)
    return Button(say(_("Ask {name} for a seat"), name=Cut(name, LONGEST_NAME)), data=f"n.liftask.{lift.id}")


def _begin_rows(case: EventCase, now: Instant) -> tuple[tuple[Button, ...], ...]:
    if not case.is_open(now):
        return ()
    return ((Button(say(_("🚗 Share a ride")), data=f"n.evlift.{case.event.id}"),),)


def _town(garden: Garden, lift: Lift) -> Text:
    town = garden.town(lift.town)
    return town.name if town else say(_("elsewhere"))


def _name(tx: Transaction, case: EventCase, person_id: PersonId) -> Text:
    return name_at(tx, case.garden, case.event.id, person_id)
