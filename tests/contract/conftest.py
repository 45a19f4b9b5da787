"""One suite, three databases: an SQLite file, SQLite in memory, PostgreSQL; each test gets a fresh one."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.tables import metadata
from tests.contract.races import Racers, at_the_start
from tests.contract.servers import QUICK, database_at, run_sql, running_postgres

NUMBERS = count(1)

EMPTY = "; ".join(
    [
        "SET session_replication_role = replica",  # foreign keys need no order then
        *(f"DELETE FROM {table}" for table in metadata.tables),
        *(f"ALTER SEQUENCE IF EXISTS {table}_id_seq RESTART" for table in metadata.tables),
    ]
)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The administrator's URL of a running PostgreSQL."""
    with running_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def templates() -> dict[str, str]:
    """What was migrated once and is copied: the file's path, the database's name; and the copy that is shared."""
    return {}


async def sqlite_url(
    folder: Path, templates: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> str:
    if "sqlite" not in templates:
        template = tmp_path_factory.mktemp("template") / "garden.sqlite3"
        await migrate(f"sqlite:///{template}", backup_folder=folder)
        templates["sqlite"] = str(template)
    shutil.copy(templates["sqlite"], folder / "garden.sqlite3")
    return f"sqlite:///{folder / 'garden.sqlite3'}"


async def copy_on(server: str, name: str, templates: dict[str, str], folder: Path) -> str:
    """The URL of a new database of the server, migrated and empty."""
    if "postgres" not in templates:
        await run_sql(
            server, *(f"ALTER SYSTEM SET {setting}" for setting in QUICK), "SELECT pg_reload_conf()"
        )
        await run_sql(server, "CREATE DATABASE template_garden")
        await migrate(database_at(server, "template_garden"), backup_folder=folder)
        templates["postgres"] = "template_garden"
    await run_sql(server, f"CREATE DATABASE {name} TEMPLATE {templates['postgres']} STRATEGY FILE_COPY")
    return database_at(server, name)


@pytest.fixture
async def postgres(server: str, templates: dict[str, str], tmp_path: Path) -> str:
    """A migrated PostgreSQL database, emptied; it is the same one each time, which is four times as quick."""
    if "shared" not in templates:
        templates["shared"] = await copy_on(server, "shared_garden", templates, tmp_path)
    await run_sql(templates["shared"], EMPTY)
    return templates["shared"]


@pytest.fixture
async def own_postgres(server: str, templates: dict[str, str], tmp_path: Path) -> AsyncIterator[str]:
    """A migrated, empty PostgreSQL database for a test that changes more than rows."""
    name = f"garden_{next(NUMBERS)}"
    yield await copy_on(server, name, templates, tmp_path)
    await run_sql(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def sqlite(tmp_path: Path, templates: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated, empty SQLite file."""
    return await sqlite_url(tmp_path, templates, tmp_path_factory)


@pytest.fixture(scope="session")
def racers() -> Iterator[Racers]:
    with at_the_start() as started:
        yield started


@pytest.fixture(params=["sqlite", "postgres"])
def shared_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database that several processes can open."""
    url: str = request.getfixturevalue(request.param)
    return url


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Queries are asked of what gardens run on; a module whose subject is the database itself names them all.

    A test that lists addresses of its own keeps them.
    """
    has_its_own = any("url" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "url" in metafunc.fixturenames and not has_its_own:
        kinds = getattr(metafunc.module, "DATABASES", ("sqlite", "postgres"))
        metafunc.parametrize("url", kinds, indirect=True)


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database."""
    return "sqlite:///:memory:" if request.param == "memory" else request.getfixturevalue(request.param)


@pytest.fixture
async def db(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url, owner="one")
    yield database
    await database.close()
