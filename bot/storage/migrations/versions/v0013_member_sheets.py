"""Lists of members that coordinators send: kept while somebody looks at what is in them."""

import sqlalchemy as sa
from alembic import op

revision = "v0013"
down_revision = "v0012"

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sheets",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("households", sa.JSON(), nullable=True),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        _refers("sheets", "garden_id", "gardens"),
        _refers("sheets", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheets")),
        sqlite_autoincrement=True,
    )
    for column in ("garden_id", "person_id"):
        op.create_index(op.f(f"ix_sheets_{column}"), "sheets", [column], unique=False)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")
