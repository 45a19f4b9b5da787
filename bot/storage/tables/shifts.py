"""Owns the tables about shifts: when, how many, and who has, wants or gives up each place."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
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

series = Table(
    "series",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("mission_id", "missions"),
    Column("slug", String(64), nullable=False),
    Column("rule", Text, nullable=False),  # RFC 5545, as FREQ=WEEKLY;BYDAY=SA
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=True),
    Column("starts", String(5), nullable=False),  # local, as 09:30
    Column("minutes", Integer, nullable=False),
    Column("exceptions", JSON, nullable=False),  # days without, as 2026-12-26
    Column("season", JSON, nullable=False),  # months it runs in, 1 to 12; none: all year
    Column("terms", JSON, nullable=False),
    Column("planned_until", Date, nullable=True),
    Column("ended_at", UtcDateTime, nullable=True),
    UniqueConstraint("mission_id", "slug"),
    CheckConstraint("minutes > 0", name="minutes"),
)

shifts = Table(
    "shifts",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("mission_id", "missions"),
    refers("series_id", "series", nullable=True, ondelete="SET NULL"),
    Column("occurrence", Date, nullable=True),  # the day its series planned, wherever it was moved to
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("meeting_point", JSON, nullable=False),
    Column("equipment", JSON, nullable=False),
    Column("weather", JSON, nullable=False),
    Column("state", String(16), nullable=False),  # open, cancelled
    Column("reason", Text, nullable=False, server_default=""),  # why it was cancelled
    Column("version", Integer, nullable=False, server_default="0"),  # counts what was changed by hand
    Column("revision", Integer, nullable=False, server_default="0"),  # counts what people were told of
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("series_id", "occurrence"),
    CheckConstraint("starts_at < ends_at", name="order"),
    Index(None, "garden_id", "starts_at"),
    Index(None, "mission_id", "starts_at"),
)

rosters = Table(  # how many people a shift takes; without a shift, a mission that has no dates
    "rosters",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("mission_id", "missions"),
    Column("shift_id", Key, ForeignKey("shifts.id", ondelete="CASCADE"), nullable=True, unique=True),
    Column("minimum", Integer, nullable=False),
    Column("maximum", Integer, nullable=True),  # none: no limit, and no rows in places
    Column("guests", Integer, nullable=False),  # whom one person may bring along
    Column("newcomers", Integer, nullable=False),  # places held for people who come for the first time
    Column("begins_at", UtcDateTime, nullable=True),
    Column("sign_up_until", UtcDateTime, nullable=True),
    Column("drop_out_until", UtcDateTime, nullable=True),
    Column("newcomers_until", UtcDateTime, nullable=True),
    Column("open", Boolean, nullable=False),
    Index("uq_rosters_one_standing", "mission_id", unique=True,
          sqlite_where=text("shift_id IS NULL"), postgresql_where=text("shift_id IS NULL")),
)  # fmt: skip

bookings = Table(  # one person and one roster: waiting, offered, taken, or over
    "bookings",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("roster_id", "rosters"),
    refers("mission_id", "missions"),
    refers("person_id", "people"),
    Column("guests", Integer, nullable=False, server_default="0"),
    Column("state", String(16), nullable=False),
    Column("first_time", Boolean, nullable=False),
    Column("regular", Boolean, nullable=False),  # made by a standing sign-up
    Column("cause", String(16), nullable=False, server_default=""),  # why given up: sick, excused, …
    Column("reason", Text, nullable=False, server_default=""),  # in their words
    Column("queued_at", UtcDateTime, nullable=False),
    Column("offered_until", UtcDateTime, nullable=True),
    Column("decided_at", UtcDateTime, nullable=True),
    Index("uq_bookings_one_open", "roster_id", "person_id", unique=True,
          sqlite_where=text("state IN ('waiting', 'offered', 'taken')"),
          postgresql_where=text("state IN ('waiting', 'offered', 'taken')")),
)  # fmt: skip

places = (
    Table(  # one row for each place of a roster: at any time taken, offered, held or open, and since when
        "places",
        metadata,
        key(),
        refers("roster_id", "rosters"),
        Column("number", Integer, nullable=False),
        Column("state", String(16), nullable=False),
        Column("reason", String(16), nullable=False),
        Column("since", UtcDateTime, nullable=False),
        Column("until", UtcDateTime, nullable=True),
        refers("booking_id", "bookings", nullable=True, ondelete="SET NULL"),
        UniqueConstraint("roster_id", "number"),
        CheckConstraint("(booking_id IS NOT NULL) = (state IN ('taken', 'offered'))", name="whose"),
    )
)

regulars = Table(  # a standing sign-up: a place in each shift of a series
    "regulars",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    refers("series_id", "series"),
    refers("person_id", "people"),
    Column("since", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime, nullable=True),
    Index("uq_regulars_one_live", "series_id", "person_id", unique=True,
          sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
)  # fmt: skip
