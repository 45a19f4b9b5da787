"""Reads the words of a PDF as Typst writes it: enough of the format to know what a reader finds, selects and copies."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
_STREAM = re.compile(rb"/Length (\d+).*?>>\s*stream\r?\n", re.DOTALL)
_MAPPED = re.compile(rb"^<([0-9A-F]{4})> <([0-9A-F]+)>$", re.MULTILINE)
_SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|\((?:[^\\()]|\\.|\((?:[^\\()]|\\.)*\))*\)|(ET)", re.DOTALL)
_MARKS = re.compile(rb"<<.*?>>", re.DOTALL)
"""What screen readers are told beside the letters."""
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def words_of(pdf: bytes) -> str:
    """Everything written in it, in the order of the file, a space after each piece; zero-width signs left out."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    text = " ".join(_read(_unpacked(objects[page]), _fonts(objects, inside)) for inside, page in _pages(pdf))
    return " ".join(text.replace("\u200b", "").replace("\xad", "").split())


def pages_of(pdf: bytes) -> int:
    return int(re.findall(rb"/Type\s*/Pages\s*/Count (\d+)", pdf)[0])


def links_of(pdf: bytes) -> set[str]:
    """Where its links lead."""
    return {link.decode() for link in re.findall(rb"/URI\((https?://[^)]*)\)", pdf)}


def title_of(pdf: bytes) -> str:
    return bytes.fromhex(re.findall(rb"/Title\s*<FEFF([0-9A-F]+)>", pdf)[0].decode()).decode("utf-16-be")


def _pages(pdf: bytes) -> list[tuple[int, int]]:
    """Of each page, the numbers of what it uses and of what is drawn."""
    found = re.findall(rb"/Type/Page/Resources (\d+) 0 R.*?/Contents (\d+) 0 R", pdf)
    return [(int(inside), int(drawn)) for inside, drawn in found]


def _unpacked(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found is not None
    return zlib.decompress(body[found.end() : found.end() + int(found[1])])


def _fonts(objects: dict[int, bytes], inside: int) -> dict[str, dict[bytes, str]]:
    """Of each font of a page, which sign stands for which letters."""
    found = {}
    for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", objects[inside]):
        (table,) = re.findall(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
        found[name.decode()] = {
            bytes.fromhex(sign.decode()): bytes.fromhex(letters.decode()).decode("utf-16-be")
            for sign, letters in _MAPPED.findall(_unpacked(objects[int(table)]))
        }
    return found


def _read(page: bytes, fonts: dict[str, dict[bytes, str]]) -> str:
    letters: list[str] = []
    font: dict[bytes, str] = {}
    for found in _SHOWN.finditer(_MARKS.sub(b"", page)):
        if found[1]:
            font = fonts[found[1].decode()]
        elif found[2]:
            letters.append(" ")
        else:
            signs = _ESCAPE.sub(_unescaped, found[0][1:-1])
            letters += (font.get(signs[at : at + 2], "�") for at in range(0, len(signs), 2))
    return "".join(letters)


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return bytes([int(sign, 8)]) if sign.isdigit() and len(sign) == 3 else _ESCAPED.get(sign, sign)
