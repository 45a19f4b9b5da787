"""Gardens, the people in them, what they are and agreed to."""

import sqlalchemy as sa
from alembic import op

revision = "v0001"
down_revision = None

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "gardens",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("story", sa.JSON(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("data_contact", sa.Text(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("towns", sa.JSON(), nullable=False),
        sa.Column("pickup_points", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gardens")),
        sa.UniqueConstraint("slug", name=op.f("uq_gardens_slug")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "charters",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("articles", sa.JSON(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_charters_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charters")),
        sa.UniqueConstraint("garden_id", "version", name=op.f("uq_charters_garden_id_version")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_charters_garden_id"), "charters", ["garden_id"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("reach", sa.Text(), server_default="", nullable=False),
        sa.Column("garden_id", Key, nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_people_garden_id_gardens"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_people_telegram_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_people_garden_id"), "people", ["garden_id"], unique=False)
    op.create_table(
        "acceptances",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("charter_id", Key, nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["charter_id"],
            ["charters.id"],
            name=op.f("fk_acceptances_charter_id_charters"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_acceptances_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptances")),
        sa.UniqueConstraint("person_id", "charter_id", name=op.f("uq_acceptances_person_id_charter_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_acceptances_charter_id"), "acceptances", ["charter_id"], unique=False)
    op.create_index(op.f("ix_acceptances_person_id"), "acceptances", ["person_id"], unique=False)
    op.create_table(
        "consents",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_consents_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_consents_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.UniqueConstraint(
            "person_id", "garden_id", "kind", name=op.f("uq_consents_person_id_garden_id_kind")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_consents_garden_id"), "consents", ["garden_id"], unique=False)
    op.create_index(op.f("ix_consents_person_id"), "consents", ["person_id"], unique=False)
    op.create_table(
        "groups",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("linked_by", Key, nullable=True),
        sa.Column("linked_at", sa.DateTime(), nullable=False),
        sa.Column("lost_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_groups_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["linked_by"], ["people.id"], name=op.f("fk_groups_linked_by_people"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sa.UniqueConstraint("chat_id", name=op.f("uq_groups_chat_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_groups_garden_id"), "groups", ["garden_id"], unique=False)
    op.create_index(
        "uq_groups_one_live",
        "groups",
        ["garden_id"],
        unique=True,
        sqlite_where=sa.text("lost_at IS NULL"),
        postgresql_where=sa.text("lost_at IS NULL"),
    )
    op.create_table(
        "invitations",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("created_by", Key, nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("used_by", Key, nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["people.id"], name=op.f("fk_invitations_created_by_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_invitations_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["used_by"], ["people.id"], name=op.f("fk_invitations_used_by_people"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_invitations_garden_id"), "invitations", ["garden_id"], unique=False)
    op.create_table(
        "profiles",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("age", sa.String(length=16), nullable=False),
        sa.Column("guardian", sa.Text(), server_default="", nullable=False),
        sa.Column("guardian_agreed_at", sa.DateTime(), nullable=True),
        sa.Column("guardian_recorded_by", Key, nullable=True),
        sa.Column("situation", sa.String(length=32), nullable=False),
        sa.Column("rhythm", sa.String(length=16), nullable=False),
        sa.Column("max_km", sa.Integer(), nullable=True),
        sa.Column("town", sa.String(length=64), server_default="", nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_profiles_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["guardian_recorded_by"],
            ["people.id"],
            name=op.f("fk_profiles_guardian_recorded_by_people"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_profiles_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profiles")),
        sa.UniqueConstraint("person_id", "garden_id", name=op.f("uq_profiles_person_id_garden_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_profiles_garden_id"), "profiles", ["garden_id"], unique=False)
    op.create_index(op.f("ix_profiles_person_id"), "profiles", ["person_id"], unique=False)
    op.create_table(
        "roles",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("garden_id", Key, nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["garden_id"], ["gardens.id"], name=op.f("fk_roles_garden_id_gardens"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_roles_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
        sa.UniqueConstraint("person_id", "garden_id", "role", name=op.f("uq_roles_person_id_garden_id_role")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_roles_garden_id"), "roles", ["garden_id"], unique=False)
    op.create_index(op.f("ix_roles_garden_id_role"), "roles", ["garden_id", "role"], unique=False)
    op.create_index(op.f("ix_roles_person_id"), "roles", ["person_id"], unique=False)
    op.create_table(
        "traits",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("profile_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=16), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name=op.f("fk_traits_profile_id_profiles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_traits")),
        sa.UniqueConstraint("profile_id", "kind", "value", name=op.f("uq_traits_profile_id_kind_value")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_traits_kind_value"), "traits", ["kind", "value"], unique=False)
    op.create_index(op.f("ix_traits_profile_id"), "traits", ["profile_id"], unique=False)
