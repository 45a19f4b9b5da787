"""Sharing the way to an event: seats offered and looked for, and who asked for one."""

import sqlalchemy as sa
from alembic import op

revision = "v0011"
down_revision = "v0010"

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "events", sa.Column("carpool", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.create_table(
        "lifts",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("event_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("town", sa.String(length=64), nullable=False),
        _refers("lifts", "garden_id", "gardens"),
        _refers("lifts", "event_id", "events"),
        _refers("lifts", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lifts")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_lifts_event_id_person_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "rides",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("lift_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        _refers("rides", "lift_id", "lifts"),
        _refers("rides", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rides")),
        sa.UniqueConstraint("lift_id", "person_id", name=op.f("uq_rides_lift_id_person_id")),
        sqlite_autoincrement=True,
    )
    for table, column in (
        ("lifts", "garden_id"),
        ("lifts", "event_id"),
        ("lifts", "person_id"),
        ("rides", "lift_id"),
        ("rides", "person_id"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")
