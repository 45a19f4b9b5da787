"""Owns reading calendar files as others do: icalendar, strictly, and vobject, which knows no zone but the file's."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime

import icalendar
import vobject
from icalendar.parser import Contentline

from bot.calendars.lines import LONGEST

_NAMES = itertools.count()


@dataclass(frozen=True)
class Read:
    """One date as a reader understood it; instants in UTC."""

    uid: str
    sequence: int
    status: str
    starts_at: datetime
    ends_at: datetime
    title: str
    where: str
    about: str


@dataclass(frozen=True)
class ReadFile:
    method: str
    name: str
    dates: tuple[Read, ...]

    @property
    def only(self) -> Read:
        (date,) = self.dates
        return date


def read_strictly(written: bytes) -> ReadFile:
    """By icalendar: every line is well formed, every value is what its property takes, nothing is missing."""
    _check_lines(written)
    calendar = icalendar.Calendar.from_ical(written)
    calendar.validate()
    for component in calendar.walk():
        assert component.errors == [], component.errors
        assert not [name for name in component.required if name not in component], component
        assert not [name for name in component.singletons if isinstance(component.get(name), list)], component
    named = {one.tz_name for one in calendar.timezones}
    assert named >= {
        one["DTSTART"].params["TZID"] for one in calendar.events if "TZID" in one["DTSTART"].params
    }
    return ReadFile(
        str(calendar["METHOD"]), str(calendar["X-WR-CALNAME"]), tuple(map(_read, calendar.events))
    )


def _check_lines(written: bytes) -> None:
    assert written.endswith(b"\r\n")
    physical = written.removesuffix(b"\r\n").split(b"\r\n")
    for line in physical:
        assert len(line) <= LONGEST
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode()  # no letter is broken in two
    for line in written.decode().removesuffix("\r\n").replace("\r\n ", "").split("\r\n"):
        Contentline(line, strict=True).parts()


def _read(event: icalendar.Event) -> Read:
    return Read(
        uid=str(event["UID"]),
        sequence=int(event["SEQUENCE"]),
        status=str(event["STATUS"]),
        starts_at=event["DTSTART"].dt.astimezone(UTC),
        ends_at=event["DTEND"].dt.astimezone(UTC),
        title=str(event["SUMMARY"]),
        where=str(event.get("LOCATION", "")),
        about=str(event.get("DESCRIPTION", "")),
    )


def read_otherwise(written: bytes) -> list[tuple[datetime, datetime]]:
    """By vobject: when each date begins and ends, in UTC.

    Zones are renamed first: it would take one it knows by name from the system, and not read the file's.
    """
    text = written.decode().replace("\r\n ", "")
    for name in {line.removeprefix("TZID:") for line in text.split("\r\n") if line.startswith("TZID:")}:
        unheard_of = f"X-Nowhere-{next(_NAMES)}"
        text = text.replace(f"TZID:{name}", f"TZID:{unheard_of}").replace(
            f"TZID={name}", f"TZID={unheard_of}"
        )
    calendar = vobject.readOne(text)
    return [
        (one.dtstart.value.astimezone(UTC), one.dtend.value.astimezone(UTC))
        for one in calendar.contents.get("vevent", [])
    ]
