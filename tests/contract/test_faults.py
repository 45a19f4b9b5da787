"""What the operator reads when the database cannot be had: one line with the fix, and no password."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.errors import DatabaseBusy, DatabaseNewer, Failure, Misuse
from bot.storage.address import parse
from bot.storage.database import Database
from bot.storage.faults import read_fault


@pytest.fixture
def postgres(own_postgres: str) -> str:
    return own_postgres


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "is not a URL"),
        ("garden.sqlite3", "is not a URL"),
        ("mysql://me:secret@host/garden", "'mysql'"),
        ("sqlite://garden.sqlite3", "lacks a slash"),
        ("postgresql://host:port/garden", "is not a URL"),
    ],
)
async def test_a_wrong_address_is_a_misuse(url: str, said: str) -> None:
    with pytest.raises(Misuse, match=said) as caught:
        await Database.open(url)

    assert "sqlite:///" in str(caught.value)
    assert "secret" not in str(caught.value)


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        Failure, match=r"missing/garden.sqlite3 cannot be opened; check that its folder exists"
    ):
        await Database.open(f"sqlite:///{tmp_path}/missing/garden.sqlite3")


async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Ana, the garden is open on Saturday. " * 100)

    with pytest.raises(Failure, match="is not an SQLite database") as caught:
        await Database.open(f"sqlite:///{path}")

    assert not isinstance(caught.value, DatabaseBusy)
    assert path.read_text().startswith("Dear Ana")


async def test_a_file_locked_by_another_program_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.sqlite.BUSY_SECONDS", 0.1)
    path = tmp_path / "garden.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("CREATE TABLE t (x)")
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(DatabaseBusy, match="locked by another program"):
            await Database.open(f"sqlite:///{path}")


def sqlite_error(code: int) -> OperationalError:
    cause = sqlite3.OperationalError("whatever SQLite says")
    cause.sqlite_errorcode = code
    return OperationalError("INSERT …", {}, cause)


def test_a_full_disk_is_waited_for_when_running_and_fatal_when_opening() -> None:
    address = parse("sqlite:///garden.sqlite3")
    full = sqlite_error(sqlite3.SQLITE_FULL)

    assert isinstance(read_fault(full, address), DatabaseBusy)
    assert type(read_fault(full, address, opening=True)) is Failure


def test_extended_codes_are_read_by_their_family() -> None:
    address = parse("sqlite:///garden.sqlite3")
    assert "check the disk" in str(read_fault(sqlite_error(sqlite3.SQLITE_IOERR_FSYNC), address))


def test_a_bug_stays_the_error_it_is() -> None:
    address = parse("sqlite:///garden.sqlite3")
    for bug in (
        sqlite_error(sqlite3.SQLITE_ERROR),
        KeyError("mission"),
        sqlite_error(sqlite3.SQLITE_CONSTRAINT),
    ):
        assert read_fault(bug, address) is bug


async def test_a_database_of_a_newer_program_is_refused(shared_url: str) -> None:
    db = await Database.open(shared_url)
    await db.run(
        lambda tx: tx.connection.execute(text("UPDATE alembic_version SET version_num = 'v9999'")) and None
    )
    await db.close()

    with pytest.raises(DatabaseNewer, match=r"v9999.*install the newer program"):
        await Database.open(shared_url)


async def test_a_database_that_was_not_migrated_says_how(shared_url: str) -> None:
    db = await Database.open(shared_url)
    await db.run(
        lambda tx: tx.connection.execute(text("UPDATE alembic_version SET version_num = 'v0001'")) and None
    )
    await db.close()

    with pytest.raises(Failure, match="run: coupdemain migrate"):
        await Database.open(shared_url)


async def test_a_server_that_is_not_there_is_busy_and_the_password_is_not_shown() -> None:
    with pytest.raises(DatabaseBusy, match="cannot be reached") as caught:
        await Database.open("postgresql://ana:secret@127.0.0.1:1/garden")

    assert "secret" not in str(caught.value)


async def test_a_database_that_the_server_does_not_have_says_how(postgres: str) -> None:
    missing = postgres.replace("/garden_", "/orchard_")

    with pytest.raises(Failure, match="createdb") as caught:
        await Database.open(missing)

    assert not isinstance(caught.value, DatabaseBusy)


def test_the_driver_that_is_not_installed_is_named() -> None:
    program = """
import asyncio, sys
sys.modules["asyncpg"] = None
from bot.errors import Failure
from bot.storage.database import Database
try:
    asyncio.run(Database.open("postgresql://host/garden"))
except Failure as failure:
    print(failure)
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=True
    )

    assert "pip install 'coupdemain[postgres]'" in ended.stdout


def test_the_word_other_clients_have_for_encryption_is_understood() -> None:
    address = parse("postgresql://ana:secret@host/garden?sslmode=require")

    assert address.url.query == {"ssl": "require"}
    assert str(address) == "postgresql://ana:***@host/garden"
