"""Owns what a keeper is asked after a cut-off: one message, one tap, and the member hears at once."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.person import PersonId, Role
from bot.domain.pickup import PickupRequest, RequestKind
from bot.domain.point import Point
from bot.domain.quiet import next_allowed
from bot.storage import pickup_requests, roles
from bot.storage.database import Transaction
from bot.usecases.notify import tell_coordinators, tell_person
from bot.usecases.pickups.case import PickupCase, case_of_pickup
from bot.usecases.pickups.promises import plan_end
from bot.usecases.pickups.subjects import about_pickup, about_request
from bot.usecases.refresh import refresh_subject

KEEPER_ASKED = "basket_asked"
SOON_ENOUGH = timedelta(hours=2)


def ask_keeper(
    tx: Transaction, case: PickupCase, kind: RequestKind, point: Point, now: Instant, *, ends_at: Instant
) -> None:
    """Ask whoever keeps the point, once; where nobody does, the coordinators. `point` is where it is to go.

    `ends_at`: from then on nobody can say yes.
    """
    waiting = pickup_requests.open_requests(tx, case.pickup.id)
    if any((one.kind, one.point_id) == (kind, point.id) for one in waiting):
        return
    made = pickup_requests.add_request(tx, case.pickup, kind, now, point_id=point.id)
    plan_end(tx, made, ends_at)
    _put(tx, case.garden, made, point, now, ends_at)
    refresh_subject(tx, about_pickup(case.pickup.id), now)


def ask_new_keeper(tx: Transaction, point: Point, now: Instant) -> None:
    """What is still open there is asked of whoever keeps it by now, and no longer of whoever did."""
    for asked in pickup_requests.open_at(tx, point.id):
        case = case_of_pickup(tx, asked.pickup_id)
        if case is not None:
            refresh_subject(tx, about_request(asked.id), now)
            pickup = case.pickup
            ends_at = pickup.closes_at if asked.kind is RequestKind.DONATE else pickup.opens_at
            _put(tx, case.garden, asked, point, now, ends_at)


def _put(
    tx: Transaction, garden: Garden, asked: PickupRequest, point: Point, now: Instant, ends_at: Instant
) -> None:
    """The question, to the keeper; where nobody is reached, to the coordinators."""
    payload, dedupe, subject = {"request": asked.id}, f"{KEEPER_ASKED}:{asked.id}", about_request(asked.id)
    keeper, by_day = point.keeper_id, _by_day(garden, now, ends_at)
    if keeper is None or not tell_person(
        tx,
        garden.id,
        keeper,
        KEEPER_ASKED,
        payload,
        dedupe=dedupe,
        subject=subject,
        now=now,
        not_before=by_day,
    ):
        tell_coordinators(
            tx,
            garden.id,
            KEEPER_ASKED,
            payload,
            dedupe=dedupe,
            subject=subject,
            now=now,
            not_before=by_day,
        )


def _by_day(garden: Garden, now: Instant, ends_at: Instant) -> Instant | None:
    """By night it waits for the morning, where an answer is soon enough then."""
    morning = next_allowed(now, garden.rules.quiet, garden.zone)
    return morning if now < morning <= ends_at - SOON_ENOUGH else None


def keeps(tx: Transaction, point: Point, person_id: PersonId) -> bool:
    """Whether somebody hands out baskets there; coordinators do everywhere."""
    return point.keeper_id == person_id or roles.has_role(tx, person_id, point.garden_id, Role.COORDINATOR)
