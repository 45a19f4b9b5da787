"""Owns reading a time of day as people write it: "9h", "9:30", "14 h 15", "2 pm"."""

from __future__ import annotations

import re
from datetime import time

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
