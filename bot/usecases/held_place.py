"""Owns what is told and written down of a place that hangs on a parent's agreement: it is missing, it came too late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import Instant
from bot.domain.person import GardenId, PersonId
from bot.storage import audit
from bot.storage.database import Transaction
from bot.usecases.notify import tell_coordinators, tell_person
from bot.usecases.refresh import about_person


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """Somebody's place, at a shift or an event, and what it is called in notices and in the audit trail.

    `until`: without the agreement by then, it is let go. `shown`: the subject of what its holder reads.
    """

    garden_id: GardenId
    person_id: PersonId
    until: datetime
    payload: Mapping[str, Any]
    missing: str
    late: str
    shown: str
    written: str
    action: str
    where: Mapping[str, int]

    @property
    def _once(self) -> str:
        """Moved to another day, it is another."""
        return f"{self.written}:{self.until.timestamp():.0f}"


def remind(tx: Transaction, place: HeldPlace, now: Instant) -> None:
    """Coordinators read whom to reach; once for each date."""
    tell_coordinators(
        tx,
        place.garden_id,
        place.missing,
        {**place.payload, "until": place.until.isoformat()},
        dedupe=f"{place.missing}:{place._once}",
        subject=about_person(place.person_id),
        now=now,
    )


def let_go(tx: Transaction, place: HeldPlace, now: Instant) -> None:
    """The place is free by now: whoever had it is told kindly, and why is written down."""
    tell_person(
        tx,
        place.garden_id,
        place.person_id,
        place.late,
        place.payload,
        dedupe=f"{place.late}:{place._once}",
        subject=place.shown,
        now=now,
        unasked=True,
    )
    audit.note(
        tx,
        garden_id=place.garden_id,
        actor_id=None,
        action=place.action,
        subject=place.written,
        details={**place.where, "person": place.person_id},
        now=now,
    )
