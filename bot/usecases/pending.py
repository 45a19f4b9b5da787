"""Owns opening what waits in /pending: a minor whose parent is to be asked, a wish to read."""

from __future__ import annotations

from bot.domain.person import PersonId, Role
from bot.errors import CoordinatorsOnly, NotAllowed, NotFound, Refusal
from bot.storage import profiles, roles, wishes
from bot.storage.database import Transaction
from bot.usecases.claim import is_team
from bot.usecases.house import Caller
from bot.usecases.notify import tell_person
from bot.usecases.refresh import about_person, about_wish


def open_minor(tx: Transaction, caller: Caller, person_id: PersonId) -> Refusal | None:
    """Show whom to ask for the agreement; recording it takes a second tap, once the adult has been reached."""
    if not roles.has_role(tx, caller.person.id, caller.garden.id, Role.COORDINATOR):
        return CoordinatorsOnly()
    if profiles.find_profile(tx, person_id, caller.garden.id) is None:
        return NotFound()
    _show(tx, caller, "minor_to_agree", {"person": person_id}, about_person(person_id))
    return None


def open_wish(tx: Transaction, caller: Caller, wish_id: int) -> Refusal | None:
    """Show what somebody would have liked; read once, it waits no longer."""
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    wish = wishes.find_wish(tx, wish_id)
    if wish is None or wish.garden_id != caller.garden.id:
        return NotFound()
    _show(tx, caller, "wish", {"wish": wish.id}, about_wish(wish.id))
    wishes.close_wish(tx, wish.id, caller.now)
    return None


def _show(tx: Transaction, caller: Caller, kind: str, payload: dict[str, int], subject: str) -> None:
    tell_person(
        tx,
        caller.garden.id,
        caller.person.id,
        kind,
        payload,
        dedupe=f"{kind}:{subject}:{caller.cause}",
        subject=subject,
        now=caller.now,
    )
