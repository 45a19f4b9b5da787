"""Owns a message to the team that nobody answers: said again once in the group, then to the coordinators."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.working_time import add_working_time
from bot.storage import gardens, threads, timers
from bot.storage.database import Transaction
from bot.storage.timers import Timer
from bot.usecases.notify import tell_coordinators, tell_group
from bot.usecases.refresh import about_thread

UNANSWERED = "unanswered"
REQUEST = "human_request"


def plan_answer(tx: Transaction, garden: Garden, thread_id: int, now: Instant, *, rounds: int = 0) -> None:
    """Look again after the garden's delay, counted in its working hours."""
    rules = garden.rules
    timers.set_timer(
        tx,
        kind=UNANSWERED,
        subject_id=thread_id,
        key=f"{UNANSWERED}:{thread_id}",
        due_at=add_working_time(now, rules.claim_delay_hours, rules.working, garden.zone),
        garden_id=garden.id,
        payload={"rounds": rounds},
    )


def chase_answer(tx: Transaction, timer: Timer, now: Instant) -> None:
    """Still no answer: the group reads it again, then the coordinators do."""
    thread = threads.find_thread(tx, timer.subject_id)
    garden = gardens.find_garden(tx, thread.garden_id) if thread else None
    if thread is None or garden is None or thread.answered_at is not None:
        return
    rounds = int(timer.payload["rounds"])
    payload, subject = {"thread": thread.id}, about_thread(thread.id)
    dedupe = f"{REQUEST}:{thread.id}:{rounds + 1}"
    if rounds == 0 and tell_group(tx, garden.id, REQUEST, payload, dedupe=dedupe, subject=subject, now=now):
        plan_answer(tx, garden, thread.id, now, rounds=1)
    else:
        tell_coordinators(tx, garden.id, REQUEST, payload, dedupe=dedupe, subject=subject, now=now)
