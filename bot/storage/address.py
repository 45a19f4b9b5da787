"""Owns the database's address: which URLs are understood, and how they are shown without their password."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import Misuse

FORMS = "write sqlite:///folder/file.sqlite3 or postgresql://user:password@host/database"


@dataclass(frozen=True, slots=True)
class Address:
    """Where the database is. `path` is None in memory and on PostgreSQL."""

    url: URL
    path: Path | None

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def in_memory(self) -> bool:
        return self.is_sqlite and self.path is None

    def __str__(self) -> str:
        if self.is_sqlite:
            return str(self.path or ":memory:")
        return self.url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)


def parse(raw: str) -> Address:
    """The address that `raw` names, with the driver we use.

    Raises:
        Misuse: it is no URL, or one of a database we do not know.
    """
    try:
        url = make_url(raw)
    except (ArgumentError, ValueError):
        raise Misuse(f"the database's address is not a URL; {FORMS}") from None
    match url.drivername:
        case "sqlite" | "sqlite+aiosqlite":
            return _sqlite(url)
        case "postgresql" | "postgres" | "postgresql+asyncpg":
            return _postgres(url)
        case other:
            raise Misuse(f"the database's address begins with {other!r}, which is not supported; {FORMS}")


def _sqlite(url: URL) -> Address:
    if url.host:
        raise Misuse(
            f"{url.render_as_string()!r} lacks a slash: sqlite:///relative/path or sqlite:////absolute/path"
        )
    in_memory = url.database in (None, "", ":memory:")
    path = None if in_memory else Path(str(url.database)).absolute()
    return Address(URL.create("sqlite+aiosqlite", database=str(path or ":memory:")), path)


def _postgres(url: URL) -> Address:
    """asyncpg says `ssl` where every other client, and so every host's sample address, says `sslmode`."""
    query = {"ssl" if key == "sslmode" else key: value for key, value in url.query.items()}
    return Address(url.set(drivername="postgresql+asyncpg", query=query), None)
