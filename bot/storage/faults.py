"""Owns the reading of the drivers' errors: what may pass, what needs the operator, what is a bug."""

from __future__ import annotations

import sqlite3
from typing import NoReturn

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import DatabaseBusy, Failure
from bot.storage.address import Address

CONFLICTS = {
    "40001": "has too many transactions in each other's way; try again",
    "40P01": "has too many transactions waiting for each other; try again",
}
"""PostgreSQL: serialization failure, deadlock."""

_SQLITE_FIXES = {
    sqlite3.SQLITE_BUSY: "is locked by another program; close what else has it open",
    sqlite3.SQLITE_LOCKED: "is locked by another program; close what else has it open",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that its folder exists and may be written to",
    sqlite3.SQLITE_READONLY: "cannot be written to; check the permissions of the file and of its folder",
    sqlite3.SQLITE_PERM: "cannot be written to; check the permissions of the file and of its folder",
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full; free some space",
    sqlite3.SQLITE_IOERR: "cannot be read or written; check the disk",
    sqlite3.SQLITE_CORRUPT: "is damaged; put the last backup in its place",
    sqlite3.SQLITE_NOTADB: "is not an SQLite database; name another file in DATABASE_URL",
}

_LOST = "lost the connection; check that the server is up"

_POSTGRES_FIXES = {
    **CONFLICTS,
    "25006": "takes no writes now; check that it is the primary server",
    "08": _LOST,
    "28": "refuses this user or password; correct DATABASE_URL",
    "3D": "does not exist on its server; create it with createdb, or correct DATABASE_URL",
    "55000": "takes no connections now; ask its administrator",
    "53": "has no room for another connection, or is out of memory or disk; look at its server",
    "55P03": "keeps a row locked too long; look for a session left open",
    "57": "is starting or stopping, or cancelled the statement; check that its server is up",
}
"""By SQLSTATE, or its class, its first two characters."""

_LASTING = ("28", "3D")


def raise_read(
    error: Exception, address: Address, *, opening: bool = False, reading: bool = False
) -> NoReturn:
    """Raise what `read_fault` says."""
    read = read_fault(error, address, opening=opening, reading=reading)
    if read is error:
        raise error
    raise read from error


def read_fault(
    error: Exception, address: Address, *, opening: bool = False, reading: bool = False
) -> Exception:
    """What `error` means, to be raised in its place; itself where it is a bug, as a write while reading is.

    A DatabaseBusy where trying again may help. Once the database has been opened that is everything around
    us: nothing may be given up because a disk is full for an hour. While opening, what does not pass by
    itself is a plain Failure.
    """
    fix = _fix(error)
    if fix is None or (reading and _is_write(error)):
        return error
    passing = not opening or _passes(error)
    return (DatabaseBusy if passing else Failure)(f"the database {address} {fix}")


def is_conflict(error: Exception) -> bool:
    """Two serializable transactions were in each other's way: the same work again, at once, is right."""
    return isinstance(error, DBAPIError) and _state(error) in CONFLICTS


def is_lost(error: Exception) -> bool:
    """The connection is gone, and the work in it too, unless the commit was already under way."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _fix(error: Exception) -> str | None:
    match error:
        case PoolTimeout():
            return "answers too slowly for what is asked of it; look at its load"
        case TimeoutError():
            return "does not answer; check the host and that the server is up"
        case OSError():
            return "cannot be reached; check the host, the port and that the server is up"
        case DBAPIError(orig=sqlite3.Error() as cause) | (sqlite3.Error() as cause):
            return _SQLITE_FIXES.get(_code(cause))
        case DBAPIError():
            return _postgres_fix(error)
        case _:
            return None


def _postgres_fix(error: DBAPIError) -> str | None:
    if error.connection_invalidated or "connection is closed" in str(error.orig):
        return _LOST
    state = _state(error)
    return _POSTGRES_FIXES.get(state) or _POSTGRES_FIXES.get(state[:2])


def _passes(error: Exception) -> bool:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return _code(cause) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return not isinstance(error, DBAPIError) or _state(error)[:2] not in _LASTING


def _is_write(error: Exception) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return _code(error.orig) == sqlite3.SQLITE_READONLY
    return _state(error) == "25006"


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; the extended one has it in its low byte."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _state(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")
