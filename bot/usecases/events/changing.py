"""Owns who hears of changed or cancelled dates: each person once, of all their dates, when a storm of edits is over.

Beside each answer stands what its person was told last. So a walk through a crowd may be overtaken by another edit.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from bot.clock import Instant
from bot.domain.event import Answer, Details, Event, EventId, EventState, Rsvp, RsvpId
from bot.domain.garden import Garden
from bot.domain.person import PersonId
from bot.domain.quiet import next_allowed
from bot.storage import events, gardens, outbox, people, rsvps, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.storage.timers import Timer
from bot.usecases.agenda.of_events import about_rsvp
from bot.usecases.notify import ON_BEHALF, tell_person
from bot.usecases.refresh import about_event, refresh_parcels, refresh_subject
from bot.usecases.reminding.planning import refresh_many

TELLING = "event_telling"
"""The timer by which those concerned are told, a chunk at a time; its subject is the first date of the series."""
SHOWN = ("event_invite", "event_sheet")
"""What shows an event to whoever has not answered."""
CHANGED, CANCELLED = "event_changed", "event_cancelled"
SETTLES, AT_THE_LATEST = timedelta(minutes=5), timedelta(minutes=30)
"""After the last edit; and after the first, however many follow."""
CHUNK = 200
NEAR = timedelta(hours=2)
"""So long before it begins, nobody's sleep is worth a way for nothing."""


def note_change(tx: Transaction, edited: Sequence[Event], now: Instant) -> None:
    """These dates of one series were edited: those concerned are told in a moment, with what follows until then."""
    public = [one for one in edited if one.state is EventState.PUBLISHED]
    if not public:
        return
    key = f"{TELLING}:{_lead(tx, public[0])}"
    waiting = timers.find_timer(tx, key)
    begun = datetime.fromisoformat(waiting.payload["begun"]) if waiting else now
    dates = {*(waiting.payload["events"] if waiting else ()), *(one.id for one in public)}
    due_at = min(now + SETTLES, begun + AT_THE_LATEST)
    _plan(tx, public[0], key, due_at, {"events": sorted(dates), "begun": begun.isoformat()})


def note_cancelled(tx: Transaction, cancelled: Sequence[Event], now: Instant) -> None:
    """These dates of one series do not take place: those concerned are told at once."""
    first = cancelled[0]
    payload = {"events": [one.id for one in cancelled], "cancelled": True}
    _plan(tx, first, f"{TELLING}:{CANCELLED}:{first.id}", now, payload)


def tell_concerned(tx: Transaction, timer: Timer, now: Instant) -> None:
    """What is no longer as each of them knew it; nobody hears of what was changed and changed back."""
    dates = _dates_of(tx, timer, now)
    garden = gardens.find_garden(tx, next(iter(dates.values())).garden_id) if dates else None
    if garden is None:
        return
    if "invited" in timer.payload:
        _put_right(tx, timer, dates, now)
        return
    after = int(timer.payload.get("after", 0))
    if not after:
        unanswered = {
            "events": sorted(dates),
            "cancelled": timer.payload.get("cancelled", False),
            "invited": 0,
        }
        _plan(tx, next(iter(dates.values())), f"{timer.key}:invited", now, unanswered)
    crowd = rsvps.people_concerned(tx, dates, (Answer.YES, Answer.MAYBE), after, CHUNK)
    answers = rsvps.rsvps_of_people(tx, dates, crowd)
    known = rsvps.known_by(tx, [one.id for one in answers])
    for _person, theirs in groupby(answers, key=lambda one: one.person_id):
        mine = [one for one in theirs if one.is_concerned]
        for one in mine:
            refresh_subject(tx, about_event(one.event_id, one.person_id), now)
        refresh_many(tx, [about_rsvp(one.id) for one in mine], now)
        if timer.payload.get("cancelled"):
            _tell_cancelled(tx, garden, timer, [dates[one.event_id] for one in mine], mine[0].person_id, now)
        else:
            _tell_changed(tx, garden, dates, mine, known, now)
    if len(crowd) == CHUNK:
        walk = timer.payload.get("walk", timer.key)
        payload = {**timer.payload, "walk": walk, "after": crowd[-1]}
        _plan(tx, next(iter(dates.values())), f"{walk}:{crowd[-1]}", now, payload)


def _put_right(tx: Transaction, timer: Timer, dates: Mapping[EventId, Event], now: Instant) -> None:
    """What whoever is not concerned was once shown of them says how things stand; nobody is told."""
    crowd = people.reached_after(tx, int(timer.payload["invited"]), CHUNK)
    known = rsvps.rsvps_of_people(tx, dates, crowd)
    concerned = {(one.event_id, one.person_id) for one in known if one.is_concerned}
    others = [(event, person) for event in dates for person in crowd if (event, person) not in concerned]
    shown = outbox.sent_about(tx, [about_event(*one) for one in others], SHOWN)
    refresh_parcels(tx, [parcel.id for parcel in shown], now)
    if len(crowd) == CHUNK:
        _plan(tx, next(iter(dates.values())), f"{timer.key.partition(':invited')[0]}:invited:{crowd[-1]}", now,
              {**timer.payload, "invited": crowd[-1]})  # fmt: skip


