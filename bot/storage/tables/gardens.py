"""Owns the tables about gardens: what they are, their referents' group, their charter, their links."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
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

gardens = Table(
    "gardens",
    metadata,
    key(),
    Column("slug", String(64), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("languages", JSON, nullable=False),
    Column("story", JSON, nullable=False),
    Column("address", Text, nullable=False),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    Column("contact", Text, nullable=False),
    Column("data_contact", Text, nullable=False),
    Column("rules", JSON, nullable=False),
    Column("towns", JSON, nullable=False),
    Column("pickup_points", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("identity", JSON, nullable=False, server_default="{}"),  # as certificates name the association
    Column(
        "fields", JSON, nullable=False, server_default="{}"
    ),  # what referents look after, by slug, in words
)

breaks = Table(  # holidays: no series has a shift in them
    "breaks",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    Column("name", JSON, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    CheckConstraint("first_day <= last_day", name="order"),
)

groups = Table(
    "groups",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    Column("chat_id", BigInteger, nullable=False, unique=True),
    Column("thread_id", BigInteger, nullable=False, server_default="0"),
    Column("title", Text, nullable=False),
    Column("linked_by", Key, ForeignKey("people.id", ondelete="SET NULL"), nullable=True),
    Column("linked_at", UtcDateTime, nullable=False),
    Column("lost_at", UtcDateTime, nullable=True),
    Index("uq_groups_one_live", "garden_id", unique=True, sqlite_where=text("lost_at IS NULL"),
          postgresql_where=text("lost_at IS NULL")),
)  # fmt: skip

charters = Table(
    "charters",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    Column("version", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("articles", JSON, nullable=False),
    Column("questions", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("garden_id", "version"),
)

acceptances = Table(
    "acceptances",
    metadata,
    key(),
    refers("person_id", "people"),
    refers("charter_id", "charters"),
    Column("accepted_at", UtcDateTime, nullable=False),
    UniqueConstraint("person_id", "charter_id"),
)

invitations = Table(
    "invitations",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    Column("token_hash", String(64), nullable=False, unique=True),  # SHA-256 of 128 random bits, hexadecimal
    Column("purpose", String(16), nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("created_by", Key, ForeignKey("people.id", ondelete="SET NULL"), nullable=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime, nullable=True),
    Column("used_by", Key, ForeignKey("people.id", ondelete="SET NULL"), nullable=True),
    Index(None, "purpose", "subject_id"),
)
