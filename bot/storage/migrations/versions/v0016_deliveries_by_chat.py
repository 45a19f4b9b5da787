"""Baskets: a delivery that a coordinator changed in the chat stands over the garden file."""

import sqlalchemy as sa
from alembic import op

revision = "v0016"
down_revision = "v0015"


def upgrade() -> None:
    op.add_column(
        "delivery_changes", sa.Column("by_chat", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
