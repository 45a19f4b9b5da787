"""A parent's no; and places given before the agreement was looked for in time."""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from bot.clock import SystemClock

revision = "v0017"
down_revision = "v0016"

LACKING = """
    FROM rosters WHERE {when} AND EXISTS (
        SELECT 1 FROM bookings
        JOIN profiles ON profiles.person_id = bookings.person_id AND profiles.garden_id = bookings.garden_id
        WHERE bookings.roster_id = rosters.id AND bookings.state IN ('waiting', 'offered', 'taken')
        AND profiles.age <> 'adult' AND profiles.guardian_agreed_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM timers WHERE timers.key = 'agreement:' || rosters.id)
"""


def upgrade() -> None:
    op.add_column("profiles", sa.Column("guardian_refused_at", sa.DateTime(), nullable=True))
    now = SystemClock().now().astimezone(UTC).replace(tzinfo=None)
    _look("rosters.begins_at > :now", now, {})
    _look("rosters.begins_at IS NULL", now, {"from": now.replace(tzinfo=UTC).isoformat()})


def _look(when: str, now: datetime, payload: dict[str, str]) -> None:
    """The program looks as soon as it runs, and plans from there."""
    planning = sa.text(
        "INSERT INTO timers (garden_id, kind, subject_id, key, due_at, payload)"
        f" SELECT garden_id, 'agreement', id, 'agreement:' || id, :now, '{json.dumps(payload)}'"
        + LACKING.format(when=when)
    ).bindparams(sa.bindparam("now", now, sa.DateTime()))
    op.get_bind().execute(planning)
