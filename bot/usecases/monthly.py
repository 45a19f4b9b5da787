"""Owns the question about ongoing roles: once a month at most, one message a person, stoppable."""

from __future__ import annotations

from datetime import date, time, timedelta

from bot.clock import Instant, at_local
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.mission import Mission, MissionId, MissionKind, SignUpState
from bot.domain.person import GardenId, PersonId
from bot.domain.text import say
from bot.marks import _
from bot.storage import gardens, missions, reports, sign_ups, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.storage.timers import Timer
from bot.usecases.house import Composed
from bot.usecases.notify import tell_person
from bot.usecases.objections import Objection, objects_to

MONTHLY = "monthly"
ASK_MONTH = "report_month"
AT = time(10)
ONGOING = frozenset({MissionKind.ROLE, MissionKind.PAIR, MissionKind.SKILLS, MissionKind.POLE})
PUZZLES_AFTER = timedelta(days=10)


def plan_monthly(tx: Transaction, garden: Garden, now: Instant) -> None:
    """Have the ongoing roles asked about on the first day of the next month; planned already, nothing changes."""
    key = f"{MONTHLY}:{garden.id}"
    if not timers.is_set(tx, key):
        due_at = at_local(_next_month(now.astimezone(garden.zone).date()), AT, garden.zone)
        timers.set_timer(tx, kind=MONTHLY, subject_id=garden.id, key=key, due_at=due_at, garden_id=garden.id)


def ask_for_month(tx: Transaction, timer: Timer, now: Instant) -> None:
    """The people of one ongoing mission, then of the next one; after the last, the next month is planned."""
    garden = gardens.find_garden(tx, GardenId(timer.subject_id))
    if garden is None:
        return
    done = timer.payload.get("mission", 0)
    left = [one for one in missions.list_missions(tx, garden.id) if one.id > done and one.kind in ONGOING]
    if not left:
        plan_monthly(tx, garden, now)
        return
    mission = min(left, key=lambda one: one.id)
    _ask_everybody(tx, garden, mission, now)
    timers.set_timer(
        tx,
        kind=MONTHLY,
        subject_id=garden.id,
        key=timer.key,
        due_at=now,
        garden_id=garden.id,
        payload={"mission": mission.id},
    )


def _ask_everybody(tx: Transaction, garden: Garden, mission: Mission, now: Instant) -> None:
    """Whoever had the role all the past month and told of no hours in it; with several roles, about one of them."""
    last = now.astimezone(garden.zone).date().replace(day=1) - timedelta(days=1)
    begun = at_local(last.replace(day=1), time(), garden.zone)
    for sign_up in sign_ups.sign_ups_of_mission(tx, mission.id):
        since = sign_up.decided_at or sign_up.created_at
        confirmed = sign_up.state is SignUpState.CONFIRMED and since < begun
        if confirmed and not reports.logged_since(tx, sign_up.person_id, mission.id, last.replace(day=1)):
            _ask(tx, garden, mission, sign_up.person_id, last, now)


def compose_month(tx: Transaction, parcel: Parcel) -> Composed:
    """The question, unless they have told of hours meanwhile."""
    mission = missions.find_mission(tx, MissionId(parcel.payload["mission"]))
    last = date.fromisoformat(parcel.payload["last"])
    if mission is None or parcel.person_id is None:
        return None
    if reports.logged_since(tx, PersonId(parcel.person_id), mission.id, last.replace(day=1)):
        return None
    return Message(
        (
            say(
                _("“<b>{mission}</b>”: did you give it time in the month up to {day}?"),
                mission=mission.title,
                day=last,
            ),
            say(
                _(
                    "<i>I ask once a month, because this mission has no fixed dates. A rough number is enough, "
                    "and none is fine too.</i>"
                )
            ),
        ),
        (
            (Button(say(_("Say how many hours")), data=f"n.month.{mission.id}.{last.isoformat()}"),),
            (Button(say(_("Do not ask me each month")), data="n.stop.monthly"),),
        ),
    )


def _ask(
    tx: Transaction, garden: Garden, mission: Mission, person_id: PersonId, last: date, now: Instant
) -> None:
    if objects_to(tx, garden.id, person_id, Objection.MONTHLY):
        return
    tell_person(
        tx,
        garden.id,
        person_id,
        ASK_MONTH,
        {"mission": mission.id, "last": last.isoformat()},
        dedupe=f"{ASK_MONTH}:{garden.id}:{last.isoformat()}",
        now=now,
        lane=Lane.REMINDER,
        unasked=True,
        expires_after=PUZZLES_AFTER,
    )


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
