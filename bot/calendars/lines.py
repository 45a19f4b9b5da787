"""Owns the lines of a calendar file: what is escaped in them, and where they are folded (RFC 5545, 3.1 and 3.3.11)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

LONGEST = 75
"""Octets of a line, its break not counted."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\ufeff\ud800-\udfff]")
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def written(lines: Iterable[str]) -> bytes:
    """The file."""
    return "".join(folded(line) + "\r\n" for line in lines).encode()


def text(words: str) -> str:
    """Words as a value: what would end it is escaped, control characters are left out."""
    one_break = (
        words.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    )
    return _CONTROL.sub("", one_break).translate(_ESCAPED)


def utc(instant: datetime) -> str:
    """An instant on the clocks of Greenwich. `instant` is in UTC."""
    return f"{instant:%Y%m%dT%H%M%S}Z"


def local(reading: datetime) -> str:
    """What a clock reads, wherever it hangs."""
    return f"{reading:%Y%m%dT%H%M%S}"


def offset(from_utc: timedelta) -> str:
    """How far a clock is ahead of Greenwich, as +0530; with seconds where there are any."""
    seconds = round(from_utc.total_seconds())
    sign, seconds = "-" if seconds < 0 else "+", abs(seconds)
    left = f"{seconds % 60:02}" if seconds % 60 else ""
    return f"{sign}{seconds // 3600:02}{seconds // 60 % 60:02}{left}"


def folded(line: str) -> str:
    """The line in pieces that fit; none breaks a letter in two."""
    pieces, room = [""], LONGEST
    for sign in line:
        size = len(sign.encode())
        if size > room:
            pieces.append("")
            room = LONGEST - 1  # a space begins each further piece
        pieces[-1] += sign
        room -= size
    return "\r\n ".join(pieces)
