"""Events: what takes place beside missions, and what each person answers."""

import sqlalchemy as sa
from alembic import op

revision = "v0006"
down_revision = "v0005"

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("bring", sa.JSON(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("arrive_at", sa.DateTime(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("circle", sa.String(length=16), nullable=False),
        sa.Column("mission_id", Key, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("series_key", sa.String(length=64), server_default="", nullable=False),
        sa.Column("told", sa.JSON(), nullable=True),
        sa.Column("invited", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_events_order")),
        _refers("events", "garden_id", "gardens"),
        _refers("events", "mission_id", "missions", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("key", name=op.f("uq_events_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "rsvps",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("event_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("guests", sa.Integer(), server_default="0", nullable=False),
        sa.Column("children", sa.Integer(), server_default="0", nullable=False),
        sa.Column("queued_at", sa.DateTime(), nullable=False),
        sa.Column("offered_until", sa.DateTime(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.Column("photos", sa.Boolean(), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("checked_in_at", sa.DateTime(), nullable=True),
        sa.Column("face", sa.String(length=8), server_default="", nullable=False),
        _refers("rsvps", "garden_id", "gardens"),
        _refers("rsvps", "event_id", "events"),
        _refers("rsvps", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rsvps")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_rsvps_code_hash")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_rsvps_event_id_person_id")),
        sqlite_autoincrement=True,
    )
    for table, columns in (
        ("events", ["garden_id"]),
        ("events", ["garden_id", "starts_at"]),
        ("events", ["mission_id"]),
        ("rsvps", ["garden_id"]),
        ("rsvps", ["event_id"]),
        ("rsvps", ["person_id"]),
    ):
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)


def _refers(table: str, column: str, to: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)
