"""Answers to events count how often they changed: a calendar tells a newer one by it."""

import sqlalchemy as sa
from alembic import op

revision = "v0009"
down_revision = "v0008"


def upgrade() -> None:
    op.add_column("rsvps", sa.Column("changes", sa.Integer(), server_default="0", nullable=False))
