"""Owns bringing a database to this program's schema: one at a time, after a backup, wholly or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, NullPool, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import CoupDeMainError, Failure
from bot.storage.address import Address, parse
from bot.storage.faults import raise_read
from bot.storage.postgres import TAKE_TURN, postgres_engine
from bot.storage.schema import SCRIPTS, known_versions, refuse_newer, stored_version
from bot.storage.sqlite import copy_file, sqlite_engine, turn_on_wal

PATIENCE_SECONDS = 120.0
"""How long to wait for another process's migration."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """What was done; `before` equals `after` where there was nothing to do."""

    before: str | None
    after: str
    backup: Path | None


async def migrate(url: str, *, backup_folder: Path, scripts: Path = SCRIPTS) -> Migrated:
    """Bring the database at `url` to the newest schema; a killed run leaves it as it was.

    Raises:
        DatabaseNewer: a newer program migrated it.
        DatabaseBusy: locked or away.
        Failure: it cannot be used, or a row would point nowhere afterwards.
    """
    address = parse(url)
    if address.in_memory:
        return Migrated(None, known_versions(scripts)[-1], None)  # it does not outlive the one who opens it
    engine = _engine(address)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_under_lock, address, backup_folder, scripts)
    except CoupDeMainError:
        raise
    except Exception as error:
        raise_read(error, address, opening=True)
    finally:
        await engine.dispose()


def _engine(address: Address) -> AsyncEngine:
    """On SQLite foreign keys are off, which only works outside a transaction.

    A table altered there is copied, dropped and renamed; with foreign keys on, the drop would empty the
    tables whose rows cascade.
    """
    if not address.is_sqlite:
        return postgres_engine(address, poolclass=NullPool)
    turn_on_wal(address)
    pragmas: dict[str, str | int] = {"foreign_keys": "OFF", "synchronous": "FULL"}
    return sqlite_engine(address, begin="BEGIN IMMEDIATE", pragmas=pragmas, busy=PATIENCE_SECONDS)


def _under_lock(connection: Connection, address: Address, backup_folder: Path, scripts: Path) -> Migrated:
    """On SQLite the transaction is the lock: BEGIN IMMEDIATE lets in one writer, and a kill undoes it."""
    with connection.begin():
        if not address.is_sqlite:
            _lock_postgres(connection)
        known = known_versions(scripts)
        before = stored_version(connection)
        if before == known[-1]:
            return Migrated(before, before, None)
        _refuse(connection, before, known, address)
        backup = _back_up(address, before, backup_folder)
        _run_scripts(connection, scripts)
        if address.is_sqlite:
            _check_foreign_keys(connection, address)
    return Migrated(before, known[-1], backup)


def _lock_postgres(connection: Connection) -> None:
    """Take the writers' turn, for as long as it takes: another process may be migrating, or still at work."""
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS:.0f}s'"))
    connection.exec_driver_sql(TAKE_TURN)


def _refuse(connection: Connection, before: str | None, known: list[str], address: Address) -> None:
    if before is not None:
        refuse_newer(before, known, address)
    elif inspect(connection).get_table_names():
        raise Failure(
            f"the database {address} has tables but no version: it is another program's; name an empty one"
        )


def _back_up(address: Address, before: str | None, folder: Path) -> Path | None:
    """A copy of the file as it was; nothing is written yet, so a reader beside the lock sees just that."""
    if address.path is None or before is None:
        return None
    target = _free_name(folder, f"{address.path.stem}-{before}")
    copy_file(address.path, target)
    return target


def _free_name(folder: Path, stem: str) -> Path:
    target, number = folder / f"{stem}.sqlite3", 1
    while target.exists():
        number += 1
        target = folder / f"{stem}-{number}.sqlite3"
    return target


def _run_scripts(connection: Connection, scripts: Path) -> None:
    from alembic import command  # loaded only where there is something to migrate: it slows a start
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _check_foreign_keys(connection: Connection, address: Address) -> None:
    lost = connection.execute(text("PRAGMA foreign_key_check")).all()
    if lost:
        tables = ", ".join(sorted({row[0] for row in lost}))
        raise Failure(
            f"the database {address} was left as it was: {len(lost)} rows of {tables} would point nowhere;"
            " send this line to the program's authors"
        )
