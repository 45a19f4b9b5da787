"""Owns the day a referent goes away: what waits is proposed to the deputy, and whoever waits is told kindly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from bot.clock import Instant, at_local
from bot.domain.assignment import Choice
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.mission import SignUp, SignUpState
from bot.domain.person import PersonId
from bot.domain.referent import (
    Absence,
    Assignment,
    AssignmentId,
    AssignmentState,
    Referent,
    ReferentId,
)
from bot.domain.text import Text, say
from bot.marks import _
from bot.storage import assignments, gardens, referents, sign_ups, threads, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.storage.timers import Timer
from bot.usecases.house import Composed
from bot.usecases.notices.case import case_of_assignment
from bot.usecases.notify import tell_person
from bot.usecases.refer import choose_for, propose

AWAY = "away"
"""The timer of an absence's first day, about the referent."""
STEPPING_IN, REFERENT_AWAY = "stepping_in", "referent_away"
AT = time(8)
"""When the first day begins, in the garden's time."""
ROWS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits for a word of a referent: a request not decided, a message not answered."""

    assignment: Assignment
    sign_up: SignUp


def plan_absence(
    tx: Transaction, garden: Garden, referent_id: ReferentId, absence: Absence, now: Instant
) -> None:
    """The deputy knows at once; what waits is handed on when it begins, which may be today."""
    begins = at_local(absence.first_day, AT, garden.zone)
    if begins <= now:
        _hand_on(tx, garden, referent_id, absence, now)
        return
    referent = referents.find_referent(tx, referent_id)
    if referent is not None:
        _tell_deputy(tx, garden, referent, absence, (), now)
    timers.set_timer(
        tx,
        kind=AWAY,
        subject_id=referent_id,
        key=_key(referent_id, absence),
        due_at=begins,
        garden_id=garden.id,
    )


def forget_absence(tx: Transaction, referent_id: ReferentId, absence: Absence) -> None:
    """They are there after all."""
    timers.cancel_timer(tx, _key(referent_id, absence))


def begin_absence(tx: Transaction, timer: Timer, now: Instant) -> None:
    """The first day: looked at again, since the absence may have been changed."""
    referent = referents.find_referent(tx, ReferentId(timer.subject_id))
    garden = gardens.find_garden(tx, referent.garden_id) if referent else None
    if referent is None or garden is None:
        return
    absence = _today(referent, now.astimezone(garden.zone).date())
    if absence is not None:
        _hand_on(tx, garden, referent.id, absence, now)


def compose_stepping_in(tx: Transaction, parcel: Parcel) -> Composed:
    """For the deputy: who is away until when, and who waits meanwhile."""
    referent = referents.find_referent(tx, ReferentId(parcel.payload["referent"]))
    if referent is None:
        return None
    away = say(
        _("<b>{name}</b> is away from {first} to {last}, and you step in. Thank you!"),
        name=referent.name,
        first=date.fromisoformat(parcel.payload["first"]),
        last=date.fromisoformat(parcel.payload["last"]),
    )
    rows = tuple(_row(tx, number) for number in parcel.payload["waiting"][:ROWS_SHOWN])
    if not rows:
        return Message(
            (away, say(_("Newcomers are proposed to you meanwhile. You have nothing else to do.")))
        )
    return Message((away, say(_("These people wait for a word:"))), tuple(row for row in rows if row))


def compose_referent_away(tx: Transaction, parcel: Parcel) -> Composed:
    """For somebody who waits: nothing is lost, and who answers meanwhile."""
    referent = referents.find_referent(tx, ReferentId(parcel.payload["referent"]))
    if referent is None or parcel.person_id is None or parcel.garden_id is None:
        return None
    last = date.fromisoformat(parcel.payload["last"])
    away: Text = say(_("<b>{name}</b> is away until {last}."), name=referent.name, last=last)
    deputy = _deputy(tx, referent)
    if deputy is None:
        kept = say(_("What you wrote or asked is not lost: somebody of the team answers you here."))
    else:
        kept = say(
            _("What you wrote or asked is not lost: <b>{name}</b> steps in and answers you here."),
            name=deputy.name,
        )
    return Message((away, kept), ((Button(say(_("💬 Talk to a human")), data="n.human"),),))


def _hand_on(
    tx: Transaction, garden: Garden, referent_id: ReferentId, absence: Absence, now: Instant
) -> None:
    referent = referents.find_referent(tx, referent_id)
    if referent is None:
        return
    waiting = []
    for one in assignments.live_of_referent(tx, referent_id):
        sign_up = sign_ups.lock_sign_up(tx, one.sign_up_id)
        if sign_up is None:
            continue
        if one.state is AssignmentState.PROPOSED:
            _propose_on(tx, garden, sign_up, referent, now)
        elif _waits(tx, garden, sign_up):
            waiting.append(Waiting(one, sign_up))
    _tell_deputy(tx, garden, referent, absence, tuple(waiting), now)
    for person_id in dict.fromkeys(one.sign_up.person_id for one in waiting):
        _tell_person(tx, garden, person_id, referent, absence, now)


def _propose_on(tx: Transaction, garden: Garden, sign_up: SignUp, referent: Referent, now: Instant) -> None:
    """To the deputy, else to whoever fits; nobody there leaves it where it is: the claim's own delays go on."""
    deputy = _deputy(tx, referent)
    if deputy is None or deputy.is_absent(now.astimezone(garden.zone).date()):
        choice = choose_for(tx, garden, sign_up, now, frozenset({referent.id}))
        deputy = choice.referent if isinstance(choice, Choice) else None
    if deputy is not None:
        propose(tx, garden, sign_up, deputy, now)


