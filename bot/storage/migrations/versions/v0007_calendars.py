"""People's own calendars: secret links, dates taken as a file; each shift counts the changes people were told of."""

import sqlalchemy as sa
from alembic import op

revision = "v0007"
down_revision = "v0006"

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        _refers("feeds", "garden_id", "gardens"),
        _refers("feeds", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feeds_token_hash")),
        sa.UniqueConstraint("person_id", "garden_id", name=op.f("uq_feeds_person_id_garden_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "taken_dates",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        _refers("taken_dates", "garden_id", "gardens"),
        _refers("taken_dates", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_dates")),
        sa.UniqueConstraint("person_id", "subject", name=op.f("uq_taken_dates_person_id_subject")),
        sqlite_autoincrement=True,
    )
    for table in ("feeds", "taken_dates"):
        for column in ("garden_id", "person_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    op.add_column("shifts", sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE shifts SET revision = version")


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")
