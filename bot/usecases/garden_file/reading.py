"""Owns how a garden file is read: from bytes to a checked `GardenFile`, or to all that is wrong with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from bot.usecases.garden_file.checks import cross_checks
from bot.usecases.garden_file.faults import read_fault
from bot.usecases.garden_file.positions import line_numbers
from bot.usecases.garden_file.problems import Finding, GardenFileError, Path, Problem, place_of
from bot.usecases.garden_file.schema import GardenFile

LARGEST = 1_000_000
EXAMPLE = "copy examples/garden.toml and change it"

_TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


def read_garden_file(path: FilePath) -> GardenFile:
    """The garden file at `path`, valid as a whole.

    Raises:
        GardenFileError: with every problem, each with its place and a fix.
    """
    source = _read_text(path)
    data = _read_toml(path, source)
    if not data:
        raise _whole_file(path, "holds nothing", EXAMPLE)
    findings, file = _validate(data)
    findings += cross_checks(data)
    if findings or file is None:
        raise GardenFileError(path, _told(findings, data, source))
    return file


def _validate(data: Mapping[str, Any]) -> tuple[list[Finding], GardenFile | None]:
    try:
        return [], GardenFile.model_validate(data, context={"languages": _languages(data)})
    except ValidationError as error:
        return [read_fault(one, GardenFile) for one in error.errors()], None


def _languages(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The garden's languages, if they can be read: every text is held against them."""
    garden = data.get("garden")
    languages = garden.get("languages") if isinstance(garden, dict) else None
    if isinstance(languages, list) and all(isinstance(language, str) for language in languages):
        return tuple(dict.fromkeys(languages))
    return ()


def _told(findings: list[Finding], data: Mapping[str, Any], source: str) -> Iterator[Problem]:
    """The findings as problems, in the order of the file."""
    lines = line_numbers(source)
    problems = [
        Problem(place_of(one.path, data), _line_of(one.path, lines), one.what, one.fix) for one in findings
    ]
    yield from sorted(dict.fromkeys(problems), key=lambda problem: problem.line or 0)


def _line_of(path: Path, lines: Mapping[Path, int]) -> int | None:
    """The line of the value, or of the section it is missing from."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path)


def _read_text(path: FilePath) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise _whole_file(path, "there is no such file", f"check the path, or {EXAMPLE}") from None
    except IsADirectoryError:
        raise _whole_file(path, "is a folder", "name the file in it, as garden.toml") from None
    except OSError as error:
        raise _whole_file(path, f"cannot be read ({error.strerror})", "check who may read it") from None
    if len(raw) > LARGEST:
        raise _whole_file(path, f"has {len(raw)} bytes", f"a garden file has {LARGEST} at most")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = Problem("", line, "is not written in UTF-8", "save the file again with the encoding UTF-8")
        raise GardenFileError(path, [problem]) from None


def _read_toml(path: FilePath, source: str) -> dict[str, Any]:
    """What TOML says; it stops at its first error."""
    try:
        return tomllib.loads(source)
    except RecursionError:
        raise _whole_file(path, "has lists inside lists without end", EXAMPLE) from None
    except ValueError as error:
        message = str(error)
        found = _TOML_PLACE.search(message)
        line = int(found[1]) if found and found[1] else source.rstrip("\n").count("\n") + 1
        what = _TOML_PLACE.sub("", message)
        raise GardenFileError(path, [Problem("", line, f"is not TOML: {what}", _toml_fix(what))]) from None


def _toml_fix(message: str) -> str:
    if "overwrite" in message or "twice" in message:
        return "the same key or section stands there twice; keep one, or write [[…]] for one more of a list"
    if "Expected '='" in message or "Invalid statement" in message:
        return 'write key = "text"; start a remark with #'
    return "check the quotation marks, commas and brackets of this line and the one above"


def _whole_file(path: FilePath, what: str, fix: str) -> GardenFileError:
    return GardenFileError(path, [Problem("", None, what, fix)])
