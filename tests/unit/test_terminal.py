"""The rehearsal in a terminal shows and keeps the files that come."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from rich.console import Console

from bot.i18n import Catalogues
from bot.rehearsal import Emulator, Person
from bot.rehearsal.stage import Stage
from bot.rehearsal.terminal import Terminal
from tests.emulator_support import NOW, Caller
from tests.unit.test_emulator_media import sent


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(now=NOW, settles=False) as emulator:
        yield emulator


@pytest.fixture
def ana(emulator: Emulator) -> Person:
    return emulator.person("Ana")


@pytest.fixture
async def bot(emulator: Emulator, ana: Person) -> AsyncIterator[Caller]:
    """A bot that sent Ana a file, and passed one of her voices back to her."""
    await ana.starts()
    async with Caller(emulator) as bot:
        yield bot


async def typed(emulator: Emulator, ana: Person, *lines: str) -> str:
    """What is shown to somebody who types these lines."""
    stage = Stage(emulator, Catalogues.load().speaker("en"))
    stage.follow(ana)
    console = Console(file=io.StringIO(), width=100)
    terminal = Terminal(stage, {"ana": ana}, ana, console)
    stage.watch(terminal)

    async def keyboard() -> AsyncIterator[str]:
        for line in lines:
            yield line

    await terminal.run(keyboard())
    await stage.shown()
    shown = console.file
    assert isinstance(shown, io.StringIO)
    return shown.getvalue()


async def test_what_comes_with_a_message_is_named(emulator: Emulator, ana: Person, bot: Caller) -> None:
    stage = Stage(emulator, Catalogues.load().speaker("en"))
    stage.follow(ana)
    console = Console(file=io.StringIO(), width=100)
    stage.watch(Terminal(stage, {"ana": ana}, ana, console))
    voice = await ana.sends_voice(seconds=65)
    assert voice.file is not None

    await sent(bot, "sendDocument", {"document": b"x" * 46_000}, chat_id=ana.id, caption="Here it is.")
    await bot.call("sendVoice", chat_id=ana.id, voice=voice.file.id)
    await stage.shown()

    shown = console.file
    assert isinstance(shown, io.StringIO)
    lines = [line.strip() for line in shown.getvalue().splitlines()]
    assert lines[lines.index("📎 document.bin (46 kB)") + 1] == "Here it is."
    assert "🎤 1:05" in lines


async def test_the_newest_file_is_kept_and_nothing_is_overwritten(
    emulator: Emulator, ana: Person, bot: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    await sent(bot, "sendDocument", {"document": b"a certificate"}, chat_id=ana.id)

    said = await typed(emulator, ana, ":save", ":save", ":save mine.pdf", ":save no/where.pdf")

    assert (tmp_path / "document.bin").read_bytes() == b"a certificate"
    assert (tmp_path / "mine.pdf").read_bytes() == b"a certificate"
    assert "saved: document.bin" in said
    assert "document.bin is there already" in said
    assert "no/where.pdf cannot be written (No such file or directory)" in said


async def test_there_may_be_nothing_to_save(emulator: Emulator, ana: Person, bot: Caller) -> None:
    assert "nothing was sent here" in await typed(emulator, ana, ":save")
