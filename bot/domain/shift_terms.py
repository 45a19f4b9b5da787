"""Owns reading back what a shift is agreed on, from its roster's deadlines."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.shift import Roster, Shift
from bot.domain.terms import Terms


def terms_of_shift(shift: Shift, roster: Roster) -> Terms:
    """The terms that would give this shift and roster again."""
    return Terms(
        minimum=roster.minimum,
        maximum=roster.maximum,
        guests=roster.guests,
        newcomers=roster.newcomers,
        closes_hours=_hours_before(shift.starts_at, roster.sign_up_until),
        drop_out_hours=_hours_before(shift.starts_at, roster.drop_out_until),
        equipment=shift.equipment,
        meeting_point=shift.meeting_point,
    )


def _hours_before(starts_at: datetime, deadline: datetime | None) -> float:
    return 0.0 if deadline is None else (starts_at - deadline) / timedelta(hours=1)
