"""Owns the schema's version: what the database is at, what this program knows. Changes nothing."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.errors import DatabaseNewer, Failure
from bot.storage.address import Address

SCRIPTS = Path(__file__).parent / "migrations"


def known_versions(scripts: Path = SCRIPTS) -> list[str]:
    """The versions this program knows, oldest first; their files are named `<version>_<subject>.py`.

    Read from the names, so that a start with nothing to migrate does not load Alembic.
    """
    return sorted(path.stem.partition("_")[0] for path in (scripts / "versions").glob("v*.py"))


def stored_version(connection: Connection) -> str | None:
    """The version the database says it is at; None where it was never migrated."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def refuse_newer(version: str, known: list[str], address: Address) -> None:
    """Raises: DatabaseNewer: `version` is none this program knows."""
    if version not in known:
        raise DatabaseNewer(
            f"the database {address} is at version {version}, this program knows up to {known[-1]};"
            " install the newer program, or put a backup in the database's place"
        )


def refuse_other_version(connection: Connection, address: Address) -> None:
    """Let pass what fits this program, and a database without a version: tests make those.

    Raises:
        DatabaseNewer: a newer program migrated it.
        Failure: it has yet to be migrated.
    """
    version, known = stored_version(connection), known_versions()
    if version is None or version == known[-1]:
        return
    refuse_newer(version, known, address)
    raise Failure(f"the database {address} is at version {version}, not {known[-1]}; run: coupdemain migrate")
