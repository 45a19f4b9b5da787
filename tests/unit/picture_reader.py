"""Reads a PNG as Typst writes it, and a QR code in it as a scanner does: by its three corners."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

Line = list[bool]


@dataclass(frozen=True, slots=True)
class Picture:
    """Dark and light, row by row."""

    rows: list[Line]

    @property
    def darkness(self) -> float:
        """The dark share of the paper."""
        return sum(map(sum, self.rows)) / (len(self.rows) * len(self.rows[0]))


def read_png(content: bytes) -> Picture:
    """Eight bits a colour, with or without transparency, or black and white; not interlaced."""
    width, height, depth, colour = struct.unpack(">IIBB", content[16:26])
    assert (depth, colour) in ((8, 2), (8, 6), (1, 0))
    size = {2: 3, 6: 4, 0: 1}[colour]
    length = width * size if depth == 8 else (width + 7) // 8
    raw, before, rows = zlib.decompress(_packed(content)), bytes(length), []
    for start in range(0, height * (length + 1), length + 1):
        before = _unfiltered(raw[start], raw[start + 1 : start + 1 + length], before, size)
        if depth == 8:
            rows.append([before[x * size + 1] < 128 for x in range(width)])
        else:
            rows.append([not before[x // 8] >> (7 - x % 8) & 1 for x in range(width)])
    return Picture(rows)


def _packed(content: bytes) -> bytes:
    found, at = b"", 8
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        if content[at + 4 : at + 8] == b"IDAT":
            found += content[at + 8 : at + 8 + length]
        at += length + 12
    return found


def _unfiltered(kind: int, line: bytes, above: bytes, size: int) -> bytes:
    if kind == 0 or (kind == 2 and not any(line)):
        return above if kind else line
    out = bytearray(line)
    for x in range(len(out)):
        left, corner = (out[x - size], above[x - size]) if x >= size else (0, 0)
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = above[x]
        elif kind == 3:
            guess = (left + above[x]) // 2
        else:
            guess = left if left == above[x] == corner else _paeth(left, above[x], corner)
        out[x] = (out[x] + guess) & 255
    return bytes(out)


def _paeth(left: int, up: int, corner: int) -> int:
    """The neighbour that is nearest to where the slope leads (PNG specification, filter type 4)."""
    slope = left + up - corner
    by_left, by_up, by_corner = abs(slope - left), abs(slope - up), abs(slope - corner)
    if by_left <= by_up and by_left <= by_corner:
        return left
    return up if by_up <= by_corner else corner


def read_modules(picture: Picture) -> list[Line]:
    """The modules of the picture's QR code, without the quiet zone around."""
    corners = _finders(picture.rows)
    left, top = min(x for x, _y, _size in corners), min(y for _x, y, _size in corners)
    right, module = max(x for x, _y, _size in corners), sum(size for _x, _y, size in corners) / len(corners)
    count = 17 + 4 * round(((right - left) / module + 7 - 17) / 4)  # codes come in steps of four modules
    module = (right - left) / (count - 7)
    first_x, first_y = left - 3 * module, top - 3 * module
    return [
        [picture.rows[round(first_y + y * module)][round(first_x + x * module)] for x in range(count)]
        for y in range(count)
    ]


def _finders(rows: list[Line]) -> list[tuple[float, float, float]]:
    """Centres of corners with the width of a module: dark and light by turns as 1:1:3:1:1 (ISO/IEC 18004)."""
    found = []
    columns: dict[int, list[tuple[float, float]]] = {}
    for y, row in enumerate(rows):
        for middle, module in _crossings(row):
            x = round(middle)
            if x not in columns:
                columns[x] = _crossings([line[x] for line in rows])
            down = [one for one in columns[x] if abs(one[0] - y) < module]
            found += [(middle, one[0], (module + one[1]) / 2) for one in down]
    assert found, "no QR code in the picture"
    return found


def _crossings(line: Line) -> list[tuple[float, float]]:
    ends = [0, *(x for x in range(1, len(line)) if line[x] != line[x - 1]), len(line)]
    found = []
    for at in range(len(ends) - 5):
        runs = [ends[at + step + 1] - ends[at + step] for step in range(5)]
        module = sum(runs) / 7
        if (
            line[ends[at]]
            and module >= 2
            and all(abs(run / module - want) < 0.5 for run, want in zip(runs, (1, 1, 3, 1, 1), strict=True))
        ):
            found.append(((ends[at] + ends[at + 5] - 1) / 2, module))
    return found
