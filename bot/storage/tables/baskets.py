"""Owns the tables about baskets: where they are fetched, by whom, when not, and each week's pickups and contents."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from bot.storage.tables.columns import UtcDateTime, key, metadata, refers

points = Table(  # one a slug of the garden file; gone from the file it is closed, never deleted
    "points",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    Column("slug", String(64), nullable=False),
    Column("name", JSON, nullable=False),
    Column("address", Text, nullable=False),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    Column("weekday", Integer, nullable=False),  # ISO: 1 is Monday
    Column("opens", String(5), nullable=False),  # local, as 17:00
    Column("closes", String(5), nullable=False),
    Column("access", JSON, nullable=False),
    refers("referent_id", "referents", nullable=True, ondelete="SET NULL"),  # its keeper
    Column("keeper_by_chat", Boolean, nullable=False, server_default=false()),  # over what the file says
    Column("capacity", Integer, nullable=True),
    Column("at_garden", Boolean, nullable=False),
    Column("closed_at", UtcDateTime, nullable=True),
    UniqueConstraint("garden_id", "slug"),
    CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
)

members = Table(  # as the garden's own list names them, under the garden's own number
    "members",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    Column("key", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False, server_default=""),
    Column("phone", String(16), nullable=False, server_default=""),  # E.164
    Column("language", String(16), nullable=False),
    refers("person_id", "people", nullable=True, ondelete="SET NULL"),  # once joined to a Telegram account
    refers("point_id", "points"),
    Column("size", String(32), nullable=False, server_default=""),
    Column("rhythm", String(8), nullable=False),  # weekly, even, odd
    Column("solidarity", Boolean, nullable=False),
    Column("since", Date, nullable=True),
    Column("until", Date, nullable=True),
    Column("left_at", UtcDateTime, nullable=True),
    Column("imported_at", UtcDateTime, nullable=False),
    UniqueConstraint("garden_id", "key"),
    UniqueConstraint("garden_id", "person_id"),
    Index(None, "garden_id", "phone"),
)

holidays = Table(  # a member's own: no basket is kept for them
    "holidays",
    metadata,
    key(),
    refers("member_id", "members"),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    CheckConstraint("first_day <= last_day", name="order"),
)

delivery_changes = (
    Table(  # the garden's: days without baskets, or a day whose baskets are handed out on another
        "delivery_changes",
        metadata,
        key(),
        refers("garden_id", "gardens"),
        Column("first_day", Date, nullable=False),
        Column("last_day", Date, nullable=False),
        Column("moved_to", Date, nullable=True),
        Column("reason", JSON, nullable=False),
        Column("by_chat", Boolean, nullable=False, server_default=false()),  # over what the file says
        CheckConstraint("first_day <= last_day", name="order"),
        CheckConstraint("moved_to IS NULL OR first_day = last_day", name="one_day"),
    )
)

contents = Table(  # what is in the baskets of one week, if the garden tells
    "contents",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    Column("week", Date, nullable=False),  # its Monday
    Column("items", JSON, nullable=False),
    Column("recipe", JSON, nullable=False),
    UniqueConstraint("garden_id", "week"),
)

pickups = Table(  # one basket of one member: one a week, on whatever day it is fetched in the end
    "pickups",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("member_id", "members"),
    Column("week", Date, nullable=False),  # its Monday, also where the day was moved into another
    Column("day", Date, nullable=False),
    refers("point_id", "points"),
    Column("opens_at", UtcDateTime, nullable=False),
    Column("closes_at", UtcDateTime, nullable=False),
    Column("state", String(16), nullable=False),  # expected, collected, unclaimed, donated, paused, cancelled
    Column("answer", String(8), nullable=False, server_default=""),  # coming, late, friend
    Column("friend_name", Text, nullable=False, server_default=""),
    refers("taken_by", "members", nullable=True, ondelete="SET NULL"),
    Column("changed_at", UtcDateTime, nullable=True),
    Column("collected_at", UtcDateTime, nullable=True),
    Column("version", Integer, nullable=False, server_default="0"),
    UniqueConstraint("member_id", "week"),
    Index(None, "point_id", "day"),
    Index(None, "garden_id", "day"),
)

sheets = (
    Table(  # a list of members that a coordinator sent: read, shown, then imported or forgotten within a day
        "sheets",
        metadata,
        key(),
        refers("garden_id", "gardens"),
        refers("person_id", "people"),
        Column("file_id", Text, nullable=False),
        Column("message_id", BigInteger, nullable=False),
        Column(
            "state", String(16), nullable=False
        ),  # reading, unreadable, faulty, ready, importing, done, dropped
        Column("summary", JSON, nullable=False),
        Column("households", JSON, nullable=True),  # gone as soon as they are imported or dropped
        Column("done", Integer, nullable=False, server_default="0"),
        Column("created_at", UtcDateTime, nullable=False),
    )
)
