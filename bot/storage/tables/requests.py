"""Owns the tables of what is asked about a basket after its cut-off, and of what its member has not heard yet."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, String, Table, UniqueConstraint

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
    Column("state", String(16), nullable=False),  # open, granted, refused, withdrawn, unanswered
    Column("asked_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime, nullable=True),
)

basket_news = Table(  # what is known of a basket that the garden put elsewhere; gone as soon as it is told
    "basket_news",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("pickup_id", "pickups"),
    refers("point_id", "points"),
    Column("day", Date, nullable=False),
    Column("opens_at", UtcDateTime, nullable=False),
    Column("closes_at", UtcDateTime, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    Column("answered", Boolean, nullable=False),
    UniqueConstraint("pickup_id"),
)
