"""Fields have names in the garden's languages: a slug has no accents."""

import sqlalchemy as sa
from alembic import op

revision = "v0019"
down_revision = "v0018"


def upgrade() -> None:
    op.add_column("gardens", sa.Column("fields", sa.JSON(), server_default="{}", nullable=False))
