"""Owns the reading of the drivers' errors: which mean "try again", which need the operator, which are bugs."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import DatabaseBusy, Failure
from bot.storage.address import Address

RETRIED = frozenset({"40001", "40P01"})
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

_STATES = {
    "28": "refuses this user or password; correct DATABASE_URL",
    "3D": "has no database of that name; create it with createdb, or correct DATABASE_URL",
    "08": "lost the connection; check that the server is up",
    "53": "has no room for another connection or is out of memory or disk; look at the server",
    "55": "keeps a row locked too long; look for a session left open",
    "57": "is starting, stopping, or cancelled the statement; check that the server is up",
    "25": "takes no writes now; check that it is the primary server",
    **dict.fromkeys(sorted(RETRIED), "has too many transactions in each other's way; it may be tried again"),
}


def read_fault(error: BaseException, address: Address, *, opening: bool = False) -> BaseException:
    """What to raise in place of `error`: a DatabaseBusy where trying again may help, else a Failure, else itself.

    While opening, only what may pass by itself is busy. Later everything around us may pass: nothing is given up.
    """
    fix = _fix(error)
    if fix is None:
        return error
    passing = not opening or _passes(error)
    return (DatabaseBusy if passing else Failure)(f"the database {address} {fix}")


def is_conflict(error: BaseException) -> bool:
    """Two serializable transactions were in each other's way: the same work again, at once, is right."""
    return isinstance(error, DBAPIError) and _state(error) in RETRIED


def is_lost(error: BaseException) -> bool:
    """The connection is gone, so the work in it is too, unless the commit was already under way."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _fix(error: BaseException) -> str | None:
    match error:
        case PoolTimeout():
            return "answers too slowly for what is asked of it; look at its load"
        case TimeoutError():
            return "does not answer; check the host and that the server is up"
        case OSError():
            return "cannot be reached; check the host, the port and that the server is up"
        case DBAPIError(orig=sqlite3.Error() as cause) | (sqlite3.Error() as cause):
            return _SQLITE_FIXES.get(_primary(cause))
        case DBAPIError():
            return _postgres_fix(error)
        case _:
            return None


def _postgres_fix(error: DBAPIError) -> str | None:
    state = _state(error)
    if error.connection_invalidated or "connection is closed" in str(error.orig):
        return _STATES["08"]
    if state in ("25006", *RETRIED):
        return _STATES.get(state, _STATES["25"])
    return _STATES.get(state[:2]) if state[:2] not in ("25", "40") else None


def _passes(error: BaseException) -> bool:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return _primary(cause) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return not (isinstance(error, DBAPIError) and _state(error)[:2] in ("28", "3D"))


def _primary(error: sqlite3.Error) -> int:
    """SQLite's primary result code; the extended one has it in its low byte."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _state(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")
