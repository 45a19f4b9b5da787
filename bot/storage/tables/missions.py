"""Owns the tables about missions: what there is to do, who joins, who looks after whom."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
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

missions = Table(
    "missions",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    Column("slug", String(64), nullable=False),
    Column("position", Integer, nullable=False),
    Column("form", String(32), nullable=False),
    Column("title", JSON, nullable=False),
    Column("purpose", JSON, nullable=False),
    Column("tasks", JSON, nullable=False),
    Column("when", JSON, nullable=False),
    Column("where", JSON, nullable=False),
    Column("slots", JSON, nullable=False),
    Column("rhythms", JSON, nullable=False),
    Column("latitude", Float, nullable=True),
    Column("longitude", Float, nullable=True),
    Column("hours", Float, nullable=False),
    Column("places", Integer, nullable=True),
    Column("learn", JSON, nullable=False),
    Column("provided", JSON, nullable=False),
    Column("skills", JSON, nullable=False),
    Column("required", JSON, nullable=False),
    Column("on_request", Boolean, nullable=False),
    Column("minimum_age", String(16), nullable=False),
    Column("domain", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("kind", String(16), nullable=False, server_default="role"),
    Column("from_file", Boolean, nullable=False, server_default=text("true")),  # an import may close it
    Column("accompanied", Boolean, nullable=False, server_default=text("true")),  # at the first outing
    Column("terms", JSON, nullable=False, server_default="{}"),  # what its shifts begin with
    Column("need", JSON, nullable=False, server_default="{}"),
    Column("transfer", JSON, nullable=False, server_default="{}"),
    Column("recipients", JSON, nullable=False, server_default="{}"),
    Column("parent_id", Key, nullable=True),  # the mission it was cut from
    UniqueConstraint("garden_id", "slug"),
    CheckConstraint("places IS NULL OR places >= 0", name="places"),
)

referents = Table(
    "referents",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    Column("slug", String(64), nullable=False),
    Column("name", Text, nullable=False),
    refers("person_id", "people", nullable=True, ondelete="SET NULL"),
    Column("domains", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("looks_after", JSON, nullable=False),
    Column("contact", JSON, nullable=False),
    Column("deputy_id", Key, ForeignKey("referents.id", ondelete="SET NULL"), nullable=True),
    Column("last_assigned_at", UtcDateTime, nullable=True),
    Column("left_at", UtcDateTime, nullable=True),
    UniqueConstraint("garden_id", "slug"),
)

absences = Table(
    "absences",
    metadata,
    key(),
    refers("referent_id", "referents"),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    CheckConstraint("first_day <= last_day", name="order"),
)

sign_ups = Table(
    "sign_ups",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("mission_id", "missions"),
    refers("person_id", "people"),
    Column("state", String(32), nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("why", JSON, nullable=False),  # the reasons of the match, as texts
    Column("created_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime, nullable=True),
    Column("decided_by", Key, ForeignKey("people.id", ondelete="SET NULL"), nullable=True),
    Index("uq_sign_ups_one_open", "mission_id", "person_id", unique=True,
          sqlite_where=text("state IN ('awaiting_guardian', 'requested', 'confirmed')"),
          postgresql_where=text("state IN ('awaiting_guardian', 'requested', 'confirmed')")),
)  # fmt: skip

assignments = Table(
    "assignments",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("sign_up_id", "sign_ups"),
    refers("person_id", "people"),
    refers("referent_id", "referents", nullable=True, ondelete="SET NULL"),
    Column("state", String(16), nullable=False),
    Column("rounds", Integer, nullable=False, server_default="0"),  # reminders and re-proposals so far
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("taken_at", UtcDateTime, nullable=True),
    Column("ended_at", UtcDateTime, nullable=True),
    Column("last_contact_at", UtcDateTime, nullable=True),
    Index("uq_assignments_one_live", "sign_up_id", unique=True,
          sqlite_where=text("state IN ('proposed', 'taken')"),
          postgresql_where=text("state IN ('proposed', 'taken')")),
)  # fmt: skip

wishes = Table(
    "wishes",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("person_id", "people"),
    Column("text", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime, nullable=True),
)

threads = Table(  # a person's message to a human, and whether somebody answered
    "threads",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("person_id", "people"),
    Column("text", Text, nullable=False),  # emptied once answered
    Column("asked_at", UtcDateTime, nullable=False),
    Column("answered_at", UtcDateTime, nullable=True),
    Column("answered_by", Key, ForeignKey("people.id", ondelete="SET NULL"), nullable=True),
    Column("kind", String(16), nullable=False, server_default="text"),  # text, photo, voice
    Column("file_id", Text, nullable=False, server_default=""),  # Telegram's; emptied once answered
)
