"""Bots written with three libraries, each in a process of its own, hold the same dialogue on the emulator."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.rehearsal import Emulator
from tests.emulator_support import NOW
from tests.third_party import environments
from tests.third_party.dialogue import Dialogue
from tests.third_party.environments import HERE, with_aiogram, with_grammy

BOTS = HERE / "bots"


def python_telegram_bot() -> tuple[list[str], dict[str, str]]:
    return [sys.executable, str(BOTS / "with_ptb.py")], {}


def aiogram() -> tuple[list[str], dict[str, str]]:
    return [str(with_aiogram()), str(BOTS / "with_aiogram.py")], {}


def grammy() -> tuple[list[str], dict[str, str]]:
    packages = with_grammy()
    return ["node", str(BOTS / "with_grammy.mjs")], {"BOT_PACKAGES": str(packages)}


@asynccontextmanager
async def running(emulator: Emulator, command: list[str], more: dict[str, str]) -> AsyncIterator[None]:
    """The bot's process, until the end of the block; what it said on its way is shown where the block fails."""
    told = {"BOT_API": emulator.url, "BOT_TOKEN": emulator.token, **more}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TELEGRAM_")}
    with tempfile.TemporaryFile() as said:
        process = await asyncio.create_subprocess_exec(
            *command, stdout=said, stderr=said, env={**kept, **told}
        )
        try:
            await emulator.connected(timeout=60)
            yield
        except AssertionError:
            said.seek(0)
            print(said.read().decode(errors="replace"))  # noqa: T201
            raise
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
                await ended(emulator, process)


async def ended(emulator: Emulator, process: asyncio.subprocess.Process) -> None:
    """Some libraries wait for their last poll before they end: let it return."""
    ending = asyncio.ensure_future(process.wait())
    while not ending.done():
        emulator.updates.nudge()
        await asyncio.wait([ending], timeout=0.1)


@pytest.mark.parametrize("library", [python_telegram_bot, aiogram, grammy])
async def test_a_bot_of_this_library_holds_the_dialogue(
    library: Callable[[], tuple[list[str], dict[str, str]]],
) -> None:
    command, more = library()

    async with Emulator(now=NOW) as emulator, running(emulator, command, more):
        await Dialogue(emulator).plays()


def test_what_the_other_libraries_need_names_no_place_but_packages() -> None:
    for lock in (HERE / "aiogram" / "requirements.lock", HERE / "grammy" / "package-lock.json"):
        text = Path(lock).read_text(encoding="utf-8")

        assert "http" + "://" not in text
        assert "https" + "://" not in text
        assert "resolved" not in text


@pytest.mark.parametrize(("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_without_node_the_test_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("PATH", "")

    with pytest.raises(outcome, match="apt-get install nodejs npm"):
        with_grammy()


def test_half_an_installation_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lock, folder = HERE / "grammy" / "package-lock.json", tmp_path / "cache"
    monkeypatch.setattr(environments, "CACHE", folder)
    monkeypatch.setenv("CI", "")

    def fails(begun: Path) -> None:
        (begun / "half").write_text("x")
        raise subprocess.CalledProcessError(1, "npm", stderr=b"npm error\nno network")

    with pytest.raises(pytest.skip.Exception, match="grammy could not be installed: no network"):
        environments.kept("grammy", lock, fails)
    assert list(folder.iterdir()) == []
    done = environments.kept("grammy", lock, lambda begun: (begun / "whole").write_text("x"))
    assert environments.kept("grammy", lock, fails) == done
    assert [path.name for path in done.iterdir()] == ["whole"]
