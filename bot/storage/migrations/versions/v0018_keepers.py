"""Baskets: a keeper whom a coordinator named in the chat stays until the garden file names the same."""

import sqlalchemy as sa
from alembic import op

revision = "v0018"
down_revision = "v0017"


def upgrade() -> None:
    op.add_column(
        "points", sa.Column("keeper_by_chat", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
