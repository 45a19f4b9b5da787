"""Owns dates as a calendar program takes them: frozen, each under a name of its own that never changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from bot.domain.text import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """One date of one person, between two instants, read on the clocks of `zone`.

    `subject` is what it is about, as "booking:12". `uid` stays for as long as it does, `sequence` grows with each
    change that people are told of (RFC 5545, 3.8.7.4). `tentative`: a perhaps; `cancelled`: it does not take place, or
    not with them.
    """

    subject: str
    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    title: Text
    where: Text = ""
    about: tuple[Text, ...] = ()
    cancelled: bool = False
    tentative: bool = False


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """Entries as one file, in the language of its reader. `made_at` is when it was written, `zone` the garden's."""

    name: Text
    zone: ZoneInfo
    entries: tuple[Entry, ...]
    made_at: datetime

    @property
    def cancels(self) -> bool:
        """Whether it only takes out one date: several cannot be cancelled by one file (RFC 5546, 3.2.5)."""
        return len(self.entries) == 1 and self.entries[0].cancelled


def uid_of(garden_slug: str, subject: str, since: datetime) -> str:
    """A name no other date has, in whatever garden or installation: `since` is when it was made, to the microsecond.

    The same each time it is asked for, and nothing can be read from it.
    """
    return str(uuid5(NAMESPACE_URL, f"coupdemain:{garden_slug}:{subject}:{since.isoformat()}"))
