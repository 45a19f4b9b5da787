"""Owns the erasure of what is kept about a person, which is real."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.mission import SignUp
from bot.domain.person import GardenId, PersonId
from bot.domain.report import Report
from bot.domain.shift import RosterId
from bot.storage import (
    assignments,
    audit,
    bookings,
    calls,
    gardens,
    instances,
    lifts,
    people,
    referents,
    reports,
    rosters,
    rsvps,
    sign_ups,
    thanks,
    threads,
    wishes,
)
from bot.storage.database import Transaction
from bot.usecases.accounting import keep_totals
from bot.usecases.events.carpool import withdraw_lift
from bot.usecases.events.seating import settle_event
from bot.usecases.notify import tell_person
from bot.usecases.outings import handle_of
from bot.usecases.refer import end_assignment
from bot.usecases.refresh import (
    about_booking,
    about_call,
    about_check_in,
    about_hours,
    about_person,
    about_thanks,
    about_thread,
    about_told,
    about_wish,
    clear_buttons,
    refresh_subject,
    withdraw_subject,
)
from bot.usecases.rosters import pass_on


def forget(tx: Transaction, garden_id: GardenId, person_id: PersonId, now: Instant) -> None:
    """Erase what a person gave to a garden as a volunteer; and the person, unless they are anything else to any garden.

    Referents see that a volunteer left; the audit trail keeps the fact, and hours for the accounts, without a name.
    """
    for sign_up in sign_ups.open_sign_ups(tx, person_id, garden_id):
        _tell_referent(tx, sign_up, now)
        end_assignment(tx, sign_up, now)
    _clear_keyboards(tx, garden_id, person_id, now)
    subjects, files = _told_of(tx, garden_id, person_id), _sent_files(tx, garden_id, person_id)
    left = _give_up_places(tx, garden_id, person_id, now)
    for lift in lifts.lifts_of_person(tx, person_id, garden_id):
        withdraw_lift(tx, lift.event_id, person_id, now)
    lifts.forget_rides(tx, person_id, garden_id)
    answered = [one.event_id for one in rsvps.rsvps_of_person(tx, person_id, garden_id)]
    keep_totals(tx, garden_id, person_id, now)
    calls.drop_drafts(tx, garden_id, person_id)
    people.erase_volunteer(tx, person_id, garden_id)
    if (garden := gardens.find_garden(tx, garden_id)) is not None:
        for roster_id in left:
            pass_on(tx, garden, roster_id, now)
        for event_id in answered:
            settle_event(tx, garden, event_id, now)
    for subject in files:
        withdraw_subject(tx, subject, now)
    for subject in subjects:
        refresh_subject(tx, subject, now)
    audit.note(
        tx, garden_id=garden_id, actor_id=None, action="person.erased", subject="person", details={}, now=now
    )
    if not people.is_kept_elsewhere(tx, person_id):
        people.erase_person(tx, person_id)


def _tell_referent(tx: Transaction, sign_up: SignUp, now: Instant) -> None:
    """Whoever looked after them need not wait for them; the mission is named, they no longer are."""
    live = assignments.live_assignment(tx, sign_up.id)
    referent = referents.find_referent(tx, live.referent_id) if live and live.referent_id else None
    if live is None or referent is None or referent.person_id in (None, sign_up.person_id):
        return
    tell_person(
        tx,
        sign_up.garden_id,
        referent.person_id,
        "volunteer_erased",
        {"mission": sign_up.mission_id},
        dedupe=f"volunteer_erased:{live.id}",
        now=now,
        unasked=True,
    )


def _give_up_places(
    tx: Transaction, garden_id: GardenId, person_id: PersonId, now: Instant
) -> list[RosterId]:
    """Nobody is behind their places and their turns any more; the rosters in which they had any."""
    everywhere = bookings.all_of_person(tx, person_id)
    here = [one for one in everywhere if one.garden_id == garden_id]
    for booking in here:
        rosters.free_places(tx, booking.id, now)
    return [booking.roster_id for booking in here]


def _told_of(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> list[str]:
    """What notices to the team were about: composed again, they no longer name the person nor repeat their words."""
    wrote = threads.threads_of(tx, garden_id, person_id)
    wished = wishes.wishes_of(tx, garden_id, person_id)
    return [
        about_person(person_id),
        *(about_thread(thread.id) for thread in wrote),
        *(about_wish(wish.id) for wish in wished),
        *(about_booking(one.id) for one in bookings.all_of_person(tx, person_id)),
        *(about for one in reports.reports_of_person(tx, person_id, garden_id) for about in _of_report(one)),
        *(about_thanks(one.id) for one in thanks.thanks_of_person(tx, garden_id, person_id)),
        *(about_check_in(one.event_id) for one in rsvps.rsvps_of_person(tx, person_id, garden_id)),
        *(about_call(one) for one in calls.calls_answered_yes(tx, person_id, garden_id)),
    ]


def _sent_files(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> list[str]:
    """What the team was passed on of their voice and their photos: their own, and erased with the rest."""
    return [about_thread(one.id) for one in threads.threads_of(tx, garden_id, person_id) if one.said.relay]


def _of_report(report: Report) -> tuple[str, ...]:
    return about_hours(handle_of(report)), about_told(report.id)


def _clear_keyboards(tx: Transaction, garden_id: GardenId, person_id: PersonId, now: Instant) -> None:
    """Take the buttons off what was shown: nothing is left behind them."""
    for instance in instances.instances_of(tx, person_id, garden_id):
        message_id = (instance.shown or {}).get("message")
        if message_id is not None:
            clear_buttons(tx, garden_id, instance.chat_id, message_id, now)
