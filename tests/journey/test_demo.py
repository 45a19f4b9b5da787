"""What `make demo` plays: complete in a pipe, two columns in a terminal, the same words every time."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from bot.rehearsal import demo
from bot.rehearsal.stage import Stage
from bot.rehearsing import DemoPlan, play_demo, rehearsing, speaking_first
from bot.transport.admission import WIDE_OPEN
from bot.usecases.garden_file import read_garden_file
from tests.journey.commands import EXAMPLE, Operator

ESCAPE = "\x1b"


async def test_in_a_pipe_the_whole_path_is_told_and_nothing_stays(tmp_path: Path) -> None:
    operator, transcript, picture = Operator(tmp_path / "data"), tmp_path / "told.md", tmp_path / "drawn.svg"
    files = ("--transcript", str(transcript), "--picture", str(picture))

    ran = await operator.runs("rehearse", "--demo", "--terminal", "--fast", *files)

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
    assert "référent·e" in picture.read_text("utf-8")
    assert transcript.read_text("utf-8").count("### ") == 8
    assert not operator.data.exists()


class Camera(demo.Columns):
    """Keeps every frame as the lines of a terminal of 90 by 28."""

    def __init__(self) -> None:
        super().__init__(Console(), None)
        self.frames: list[list[str]] = []

    async def _show(self, frame: demo.Frame, seconds: float) -> None:
        self._frame = frame
        console = Console(file=io.StringIO(), width=90, height=28, force_terminal=True, color_system=None)
        console.print(demo.Sized(frame, 27))
        self.frames.append(console.file.getvalue().splitlines())  # type: ignore[attr-defined]


async def test_in_a_terminal_two_columns_stand_side_by_side_and_say_the_same_every_time(
    tmp_path: Path,
) -> None:
    file, screen = read_garden_file(EXAMPLE), io.StringIO()
    console = Console(file=screen, force_terminal=True, width=100, height=30, color_system=None)
    plan = DemoPlan("en", True, tmp_path / "told.md", tmp_path / "drawn.svg")
    await play_demo(file, plan, console)

    drawn = screen.getvalue()
    headings = [line for line in drawn.splitlines() if "📱 Ana" in line]
    assert headings
    assert all("👥 Referents · Les Jardins de la Levée" in line for line in headings)
    assert "Solène ◂ Mehdi Tazrout" in drawn
    assert "What happened in the database" in drawn

    camera, transcript, picture = Camera(), demo.Transcript(), demo.Picture()
    async with rehearsing(speaking_first(file, "en"), demo.BEGINS, WIDE_OPEN) as rehearsal:
        speaker = rehearsal.app.house.catalogues.speaker("en", file.garden.timezone)
        await demo.play(Stage(rehearsal.emulator, speaker, [camera, transcript, picture]), file)

    assert {len(lines) for lines in camera.frames} == {27}
    assert any("👆 Solène" in line for lines in camera.frames for line in lines)
    first = (tmp_path / "told.md").read_text("utf-8")
    assert first.startswith(transcript.text())
    assert (tmp_path / "drawn.svg").read_text("utf-8") == picture.svg
    assert "start=i\\_…" in first, "no secret is told"
    assert "http" not in picture.svg.replace("http://www.w3.org", "")


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
