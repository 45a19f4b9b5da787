"""Owns reading and writing a time of day as people type it: "9h", "9:30", "14 h 15", "2 pm"."""

from __future__ import annotations

import re
from datetime import time

from bot.domain.text import Language

_WRITTEN = re.compile(r"\s*(\d{1,2})\s*(?:h|:|\.)?\s*(\d{2})?\s*(am|pm)?\s*", re.IGNORECASE)


def read_hour(words: str) -> time | None:
    """The time of day, None where the words are no such thing."""
    found = _WRITTEN.fullmatch(words.replace("\u202f", " ").replace("\u00a0", " "))
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def write_hour(moment: time, language: Language) -> str:
    """The time of day as somebody types it in `language`; `read_hour` reads it back."""
    if not language.startswith("fr"):
        return f"{moment.hour}:{moment.minute:02}"
    return f"{moment.hour} h {moment.minute:02}" if moment.minute else f"{moment.hour} h"
