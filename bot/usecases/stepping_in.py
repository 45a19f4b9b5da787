"""Owns the day a referent goes away: what waits is proposed to the deputy, and whoever waits is told kindly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.clock import Instant, at_local
from bot.domain.assignment import Choice
from bot.domain.garden import Garden
from bot.domain.mission import SignUp, SignUpState
from bot.domain.person import PersonId
from bot.domain.referent import (
    Absence,
    Assignment,
    AssignmentState,
    Referent,
    ReferentId,
)
from bot.storage import assignments, gardens, referents, sign_ups, threads, timers
from bot.storage.database import Transaction
from bot.storage.timers import Timer
from bot.usecases.notify import tell_person
from bot.usecases.refer import choose_for, propose

AWAY = "away"
"""The timer of an absence's first day, about the referent."""
BACK = "back"
"""The timer of the day after its last one."""
STEPPING_IN, REFERENT_AWAY, WELCOME_BACK = "stepping_in", "referent_away", "welcome_back"
ONE_DAY = timedelta(days=1)
AT = time(8)
"""When the first day begins, in the garden's time."""


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
    _set(tx, garden, BACK, referent_id, absence, at_local(absence.last_day + ONE_DAY, AT, garden.zone))
    if begins <= now:
        _hand_on(tx, garden, referent_id, absence, now)
        return
    referent = referents.find_referent(tx, referent_id)
    if referent is not None:
        _tell_deputy(tx, garden, referent, absence, (), now)
    _set(tx, garden, AWAY, referent_id, absence, begins)


def forget_absence(tx: Transaction, referent_id: ReferentId, absence: Absence) -> None:
    """They are there after all."""
    for kind in (AWAY, BACK):
        timers.cancel_timer(tx, _key(kind, referent_id, absence))


def begin_absence(tx: Transaction, timer: Timer, now: Instant) -> None:
    """The first day: looked at again, since the absence may have been changed."""
    referent = referents.find_referent(tx, ReferentId(timer.subject_id))
    garden = gardens.find_garden(tx, referent.garden_id) if referent else None
    if referent is None or garden is None:
        return
    absence = _today(referent, now.astimezone(garden.zone).date())
    if absence is not None:
        _hand_on(tx, garden, referent.id, absence, now)


def end_absence(tx: Transaction, timer: Timer, now: Instant) -> None:
    """They are back: told once what waits with them, if anything does."""
    referent = referents.find_referent(tx, ReferentId(timer.subject_id))
    garden = gardens.find_garden(tx, referent.garden_id) if referent else None
    if referent is None or garden is None or referent.person_id is None:
        return
    if _today(referent, now.astimezone(garden.zone).date()) is not None or not waiting_with(
        tx, garden, referent
    ):
        return
    tell_person(
        tx,
        garden.id,
        referent.person_id,
        WELCOME_BACK,
        {"referent": referent.id},
        dedupe=timer.key,
        now=now,
        unasked=True,
    )


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
    deputy = deputy_of(tx, referent)
    if deputy is None or deputy.is_absent(now.astimezone(garden.zone).date()):
        choice = choose_for(tx, garden, sign_up, now, frozenset({referent.id}))
        deputy = choice.referent if isinstance(choice, Choice) else None
    if deputy is not None:
        propose(tx, garden, sign_up, deputy, now)


def waiting_with(tx: Transaction, garden: Garden, referent: Referent) -> list[Waiting]:
    """Whom they have not taken yet, and who waits of those they have."""
    found = []
    for one in assignments.live_of_referent(tx, referent.id):
        sign_up = sign_ups.find_sign_up(tx, one.sign_up_id)
        if sign_up and (one.state is AssignmentState.PROPOSED or _waits(tx, garden, sign_up)):
            found.append(Waiting(one, sign_up))
    return found


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
    deputy = deputy_of(tx, referent)
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
        dedupe=f"{_key(STEPPING_IN, referent.id, absence)}:{absence.last_day}:{deputy.id}:{len(waiting)}",
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


def deputy_of(tx: Transaction, referent: Referent) -> Referent | None:
    """Who steps in; None where nobody is named, or Telegram does not reach them."""
    deputy = referents.find_referent(tx, referent.deputy_id) if referent.deputy_id else None
    return deputy if deputy is not None and deputy.person_id is not None and deputy.reachable else None


def _today(referent: Referent, day: date) -> Absence | None:
    return next((one for one in referent.absences if one.covers(day)), None)


def _set(
    tx: Transaction, garden: Garden, kind: str, referent_id: ReferentId, absence: Absence, due_at: Instant
) -> None:
    timers.set_timer(
        tx,
        kind=kind,
        subject_id=referent_id,
        key=_key(kind, referent_id, absence),
        due_at=due_at,
        garden_id=garden.id,
    )


def _key(kind: str, referent_id: ReferentId, absence: Absence) -> str:
    return f"{kind}:{referent_id}:{absence.first_day}"
