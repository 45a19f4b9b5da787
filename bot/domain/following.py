"""Owns how a referent sees whom they follow: the last sign of each, what comes next, and who has gone quiet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.person import PersonId
from bot.domain.referent import AssignmentId, ReferentId
from bot.domain.text import Words

QUIET_AFTER = timedelta(days=21)
"""So long without a word, a meeting or an outing, and nothing to come: somebody should ask how they are."""


@dataclass(frozen=True, slots=True)
class Followed:
    """One person in one mission, as who follows them sees it. `since` is when that began.

    `last_contact_at` and `last_outing` are None where there was none; `next_at` is the next shift they have a place in.
    """

    assignment_id: AssignmentId
    person_id: PersonId
    name: str
    mission: Words
    referent_id: ReferentId | None
    referent: str
    since: datetime
    last_contact_at: datetime | None
    last_outing: date | None
    next_at: datetime | None

    def is_quiet(self, now: datetime, today: date) -> bool:
        """Neither a word, a meeting nor an outing for long, and no shift to come. `today` is the garden's."""
        if self.next_at is not None:
            return False
        last = max(self.since, self.last_contact_at or self.since)
        out = self.last_outing is not None and self.last_outing > today - QUIET_AFTER
        return last <= now - QUIET_AFTER and not out
