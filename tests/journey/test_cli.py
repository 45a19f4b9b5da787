"""What the commands do when all is well, and what they leave behind."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot import __version__
from bot.rehearsal import Emulator
from tests.journey.commands import EXAMPLE, ROOT, TOKEN, Operator, ended

pytestmark = pytest.mark.xdist_group("commands")


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path / "data")


async def test_importing_tells_what_was_done_and_twice_changes_nothing(operator: Operator) -> None:
    first = await operator.runs("import", str(EXAMPLE))
    again = await operator.runs("import", "--json", str(EXAMPLE))

    assert first.code == again.code == 0
    assert "missions: 21 created" in first.out
    assert json.loads(again.out)["changed_nothing"] is True


async def test_migrating_is_done_once(operator: Operator) -> None:
    first = await operator.runs("migrate")
    again = await operator.runs("migrate")

    assert first.out.endswith("was empty\n")
    assert again.out.endswith(": nothing to do\n")


async def test_a_backup_is_a_database_and_is_never_overwritten(operator: Operator, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    await operator.has_a_garden()

    ran = await operator.runs("backup", str(target))
    again = await operator.runs("backup", str(target))

    assert ran.code == 0
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("SELECT count(*) FROM gardens").fetchone() == (1,)
    assert again.code == 2
    assert "exists already; name another file" in again.line


async def test_the_list_of_names_is_empty_before_anybody_came(operator: Operator) -> None:
    await operator.has_a_garden()

    as_csv, as_json = await operator.runs("export"), await operator.runs("export", "--json")

    assert list(csv.DictReader(io.StringIO(as_csv.out))) == []
    assert as_csv.out == "garden,name,age,mission,state,since\n"
    assert json.loads(as_json.out) == []


async def test_the_garden_file_is_written_again_and_changes_nothing(
    operator: Operator, tmp_path: Path
) -> None:
    await operator.has_a_garden()
    written = await operator.runs("export", "--garden")
    path = tmp_path / "written.toml"
    path.write_text(written.out, encoding="utf-8")

    again = await operator.runs("import", str(path), "--json")

    assert json.loads(again.out)["changed_nothing"] is True


async def test_the_years_hours_are_exported_with_their_months(operator: Operator) -> None:
    await operator.has_a_garden()

    ran = await operator.runs("export", "--hours", "2026", "--rate", "14.5")

    assert ran.out == "garden,mission,form,month,hours,people,value\n"
    assert json.loads((await operator.runs("export", "--hours", "2026", "--json")).out) == []


async def test_a_rate_without_a_year_is_said_to_be_missing_it(operator: Operator) -> None:
    await operator.has_a_garden()

    ran = await operator.runs("export", "--rate", "14.5")

    assert ran.code == 2
    assert "add --hours and a year" in ran.err


async def test_reading_commands_make_no_database(operator: Operator) -> None:
    for command in ("export", "check", "doctor"):
        ran = await operator.runs(command)

        assert ran.code in (1, 2)
    assert not operator.data.exists()


async def test_check_finds_nothing_wrong_in_a_garden_that_is_set_up(operator: Operator) -> None:
    await operator.has_a_garden()

    ran = await operator.runs("check", "--json", TELEGRAM_BOT_TOKEN=TOKEN, COUPDEMAIN_ADMINS="123")

    findings = json.loads(ran.out)["findings"]
    assert [one for one in findings if one["verdict"] == "wrong"] == []
    assert ran.code == 0
    said = {(one["what"], one["verdict"]): one["said"] for one in findings}
    assert "type /link in it" in said["garden jardins-de-la-levee", "note"] or "not linked yet" in ran.out


async def test_check_says_everything_that_is_missing_at_once(operator: Operator) -> None:
    await operator.has_a_garden()

    ran = await operator.runs("check")

    assert ran.code == 1
    assert "WRONG  settings: TELEGRAM_BOT_TOKEN is not set" in ran.out
    assert "WRONG  garden jardins-de-la-levee: nobody coordinates it; set COUPDEMAIN_ADMINS" in ran.out
    assert "NOTE   garden jardins-de-la-levee: no referents' group" in ran.out
    assert "Traceback" not in ran.err


async def test_a_garden_file_is_judged_before_anything_is_set_up(operator: Operator) -> None:
    ran = await operator.runs("check", "examples/garden.toml")

    assert ran.code == 0
    assert "examples/garden.toml: 21 missions, 7 referents" in ran.out
    assert "NOTE" in ran.out


async def test_the_source_is_checked_without_settings(operator: Operator) -> None:
    ran = await operator.runs("check", "--source", TELEGRAM_BOT_TOKEN="not even one")

    assert ran.code == 0, ran.out
    assert [line.split()[0] for line in ran.out.splitlines()] == ["OK", "OK"]


async def test_the_doctor_greets_telegram(operator: Operator) -> None:
    await operator.has_a_garden()
    async with Emulator() as emulator:
        known = {"TELEGRAM_API_URL": emulator.url, "COUPDEMAIN_ADMINS": "123"}

        right = await operator.runs("doctor", TELEGRAM_BOT_TOKEN=emulator.token, **known)
        wrong = await operator.runs("doctor", TELEGRAM_BOT_TOKEN=TOKEN, **known)

    assert right.code == 0, right.out
    assert "telegram: the token is @coupdemain_rehearsal_bot's" in right.out
    assert "clock: within" in right.out
    assert "printing: papers can be printed" in right.out
    assert wrong.code == 1
    assert "telegram: refuses TELEGRAM_BOT_TOKEN (401)" in wrong.out
    assert TOKEN not in wrong.out + wrong.err


async def test_the_version_is_the_package_s(operator: Operator) -> None:
    assert (await operator.runs("--version")).out == f"{__version__}\n"


async def test_the_diagrams_of_the_documents_are_fresh(operator: Operator) -> None:
    drawn = await operator.runs("diagram")

    written = (ROOT / "docs" / "conversations.md").read_text(encoding="utf-8")
    assert drawn.out in written, "run: make documents"


async def test_no_conversation_of_that_name(operator: Operator) -> None:
    ran = await operator.runs("diagram", "small-talk")

    assert ran.code == 2
    assert "known: absence, " in ran.line
    assert " choosing, " in ran.line


async def test_somebody_rehearses_by_hand_from_a_pipe(operator: Operator) -> None:
    typed = "1\nContinue\noui\n:as nobody\n:as mehdi\n:clock +1d\n:clock soon\n99\n:quit\nnever read\n"

    ran = await operator.runs("rehearse", "--terminal", typed=typed)

    assert ran.code == 0, ran.err
    assert "Comment vous appeler" in ran.out
    assert "nobody is called 'nobody'; type :who" in ran.out
    assert "say by how much, as :clock +2h" in ran.out
    assert "never read" not in ran.out
    assert ran.err == ""
    assert not operator.data.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
async def test_a_rehearsal_stops_at_ctrl_c_and_leaves_nothing(operator: Operator) -> None:
    process = await operator.starts("rehearse", "--terminal")
    await _reads_until(process.stdout, "Ana")

    process.send_signal(signal.SIGINT)
    ran = await ended(process)

    assert ran.code == 130
    assert ran.err == ""
    assert not operator.data.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_the_bot_runs_until_it_is_told_to_stop(operator: Operator, number: signal.Signals) -> None:
    async with Emulator() as emulator:
        process = await operator.starts(
            "run",
            TELEGRAM_BOT_TOKEN=emulator.token,
            TELEGRAM_API_URL=emulator.url,
            COUPDEMAIN_GARDEN=str(EXAMPLE),
        )
        await emulator.connected(timeout=60)
        ana = emulator.person("Ana", language="fr")
        await ana.says("/start")

        process.send_signal(number)
        ran = await ended(process)

    assert "Bonjour" in ana.screen.text
    assert ran.code == 0
    assert "stopped" in ran.err
    assert "Traceback" not in ran.err


async def _reads_until(stream: asyncio.StreamReader | None, words: str) -> None:
    assert stream is not None
    said = b""
    async with asyncio.timeout(60):
        while words.encode() not in said:
            said += await stream.read(1000)
