"""Owns the tables about staying: what was done, what was noted, thanks, certificates, calls for volunteers."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
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
)

from bot.storage.tables.columns import Key, UtcDateTime, key, metadata, refers

reports = Table(  # what became of one outing; a row stands from the moment it is asked for
    "reports",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("person_id", "people"),
    refers("mission_id", "missions"),
    refers("shift_id", "shifts", nullable=True, ondelete="SET NULL"),
    Column("booking_id", Key, ForeignKey("bookings.id", ondelete="SET NULL"), nullable=True, unique=True),
    Column("day", Date, nullable=False),
    Column("outcome", String(16), nullable=False, server_default=""),  # came, sick, excused, absent, not_held
    Column("hours", Float, nullable=True),  # as the volunteer says
    Column("mood", String(8), nullable=False, server_default=""),  # good, mixed, bad
    Column("asked_at", UtcDateTime, nullable=True),
    Column("reminded_at", UtcDateTime, nullable=True),
    Column("answered_at", UtcDateTime, nullable=True),
    Column("confirmed_hours", Float, nullable=True),
    Column("confirmed_at", UtcDateTime, nullable=True),
    Column("confirmed_by", Key, ForeignKey("people.id", ondelete="SET NULL"), nullable=True),
    Index(None, "garden_id", "day"),
)

notes = Table(  # a referent's, about a person: private to referents, erased with the person
    "notes",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("person_id", "people"),
    refers("author_id", "people", nullable=True, ondelete="SET NULL"),
    Column("text", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

thanks = Table(
    "thanks",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("person_id", "people"),
    Column("occasion", String(16), nullable=False),  # first, milestone, season
    Column("key", String(32), nullable=False),  # which milestone, which season
    Column("said_at", UtcDateTime, nullable=False),
    Column("personal_by", Key, ForeignKey("people.id", ondelete="SET NULL"), nullable=True),
    UniqueConstraint("garden_id", "person_id", "occasion", "key"),
)

certificates = Table(
    "certificates",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("person_id", "people"),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("content", JSON, nullable=False),  # what it attests, as it was printed
    Column("issued_at", UtcDateTime, nullable=False),
)

calls = Table(  # a call for volunteers, or a stand-in looked for
    "calls",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("mission_id", "missions"),
    refers("shift_id", "shifts", nullable=True, ondelete="SET NULL"),
    Column("kind", String(16), nullable=False),  # call, stand_in
    Column("text", Text, nullable=False),
    refers("created_by", "people", nullable=True, ondelete="SET NULL"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime, nullable=True),
    Column("total", Integer, nullable=False),
)

called = Table(
    "called",
    metadata,
    key(),
    refers("call_id", "calls"),
    refers("person_id", "people"),
    Column("state", String(16), nullable=False),  # owed, sent, unreachable, dropped
    Column("answer", String(8), nullable=False, server_default=""),  # yes, no
    Column("answered_at", UtcDateTime, nullable=True),
    UniqueConstraint("call_id", "person_id"),
)
