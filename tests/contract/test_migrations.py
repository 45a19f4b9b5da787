"""A migration reaches exactly this program's schema, keeps every row, and happens wholly or not at all."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, func, select, text

from bot.errors import DatabaseNewer, Failure
from bot.storage.database import Database, Transaction
from bot.storage.migrate import migrate
from bot.storage.schema import SCRIPTS, known_versions
from bot.storage.tables import gardens, metadata, missions, people, profiles, sign_ups
from tests.contract.rows import add
from tests.contract.servers import database_at, run_sql

HEAD = known_versions()[-1]
NEXT = "v9000"
KEPT: tuple[Table, ...] = (gardens, people, profiles, missions, sign_ups)

REVISION = """
import sqlalchemy as sa
from alembic import op

revision = {next!r}
down_revision = {head!r}


def upgrade() -> None:
    with op.batch_alter_table("people") as table:
        table.alter_column("name", existing_type=sa.Text(), type_=sa.String(300), existing_nullable=False)
        table.add_column(sa.Column("nickname", sa.Text(), nullable=False, server_default="?"))
    {then}
"""

IN_THE_MIDDLE = 'print("middle", flush=True); import sys; sys.stdin.read()'


@pytest.fixture
def postgres(own_postgres: str) -> str:
    return own_postgres


@pytest.fixture
def next_version(tmp_path: Path) -> Callable[[str], Path]:
    """A folder of scripts with one more version than the program knows; it ends with the line given."""

    def scripts(then: str) -> Path:
        folder = tmp_path / "scripts"
        shutil.copytree(SCRIPTS, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        revision = REVISION.format(next=NEXT, head=HEAD, then=then)
        (folder / "versions" / f"{NEXT}_nicknames.py").write_text(revision)
        shutil.rmtree(folder / "versions" / "__pycache__", ignore_errors=True)
        return folder

    return scripts


def populate(tx: Transaction) -> None:
    garden = add(tx, gardens)
    for number in range(3):
        person = add(tx, people, name=f"p{number}", telegram_id=number)
        add(tx, profiles, person_id=person, garden_id=garden)
        mission = add(tx, missions, garden_id=garden, slug=f"m{number}")
        add(tx, sign_ups, garden_id=garden, mission_id=mission, person_id=person)


def counts(tx: Transaction) -> list[int]:
    return [tx.connection.execute(select(func.count()).select_from(table)).scalar_one() for table in KEPT]


@pytest.fixture
async def populated(shared_url: str) -> str:
    db = await Database.open(shared_url)
    await db.run(populate)
    await db.close()
    return shared_url


async def look(url: str, ask: str | Callable[[Transaction], Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """What `ask` says of a database, whatever its version."""
    monkeypatch.setattr("bot.storage.database.refuse_other_version", lambda *_: None)
    db = await Database.open(url)
    try:
        if isinstance(ask, str):
            return await db.read(lambda tx: tx.connection.execute(text(ask)).scalars().all())
        return await db.read(ask)
    finally:
        await db.close()


def start_migrator(url: str, scripts: Path, backups: Path) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-W",
        "error",
        "-m",
        "tests.contract.migrator",
        url,
        str(scripts),
        str(backups),
    ]
    started = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert started.stdout
    assert started.stdin
    assert started.stdout.readline() == "ready\n"
    return started


def let_go(migrator: subprocess.Popen[str]) -> None:
    assert migrator.stdin
    migrator.stdin.write("go\n")
    migrator.stdin.flush()


async def test_migrating_makes_exactly_the_tables_of_the_program(shared_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def differences(tx: Transaction) -> list[Any]:
        context = MigrationContext.configure(tx.connection)
        return list(compare_metadata(context, metadata))

    db = await Database.open(shared_url)
    found = await db.run(differences)
    await db.close()

    assert found == []


DETAILS = {
    "sqlite": """SELECT replace(sql, '"', '') FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL
        UNION ALL SELECT format('%s %s %s %d %s %d', m.name, c.name, c.type, c."notnull", c.dflt_value, c.pk)
        FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name <> 'alembic_version'
        UNION ALL SELECT format('%s %s %s %s %s', m.name, f."table", f."from", f."to", f.on_delete)
        FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f ORDER BY 1""",
    "postgresql": """SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'
        UNION ALL SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default)
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'
        UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint
        WHERE conrelid <> 0 AND conname NOT LIKE 'alembic%' ORDER BY 1""",
}


async def test_columns_indexes_and_constraints_are_the_same_to_the_letter(shared_url: str) -> None:
    def details(tx: Transaction) -> list[str]:
        return list(tx.connection.execute(text(DETAILS[tx.connection.dialect.name])).scalars())

    def made_at_once(tx: Transaction) -> list[str]:
        metadata.drop_all(tx.connection)
        metadata.create_all(tx.connection)
        return details(tx)

    db = await Database.open(shared_url)
    migrated, made = await db.read(details), await db.run(made_at_once)
    await db.close()

    assert len(migrated) > 200
    assert migrated == made


async def test_every_row_survives_the_rebuilding_of_a_table_others_depend_on(
    populated: str, next_version: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await look(populated, counts, monkeypatch)

    done = await migrate(populated, backup_folder=tmp_path / "backups", scripts=next_version("pass"))

    assert (done.before, done.after) == (HEAD, NEXT)
    assert await look(populated, counts, monkeypatch) == before == [1, 3, 3, 3, 3]
    assert await look(populated, "SELECT nickname FROM people", monkeypatch) == ["?"] * 3


async def test_a_version_that_fails_leaves_the_database_as_it_was(
    populated: str, next_version: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ZeroDivisionError):
        await migrate(populated, backup_folder=tmp_path, scripts=next_version("1 / 0"))

    assert await look(populated, "SELECT version_num FROM alembic_version", monkeypatch) == [HEAD]
    assert await look(populated, counts, monkeypatch) == [1, 3, 3, 3, 3]


async def test_a_kill_in_the_middle_leaves_the_database_as_it_was_and_the_next_run_completes(
    populated: str, next_version: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrator = start_migrator(populated, next_version(IN_THE_MIDDLE), tmp_path)
    let_go(migrator)
    assert migrator.stdout
    assert migrator.stdout.readline() == "middle\n"
    migrator.kill()
    migrator.communicate()

    assert await look(populated, "SELECT version_num FROM alembic_version", monkeypatch) == [HEAD]
    await migrate(populated, backup_folder=tmp_path, scripts=next_version("pass"))

    assert await look(populated, counts, monkeypatch) == [1, 3, 3, 3, 3]
    assert await look(populated, "SELECT nickname FROM people", monkeypatch) == ["?"] * 3


async def test_of_two_that_start_at_once_one_migrates_and_the_other_finds_it_done(
    populated: str, next_version: Callable[[str], Path], tmp_path: Path
) -> None:
    scripts = next_version("pass")
    migrators = [start_migrator(populated, scripts, tmp_path / "backups") for _ in range(2)]
    for migrator in migrators:
        let_go(migrator)

    answers = [json.loads(migrator.communicate(timeout=50)[0]) for migrator in migrators]

    assert sorted(answers) == [[HEAD, NEXT], [NEXT, NEXT]]
    if populated.startswith("sqlite"):
        assert len(list((tmp_path / "backups").iterdir())) == 1


async def test_a_newer_database_is_refused_and_left_alone(
    populated: str, next_version: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrate(populated, backup_folder=tmp_path, scripts=next_version("pass"))

    with pytest.raises(DatabaseNewer, match=NEXT):
        await migrate(populated, backup_folder=tmp_path)

    assert await look(populated, counts, monkeypatch) == [1, 3, 3, 3, 3]


async def test_a_database_that_is_up_to_date_is_not_touched(shared_url: str, tmp_path: Path) -> None:
    done = await migrate(shared_url, backup_folder=tmp_path / "backups")

    assert (done.before, done.after, done.backup) == (HEAD, HEAD, None)
    assert not (tmp_path / "backups").exists()


async def test_an_empty_file_is_migrated_without_a_backup(tmp_path: Path) -> None:
    done = await migrate(f"sqlite:///{tmp_path}/new.sqlite3", backup_folder=tmp_path / "backups")

    assert (done.before, done.after, done.backup) == (None, HEAD, None)
    assert not (tmp_path / "backups").exists()


async def test_the_backup_holds_what_was_there_before(
    sqlite: str, next_version: Callable[[str], Path], tmp_path: Path
) -> None:
    db = await Database.open(sqlite)
    await db.run(populate)
    await db.close()
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / f"garden-{HEAD}.sqlite3").write_text("an earlier one")

    done = await migrate(sqlite, backup_folder=tmp_path / "backups", scripts=next_version("pass"))

    assert done.backup == tmp_path / "backups" / f"garden-{HEAD}-2.sqlite3"
    with closing(sqlite3.connect(done.backup)) as backup:
        assert backup.execute("SELECT count(*) FROM people").fetchone() == (3,)
        assert backup.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)


async def test_rows_that_would_point_nowhere_undo_the_migration(
    sqlite: str, next_version: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = await Database.open(sqlite)
    await db.run(populate)
    await db.close()

    with pytest.raises(Failure, match=r"was left as it was: \d+ rows of .*profiles.* would point nowhere"):
        await migrate(
            sqlite, backup_folder=tmp_path, scripts=next_version('op.execute("DELETE FROM gardens")')
        )

    assert await look(sqlite, counts, monkeypatch) == [1, 3, 3, 3, 3]
    assert await look(sqlite, "SELECT version_num FROM alembic_version", monkeypatch) == [HEAD]


async def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "photos.sqlite3"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE photos (id INTEGER)")

    with pytest.raises(Failure, match="another program's"):
        await migrate(f"sqlite:///{path}", backup_folder=tmp_path)

    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name FROM sqlite_schema").fetchall() == [("photos",)]


async def test_it_works_from_an_installed_package(tmp_path: Path) -> None:
    shutil.copytree(
        SCRIPTS.parents[1], tmp_path / "50% site" / "bot", ignore=shutil.ignore_patterns("__pycache__")
    )
    program = """
import asyncio, pathlib, sys
from bot.storage.migrate import migrate
url = "sqlite:///" + sys.argv[1]
print(asyncio.run(migrate(url, backup_folder=pathlib.Path("backups"))).after)
assert "alembic" in sys.modules
"""
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "50% site"), "PYTHONSAFEPATH": "1"}

    def run(source: str) -> str:
        command = [sys.executable, "-c", source, str(tmp_path / "garden.sqlite3")]
        ended = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=50, check=True
        )
        return ended.stdout.strip()

    assert run(program) == HEAD
    assert run(program.replace('assert "alembic" in', 'assert "alembic" not in')) == HEAD


async def test_a_fresh_postgresql_is_migrated(server: str, tmp_path: Path) -> None:
    await run_sql(server, "CREATE DATABASE fresh")

    done = await migrate(database_at(server, "fresh"), backup_folder=tmp_path)

    await run_sql(server, "DROP DATABASE fresh")
    assert (done.before, done.after, done.backup) == (None, HEAD, None)


def test_every_version_is_named_after_its_file() -> None:
    for path in (SCRIPTS / "versions").glob("v*.py"):
        assert f'revision = "{path.stem.partition("_")[0]}"' in path.read_text()
