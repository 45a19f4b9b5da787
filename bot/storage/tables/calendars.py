"""Owns the tables about people's own calendars: secret links to their dates, and which dates they took as a file."""

from __future__ import annotations

from sqlalchemy import Column, String, Table, UniqueConstraint

from bot.storage.tables.columns import UtcDateTime, key, metadata, refers

feeds = Table(  # the secret link to one person's dates in one garden; making it anew is a new digest
    "feeds",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("person_id", "people"),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("made_at", UtcDateTime, nullable=False),
    UniqueConstraint("person_id", "garden_id"),
)

taken_dates = Table(  # who put which date into a calendar by a file, and is sent another when it changes
    "taken_dates",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("person_id", "people"),
    Column("subject", String(64), nullable=False),  # as booking:12
    Column("taken_at", UtcDateTime, nullable=False),
    UniqueConstraint("person_id", "subject"),
)
