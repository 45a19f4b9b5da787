"""Missions that live: shifts and their places, series and regulars, reports, thanks, certificates, calls."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.clock import SystemClock

revision = "v0004"
down_revision = "v0003"

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

INDEXED = {
    "breaks": "garden_id",
    "certificates": "garden_id; person_id",
    "notes": "author_id; garden_id; person_id",
    "series": "garden_id; mission_id",
    "thanks": "garden_id; person_id",
    "regulars": "garden_id; person_id; series_id",
    "shifts": "garden_id; garden_id starts_at; mission_id; mission_id starts_at; series_id",
    "calls": "created_by; garden_id; mission_id; shift_id",
    "rosters": "garden_id; mission_id",
    "bookings": "garden_id; mission_id; person_id; roster_id",
    "called": "call_id; person_id",
    "places": "booking_id; roster_id",
    "reports": "garden_id; garden_id day; mission_id; person_id; shift_id",
}
"""What rows are looked up by; columns of one index stand side by side."""


def upgrade() -> None:
    op.create_table(
        "breaks",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_breaks_order")),
        _refers("breaks", "garden_id", "gardens"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaks")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "certificates",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        _refers("certificates", "garden_id", "gardens"),
        _refers("certificates", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_certificates_code_hash")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "notes",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("author_id", Key, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        _refers("notes", "author_id", "people", "SET NULL"),
        _refers("notes", "garden_id", "gardens"),
        _refers("notes", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "series",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("mission_id", Key, nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("starts", sa.String(length=5), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("exceptions", sa.JSON(), nullable=False),
        sa.Column("season", sa.JSON(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("planned_until", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_series_minutes")),
        _refers("series", "garden_id", "gardens"),
        _refers("series", "mission_id", "missions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("mission_id", "slug", name=op.f("uq_series_mission_id_slug")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "thanks",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("occasion", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.Column("personal_by", Key, nullable=True),
        _refers("thanks", "garden_id", "gardens"),
        _refers("thanks", "person_id", "people"),
        _refers("thanks", "personal_by", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks")),
        sa.UniqueConstraint(
            "garden_id",
            "person_id",
            "occasion",
            "key",
            name=op.f("uq_thanks_garden_id_person_id_occasion_key"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "regulars",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("series_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        _refers("regulars", "garden_id", "gardens"),
        _refers("regulars", "person_id", "people"),
        _refers("regulars", "series_id", "series"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regulars")),
        sqlite_autoincrement=True,
    )
    _only_one("uq_regulars_one_live", "regulars", ["series_id", "person_id"], "ended_at IS NULL")
    op.create_table(
        "shifts",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("mission_id", Key, nullable=False),
        sa.Column("series_id", Key, nullable=True),
        sa.Column("occurrence", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("meeting_point", sa.JSON(), nullable=False),
        sa.Column("equipment", sa.JSON(), nullable=False),
        sa.Column("weather", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_shifts_order")),
        _refers("shifts", "garden_id", "gardens"),
        _refers("shifts", "mission_id", "missions"),
        _refers("shifts", "series_id", "series", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
        sa.UniqueConstraint("series_id", "occurrence", name=op.f("uq_shifts_series_id_occurrence")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "calls",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("mission_id", Key, nullable=False),
        sa.Column("shift_id", Key, nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_by", Key, nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        _refers("calls", "created_by", "people", "SET NULL"),
        _refers("calls", "garden_id", "gardens"),
        _refers("calls", "mission_id", "missions"),
        _refers("calls", "shift_id", "shifts", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "rosters",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("mission_id", Key, nullable=False),
        sa.Column("shift_id", Key, nullable=True),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.Column("guests", sa.Integer(), nullable=False),
        sa.Column("newcomers", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(), nullable=True),
        sa.Column("sign_up_until", sa.DateTime(), nullable=True),
        sa.Column("drop_out_until", sa.DateTime(), nullable=True),
        sa.Column("newcomers_until", sa.DateTime(), nullable=True),
        sa.Column("open", sa.Boolean(), nullable=False),
        _refers("rosters", "garden_id", "gardens"),
        _refers("rosters", "mission_id", "missions"),
        _refers("rosters", "shift_id", "shifts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rosters")),
        sa.UniqueConstraint("shift_id", name=op.f("uq_rosters_shift_id")),
        sqlite_autoincrement=True,
    )
    _only_one("uq_rosters_one_standing", "rosters", ["mission_id"], "shift_id IS NULL")
    op.create_table(
        "bookings",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("roster_id", Key, nullable=False),
        sa.Column("mission_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("guests", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("first_time", sa.Boolean(), nullable=False),
        sa.Column("regular", sa.Boolean(), nullable=False),
        sa.Column("cause", sa.String(length=16), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("queued_at", sa.DateTime(), nullable=False),
        sa.Column("offered_until", sa.DateTime(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        _refers("bookings", "garden_id", "gardens"),
        _refers("bookings", "mission_id", "missions"),
        _refers("bookings", "person_id", "people"),
        _refers("bookings", "roster_id", "rosters"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sqlite_autoincrement=True,
    )
    _only_one(
        "uq_bookings_one_open",
        "bookings",
        ["roster_id", "person_id"],
        "state IN ('waiting', 'offered', 'taken')",
    )
    op.create_table(
        "called",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("call_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answer", sa.String(length=8), server_default="", nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        _refers("called", "call_id", "calls"),
        _refers("called", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_called")),
        sa.UniqueConstraint("call_id", "person_id", name=op.f("uq_called_call_id_person_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "places",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("roster_id", Key, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.Column("booking_id", Key, nullable=True),
        sa.CheckConstraint(
            "(booking_id IS NOT NULL) = (state IN ('taken', 'offered'))", name=op.f("ck_places_whose")
        ),
        _refers("places", "booking_id", "bookings", "SET NULL"),
        _refers("places", "roster_id", "rosters"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sa.UniqueConstraint("roster_id", "number", name=op.f("uq_places_roster_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reports",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("mission_id", Key, nullable=False),
        sa.Column("shift_id", Key, nullable=True),
        sa.Column("booking_id", Key, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=16), server_default="", nullable=False),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("mood", sa.String(length=8), server_default="", nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("confirmed_hours", sa.Float(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("confirmed_by", Key, nullable=True),
        _refers("reports", "booking_id", "bookings", "SET NULL"),
        _refers("reports", "confirmed_by", "people", "SET NULL"),
        _refers("reports", "garden_id", "gardens"),
        _refers("reports", "mission_id", "missions"),
        _refers("reports", "person_id", "people"),
        _refers("reports", "shift_id", "shifts", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_reports_booking_id")),
        sqlite_autoincrement=True,
    )
    op.add_column("assignments", sa.Column("last_contact_at", sa.DateTime(), nullable=True))
    op.add_column("gardens", sa.Column("identity", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("missions", sa.Column("kind", sa.String(length=16), server_default="role", nullable=False))
    op.add_column(
        "missions", sa.Column("from_file", sa.Boolean(), server_default=sa.text("true"), nullable=False)
    )
    op.add_column(
        "missions", sa.Column("accompanied", sa.Boolean(), server_default=sa.text("true"), nullable=False)
    )
    op.add_column("missions", sa.Column("terms", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("missions", sa.Column("need", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("missions", sa.Column("transfer", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("missions", sa.Column("recipients", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("missions", sa.Column("parent_id", Key, nullable=True))
    op.add_column("threads", sa.Column("kind", sa.String(length=16), server_default="text", nullable=False))
    op.add_column("threads", sa.Column("file_id", sa.Text(), server_default="", nullable=False))

    for table, lookups in INDEXED.items():
        for columns in lookups.split("; "):
            name = op.f(f"ix_{table}_{columns.replace(' ', '_')}")
            op.create_index(name, table, columns.split(), unique=False)
    _give_rosters()


def _refers(table: str, column: str, to: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)


def _only_one(name: str, table: str, columns: list[str], among: str) -> None:
    rows = sa.text(among)
    op.create_index(name, table, columns, unique=True, sqlite_where=rows, postgresql_where=rows)


def _give_rosters() -> None:
    """Every mission so far takes people as a whole: it gets a roster, its places, and those who have one."""
    missions = op.get_bind().execute(sa.text("SELECT id, garden_id, places, state FROM missions ORDER BY id"))
    for mission in missions.all():
        roster_id = _insert(
            "rosters",
            garden_id=mission.garden_id,
            mission_id=mission.id,
            minimum=0,
            maximum=mission.places,
            guests=0,
            newcomers=0,
            open=mission.state == "open",
        )
        taken = _book_sign_ups(mission.id, roster_id)
        if mission.places is not None:
            _lay_places(roster_id, mission.places, taken)


def _book_sign_ups(mission_id: int, roster_id: int) -> list[tuple[int, datetime]]:
    holding = (
        sa.text(
            "SELECT garden_id, person_id, created_at FROM sign_ups WHERE mission_id = :mission"
            " AND state IN ('awaiting_guardian', 'requested', 'confirmed') ORDER BY created_at, id"
        )
        .columns(garden_id=Key, person_id=Key, created_at=sa.DateTime())
        .bindparams(mission=mission_id)
    )
    return [
        (
            _insert(
                "bookings",
                garden_id=one.garden_id,
                roster_id=roster_id,
                mission_id=mission_id,
                person_id=one.person_id,
                state="taken",
                first_time=True,
                regular=False,
                queued_at=one.created_at,
                decided_at=one.created_at,
            ),
            one.created_at,
        )
        for one in op.get_bind().execute(holding).all()
    ]


def _lay_places(roster_id: int, maximum: int, taken: list[tuple[int, datetime]]) -> None:
    """More people than places, should it have happened, are more rows: nobody loses theirs."""
    now = SystemClock().now().astimezone(UTC).replace(tzinfo=None)
    for number in range(1, max(maximum, len(taken)) + 1):
        booking_id, since = taken[number - 1] if number <= len(taken) else (None, now)
        _insert(
            "places",
            roster_id=roster_id,
            number=number,
            state="taken" if booking_id else "open",
            reason="" if booking_id else "free",
            since=since,
            booking_id=booking_id,
        )


def _insert(name: str, **values: Any) -> int:
    table = sa.Table(name, sa.MetaData(), autoload_with=op.get_bind(), resolve_fks=False)
    made = op.get_bind().execute(sa.insert(table).values(values).returning(table.c.id))
    return int(made.scalar_one())
