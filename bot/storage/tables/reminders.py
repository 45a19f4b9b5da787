"""Owns the tables about reminders: what somebody is to be reminded of, each reminder once, and their wishes."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Index, Integer, String, Table, UniqueConstraint, text

from bot.storage.tables.columns import Key, UtcDateTime, key, metadata, refers

occasions = Table(  # what somebody is to be reminded of, whatever their wishes
    "occasions",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("person_id", "people"),
    Column("topic", String(16), nullable=False),
    Column("subject", String(64), nullable=False),  # as booking:12
    Column("occurs_at", UtcDateTime, nullable=False, index=True),
    Column("closes_at", UtcDateTime, nullable=True),
    Column("answer", String(16), nullable=False, server_default=""),  # what they said to a reminder of it
    Column("late_minutes", Integer, nullable=False, server_default="0"),
    UniqueConstraint("subject", "person_id"),
)

reminders = Table(
    "reminders",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("person_id", "people"),
    Column("topic", String(16), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("rule", String(16), nullable=False),
    Column("occurs_at", UtcDateTime, nullable=False, index=True),
    Column("due_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("state", String(16), nullable=False),  # planned, owed, dropped
    Column("parcel_id", Key, nullable=True),  # in the outbox, which forgets sooner than this table
    UniqueConstraint("subject", "person_id", "rule", "occurs_at"),
    # What is due is found among what is planned, however much was said.
    Index("ix_reminders_due", "garden_id", "due_at", "id", sqlite_where=text("state = 'planned'"),
          postgresql_where=text("state = 'planned'")),
)  # fmt: skip

reminder_wishes = Table(
    "reminder_wishes",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("person_id", "people"),
    Column("stopped", JSON, nullable=False),  # topics
    Column("rules", JSON, nullable=False),  # names of rules by topic, where they chose any
    Column("hour", String(5), nullable=False),  # local, as 18:00
    Column("weekdays", JSON, nullable=False),  # 1 to 7
    Column("paused_until", Date, nullable=True),
    UniqueConstraint("person_id", "garden_id"),
)
