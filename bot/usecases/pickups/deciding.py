"""Owns the answers of keepers to what was asked of them after a cut-off, and what they read."""

from __future__ import annotations

from bot.domain.message import Button, Message
from bot.domain.person import PersonId
from bot.domain.pickup import PickupRequest, RequestId, RequestKind, RequestState
from bot.domain.point import Point
from bot.domain.text import Text, say
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _
from bot.storage import pickup_requests, pickups, points
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.house import Caller, Composed
from bot.usecases.pickups.asking import keeps
from bot.usecases.pickups.case import PickupCase, case_of_pickup, when_open
from bot.usecases.pickups.changing import donate, elsewhere, is_full, put_elsewhere, refresh_everywhere
from bot.usecases.pickups.promises import tell_outcome
from bot.usecases.pickups.subjects import about_request
from bot.usecases.refresh import refresh_subject


class NoLonger(Refusal):
    message = _("This has settled itself in the meantime. Thank you all the same!")


class NoRoom(Refusal):
    message = _("There is no room left at {point} that day: please say no, or talk to the garden.")


def decide(tx: Transaction, caller: Caller, request_id: RequestId, *, granted: bool) -> Refusal | None:
    """One tap of the keeper: it is done and the member knows, or the member knows that it cannot be."""
    asked = pickup_requests.lock_request(tx, request_id)
    case = case_of_pickup(tx, asked.pickup_id) if asked else None
    point = points.find_point(tx, asked.point_id) if asked and asked.point_id else None
    if asked is None or case is None or point is None or case.garden.id != caller.garden.id:
        return NotFound()
    if not keeps(tx, point, caller.person.id):
        return NotAllowed()
    if (
        asked.state is not RequestState.OPEN
        or not case.pickup.is_expected
        or case.pickup.closes_at <= caller.now
    ):
        return NoLonger()
    if granted and (refused := _grant(tx, caller, case, asked, point)) is not None:
        return refused
    state = RequestState.GRANTED if granted else RequestState.REFUSED
    pickup_requests.decide_request(tx, asked.id, state, caller.now)
    refresh_subject(tx, about_request(asked.id), caller.now)
    refresh_everywhere(tx, pickups.find_pickup(tx, asked.pickup_id) or case.pickup, caller.now)
    tell_outcome(tx, asked, caller.now)
    return None


def compose_asked(tx: Transaction, parcel: Parcel) -> Composed:
    """The question to the keeper, or what became of it."""
    asked = pickup_requests.find_request(tx, RequestId(parcel.payload["request"]))
    case = case_of_pickup(tx, asked.pickup_id) if asked else None
    point = points.find_point(tx, asked.point_id) if asked and asked.point_id else None
    if asked is None or case is None or point is None:
        return None
    question = _question(case, asked, point)
    if asked.state is not RequestState.OPEN:
        was_read = parcel.message_id is not None
        return Message((question, _OUTCOME[asked.state])) if was_read else None
    if parcel.person_id is None or not keeps(tx, point, PersonId(parcel.person_id)):
        return Message((question, _OF_ANOTHER)) if parcel.message_id is not None else None
    asked_as = _AS_KEEPER if point.keeper_id == parcel.person_id else _AS_COORDINATOR
    why = say(asked_as, point=point.name)
    yes = Button(say(_("Yes, that works")), data=f"n.byes.{asked.id}")
    no = Button(say(_("No, sorry")), data=f"n.bno.{asked.id}")
    return Message((question, why), ((yes, no),))


def compose_answered(tx: Transaction, parcel: Parcel) -> Composed:
    """What the keeper answered, for the member who asked."""
    asked = pickup_requests.find_request(tx, RequestId(parcel.payload["request"]))
    case = case_of_pickup(tx, asked.pickup_id) if asked else None
    if asked is None or case is None:
        return None
    back = ((Button(say(_("🧺 My basket")), data=f"n.basket.{case.pickup.id}"),),)
    if asked.state is RequestState.UNANSWERED and case.pickup.closes_at <= parcel.created_at:
        return Message((_CLOSED_MEANWHILE,), back)
    if (outcome := _NOTHING_CAME_OF_IT.get(asked.state)) is not None:
        return Message((outcome, _where(case)), back)
    if asked.kind is RequestKind.DONATE:
        return Message(
            (say(_("The keeper says yes: your basket goes to the solidarity programme. Thank you!")),), back
        )
    return Message((say(_("The keeper says yes. Your basket is now here:")), _where(case)), back)


_OF_ANOTHER = say(_("You no longer keep that point: somebody else is asked now."))
_AS_KEEPER = _("<i>The time to change it alone is over, so you are asked as the keeper of {point}.</i>")
_AS_COORDINATOR = _(
    "<i>The time to change it alone is over, and I reach nobody who keeps {point}: "
    "so you are asked, as a coordinator.</i>"
)
_NOTHING_CAME_OF_IT = {
    RequestState.REFUSED: say(_("Unfortunately that is no longer possible. Your basket is kept as planned:")),
    RequestState.UNANSWERED: say(
        _("I asked about your basket, and nobody answered in time. It is kept as planned:")
    ),
    RequestState.WITHDRAWN: say(
        _(
            "What you had asked about your basket no longer holds, as the garden has changed something. It is here:"
        )
    ),
}
_CLOSED_MEANWHILE = say(
    _("I asked about your basket, and nobody answered before the point closed. I am sorry.")
)
_OUTCOME = {
    RequestState.GRANTED: say(_("✅ You said yes. They know.")),
    RequestState.REFUSED: say(_("You said no. They know.")),
    RequestState.WITHDRAWN: say(_("This has settled itself in the meantime.")),
    RequestState.UNANSWERED: say(_("It is too late to answer this now. They know.")),
}


def _grant(
    tx: Transaction, caller: Caller, case: PickupCase, asked: PickupRequest, point: Point
) -> Refusal | None:
    if asked.kind is RequestKind.DONATE:
        donate(tx, case.garden, case.pickup, caller.now)
        return None
    there = next((one for one in elsewhere(tx, case, caller.now) if one.point.id == point.id), None)
    if there is None:
        return NoLonger()
    if is_full(tx, there):
        return NoRoom(point=point.name)
    put_elsewhere(tx, case.garden, case.pickup, there, caller.now)
    return None


def _question(case: PickupCase, asked: PickupRequest, point: Point) -> Text:
    when = when_open(case.pickup, case.garden)
    if asked.kind is RequestKind.DONATE:
        asks = _(
            "<b>{name}</b> cannot fetch the basket of {when}. Can it still go to the solidarity programme?"
        )
        return say(asks, name=case.holder.name, when=when)
    return say(_("<b>{name}</b> asks to fetch the basket of this week at {point}. Can it be there?"),
               name=case.holder.name, point=point.name)  # fmt: skip


def _where(case: PickupCase) -> Text:
    return say(_("📍 {point}, {when}"), point=case.point.name, when=when_open(case.pickup, case.garden))
