"""Owns looking at a database from outside: its version and ours. Creates nothing, changes nothing, waits for nobody."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.address import Address, parse
from bot.storage.faults import raise_read
from bot.storage.postgres import postgres_engine
from bot.storage.schema import known_versions, refuse_newer, stored_version
from bot.storage.sqlite import BUSY_SECONDS, sqlite_engine


@dataclass(frozen=True, slots=True)
class Standing:
    """The version the database is at, None where it is empty or not there yet, and the newest we know."""

    found: str | None
    newest: str

    @property
    def is_current(self) -> bool:
        return self.found == self.newest


async def read_standing(url: str) -> Standing:
    """Where the database at `url` stands.

    Raises:
        Misuse: the URL is wrong.
        DatabaseNewer: a newer program migrated it.
        Failure: it cannot be read.
    """
    address, known = parse(url), known_versions()
    if address.in_memory or (address.path is not None and not address.path.exists()):
        return Standing(None, known[-1])
    found = await _read_version(address)
    if found is not None:
        refuse_newer(found, known, address)
    return Standing(found, known[-1])


async def _read_version(address: Address) -> str | None:
    engine = _engine(address)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(stored_version)
    except Exception as error:
        raise_read(error, address, opening=True)
    finally:
        await engine.dispose()


def _engine(address: Address) -> AsyncEngine:
    if not address.is_sqlite:
        return postgres_engine(address, pool_size=1)
    return sqlite_engine(address, begin="BEGIN", pragmas={"query_only": "ON"}, busy=BUSY_SECONDS)
