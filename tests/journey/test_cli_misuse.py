"""Whatever an operator gets wrong: one line that says the fix, exit code 2 or 1, never a traceback."""

from __future__ import annotations

import socket
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.rehearsal import Emulator
from tests.journey.commands import EXAMPLE, TOKEN, Operator

GARDEN = {"COUPDEMAIN_GARDEN": str(EXAMPLE)}


pytestmark = pytest.mark.xdist_group("commands")


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path / "data")


async def test_run_without_a_token_says_how_to_get_one(operator: Operator) -> None:
    ran = await operator.runs("run")

    assert ran.code == 2
    assert "TELEGRAM_BOT_TOKEN is not set" in ran.line
    assert "/newbot to @BotFather" in ran.line


async def test_a_token_that_is_none_is_never_shown(operator: Operator) -> None:
    ran = await operator.runs("run", TELEGRAM_BOT_TOKEN="hunter2")

    assert ran.code == 2
    assert "copy it again from @BotFather" in ran.line
    assert "hunter2" not in ran.err


async def test_a_token_that_telegram_refuses(operator: Operator) -> None:
    async with Emulator() as emulator:
        ran = await operator.runs("run", TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=emulator.url, **GARDEN)

    assert ran.code == 2
    assert "Telegram refuses TELEGRAM_BOT_TOKEN" in ran.line
    assert TOKEN not in ran.err


async def test_a_server_that_cannot_be_reached(operator: Operator) -> None:
    nobody = f"http://127.0.0.1:{_closed_port()}"

    ran = await operator.runs("run", TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=nobody, **GARDEN)

    assert ran.code == 1
    assert f"{nobody} cannot be reached" in ran.line
    assert "check the network and TELEGRAM_API_URL" in ran.line


@pytest.mark.parametrize("command", [("run",), ("import", str(EXAMPLE))])
async def test_a_database_that_another_program_holds(operator: Operator, command: tuple[str, ...]) -> None:
    await operator.has_a_garden()
    with closing(sqlite3.connect(operator.database)) as other:
        other.execute("BEGIN IMMEDIATE")

        ran = await operator.runs(*command, TELEGRAM_BOT_TOKEN=TOKEN)

    assert ran.code == 1
    assert "is locked by another program; close what else has it open" in ran.line


@pytest.mark.parametrize("command", ["run", "migrate", "export"])
async def test_a_database_of_a_newer_program(operator: Operator, command: str) -> None:
    await operator.has_a_garden()
    with closing(sqlite3.connect(operator.database)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = 'v9999'")
        newer.commit()

    ran = await operator.runs(command, TELEGRAM_BOT_TOKEN=TOKEN)

    assert ran.code == 1
    assert "is at version v9999" in ran.line
    assert "install the newer program" in ran.line


async def test_a_broken_garden_file_is_told_whole(operator: Operator, tmp_path: Path) -> None:
    broken = tmp_path / "garden.toml"
    text = EXAMPLE.read_text(encoding="utf-8")
    broken.write_text(
        text.replace("capacity = 8\n", "capacity = -1\n").replace('"weekly"', '"wekly"', 1), "utf-8"
    )

    ran = await operator.runs("import", str(broken))

    assert ran.code == 2
    first, *problems = ran.err.splitlines()
    assert first == f"coupdemain: {broken}: 2 problems, nothing was imported"
    assert any("capacity" in problem and "line" in problem for problem in problems)
    assert any('did you mean "weekly"?' in problem for problem in problems)


async def test_a_garden_file_that_is_not_there(operator: Operator) -> None:
    ran = await operator.runs("import", "no-such.toml")

    assert ran.code == 2
    assert "there is no such file" in ran.line


async def test_an_empty_database_says_how_to_fill_it(operator: Operator) -> None:
    for command in ("run", "export"):
        ran = await operator.runs(command, TELEGRAM_BOT_TOKEN=TOKEN)

        assert ran.code == 2
        assert "coupdemain import <garden.toml>" in ran.line
        assert "COUPDEMAIN_GARDEN" in ran.line


async def test_postgresql_without_its_driver(operator: Operator) -> None:
    without = "import sys; sys.modules['asyncpg'] = None; from bot.cli import main; main()"

    ran = await operator.runs(
        "migrate", program=("-c", without), DATABASE_URL="postgresql://me:secret@db/garden"
    )

    assert ran.code == 2
    assert "pip install 'coupdemain[postgres]'" in ran.line
    assert "secret" not in ran.err


async def test_a_coordinator_that_is_no_number(operator: Operator) -> None:
    ran = await operator.runs("run", COUPDEMAIN_ADMINS="abc")

    assert ran.code == 2
    assert ran.line.startswith("COUPDEMAIN_ADMINS: found 'abc'; expected Telegram user ids parted by commas")


async def test_every_wrong_setting_is_told_at_once(operator: Operator) -> None:
    ran = await operator.runs("run", COUPDEMAIN_ADMINS="abc", PORT="70000")

    assert ran.code == 2
    assert [line.split(":")[-2].split()[-1] for line in ran.err.splitlines()] == ["COUPDEMAIN_ADMINS", "PORT"]


async def test_a_data_folder_that_cannot_be_made(operator: Operator, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")

    ran = await operator.runs("import", str(EXAMPLE), COUPDEMAIN_DATA=str(tmp_path / "file" / "data"))

    assert ran.code == 1
    assert "cannot be made" in ran.line
    assert "COUPDEMAIN_DATA" in ran.line


@pytest.mark.skipif(
    sys.platform != "linux", reason="only there a folder exists in which not even root may write"
)
async def test_a_data_folder_that_cannot_be_written(operator: Operator) -> None:
    ran = await operator.runs("import", str(EXAMPLE), COUPDEMAIN_DATA="/proc/self")

    assert ran.code == 1
    assert "cannot be opened; check that its folder exists and may be written to" in ran.line


async def test_a_database_that_is_no_database(operator: Operator) -> None:
    operator.data.mkdir()
    operator.database.write_text("a shopping list, somehow\n" * 60, "utf-8")

    ran = await operator.runs("import", str(EXAMPLE))

    assert ran.code == 1
    assert "is not an SQLite database" in ran.line


async def test_a_misspelt_command_is_misuse(operator: Operator) -> None:
    ran = await operator.runs("rum")

    assert ran.code == 2
    assert "No such command" in ran.err


async def test_the_demo_refuses_a_garden_of_ones_own(operator: Operator) -> None:
    ran = await operator.runs("rehearse", "--demo", str(EXAMPLE))

    assert ran.code == 2
    assert "leave out --demo" in ran.line


async def test_a_language_that_is_not_spoken(operator: Operator) -> None:
    ran = await operator.runs("rehearse", "--language", "tlh")

    assert ran.code == 2
    assert ran.line == "no catalogue for the language 'tlh'; choose one of: fr, en"


def _closed_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
