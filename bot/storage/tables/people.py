"""Owns the tables about people: who they are, what they are to a garden, what they told and agreed to."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.storage.tables.columns import Key, UtcDateTime, key, metadata, refers

people = Table(
    "people",
    metadata,
    key(),
    Column("telegram_id", BigInteger, nullable=True, unique=True),
    Column("name", Text, nullable=False),
    Column("language", String(16), nullable=False),
    Column("reachable", Boolean, nullable=False),
    Column("reach", Text, nullable=False, server_default=""),
    refers("garden_id", "gardens", nullable=True, ondelete="SET NULL"),  # the garden they talk to now
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
)

roles = Table(
    "roles",
    metadata,
    key(),
    refers("person_id", "people"),
    refers("garden_id", "gardens"),
    Column("role", String(32), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    UniqueConstraint("person_id", "garden_id", "role"),
    Index(None, "garden_id", "role"),
)

consents = Table(
    "consents",
    metadata,
    key(),
    refers("person_id", "people"),
    refers("garden_id", "gardens"),
    Column("kind", String(32), nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    UniqueConstraint("person_id", "garden_id", "kind"),
)

profiles = Table(
    "profiles",
    metadata,
    key(),
    refers("person_id", "people"),
    refers("garden_id", "gardens"),
    Column("name", Text, nullable=False),
    Column("age", String(16), nullable=False),
    Column("guardian", Text, nullable=False, server_default=""),
    Column("guardian_agreed_at", UtcDateTime, nullable=True),
    Column("guardian_recorded_by", Key, ForeignKey("people.id", ondelete="SET NULL"), nullable=True),
    Column("guardian_refused_at", UtcDateTime, nullable=True),
    Column("situation", String(32), nullable=False),
    Column("rhythm", String(16), nullable=False),
    Column("max_km", Integer, nullable=True),
    Column("town", String(64), nullable=False, server_default=""),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("person_id", "garden_id"),
)

traits = Table(
    "traits",
    metadata,
    key(),
    refers("profile_id", "profiles"),
    Column("kind", String(16), nullable=False),  # motivation, form, skill, language, slot, travel
    Column("value", String(64), nullable=False),
    Column("level", String(16), nullable=False, server_default=""),  # of a skill
    UniqueConstraint("profile_id", "kind", "value"),
    Index(None, "kind", "value"),
)
