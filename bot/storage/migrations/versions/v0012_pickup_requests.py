"""Baskets: what is asked of a keeper after the cut-off, or of another member."""

import sqlalchemy as sa
from alembic import op

revision = "v0012"
down_revision = "v0011"

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "pickup_requests",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("pickup_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("point_id", Key, nullable=True),
        sa.Column("other_id", Key, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        _refers("garden_id", "gardens"),
        _refers("pickup_id", "pickups"),
        _refers("point_id", "points"),
        _refers("other_id", "pickups"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup_requests")),
        sqlite_autoincrement=True,
    )
    for column in ("garden_id", "pickup_id", "point_id", "other_id"):
        name = op.f(f"ix_pickup_requests_{column}")
        op.create_index(name, "pickup_requests", [column], unique=False)


def _refers(column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_pickup_requests_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")