def _waits(tx: Transaction, garden: Garden, sign_up: SignUp) -> bool:
    asked = sign_up.state is SignUpState.REQUESTED
    return asked or bool(threads.open_threads_of(tx, garden.id, sign_up.person_id))


def _tell_deputy(
    tx: Transaction,
    garden: Garden,
    referent: Referent,
    absence: Absence,
    waiting: tuple[Waiting, ...],
    now: Instant,
) -> None:
    deputy = _deputy(tx, referent)
    if deputy is None or deputy.person_id is None:
        return
    tell_person(
        tx,
        garden.id,
        deputy.person_id,
        STEPPING_IN,
        {
            "referent": referent.id,
            "first": absence.first_day.isoformat(),
            "last": absence.last_day.isoformat(),
            "waiting": [one.assignment.id for one in waiting],
        },
        dedupe=f"{_key(referent.id, absence)}:{absence.last_day}:{deputy.id}:{len(waiting)}",
        now=now,
        unasked=True,
    )


def _tell_person(
    tx: Transaction, garden: Garden, person_id: PersonId, referent: Referent, absence: Absence, now: Instant
) -> None:
    tell_person(
        tx,
        garden.id,
        person_id,
        REFERENT_AWAY,
        {"referent": referent.id, "last": absence.last_day.isoformat()},
        dedupe=f"{REFERENT_AWAY}:{referent.id}:{absence.first_day}",
        now=now,
        unasked=True,
    )


def _row(tx: Transaction, assignment_id: int) -> tuple[Button, ...]:
    case = case_of_assignment(tx, AssignmentId(assignment_id))
    if case is None or case.assignment is None:
        return ()
    label = say(_("{name} · {mission}"), name=case.name, mission=case.mission.title)
    return (Button(label, data=f"n.card.{assignment_id}"),)


def _deputy(tx: Transaction, referent: Referent) -> Referent | None:
    """Who steps in; None where nobody is named, or Telegram does not reach them."""
    deputy = referents.find_referent(tx, referent.deputy_id) if referent.deputy_id else None
    return deputy if deputy is not None and deputy.person_id is not None and deputy.reachable else None


def _today(referent: Referent, day: date) -> Absence | None:
    return next((one for one in referent.absences if one.covers(day)), None)


def _key(referent_id: ReferentId, absence: Absence) -> str:
    return f"{AWAY}:{referent_id}:{absence.first_day}"
