"""Reminders: what people are to be reminded of, each reminder once, and their wishes."""

from datetime import UTC

import sqlalchemy as sa
from alembic import op

from bot.clock import SystemClock

revision = "v0010"
down_revision = "v0009"

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "occasions",
        *_owned(),
        sa.Column("topic", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("occurs_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.String(length=16), server_default="", nullable=False),
        sa.Column("late_minutes", sa.Integer(), server_default="0", nullable=False),
        *_keys("occasions"),
        sa.UniqueConstraint("subject", "person_id", name=op.f("uq_occasions_subject_person_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reminders",
        *_owned(),
        sa.Column("topic", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("occurs_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("parcel_id", Key, nullable=True),
        *_keys("reminders"),
        sa.UniqueConstraint(
            "subject",
            "person_id",
            "rule",
            "occurs_at",
            name=op.f("uq_reminders_subject_person_id_rule_occurs_at"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reminder_wishes",
        *_owned(),
        sa.Column("stopped", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("hour", sa.String(length=5), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        *_keys("reminder_wishes"),
        sa.UniqueConstraint("person_id", "garden_id", name=op.f("uq_reminder_wishes_person_id_garden_id")),
        sqlite_autoincrement=True,
    )
    for table in ("occasions", "reminders", "reminder_wishes"):
        for column in ("garden_id", "person_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    for table in ("occasions", "reminders"):
        op.create_index(op.f(f"ix_{table}_occurs_at"), table, ["occurs_at"], unique=False)
    planned = sa.text("state = 'planned'")
    op.create_index(
        "ix_reminders_due",
        "reminders",
        ["garden_id", "due_at", "id"],
        unique=False,
        sqlite_where=planned,
        postgresql_where=planned,
    )
    _remind_of_shifts()


def _remind_of_shifts() -> None:
    """Whoever has a place in a shift to come is reminded of it: planned as soon as the program runs."""
    now = SystemClock().now().astimezone(UTC).replace(tzinfo=None)
    expected = sa.text(
        "INSERT INTO occasions (garden_id, person_id, topic, subject, occurs_at)"
        " SELECT bookings.garden_id, bookings.person_id, 'shift', 'booking:' || bookings.id, rosters.begins_at"
        " FROM bookings JOIN rosters ON rosters.id = bookings.roster_id"
        " WHERE bookings.state = 'taken' AND rosters.begins_at > :now"
    ).bindparams(sa.bindparam("now", now, sa.DateTime()))
    op.get_bind().execute(expected)
    planning = sa.text(
        "INSERT INTO timers (garden_id, kind, subject_id, key, due_at, payload)"
        " SELECT id, 'reminders_replan', id, 'reminders_replan:' || id, :now, '{\"after\": 0}' FROM gardens"
    ).bindparams(sa.bindparam("now", now, sa.DateTime()))
    op.get_bind().execute(planning)


def _owned() -> tuple[sa.Column[int], ...]:
    """The row's number, its garden and its person."""
    return (
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
    )


def _keys(table: str) -> tuple[sa.Constraint, ...]:
    return (
        _refers(table, "garden_id", "gardens"),
        _refers(table, "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")
