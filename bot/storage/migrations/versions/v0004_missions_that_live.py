"""Missions that live: shifts and their places, series and regulars, reports, thanks, certificates, calls."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.clock import SystemClock

revision = "v0004"
down_revision = "v0003"

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "breaks",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_breaks_order")),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_breaks_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaks")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_breaks_garden_id"), "breaks", ["garden_id"], unique=False)
    op.create_table(
        "certificates",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_certificates_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_certificates_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_certificates_code_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_certificates_garden_id"), "certificates", ["garden_id"], unique=False)
    op.create_index(op.f("ix_certificates_person_id"), "certificates", ["person_id"], unique=False)
    op.create_table(
        "notes",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("author_id", Key, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_notes_author_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_notes_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_notes_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_notes_author_id"), "notes", ["author_id"], unique=False)
    op.create_index(op.f("ix_notes_garden_id"), "notes", ["garden_id"], unique=False)
    op.create_index(op.f("ix_notes_person_id"), "notes", ["person_id"], unique=False)
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
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_series_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mission_id"], ["missions.id"], name=op.f("fk_series_mission_id_missions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("mission_id", "slug", name=op.f("uq_series_mission_id_slug")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_series_garden_id"), "series", ["garden_id"], unique=False)
    op.create_index(op.f("ix_series_mission_id"), "series", ["mission_id"], unique=False)
    op.create_table(
        "thanks",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("occasion", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.Column("personal_by", Key, nullable=True),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_thanks_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_thanks_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["personal_by"], ["people.id"], name=op.f("fk_thanks_personal_by_people"), ondelete="SET NULL"
        ),
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
    op.create_index(op.f("ix_thanks_garden_id"), "thanks", ["garden_id"], unique=False)
    op.create_index(op.f("ix_thanks_person_id"), "thanks", ["person_id"], unique=False)
    op.create_table(
        "regulars",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("series_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_regulars_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_regulars_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_regulars_series_id_series"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regulars")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_regulars_garden_id"), "regulars", ["garden_id"], unique=False)
    op.create_index(op.f("ix_regulars_person_id"), "regulars", ["person_id"], unique=False)
    op.create_index(op.f("ix_regulars_series_id"), "regulars", ["series_id"], unique=False)
    op.create_index(
        "uq_regulars_one_live",
        "regulars",
        ["series_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
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
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_shifts_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mission_id"], ["missions.id"], name=op.f("fk_shifts_mission_id_missions"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_shifts_series_id_series"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
        sa.UniqueConstraint("series_id", "occurrence", name=op.f("uq_shifts_series_id_occurrence")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_shifts_garden_id"), "shifts", ["garden_id"], unique=False)
    op.create_index(op.f("ix_shifts_garden_id_starts_at"), "shifts", ["garden_id", "starts_at"], unique=False)
    op.create_index(op.f("ix_shifts_mission_id"), "shifts", ["mission_id"], unique=False)
    op.create_index(
        op.f("ix_shifts_mission_id_starts_at"), "shifts", ["mission_id", "starts_at"], unique=False
    )
    op.create_index(op.f("ix_shifts_series_id"), "shifts", ["series_id"], unique=False)
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
        sa.ForeignKeyConstraint(
            ["created_by"], ["people.id"], name=op.f("fk_calls_created_by_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_calls_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mission_id"], ["missions.id"], name=op.f("fk_calls_mission_id_missions"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shifts.id"], name=op.f("fk_calls_shift_id_shifts"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_calls_created_by"), "calls", ["created_by"], unique=False)
    op.create_index(op.f("ix_calls_garden_id"), "calls", ["garden_id"], unique=False)
    op.create_index(op.f("ix_calls_mission_id"), "calls", ["mission_id"], unique=False)
    op.create_index(op.f("ix_calls_shift_id"), "calls", ["shift_id"], unique=False)
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
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_rosters_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mission_id"], ["missions.id"], name=op.f("fk_rosters_mission_id_missions"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shifts.id"], name=op.f("fk_rosters_shift_id_shifts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rosters")),
        sa.UniqueConstraint("shift_id", name=op.f("uq_rosters_shift_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_rosters_garden_id"), "rosters", ["garden_id"], unique=False)
    op.create_index(op.f("ix_rosters_mission_id"), "rosters", ["mission_id"], unique=False)
    op.create_index(
        "uq_rosters_one_standing",
        "rosters",
        ["mission_id"],
        unique=True,
        sqlite_where=sa.text("shift_id IS NULL"),
        postgresql_where=sa.text("shift_id IS NULL"),
    )
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
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_bookings_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mission_id"], ["missions.id"], name=op.f("fk_bookings_mission_id_missions"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_bookings_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["roster_id"], ["rosters.id"], name=op.f("fk_bookings_roster_id_rosters"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_bookings_garden_id"), "bookings", ["garden_id"], unique=False)
    op.create_index(op.f("ix_bookings_mission_id"), "bookings", ["mission_id"], unique=False)
    op.create_index(op.f("ix_bookings_person_id"), "bookings", ["person_id"], unique=False)
    op.create_index(op.f("ix_bookings_roster_id"), "bookings", ["roster_id"], unique=False)
    op.create_index(
        "uq_bookings_one_open",
        "bookings",
        ["roster_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('waiting', 'offered', 'taken')"),
        postgresql_where=sa.text("state IN ('waiting', 'offered', 'taken')"),
    )
    op.create_table(
        "called",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("call_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answer", sa.String(length=8), server_default="", nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_called_call_id_calls"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_called_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_called")),
        sa.UniqueConstraint("call_id", "person_id", name=op.f("uq_called_call_id_person_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_called_call_id"), "called", ["call_id"], unique=False)
    op.create_index(op.f("ix_called_person_id"), "called", ["person_id"], unique=False)
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
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_places_booking_id_bookings"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["roster_id"], ["rosters.id"], name=op.f("fk_places_roster_id_rosters"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sa.UniqueConstraint("roster_id", "number", name=op.f("uq_places_roster_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_places_booking_id"), "places", ["booking_id"], unique=False)
    op.create_index(op.f("ix_places_roster_id"), "places", ["roster_id"], unique=False)
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
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("confirmed_hours", sa.Float(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("confirmed_by", Key, nullable=True),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_reports_booking_id_bookings"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["people.id"], name=op.f("fk_reports_confirmed_by_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_reports_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mission_id"], ["missions.id"], name=op.f("fk_reports_mission_id_missions"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_reports_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shifts.id"], name=op.f("fk_reports_shift_id_shifts"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_reports_booking_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_reports_garden_id"), "reports", ["garden_id"], unique=False)
    op.create_index(op.f("ix_reports_garden_id_day"), "reports", ["garden_id", "day"], unique=False)
    op.create_index(op.f("ix_reports_mission_id"), "reports", ["mission_id"], unique=False)
    op.create_index(op.f("ix_reports_person_id"), "reports", ["person_id"], unique=False)
    op.create_index(op.f("ix_reports_shift_id"), "reports", ["shift_id"], unique=False)
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

    _give_rosters()


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
