"""Owns taking somebody's own garden file: read whole, or refused with every error, its line and its fix."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from bot.rehearsal.page.production import Programme
from bot.usecases.garden_file import GardenFileError, read_garden_file

LARGEST = 1_000_001
NAME = "garden.toml"


def read_programme(source: bytes) -> Programme:
    """Raises: GardenFileError, with all that is wrong."""
    with TemporaryDirectory(prefix="coupdemain-") as folder:
        path = Path(folder) / NAME
        path.write_bytes(source)
        return Programme(read_garden_file(path), source, example=False)


def in_lines(error: GardenFileError) -> list[str]:
    """Each problem with its line and its fix."""
    return [str(problem) for problem in error.problems]
