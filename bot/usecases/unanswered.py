"""Owns a message to the team that nobody answers: said again, to who is closest, to the coordinators, till one does."""

from __future__ import annotations

from collections.abc import Sequence

from bot.clock import Instant
from bot.domain.escalation import COORDINATORS, GROUP, Around, Rung, next_rung, pause_hours, read_rung
from bot.domain.garden import Garden
from bot.domain.person import PersonId
from bot.domain.working_time import add_working_time
from bot.storage import gardens, groups, outbox, people, threads, timers
from bot.storage.database import Transaction
from bot.storage.threads import Thread
from bot.storage.timers import Timer
from bot.usecases.attention import close_to
from bot.usecases.notify import tell_coordinators, tell_group, tell_person
from bot.usecases.refresh import about_thread
from bot.usecases.talks import REQUEST, talks_in_private

UNANSWERED = "unanswered"
STILL_WAITING = "still_waiting"


def tell_team(tx: Transaction, garden: Garden, thread: Thread, now: Instant) -> None:
    """Bring a new message to whom it concerns first, and look after it until it is answered."""
    first = next_rung((), _around(tx, garden, thread.person_id, now))
    rung = first if _tell(tx, garden, first, thread, (), now) else COORDINATORS
    if rung != first:
        _tell(tx, garden, rung, thread, (), now)
    if not timers.is_set(tx, _key(garden, thread.person_id)):
        _plan(tx, garden, thread, (rung,), now)


def chase_answer(tx: Transaction, timer: Timer, now: Instant) -> None:
    """Still no answer: the next rung reads everything that waits; where the coordinators do, the person is told."""
    thread = threads.find_thread(tx, timer.subject_id)
    garden = gardens.find_garden(tx, thread.garden_id) if thread else None
    if thread is None or garden is None or thread.answered_at is not None:
        return
    told = tuple(map(read_rung, timer.payload.get("told", (GROUP.written(),))))
    person = people.find_person(tx, thread.person_id)
    if person is not None and person.reachable:
        rung = _next(tx, garden, thread.person_id, told, now)
        for waiting in in_one_message(threads.open_threads_of(tx, garden.id, thread.person_id)):
            _tell(tx, garden, rung, waiting, told, now)
        if rung == COORDINATORS and COORDINATORS not in told:
            _tell_asker(tx, garden, thread, now)
        told = (*told, rung)
    _plan(tx, garden, thread, told, now)


def look_after_the_rest(tx: Transaction, garden: Garden, person_id: PersonId, now: Instant) -> None:
    """Something was answered: what still waits is looked after anew, and nothing else keeps calling."""
    timers.cancel_timer(tx, _key(garden, person_id))
    waiting = threads.open_threads_of(tx, garden.id, person_id)
    if waiting:
        _plan(tx, garden, waiting[0], (GROUP,), now)


def next_told(tx: Transaction, timer: Timer) -> Rung | None:
    """Whom this timer will call, as things stand at its instant; None where there is nothing to call for."""
    thread = threads.find_thread(tx, timer.subject_id)
    garden = gardens.find_garden(tx, thread.garden_id) if thread else None
    if thread is None or garden is None:
        return None
    told = tuple(map(read_rung, timer.payload.get("told", (GROUP.written(),))))
    return _next(tx, garden, thread.person_id, told, timer.due_at)


def in_one_message(waiting: Sequence[Thread]) -> list[Thread]:
    """The newest words carry those before them; what else was sent goes one by one."""
    newest = max((one.id for one in waiting if one.said.relay is None), default=None)
    return [one for one in waiting if one.said.relay is not None or one.id == newest]


def _next(tx: Transaction, garden: Garden, person_id: PersonId, told: tuple[Rung, ...], now: Instant) -> Rung:
    """Whoever has all of it in private already, as after a handing over, does not read the same twice."""
    read = [one for one in _read_already(tx, garden, person_id) if one not in told]
    return next_rung((*told, *read), _around(tx, garden, person_id, now))


def _read_already(tx: Transaction, garden: Garden, person_id: PersonId) -> tuple[Rung, ...]:
    owed = in_one_message(threads.open_threads_of(tx, garden.id, person_id))
    readers = [
        {one.person_id for one in outbox.find_by_subject(tx, about_thread(thread.id)) if one.kind == REQUEST}
        for thread in owed
    ]
    everything = set[int | None].intersection(*readers) if readers else set()
    return tuple(Rung(person=PersonId(one)) for one in sorted(one for one in everything if one is not None))


def _around(tx: Transaction, garden: Garden, person_id: PersonId, now: Instant) -> Around:
    close = (one.referent.person_id for one in close_to(tx, garden, person_id, now))
    return Around(
        has_group=groups.live_group(tx, garden.id) is not None,
        talking=talks_in_private(tx, garden, person_id, now),
        close=tuple(one for one in close if one is not None),
    )


def _tell(
    tx: Transaction, garden: Garden, rung: Rung, thread: Thread, told: Sequence[Rung], now: Instant
) -> bool:
    """False where that rung reaches nobody."""
    payload = {"thread": thread.id, "told": len(told)}
    dedupe, subject = f"{REQUEST}:{thread.id}:{len(told)}", about_thread(thread.id)
    if rung.in_group:
        return tell_group(tx, garden.id, REQUEST, payload, dedupe=dedupe, subject=subject, now=now)
    if rung.person is not None:
        return tell_person(
            tx, garden.id, rung.person, REQUEST, payload, dedupe=dedupe, subject=subject, now=now
        )
    reached = tell_coordinators(tx, garden.id, REQUEST, payload, dedupe=dedupe, subject=subject, now=now)
    return reached > 0


def _tell_asker(tx: Transaction, garden: Garden, thread: Thread, now: Instant) -> None:
    """They wait for long: a word that they are not forgotten, once a talk, and the garden's own address."""
    dedupe = f"{STILL_WAITING}:{thread.id}"
    tell_person(tx, garden.id, thread.person_id, STILL_WAITING, {}, dedupe=dedupe, now=now, unasked=True)


def _plan(tx: Transaction, garden: Garden, thread: Thread, told: Sequence[Rung], now: Instant) -> None:
    """Look again after the garden's delay, counted in its working hours; one timer for all that a person said."""
    rules = garden.rules
    hours = pause_hours(told, rules.claim_delay_hours)
    timers.set_timer(
        tx,
        kind=UNANSWERED,
        subject_id=thread.id,
        key=_key(garden, thread.person_id),
        due_at=add_working_time(now, hours, rules.working, garden.zone),
        garden_id=garden.id,
        payload={"told": [rung.written() for rung in told]},
    )


def _key(garden: Garden, person_id: PersonId) -> str:
    return f"{UNANSWERED}:{garden.id}:{person_id}"
