"""Owns what a shift is agreed on: how many people, until when, what to bring, where to meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.text import Words

NOTHING_SAID = Words({})


@dataclass(frozen=True, slots=True)
class Terms:
    """What the shifts of a mission or of a series begin with; each may be changed afterwards.

    `minimum` people are needed, at most `maximum` fit (None: no limit), guests counted. `guests` is how many one person
    may bring along, `newcomers` how many places are held for people who come for the first time. Sign-ups close
    `closes_hours` before the start; whoever cannot come is asked to say so `drop_out_hours` before.
    """

    minimum: int = 1
    maximum: int | None = None
    guests: int = 0
    newcomers: int = 0
    closes_hours: float = 0.0
    drop_out_hours: float = 24.0
    equipment: Words = field(default=NOTHING_SAID)
    meeting_point: Words = field(default=NOTHING_SAID)

    def to_json(self) -> dict[str, Any]:
        return {
            "minimum": self.minimum,
            "maximum": self.maximum,
            "guests": self.guests,
            "newcomers": self.newcomers,
            "closes_hours": self.closes_hours,
            "drop_out_hours": self.drop_out_hours,
            "equipment": dict(self.equipment.by_language),
            "meeting_point": dict(self.meeting_point.by_language),
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Terms:
        """What `to_json` wrote; keys that are missing have their usual value."""
        known: dict[str, Any] = {name: raw[name] for name in _PLAIN if name in raw}
        known |= {name: Words(raw[name]) for name in _WORDS if raw.get(name)}
        return cls(**known)


_PLAIN = ("minimum", "maximum", "guests", "newcomers", "closes_hours", "drop_out_hours")
_WORDS = ("equipment", "meeting_point")
