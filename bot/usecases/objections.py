"""Owns what somebody asked not to be sent any more, and asking for it again."""

from __future__ import annotations

from enum import StrEnum

from bot.clock import Instant
from bot.domain.person import GardenId, PersonId
from bot.storage import roles
from bot.storage.database import Transaction


class Objection(StrEnum):
    """Kept beside the consents, with their date: what was refused is as personal as what was allowed."""

    REPORTS = "no_reports"
    MONTHLY = "no_monthly"
    THANKS = "no_thanks"


def object_to(
    tx: Transaction, garden_id: GardenId, person_id: PersonId, what: Objection, now: Instant
) -> None:
    roles.record_consent(tx, person_id, garden_id, what, now)


def objects_to(tx: Transaction, garden_id: GardenId, person_id: PersonId, what: Objection) -> bool:
    return roles.consent_given_at(tx, person_id, garden_id, what) is not None


def allow_again(tx: Transaction, garden_id: GardenId, person_id: PersonId, what: Objection) -> None:
    roles.withdraw_consent(tx, person_id, garden_id, what)
