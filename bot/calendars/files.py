"""Owns a calendar file as a whole: its head, the clocks of each place in it, its dates (RFC 5545, 5546 and 7986)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.calendars.lines import local, text, utc, written
from bot.calendars.zones import zone_lines
from bot.domain.entry import CalendarFile, Entry
from bot.domain.text import Text
from bot.i18n import Speaker

PRODUCT = "-//Coup de Main//Coup de Main//EN"
LOOK_AGAIN = "PT4H"
"""How often whoever subscribed need look; most programs have an interval of their own."""


def write_calendar(file: CalendarFile, speaker: Speaker) -> bytes:
    """The file in the speaker's language. The same file is the same bytes each time."""
    name = text(speaker.plain(file.name))
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{'CANCEL' if file.cancels else 'PUBLISH'}",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{LOOK_AGAIN}",
        f"X-PUBLISHED-TTL:{LOOK_AGAIN}",
    ]
    dates = (line for one in file.entries for line in _entry(one, file.made_at, speaker))
    return written([*head, *_zones(file), *dates, "END:VCALENDAR"])


def _zones(file: CalendarFile) -> Iterator[str]:
    """The clocks of every place in it, for all the years it speaks of; the garden's, where it holds nothing else."""
    moments = [(one.zone, at) for one in file.entries for at in (one.starts_at, one.ends_at)]
    moments = moments or [(file.zone, file.made_at)]
    for zone in dict.fromkeys(zone for zone, _at in moments):
        years = [at.astimezone(zone).year for there, at in moments if there == zone]
        yield from zone_lines(zone, min(years), max(years))


def _entry(entry: Entry, made_at: datetime, speaker: Speaker) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{text(entry.uid)}"
    yield f"DTSTAMP:{utc(made_at.astimezone(UTC))}"
    yield _moment("DTSTART", entry.starts_at, entry.zone)
    yield _moment("DTEND", entry.ends_at, entry.zone)
    yield f"SEQUENCE:{entry.sequence}"
    yield f"STATUS:{_status(entry)}"
    yield f"SUMMARY:{text(_on_one_line(speaker.plain(entry.title)))}"
    if where := _on_one_line(speaker.plain(entry.where)):
        yield f"LOCATION:{text(where)}"
    if about := _below_each_other(entry.about, speaker):
        yield f"DESCRIPTION:{text(about)}"
    yield "END:VEVENT"


def _moment(name: str, instant: datetime, zone: ZoneInfo) -> str:
    """What the clock there reads; where it reads the same twice and the second is meant, the instant itself.

    Of a doubled hour the first counts (RFC 5545, 3.3.5), so the second cannot be said by the clock.
    """
    there = instant.astimezone(zone)
    if there.fold:
        return f"{name}:{utc(instant.astimezone(UTC))}"
    return f"{name};TZID={zone.key}:{local(there)}"


def _status(entry: Entry) -> str:
    if entry.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.tentative else "CONFIRMED"


def _on_one_line(words: str) -> str:
    return " ".join(words.split())


def _below_each_other(texts: tuple[Text, ...], speaker: Speaker) -> str:
    return "\n".join(said for one in texts if (said := speaker.plain(one).strip()))
