"""Missions, who joins them, who looks after whom."""

import sqlalchemy as sa
from alembic import op

revision = "v0002"
down_revision = "v0001"

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "missions",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=32), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("purpose", sa.JSON(), nullable=False),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("when", sa.JSON(), nullable=False),
        sa.Column("where", sa.JSON(), nullable=False),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("rhythms", sa.JSON(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("hours", sa.Float(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("learn", sa.JSON(), nullable=False),
        sa.Column("provided", sa.JSON(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("required", sa.JSON(), nullable=False),
        sa.Column("on_request", sa.Boolean(), nullable=False),
        sa.Column("minimum_age", sa.String(length=16), nullable=False),
        sa.Column("domain", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.CheckConstraint("places IS NULL OR places >= 0", name=op.f("ck_missions_places")),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_missions_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missions")),
        sa.UniqueConstraint("garden_id", "slug", name=op.f("uq_missions_garden_id_slug")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_missions_garden_id"), "missions", ["garden_id"], unique=False)
    op.create_table(
        "referents",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("person_id", Key, nullable=True),
        sa.Column("domains", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("looks_after", sa.JSON(), nullable=False),
        sa.Column("contact", sa.JSON(), nullable=False),
        sa.Column("deputy_id", Key, nullable=True),
        sa.Column("last_assigned_at", sa.DateTime(), nullable=True),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["deputy_id"],
            ["referents.id"],
            name=op.f("fk_referents_deputy_id_referents"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_referents_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_referents_person_id_people"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referents")),
        sa.UniqueConstraint("garden_id", "slug", name=op.f("uq_referents_garden_id_slug")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_referents_garden_id"), "referents", ["garden_id"], unique=False)
    op.create_index(op.f("ix_referents_person_id"), "referents", ["person_id"], unique=False)
    op.create_table(
        "sign_ups",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("mission_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", Key, nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["people.id"], name=op.f("fk_sign_ups_decided_by_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_sign_ups_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mission_id"], ["missions.id"], name=op.f("fk_sign_ups_mission_id_missions"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sign_ups_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ups")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sign_ups_garden_id"), "sign_ups", ["garden_id"], unique=False)
    op.create_index(op.f("ix_sign_ups_mission_id"), "sign_ups", ["mission_id"], unique=False)
    op.create_index(op.f("ix_sign_ups_person_id"), "sign_ups", ["person_id"], unique=False)
    op.create_index(
        "uq_sign_ups_one_open",
        "sign_ups",
        ["mission_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('awaiting_guardian', 'requested', 'confirmed')"),
        postgresql_where=sa.text("state IN ('awaiting_guardian', 'requested', 'confirmed')"),
    )
    op.create_table(
        "threads",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by", Key, nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["people.id"], name=op.f("fk_threads_answered_by_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_threads_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_threads_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_threads_garden_id"), "threads", ["garden_id"], unique=False)
    op.create_index(op.f("ix_threads_person_id"), "threads", ["person_id"], unique=False)
    op.create_table(
        "wishes",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_wishes_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_wishes_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wishes")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_wishes_garden_id"), "wishes", ["garden_id"], unique=False)
    op.create_index(op.f("ix_wishes_person_id"), "wishes", ["person_id"], unique=False)
    op.create_table(
        "absences",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("referent_id", Key, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_absences_order")),
        sa.ForeignKeyConstraint(
            ["referent_id"],
            ["referents.id"],
            name=op.f("fk_absences_referent_id_referents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_absences_referent_id"), "absences", ["referent_id"], unique=False)
    op.create_table(
        "assignments",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("sign_up_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("referent_id", Key, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("rounds", sa.Integer(), server_default="0", nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_assignments_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_assignments_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["referent_id"],
            ["referents.id"],
            name=op.f("fk_assignments_referent_id_referents"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["sign_up_id"],
            ["sign_ups.id"],
            name=op.f("fk_assignments_sign_up_id_sign_ups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_assignments_garden_id"), "assignments", ["garden_id"], unique=False)
    op.create_index(op.f("ix_assignments_person_id"), "assignments", ["person_id"], unique=False)
    op.create_index(op.f("ix_assignments_referent_id"), "assignments", ["referent_id"], unique=False)
    op.create_index(op.f("ix_assignments_sign_up_id"), "assignments", ["sign_up_id"], unique=False)
    op.create_index(
        "uq_assignments_one_live",
        "assignments",
        ["sign_up_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('proposed', 'taken')"),
        postgresql_where=sa.text("state IN ('proposed', 'taken')"),
    )
