"""Owns the table of what is asked about a basket after its cut-off, or of another member."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from bot.storage.tables.columns import UtcDateTime, key, metadata, refers

pickup_requests = Table(
    "pickup_requests",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("pickup_id", "pickups"),
    Column("kind", String(8), nullable=False),  # move, donate, swap
    refers("point_id", "points", nullable=True),  # where it is to go
    refers("other_id", "pickups", nullable=True),  # the basket to swap with
    Column("state", String(16), nullable=False),  # open, granted, refused, withdrawn
    Column("asked_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime, nullable=True),
)
