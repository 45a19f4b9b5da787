"""Baskets: what members have not heard yet, where the garden moved or cancelled one."""

import sqlalchemy as sa
from alembic import op

revision = "v0014"
down_revision = "v0013"

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TARGETS = {"garden_id": "gardens", "pickup_id": "pickups", "point_id": "points"}


def upgrade() -> None:
    op.create_table(
        "basket_news",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        *(sa.Column(name, Key, nullable=False) for name in TARGETS),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opens_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        *(_refers(name, to) for name, to in TARGETS.items()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_basket_news")),
        sa.UniqueConstraint("pickup_id", name=op.f("uq_basket_news_pickup_id")),
        sqlite_autoincrement=True,
    )
    for column in TARGETS:
        op.create_index(op.f(f"ix_basket_news_{column}"), "basket_news", [column], unique=False)


def _refers(column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_basket_news_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")
