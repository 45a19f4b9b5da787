"""Households are known by their number without zeros in front; where two were one number, both stay as they are."""

import sqlalchemy as sa
from alembic import op

revision = "v0020"
down_revision = "v0019"

members = sa.table("members", sa.column("id"), sa.column("garden_id"), sa.column("key", sa.String))


def upgrade() -> None:
    other = members.alias("other")
    alike = (other.c.garden_id == members.c.garden_id, other.c.id != members.c.id)
    twice = sa.exists().where(*alike, _is_number(other), _bare(other) == _bare(members))
    these = (_is_number(members), members.c.key != _bare(members), ~twice)
    op.execute(sa.update(members).where(*these).values(key=_bare(members)))


def _bare(table: sa.FromClause) -> sa.ColumnElement[str]:
    return sa.func.coalesce(sa.func.nullif(sa.func.ltrim(table.c.key, "0"), ""), "0")


def _is_number(table: sa.FromClause) -> sa.ColumnElement[bool]:
    return sa.func.ltrim(table.c.key, "0123456789") == ""
