"""Owns notices that change after they were sent: the group's message shows who has the newcomer."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import date

from bot.clock import Instant
from bot.domain.mission import SignUp, SignUpId
from bot.domain.person import GardenId, PersonId
from bot.storage import outbox
from bot.storage.database import Transaction
from bot.storage.mailing import Posted, queue_each
from bot.storage.outbox import Lane, Parcel

REFRESH = "refresh"
CLEAR = "clear"
"""The kind of parcel that only takes the buttons off a message."""
WITHDRAWN = "withdrawn"
"""Set in the payload where the message is to go altogether: a file in it cannot be changed into words."""
FEW = 10
"""Edits owed at once that are not left to the worker."""
LIVING = frozenset(
    {
        "newcomer",
        "claim_reminder",
        "human_request",
        "minor_to_agree",
        "came_of_age",
        "agreement_missing",
        "everyone_full",
        "nobody_took",
        "still_unclaimed",
        "approve_referent",
        "wish",
        "card",
        "have_you_met",
        "first_outing",
        "who_is_who",
        "booked",
        "in_line",
        "mission_proposed",
        "request_kept",
        "place_offered",
        "place_free_now",
        "thanks_for_saying",
        "first_time",
        "dropped_out",
        "place_let_go",
        "understaffed",
        "overstaffed",
        "call",
        "call_desk",
        "stand_in",
        "report_ask",
        "hours",
        "outing_told",
        "thanks_invite",
        "event_agreement_missing",
        "event_sheet",
        "event_invite",
        "event_going",
        "event_offered",
        "event_free",
        "event_door",
        "event_thanks",
        "event_lifts",
        "ride_asked",
        "ride_answered",
        "basket",
        "basket_asked",
        "basket_swap_asked",
        "basket_list",
        "basket_unclaimed",
        "members_sheet",
    }
)
"""The kinds of notice that are edited when what they speak of changes; all others stay as they were sent."""


def about_sign_up(sign_up_id: SignUpId) -> str:
    """The subject under which a notice about a sign-up is found again."""
    return f"sign_up:{sign_up_id}"


def about_unclaimed(garden_id: int) -> str:
    """What coordinators read of all those in a garden whom nobody takes."""
    return f"unclaimed:{garden_id}"


def about_person(person_id: int) -> str:
    return f"person:{person_id}"


def about_booking(booking_id: int) -> str:
    return f"booking:{booking_id}"


def about_shift(shift_id: int) -> str:
    return f"shift:{shift_id}"


def about_call(call_id: int) -> str:
    """The message of whoever calls; a colon and a person's number behind it: the one that person reads."""
    return f"call:{call_id}"


def about_thread(thread_id: int) -> str:
    return f"thread:{thread_id}"


def about_wish(wish_id: int) -> str:
    return f"wish:{wish_id}"


def about_report(report_id: int) -> str:
    return f"report:{report_id}"


def about_told(report_id: int) -> str:
    return f"told:{report_id}"


def about_thanks(thanks_id: int) -> str:
    return f"thanks:{thanks_id}"


def about_sheet(sheet_id: int) -> str:
    return f"sheet:{sheet_id}"


def about_hours(handle: str) -> str:
    return f"hours:{handle}"


def about_event(event_id: int, person_id: int) -> str:
    """What one person reads about an event."""
    return f"event:{event_id}:{person_id}"


def about_thanked(person_id: int, day: date) -> str:
    """What one person reads after the events of one day."""
    return f"thanked:{person_id}:{day.isoformat()}"


def about_lifts(event_id: int, person_id: int) -> str:
    """What one person reads about sharing the way to an event."""
    return f"lifts:{event_id}:{person_id}"


def about_check_in(event_id: int) -> str:
    return f"check_in:{event_id}"


def refresh_claim(tx: Transaction, sign_up: SignUp, now: Instant) -> None:
    """Who takes care of them has changed: their own notices, and what coordinators read of all whom nobody takes."""
    refresh_sign_up(tx, sign_up.id, now)
    refresh_subject(tx, about_unclaimed(sign_up.garden_id), now)


def refresh_sign_up(tx: Transaction, sign_up_id: SignUpId, now: Instant) -> None:
    refresh_subject(tx, about_sign_up(sign_up_id), now)


def refresh_subject(tx: Transaction, subject: str, now: Instant) -> None:
    """Owe an edit of every living message about this, one on its way included: it then shows how things stand."""
    for parcel in outbox.find_by_subject(tx, subject):
        if parcel.kind in LIVING:
            _owe_edit(tx, parcel, now)


