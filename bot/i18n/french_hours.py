"""Owns how French writes hours: "8 h 30" on the clock, "2 h 30" of work, where a catalogue can only say "{hours} h"."""

from __future__ import annotations

import re
from datetime import time

_HOURS = re.compile(r"^[ \u00a0]h\b")


def on_the_clock(moment: time) -> str:
    """ "8 h 30", and "10 h" on the hour; the parts are never torn apart."""
    return _written(moment.hour, moment.minute)


def of_work(hours: float, literal: str) -> tuple[str, str] | None:
    """The hours and the words after them, where the words count in "h" and the hours are not whole."""
    minutes = round(hours * 60)
    if minutes % 60 == 0 or not _HOURS.match(literal):
        return None
    written = _written(*divmod(minutes, 60)) if minutes > 60 else f"{minutes}\u00a0min"
    return written, _HOURS.sub("", literal)


def _written(hour: int, minute: int) -> str:
    return f"{hour}\u00a0h\u00a0{minute:02}" if minute else f"{hour}\u00a0h"
