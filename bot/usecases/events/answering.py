"""Owns what somebody answers to an event: yes, with whom, maybe, no; a waiting list where it is full."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Instant
from bot.domain.event import Answer, Event, EventId, Rsvp, RsvpState
from bot.domain.garden import Garden
from bot.domain.person import PersonId
from bot.domain.seating import next_in_line, seats_left
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import events, profiles, referents, rsvps
from bot.storage.database import Transaction
from bot.storage.outbox import Lane
from bot.usecases.agenda.files import follow_in_calendar
from bot.usecases.agenda.of_events import about_rsvp
from bot.usecases.agreements import AgreementMissing, ParentSaidNo, parent_said_no
from bot.usecases.events.agreements import await_agreement_at, is_too_late
from bot.usecases.events.carpool import withdraw_lift
from bot.usecases.events.seating import has_turns, settle_event
from bot.usecases.notify import tell_person
from bot.usecases.refresh import about_check_in, about_event, refresh_subject
from bot.usecases.reminding.events import remind_of_event

GOING = "event_going"


class EventOver(Refusal):
    message = _("It has begun, is over, or does not take place: nothing can be answered any more.")


class EventFull(Refusal):
    message = _("All places are taken. You can join the waiting list.")


class NotThatMany(Refusal):
    message = _("There is no room for so many. Places left: {left}. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Party:
    """Who comes: the name they are expected under, where the garden knows none, and how many come along."""

    name: str
    guests: int
    children: int

    @property
    def heads(self) -> int:
        return 1 + self.guests + self.children


def answer_event(
    tx: Transaction, garden: Garden, event_id: EventId, person_id: PersonId, answer: Answer, now: Instant
) -> Rsvp | Refusal:
    """Maybe or no; a place that was theirs goes on to the next."""
    event = _open_event(tx, garden, event_id, person_id, now)
    if isinstance(event, Refusal):
        return event
    mine = rsvps.add_rsvp(tx, garden.id, event.id, person_id, answer, now)
    rsvps.change_rsvp(tx, mine, answer, RsvpState.OUT, now)
    follow_in_calendar(tx, garden, person_id, (about_rsvp(mine.id),), now)
    if answer is Answer.NO:
        withdraw_lift(tx, event.id, person_id, now)
    return _settled(tx, garden, mine, now)


def come(
    tx: Transaction,
    garden: Garden,
    event_id: EventId,
    person_id: PersonId,
    now: Instant,
    *,
    party: Party | None = None,
    wait: bool = False,
) -> Rsvp | Refusal:
    """A place for them and whom they bring; else the waiting list, for whoever wants to `wait`.

    `party` None keeps who was said to come along before. A place one has is kept where a larger party does not fit.
    """
    event = _open_event(tx, garden, event_id, person_id, now)
    if isinstance(event, Refusal):
        return event
    if event.asks_agreement and parent_said_no(tx, garden.id, person_id):
        return ParentSaidNo()
    if is_too_late(tx, event, person_id, now):
        return AgreementMissing()
    before = rsvps.rsvp_of(tx, event.id, person_id)
    if before is not None and before.offered_until is not None and before.offered_until <= now:
        settle_event(tx, garden, event.id, now)  # it lapsed in this moment
        before = rsvps.rsvp_of(tx, event.id, person_id)
    wanted = party or _party_of(before)
    refusal = _no_room(tx, garden, event, before, wanted, now)
    if refusal is not None and not (wait and isinstance(refusal, EventFull)):
        return refusal
    mine = before or rsvps.add_rsvp(tx, garden.id, event.id, person_id, Answer.YES, now)
    mine = rsvps.note_party(
        tx,
        mine,
        name=wanted.name or mine.name or _given_before(tx, garden, person_id),
        guests=wanted.guests,
        children=wanted.children,
    )
    if refusal is None:
        _take(tx, garden, mine, now)
    elif mine.state is not RsvpState.WAITING:
        rsvps.change_rsvp(tx, mine, Answer.YES, RsvpState.WAITING, now, queued_at=now)
    return _settled(tx, garden, mine, now)


def is_full(tx: Transaction, event_id: EventId) -> bool:
    """Whether there is no place left for anybody else."""
    event = events.find_event(tx, event_id)
    return event is not None and seats_left(event.capacity, rsvps.line_of(tx, event.id)) == 0


def is_named(tx: Transaction, garden: Garden, event_id: EventId, person_id: PersonId) -> bool:
    """Whether the keeper of the list would know whom to expect."""
    mine = rsvps.rsvp_of(tx, event_id, person_id)
    if (mine and mine.name) or _is_known(tx, garden, person_id):
        return True
    return bool(_given_before(tx, garden, person_id))


def _is_known(tx: Transaction, garden: Garden, person_id: PersonId) -> bool:
    """By the first name of a volunteer, or by that of the team."""
    if profiles.find_profile(tx, person_id, garden.id) is not None:
        return True
    return referents.referent_of_person(tx, garden.id, person_id) is not None


def _given_before(tx: Transaction, garden: Garden, person_id: PersonId) -> str:
    """The name that somebody who is known by no other gave for an event: they are not asked again for the next."""
    if _is_known(tx, garden, person_id):
        return ""
    given = rsvps.names_given(tx, person_id, garden.id)
    return given[-1] if given else ""


def _open_event(
    tx: Transaction, garden: Garden, event_id: EventId, person_id: PersonId, now: Instant
) -> Event | Refusal:
    event = events.lock_event(tx, event_id)
    if event is None or event.garden_id != garden.id:
        return NotFound()
    if not events.may_see(tx, event.id, person_id) and rsvps.rsvp_of(tx, event.id, person_id) is None:
        return NotFound()
    if event.takes_answers(now):
        return event
    refresh_subject(tx, about_event(event.id, person_id), now)  # what they tapped is older
    return EventOver()


def _party_of(mine: Rsvp | None) -> Party:
    return Party(mine.name, mine.guests, mine.children) if mine else Party("", 0, 0)


def _no_room(
    tx: Transaction, garden: Garden, event: Event, mine: Rsvp | None, wanted: Party, now: Instant
) -> Refusal | None:
    """None where they fit: beside those seated, and without overtaking who waits for the same places."""
    line = rsvps.line_of(tx, event.id)
    left = seats_left(event.capacity, line, but=mine)
    if left is None:
        return None
    held = mine is not None and mine.state in (RsvpState.GOING, RsvpState.OFFERED)
    if held and mine is not None and wanted.heads <= mine.heads:
        return None
    before = [one for one in line if mine is None or one.id != mine.id]
    overtakes = bool(next_in_line(event.capacity, before)) and has_turns(garden, event, now)
    if wanted.heads <= left and not overtakes:
        return None
    return NotThatMany(left=max(0, left - 1)) if held else EventFull()


def _take(tx: Transaction, garden: Garden, mine: Rsvp, now: Instant) -> None:
    """They are expected: told where, when and what to bring, once for each time they take a place."""
    rsvps.change_rsvp(tx, mine, Answer.YES, RsvpState.GOING, now)
    if mine.state is RsvpState.GOING:
        return
    follow_in_calendar(tx, garden, mine.person_id, (about_rsvp(mine.id),), now)
    tell_person(
        tx,
        mine.garden_id,
        mine.person_id,
        GOING,
        {"event": mine.event_id},
        dedupe=f"{GOING}:{mine.id}:{now.timestamp()}",
        subject=about_event(mine.event_id, mine.person_id),
        lane=Lane.REPLY,
        now=now,
    )


def _settled(tx: Transaction, garden: Garden, mine: Rsvp, now: Instant) -> Rsvp | Refusal:
    settle_event(tx, garden, mine.event_id, now)
    event, said = events.find_event(tx, mine.event_id), rsvps.find_rsvp(tx, mine.id)
    if event is not None and said is not None:
        rsvps.note_known(tx, said.id, event.details)
        remind_of_event(tx, garden, event, said, now)
        await_agreement_at(tx, garden, event, said, now)
    refresh_subject(tx, about_event(mine.event_id, mine.person_id), now)
    refresh_subject(tx, about_check_in(mine.event_id), now)
    return said or NotFound()
