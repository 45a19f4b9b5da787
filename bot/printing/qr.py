"""Owns QR codes: a link as a drawing of one shape, sharp at any size, or as a picture for a chat."""

from __future__ import annotations

import io
from itertools import groupby

import segno

from bot.domain.prints import Code

QUIET = 4
"""Empty modules around a code (ISO/IEC 18004)."""

PIXELS = 12
"""Of a module in a picture: some 500 across, as large as a phone shows."""


def picture_code(code: Code) -> bytes:
    """The code as PNG, black on white with its quiet zone."""
    file = io.BytesIO()
    segno.make(code.url, error="m", micro=False).save(file, kind="png", scale=PIXELS, border=QUIET)
    return file.getvalue()


def draw_qr(link: str) -> str:
    """The code as SVG. A quarter of it may be damaged or dirty; one path, so that no hairlines show between rows."""
    matrix = segno.make(link, error="q", micro=False).matrix
    size = len(matrix) + 2 * QUIET
    path = "".join(_row(y, row) for y, row in enumerate(matrix, QUIET))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )


def _row(y: int, modules: bytearray) -> str:
    drawn, x = "", QUIET
    for dark, run in groupby(modules):
        width = len(list(run))
        if dark:
            drawn += f"M{x} {y}h{width}v1h-{width}z"
        x += width
    return drawn