def _dates_of(tx: Transaction, timer: Timer, now: Instant) -> dict[EventId, Event]:
    """Those of its dates that are not over, and still are what is to be told: changed, or cancelled."""
    state = EventState.CANCELLED if timer.payload.get("cancelled") else EventState.PUBLISHED
    found = events.find_events(tx, [EventId(number) for number in timer.payload["events"]])
    return {number: one for number, one in found.items() if one.state is state and now < one.ends_at}


def _tell_changed(
    tx: Transaction,
    garden: Garden,
    dates: Mapping[EventId, Event],
    mine: Sequence[Rsvp],
    known: Mapping[RsvpId, Details],
    now: Instant,
) -> None:
    """Together with what an earlier word that has not reached them was to say."""
    person_id, lead = mine[0].person_id, _lead(tx, dates[mine[0].event_id])
    earlier = _last_word(tx, lead, person_id)
    lost = earlier if earlier is not None and outbox.is_over(tx, earlier.id) else None
    told: dict[EventId, tuple[Event, Details]] = {}
    for event in _spoken_of(tx, earlier):
        told[event.id] = event, (lost and known_before(tx, lost, event.id)) or event.details
    for one in mine:
        event, before = dates[one.event_id], known.get(one.id)
        if lost is not None and one.answered_at <= lost.created_at:
            before = known_before(tx, lost, event.id) or before
        told[event.id] = event, before or event.told or event.details
        rsvps.note_known(tx, one.id, event.details)
    if any(before.differences(event.details) for event, before in told.values()):
        payload = {"event": lead, "dates": [_date(event, before) for event, before in told.values()],
                   "follows": earlier.id if earlier else None}  # fmt: skip
        _owe(tx, garden, CHANGED, lead, person_id, payload, [*told.values()], secrets.token_hex(8), now)


def _tell_cancelled(
    tx: Transaction,
    garden: Garden,
    timer: Timer,
    dates: Sequence[Event],
    person_id: PersonId,
    now: Instant,
) -> None:
    lead = _lead(tx, dates[0])
    payload = {"event": lead, "dates": [{"event": one.id} for one in dates]}
    known = [(one, one.details) for one in dates]
    _owe(tx, garden, CANCELLED, lead, person_id, payload, known, f"{timer.payload['events'][0]}", now)


def _owe(
    tx: Transaction,
    garden: Garden,
    kind: str,
    lead: EventId,
    person_id: PersonId,
    payload: Mapping[str, Any],
    dates: Sequence[tuple[Event, Details]],
    mark: str,
    now: Instant,
) -> None:
    """At night it waits for the morning, unless one begins, or began, before or soon after."""
    morning = next_allowed(now, garden.rules.quiet, garden.zone)
    begins = min(min(before.starts_at, event.starts_at) for event, before in dates)
    ends = max(event.ends_at for event, _before in dates)
    tell_person(
        tx,
        garden.id,
        person_id,
        kind,
        payload,
        dedupe=f"{kind}:{lead}:{mark}",
        subject=about_event(lead, person_id),
        lane=Lane.NOTICE,
        now=now,
        not_before=None if morning + NEAR > begins else morning,
        expires_after=max(ends - now, timedelta(minutes=1)),
    )


def dates_in(parcel: Parcel) -> Sequence[Mapping[str, Any]]:
    """The dates that a word about a change speaks of, each with what was and what is."""
    dates: Sequence[Mapping[str, Any]] = _payload(parcel)["dates"]
    return dates


def known_before(tx: Transaction, parcel: Parcel, event_id: EventId) -> Details | None:
    """What its reader knew of a date: an earlier word that they were never sent has told them nothing."""
    payload = _payload(parcel)
    earlier = outbox.find_unsent(tx, payload["follows"]) if payload["follows"] else None
    if earlier is not None and (known := known_before(tx, earlier, event_id)) is not None:
        return known
    mine = next((one for one in dates_in(parcel) if one["event"] == event_id), None)
    return Details.from_json(mine["before"]) if mine else None


def _last_word(tx: Transaction, lead: EventId, person_id: PersonId) -> Parcel | None:
    """The last word about a change of the series, where they were not sent it (yet)."""
    said = [one for one in outbox.find_by_subject(tx, about_event(lead, person_id)) if _is_word(one)]
    return outbox.find_unsent(tx, said[-1].id) if said else None


def _spoken_of(tx: Transaction, word: Parcel | None) -> list[Event]:
    dates = [EventId(one["event"]) for one in dates_in(word)] if word else []
    found = events.find_events(tx, dates).values()
    return [one for one in found if one.state is EventState.PUBLISHED]


def _is_word(parcel: Parcel) -> bool:
    """Whoever passes a word on to somebody without Telegram is told it in their place."""
    return CHANGED in (parcel.kind, parcel.payload.get("kind") if parcel.kind == ON_BEHALF else "")


def _payload(parcel: Parcel) -> Mapping[str, Any]:
    return parcel.payload["payload"] if parcel.kind == ON_BEHALF else parcel.payload


def _date(event: Event, before: Details) -> Mapping[str, Any]:
    return {"event": event.id, "before": before.to_json(), "after": event.details.to_json()}


def _lead(tx: Transaction, event: Event) -> EventId:
    """The date by which its series is known: whatever moves, the same."""
    return min(one.id for one in events.events_of_series(tx, event))


def _plan(tx: Transaction, event: Event, key: str, due_at: Instant, payload: Mapping[str, Any]) -> None:
    timers.set_timer(
        tx, kind=TELLING, subject_id=event.id, key=key, due_at=due_at, garden_id=event.garden_id, payload=payload
    )  # fmt: skip
