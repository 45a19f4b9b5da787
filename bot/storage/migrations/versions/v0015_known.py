"""What each person knows of an event they answered: so that a change is told once, and as they have to hear it."""

import sqlalchemy as sa
from alembic import op

revision = "v0015"
down_revision = "v0014"


def upgrade() -> None:
    op.add_column("rsvps", sa.Column("known", sa.JSON(), nullable=True))
    op.execute("UPDATE rsvps SET known = (SELECT told FROM events WHERE events.id = rsvps.event_id)")
