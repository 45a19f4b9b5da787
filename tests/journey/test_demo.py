"""What `make demo` plays: complete in a pipe, two columns in a terminal, the same words every time."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from bot.rehearsal import demo
from bot.rehearsal.stage import Stage
from bot.rehearsing import DemoPlan, play_demo, rehearsing
from bot.transport.admission import WIDE_OPEN
from bot.usecases.garden_file import read_garden_file
from tests.journey.commands import EXAMPLE, Operator

ESCAPE = "\x1b"


async def test_in_a_pipe_the_whole_path_is_told_and_nothing_stays(tmp_path: Path) -> None:
    operator = Operator(tmp_path / "data")

    ran = await operator.runs("rehearse", "--demo", "--terminal", "--fast")

    assert ran.code == 0, ran.err
    assert ran.err == ""
    assert ESCAPE not in ran.out
    told = re.sub(r"\s+", " ", ran.out)
    for words in (
        "Nadia 👥 ▸ /link",
        "Ana ▸ /start",
        "Avant la première question",
        "Votre référent·e : Mehdi Tazrout",
        "Solène ◂ Mehdi Tazrout s’occupe déjà de cette personne.",
        "Bilal attend toujours un mot",
        "Charte : version 1, acceptée le vendredi 13 mars 2026",
        "Un coup de main aux plantations : confirmée",
        "assignment.taken",
        "TELEGRAM_BOT_TOKEN",
    ):
        assert words in told
    assert not operator.data.exists()


async def test_the_same_words_every_time_and_no_secret_among_them(tmp_path: Path) -> None:
    plans = [DemoPlan("fr", True, tmp_path / f"{n}.md", tmp_path / f"{n}.svg") for n in range(2)]
    for plan in plans:
        await play_demo(read_garden_file(EXAMPLE), plan, Console(file=io.StringIO(), width=80))

    first, second = ((tmp_path / f"{n}.md").read_text("utf-8") for n in range(2))
    assert first == second
    assert "start=i\\_…" in first
    assert first.count("### ") == 8
    pictures = [(tmp_path / f"{n}.svg").read_text("utf-8") for n in range(2)]
    assert pictures[0] == pictures[1]
    assert "référent·e" in pictures[0]
    assert "http" not in pictures[0].replace("http://www.w3.org", "")


async def test_in_a_terminal_two_columns_stand_side_by_side() -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=100, height=30, color_system=None)

    await play_demo(read_garden_file(EXAMPLE), DemoPlan("en", fast=True), console)

    drawn = screen.getvalue()
    headings = [line for line in drawn.splitlines() if "📱 Ana" in line]
    assert headings
    assert all("👥 Referents · Les Jardins de la Levée" in line for line in headings)
    assert "Solène ◂ Mehdi Tazrout" in drawn
    assert "What happened in the database" in drawn


async def test_a_frame_fits_its_terminal_and_shows_the_finger() -> None:
    frames: list[list[str]] = []

    class Camera(demo.Columns):
        async def _show(self, frame: demo.Frame, seconds: float) -> None:
            self._frame = frame
            console = Console(file=io.StringIO(), width=90, height=28, force_terminal=True, color_system=None)
            console.print(demo.Sized(frame, 27))
            frames.append(console.file.getvalue().splitlines())  # type: ignore[attr-defined]

    file = read_garden_file(EXAMPLE)
    async with rehearsing(file, demo.BEGINS, WIDE_OPEN) as rehearsal:
        speaker = rehearsal.app.house.catalogues.speaker("fr", file.garden.timezone)
        await demo.play(Stage(rehearsal.emulator, speaker, [Camera(Console(), None)]), file)

    assert {len(lines) for lines in frames} == {27}
    assert any("👆 Solène" in line for lines in frames for line in lines)


@pytest.mark.parametrize("size", [(80, 40), (120, 20)])
def test_a_small_terminal_is_told_line_by_line(size: tuple[int, int]) -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=size[0], height=size[1])

    assert not demo.fits(console)
    assert demo.fits(Console(file=io.StringIO(), force_terminal=True, width=100, height=30))


async def test_a_transcript_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    operator = Operator(tmp_path / "data")

    ran = await operator.runs(
        "rehearse", "--demo", "--terminal", "--fast", "--transcript", str(tmp_path / "no" / "where.md")
    )

    assert ran.code == 2
    assert "cannot be written" in ran.line
