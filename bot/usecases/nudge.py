"""Owns the one friendly word to whoever stopped midway: once, after a day, and stoppable."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Instant
from bot.domain.message import Button, Message
from bot.domain.text import say
from bot.engine.state import Status
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import instances, timers
from bot.storage.database import Transaction
from bot.storage.instances import InstanceId
from bot.storage.outbox import Lane, Parcel
from bot.storage.timers import Timer
from bot.usecases.house import Caller, Composed, Talk
from bot.usecases.notify import tell_person

NUDGE = "nudge"
STALE = timedelta(days=7)
"""A nudge that could not be sent for so long would only puzzle."""


def plan_nudge(tx: Transaction, talk: Talk, status: Status) -> None:
    """Every step moves the nudge on; the end takes it away."""
    key = f"{NUDGE}:{talk.instance.id}"
    if status not in (Status.OPEN, Status.LATER):
        timers.cancel_timer(tx, key)
    elif talk.instance.nudges:
        timers.set_timer(
            tx,
            kind=NUDGE,
            subject_id=talk.instance.id,
            key=key,
            due_at=talk.now + timedelta(hours=talk.garden.rules.nudge_delay_hours),
            garden_id=talk.garden.id,
        )


def send_nudge(tx: Transaction, timer: Timer, now: Instant) -> None:
    """The day went by: one message, and never another for this conversation."""
    instance = instances.find_instance(tx, InstanceId(timer.subject_id))
    if instance is None or not instance.is_under_way or not instance.nudges:
        return
    instances.stop_nudges(tx, instance.id)
    tell_person(
        tx,
        instance.garden_id,
        instance.person_id,
        NUDGE,
        {"instance": instance.id},
        dedupe=f"{NUDGE}:{instance.id}",
        now=now,
        lane=Lane.REMINDER,
        unasked=True,
        expires_after=STALE,
    )


def compose_nudge(tx: Transaction, parcel: Parcel) -> Composed:
    """Says why it comes and how to be left in peace."""
    instance = instances.find_instance(tx, InstanceId(parcel.payload["instance"]))
    if instance is None or not instance.is_under_way:
        return None
    return Message(
        (
            say(_("You had begun to introduce yourself, and your answers are still here.")),
            say(_("Shall we go on? It takes a few minutes.")),
            say(
                _(
                    "<i>You get this one message because your sign-up is not finished. I will not ask again.</i>"
                )
            ),
        ),
        (
            (Button(say(_("Go on")), data=f"n.resume.{instance.id}"),),
            (Button(say(_("Erase what I said")), data="n.erase"),),
        ),
    )


def own_instance(tx: Transaction, caller: Caller, instance_id: InstanceId) -> instances.Instance | Refusal:
    """The instance behind a nudge's button, if it is the caller's and still under way."""
    instance = instances.find_instance(tx, instance_id)
    if instance is None or instance.person_id != caller.person.id or not instance.is_under_way:
        return NotFound()
    return instance
