"""Baskets: points, members, their holidays, the calendar of deliveries, contents and pickups of each week."""

import sqlalchemy as sa
from alembic import op

revision = "v0005"
down_revision = "v0004"

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

INDEXED = {
    "points": "garden_id; referent_id",
    "members": "garden_id; garden_id phone; person_id; point_id",
    "holidays": "member_id",
    "delivery_changes": "garden_id",
    "contents": "garden_id",
    "pickups": "garden_id; garden_id day; member_id; point_id; point_id day; taken_by",
    "invitations": "purpose subject_id",
}
"""What rows are looked up by; columns of one index stand side by side."""


def upgrade() -> None:
    op.create_table(
        "points",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.String(length=5), nullable=False),
        sa.Column("closes", sa.String(length=5), nullable=False),
        sa.Column("access", sa.JSON(), nullable=False),
        sa.Column("referent_id", Key, nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("at_garden", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("ck_points_weekday")),
        _refers("points", "garden_id", "gardens"),
        _refers("points", "referent_id", "referents", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points")),
        sa.UniqueConstraint("garden_id", "slug", name=op.f("uq_points_garden_id_slug")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "members",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.String(length=16), server_default="", nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("person_id", Key, nullable=True),
        sa.Column("point_id", Key, nullable=False),
        sa.Column("size", sa.String(length=32), server_default="", nullable=False),
        sa.Column("rhythm", sa.String(length=8), nullable=False),
        sa.Column("solidarity", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        _refers("members", "garden_id", "gardens"),
        _refers("members", "person_id", "people", "SET NULL"),
        _refers("members", "point_id", "points"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("garden_id", "key", name=op.f("uq_members_garden_id_key")),
        sa.UniqueConstraint("garden_id", "person_id", name=op.f("uq_members_garden_id_person_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "holidays",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("member_id", Key, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_holidays_order")),
        _refers("holidays", "member_id", "members"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holidays")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "delivery_changes",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("moved_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "moved_to IS NULL OR first_day = last_day", name=op.f("ck_delivery_changes_one_day")
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_delivery_changes_order")),
        _refers("delivery_changes", "garden_id", "gardens"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_changes")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "contents",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("recipe", sa.JSON(), nullable=False),
        _refers("contents", "garden_id", "gardens"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contents")),
        sa.UniqueConstraint("garden_id", "week", name=op.f("uq_contents_garden_id_week")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "pickups",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("member_id", Key, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("point_id", Key, nullable=False),
        sa.Column("opens_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answer", sa.String(length=8), server_default="", nullable=False),
        sa.Column("friend_name", sa.Text(), server_default="", nullable=False),
        sa.Column("taken_by", Key, nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.Column("collected_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        _refers("pickups", "garden_id", "gardens"),
        _refers("pickups", "member_id", "members"),
        _refers("pickups", "point_id", "points"),
        _refers("pickups", "taken_by", "members", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickups")),
        sa.UniqueConstraint("member_id", "week", name=op.f("uq_pickups_member_id_week")),
        sqlite_autoincrement=True,
    )

    for table, lookups in INDEXED.items():
        for columns in lookups.split("; "):
            name = op.f(f"ix_{table}_{columns.replace(' ', '_')}")
            op.create_index(name, table, columns.split(), unique=False)


def _refers(table: str, column: str, to: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)
