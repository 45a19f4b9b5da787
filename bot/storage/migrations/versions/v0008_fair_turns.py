"""Turns among gardens: what each has due is found without reading what the others have."""

import sqlalchemy as sa
from alembic import op

revision = "v0008"
down_revision = "v0007"


def upgrade() -> None:
    pending = sa.text("state = 'pending'")
    op.create_index(
        "ix_outbox_turn",
        "outbox",
        ["lane", "garden_id", "not_before", "id"],
        unique=False,
        sqlite_where=pending,
        postgresql_where=pending,
    )
