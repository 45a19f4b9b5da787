"""Owns leaving a mission: the place is free, the referent knows, and the person is thanked for saying so."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.mission import MissionId, SignUp, SignUpId
from bot.domain.person import PersonId
from bot.errors import NotFound, Refusal
from bot.storage import audit, sign_ups
from bot.storage.database import Transaction
from bot.usecases.notify import tell_group
from bot.usecases.refer import end_assignment
from bot.usecases.refresh import about_sign_up
from bot.usecases.sign_up import release_places


def leave_mission(
    tx: Transaction,
    garden: Garden,
    sign_up_id: SignUpId,
    person_id: PersonId,
    now: Instant,
    words: str = "",
    *,
    instead: MissionId | None = None,
) -> SignUp | Refusal:
    """The person lets go of a mission and of every shift to come in it; `words` are theirs, kept with the sign-up.

    `instead` is the mission that the team proposed to them, and that they take.
    """
    sign_up = sign_ups.lock_sign_up(tx, sign_up_id)
    if sign_up is None or sign_up.garden_id != garden.id or sign_up.person_id != person_id:
        return NotFound()
    left = sign_ups.withdraw_sign_up(tx, sign_up.id, now, reason=words)
    if left is None:
        return NotFound()
    end_assignment(tx, left, now)
    dates = release_places(tx, garden, left, now)
    tell_group(
        tx,
        garden.id,
        "left_mission",
        {"sign_up": left.id, "instead": instead, "dates": dates},
        dedupe=f"left_mission:{left.id}",
        subject=about_sign_up(left.id),
        now=now,
    )
    audit.note(
        tx,
        garden_id=garden.id,
        actor_id=person_id,
        action="sign_up.withdrawn",
        subject=about_sign_up(left.id),
        details={"mission": left.mission_id, "person": left.person_id},
        now=now,
    )
    return left
