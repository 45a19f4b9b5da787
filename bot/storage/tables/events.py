"""Owns the tables about events: what takes place, what each person answered, and who shares the way."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.tables.columns import Key, UtcDateTime, key, metadata, refers

events = Table(
    "events",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    Column("kind", String(16), nullable=False),
    Column("title", JSON, nullable=False),
    Column("about", JSON, nullable=False),
    Column("place", JSON, nullable=False),
    Column("latitude", Float, nullable=True),
    Column("longitude", Float, nullable=True),
    Column("bring", JSON, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("arrive_at", UtcDateTime, nullable=True),
    Column("carpool", Boolean, nullable=False, server_default=text("false")),
    Column("capacity", Integer, nullable=True),  # heads; none: no limit
    Column("circle", String(16), nullable=False),  # everybody, volunteers, mission, team
    Column("mission_id", Key, ForeignKey("missions.id", ondelete="SET NULL"), nullable=True, index=True),
    Column("state", String(16), nullable=False),  # draft, published, cancelled
    Column("reason", Text, nullable=False, server_default=""),  # why it was cancelled
    Column("version", Integer, nullable=False, server_default="0"),
    Column("key", String(64), nullable=False, unique=True),  # a calendar's UID
    Column("series_key", String(64), nullable=False, server_default=""),
    Column("told", JSON, nullable=True),  # what it said when it was published
    Column("invited", Integer, nullable=False, server_default="0"),
    CheckConstraint("starts_at < ends_at", name="order"),
    Index(None, "garden_id", "starts_at"),
)

rsvps = Table(
    "rsvps",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("event_id", "events"),
    refers("person_id", "people"),
    Column("answer", String(8), nullable=False),  # yes, maybe, no
    Column("state", String(8), nullable=False),  # going, waiting, offered, out
    Column(
        "name", Text, nullable=False, server_default=""
    ),  # under which they are expected, without a profile
    Column("guests", Integer, nullable=False, server_default="0"),
    Column("children", Integer, nullable=False, server_default="0"),
    Column("queued_at", UtcDateTime, nullable=False),
    Column("offered_until", UtcDateTime, nullable=True),
    Column("answered_at", UtcDateTime, nullable=False),
    Column(
        "changes", Integer, nullable=False, server_default="0"
    ),  # how often it was another answer or place
    Column("known", JSON(none_as_null=True), nullable=True),  # what they know of the event: saw, or were told
    Column("photos", Boolean, nullable=True),  # whether they may be seen in photos; none: not said
    Column("code_hash", String(64), nullable=True, unique=True),  # of the code shown at the entrance
    Column("checked_in_at", UtcDateTime, nullable=True),
    Column("face", String(8), nullable=False, server_default=""),  # how it was: good, mixed, bad
    UniqueConstraint("event_id", "person_id"),
)

lifts = Table(  # one person's offer of seats, or search for one
    "lifts",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("event_id", "events"),
    refers("person_id", "people"),
    Column("kind", String(8), nullable=False),  # offer, look
    Column("seats", Integer, nullable=False),
    Column("town", String(64), nullable=False),  # a slug of the garden's; empty: elsewhere
    UniqueConstraint("event_id", "person_id"),
)

rides = Table(  # who asked for a seat in a lift
    "rides",
    metadata,
    key(),
    refers("lift_id", "lifts"),
    refers("person_id", "people"),
    Column("state", String(8), nullable=False),  # asked, agreed, declined
    UniqueConstraint("lift_id", "person_id"),
)