def refresh_subjects(
    tx: Transaction, subjects: Collection[str], now: Instant, lane: Lane = Lane.NOTICE
) -> None:
    """The same for several subjects of a garden at once."""
    found = outbox.find_by_subjects(tx, subjects) if subjects else []
    _owe_edits(tx, [parcel for parcel in found if parcel.kind in LIVING], now, lane)


def refresh_kind(tx: Transaction, subject: str, kind: str, now: Instant) -> None:
    """The same for the messages of one kind."""
    for parcel in outbox.find_by_subject(tx, subject):
        if parcel.kind == kind:
            _owe_edit(tx, parcel, now)


def refresh_parcel(tx: Transaction, parcel_id: int, now: Instant, lane: Lane = Lane.NOTICE) -> None:
    """Owe an edit of one message, whatever else it speaks of."""
    parcel = outbox.find_parcel(tx, parcel_id)
    if parcel is not None:
        _owe_edit(tx, parcel, now, lane=lane)


def refresh_parcels(
    tx: Transaction, numbers: Collection[int], now: Instant, lane: Lane = Lane.NOTICE
) -> None:
    """The same for several messages of a garden."""
    _owe_edits(tx, outbox.find_parcels(tx, numbers) if numbers else [], now, lane)


def withdraw_subject(tx: Transaction, subject: str, now: Instant) -> None:
    """Owe the end of every living message about this, with the file it came with."""
    for parcel in outbox.find_by_subject(tx, subject):
        if parcel.kind in LIVING:
            _owe_edit(tx, parcel, now, withdrawn=True)


def withdraw_parcel(tx: Transaction, parcel: Parcel, now: Instant) -> None:
    """Owe the end of one message: a newer one of its kind takes its place."""
    outbox.retire(tx, parcel.id)
    _owe_edit(tx, parcel, now, withdrawn=True)


def clear_buttons(tx: Transaction, garden_id: int, chat_id: int, message_id: int, now: Instant) -> None:
    """Owe that nothing can be tapped any more below a message, whose words stay."""
    outbox.queue(
        tx,
        dedupe=f"{CLEAR}:{chat_id}:{message_id}:{secrets.token_hex(8)}",
        chat_id=chat_id,
        kind=CLEAR,
        payload={"message": message_id},
        lane=Lane.REPLY,
        now=now,
        garden_id=garden_id,
    )


def _owe_edits(tx: Transaction, parcels: Sequence[Parcel], now: Instant, lane: Lane) -> None:
    """A few go right after the commit; many are left to the worker, which takes them in their turn, after notices."""
    if len(parcels) <= FEW:
        for parcel in parcels:
            _owe_edit(tx, parcel, now, lane=lane)
        return
    letters = [
        Posted(
            None if one.person_id is None else PersonId(one.person_id),
            one.chat_id,
            _unique(one),
            _edit_of(one),
            thread_id=one.thread_id,
        )
        for one in parcels
    ]
    garden_id = parcels[0].garden_id
    queue_each(
        tx,
        letters,
        garden_id=None if garden_id is None else GardenId(garden_id),
        kind=REFRESH,
        lane=max(lane, Lane.REMINDER),
        now=now,
        not_before=now,
        unasked=False,
    )


def _owe_edit(
    tx: Transaction, parcel: Parcel, now: Instant, *, withdrawn: bool = False, lane: Lane = Lane.NOTICE
) -> None:
    """Once a transaction; two changes at the same instant of a standing clock are two edits all the same."""
    if any(owed.kind == REFRESH and owed.payload["of"] == parcel.id for owed in tx.owed):
        return
    outbox.queue(
        tx,
        dedupe=_unique(parcel),
        chat_id=parcel.chat_id,
        thread_id=parcel.thread_id,
        kind=REFRESH,
        payload=_edit_of(parcel, withdrawn=withdrawn),
        lane=lane,
        now=now,
        garden_id=parcel.garden_id,
        person_id=parcel.person_id,
    )


def _unique(parcel: Parcel) -> str:
    """Each change is an edit of its own."""
    return f"{REFRESH}:{parcel.id}:{secrets.token_hex(8)}"


def _edit_of(parcel: Parcel, *, withdrawn: bool = False) -> dict[str, object]:
    return {"of": parcel.id, WITHDRAWN: withdrawn}
