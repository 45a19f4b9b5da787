"""Owns the schema: every table, once, for SQLite and PostgreSQL alike. Queries stand beside, by aggregate."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant at the boundary, naive UTC in the database, microseconds kept."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive datetime {value!r} was given to the database; pass an aware one")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Key = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[int]:
    return Column("id", Key, primary_key=True, autoincrement=True)


def _ref(name: str, target: str, *, nullable: bool = False, ondelete: str = "CASCADE") -> Column[Any]:
    return Column(name, Key, ForeignKey(f"{target}.id", ondelete=ondelete), nullable=nullable, index=True)


gardens = Table(
    "gardens",
    metadata,
    _id(),
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
)

groups = Table(
    "groups",
    metadata,
    _id(),
    _ref("garden_id", "gardens"),
    Column("chat_id", BigInteger, nullable=False, unique=True),
    Column("thread_id", BigInteger, nullable=False, server_default="0"),
    Column("title", Text, nullable=False),
    Column("linked_by", Key, ForeignKey("people.id", ondelete="SET NULL"), nullable=True),
    Column("linked_at", UtcDateTime, nullable=False),
    Column("lost_at", UtcDateTime, nullable=True),
    Index("uq_groups_one_live", "garden_id", unique=True, sqlite_where=text("lost_at IS NULL"),
          postgresql_where=text("lost_at IS NULL")),
)  # fmt: skip

people = Table(
    "people",
    metadata,
    _id(),
    Column("telegram_id", BigInteger, nullable=True, unique=True),
    Column("name", Text, nullable=False),
    Column("language", String(16), nullable=False),
    Column("reachable", Boolean, nullable=False),
    Column("reach", Text, nullable=False, server_default=""),
    _ref("garden_id", "gardens", nullable=True, ondelete="SET NULL"),  # the garden they talk to now
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
)

roles = Table(
    "roles",
    metadata,
    _id(),
    _ref("person_id", "people"),
    _ref("garden_id", "gardens"),
    Column("role", String(32), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    UniqueConstraint("person_id", "garden_id", "role"),
    Index(None, "garden_id", "role"),
)

consents = Table(
    "consents",
    metadata,
    _id(),
    _ref("person_id", "people"),
    _ref("garden_id", "gardens"),
    Column("kind", String(32), nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    UniqueConstraint("person_id", "garden_id", "kind"),
)

profiles = Table(
    "profiles",
    metadata,
    _id(),
    _ref("person_id", "people"),
    _ref("garden_id", "gardens"),
    Column("name", Text, nullable=False),
    Column("age", String(16), nullable=False),
    Column("guardian", Text, nullable=False, server_default=""),
    Column("guardian_agreed_at", UtcDateTime, nullable=True),
    Column("guardian_recorded_by", Key, ForeignKey("people.id", ondelete="SET NULL"), nullable=True),
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
    _id(),
    _ref("profile_id", "profiles"),
    Column("kind", String(16), nullable=False),  # motivation, form, skill, language, slot, travel
    Column("value", String(64), nullable=False),
    Column("level", String(16), nullable=False, server_default=""),  # of a skill
    UniqueConstraint("profile_id", "kind", "value"),
    Index(None, "kind", "value"),
)

charters = Table(
    "charters",
    metadata,
    _id(),
    _ref("garden_id", "gardens"),
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
    _id(),
    _ref("person_id", "people"),
    _ref("charter_id", "charters"),
    Column("accepted_at", UtcDateTime, nullable=False),
    UniqueConstraint("person_id", "charter_id"),
)

missions = Table(
    "missions",
    metadata,
    _id(),
    _ref("garden_id", "gardens"),
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
    UniqueConstraint("garden_id", "slug"),
    CheckConstraint("places IS NULL OR places >= 0", name="places"),
)

referents = Table(
    "referents",
    metadata,
    _id(),
    _ref("garden_id", "gardens"),
    Column("slug", String(64), nullable=False),
    Column("name", Text, nullable=False),
    _ref("person_id", "people", nullable=True, ondelete="SET NULL"),
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
    _id(),
    _ref("referent_id", "referents"),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    CheckConstraint("first_day <= last_day", name="order"),
)

invitations = Table(
    "invitations",
    metadata,
    _id(),
    _ref("garden_id", "gardens"),
    Column("token_hash", String(64), nullable=False, unique=True),  # SHA-256 of 128 random bits, hexadecimal
    Column("purpose", String(16), nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("created_by", Key, ForeignKey("people.id", ondelete="SET NULL"), nullable=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime, nullable=True),
    Column("used_by", Key, ForeignKey("people.id", ondelete="SET NULL"), nullable=True),
)

sign_ups = Table(
    "sign_ups",
    metadata,
    _id(),
    _ref("garden_id", "gardens"),
    _ref("mission_id", "missions"),
    _ref("person_id", "people"),
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
    _id(),
    _ref("garden_id", "gardens"),
    _ref("sign_up_id", "sign_ups"),
    _ref("person_id", "people"),
    _ref("referent_id", "referents", nullable=True, ondelete="SET NULL"),
    Column("state", String(16), nullable=False),
    Column("rounds", Integer, nullable=False, server_default="0"),  # reminders and re-proposals so far
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("taken_at", UtcDateTime, nullable=True),
    Column("ended_at", UtcDateTime, nullable=True),
    Index("uq_assignments_one_live", "sign_up_id", unique=True,
          sqlite_where=text("state IN ('proposed', 'taken')"),
          postgresql_where=text("state IN ('proposed', 'taken')")),
)  # fmt: skip

wishes = Table(
    "wishes",
    metadata,
    _id(),
    _ref("garden_id", "gardens"),
    _ref("person_id", "people"),
    Column("text", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime, nullable=True),
)

threads = Table(  # a person's message to a human, and whether somebody answered
    "threads",
    metadata,
    _id(),
    _ref("garden_id", "gardens"),
    _ref("person_id", "people"),
    Column("text", Text, nullable=False),  # emptied once answered
    Column("asked_at", UtcDateTime, nullable=False),
    Column("answered_at", UtcDateTime, nullable=True),
    Column("answered_by", Key, ForeignKey("people.id", ondelete="SET NULL"), nullable=True),
)

instances = Table(
    "instances",
    metadata,
    _id(),
    _ref("garden_id", "gardens"),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False, server_default="0"),
    _ref("person_id", "people"),
    Column("conversation", String(32), nullable=False),
    Column("subject", String(64), nullable=False, server_default=""),
    Column("state", JSON, nullable=False),
    Column("status", String(16), nullable=False),  # open, later, done, cancelled
    Column("visit", Integer, nullable=False),
    Column("remark", JSON, nullable=True),
    Column("foreground_at", UtcDateTime, nullable=True),  # the newest open one of a chat takes typed text
    Column("shown", JSON, nullable=True),  # what the sender last showed: message id, visit, key, digest
    Column("nudges", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("uq_instances_one_open",
          "garden_id", "chat_id", "thread_id", "person_id", "conversation", "subject",
          unique=True, sqlite_where=text("status IN ('open', 'later')"),
          postgresql_where=text("status IN ('open', 'later')")),
)  # fmt: skip

receipts = Table(
    "seen_update",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("outcome", String(16), nullable=False),  # acted, unwanted, poison
    Column("incident", String(16), nullable=False, server_default=""),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    _ref("garden_id", "gardens", nullable=True),
    _ref("person_id", "people", nullable=True),
    Column("dedupe", String(128), nullable=False, unique=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False, server_default="0"),
    Column("kind", String(32), nullable=False),
    Column("subject", String(64), nullable=False, server_default=""),  # what it is about, as sign_up:12
    Column("payload", JSON, nullable=False),  # ids and plain values; emptied once sent
    Column("lane", Integer, nullable=False),
    Column("unasked", Boolean, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=True),
    Column("state", String(16), nullable=False),  # pending, sent, dropped, failed, unknown
    Column("leased_by", String(64), nullable=True),
    Column("leased_until", UtcDateTime, nullable=True),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("sending_since", UtcDateTime, nullable=True),  # set right before the call: a kill leaves it
    Column("message_id", BigInteger, nullable=True),
    Column("error", Text, nullable=False, server_default=""),
    Column("created_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime, nullable=True),
    # What the worker asks is answered from pending rows alone, however many were sent.
    Index("ix_outbox_due", "lane", "not_before", "id", sqlite_where=text("state = 'pending'"),
          postgresql_where=text("state = 'pending'")),
    Index("ix_outbox_leased", "leased_until",
          sqlite_where=text("state = 'pending' AND leased_until IS NOT NULL"),
          postgresql_where=text("state = 'pending' AND leased_until IS NOT NULL")),
    Index("ix_outbox_waiting", "chat_id", "not_before", sqlite_where=text("state = 'pending'"),
          postgresql_where=text("state = 'pending'")),
    Index("ix_outbox_message", "chat_id", "message_id"),
    Index("ix_outbox_subject", "subject"),
)  # fmt: skip

throttles = Table(  # a 429's delay, stored so that every worker obeys; chat 0 is everything
    "throttles",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("until", UtcDateTime, nullable=False),
)

timers = Table(
    "timers",
    metadata,
    _id(),
    _ref("garden_id", "gardens", nullable=True),
    Column("kind", String(32), nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("key", String(128), nullable=False, unique=True),
    Column("due_at", UtcDateTime, nullable=False, index=True),
    Column("payload", JSON, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("error", Text, nullable=False, server_default=""),
    Index(None, "kind", "subject_id"),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    _ref("garden_id", "gardens", nullable=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("actor_id", Key, nullable=True),  # no foreign key: the trail outlives an erased person, nameless
    Column("action", String(64), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("details", JSON, nullable=False),
)

for _table in metadata.tables.values():
    if "id" in _table.c:
        # A number never comes back: buttons, timers, dedupe keys and the audit trail outlive an erased row.
        _table.dialect_options["sqlite"]["autoincrement"] = True
