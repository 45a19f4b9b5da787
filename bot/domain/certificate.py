"""Owns what a certificate attests, and the code by which a third party checks it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import NewType

from bot.domain.mission import MissionId
from bot.domain.person import GardenId, PersonId
from bot.domain.report import Report

CertificateId = NewType("CertificateId", int)

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two signs, none of which reads like another: no 0, 1, I or O."""

BITS = 128
"""What is random in a code; further bits tell a slip of the pen from a code that was made up."""

CHECK_BITS = 12
LENGTH = (BITS + CHECK_BITS) // 5
GROUP = 4
_IN_GROUPS = re.compile(r"(?<![0-9A-Z])(?=([0-9A-Z]{4}(?:[ -]?[0-9A-Z]{4}){6})(?![0-9A-Z]))")


@dataclass(frozen=True, slots=True)
class DoneThere:
    """What somebody did in one mission: both ends in the garden's calendar, confirmed hours."""

    mission_id: MissionId
    first_day: date
    last_day: date
    hours: float


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate as it was printed, as far as whoever checks it may know."""

    id: CertificateId
    garden_id: GardenId
    person_id: PersonId
    name: str
    garden: str
    hours: float
    issued_at: datetime


def new_code(secret: int) -> str:
    """The code of `BITS` random bits, without its hyphens."""
    number = secret << CHECK_BITS | _check(secret)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))


def in_groups(code: str) -> str:
    """As it is printed: four signs at a time."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(typed: str) -> str | None:
    """The code in what was typed or followed, in whatever case and grouping; None where it is none of ours.

    It may stand among other words.
    """
    whole = "".join(char for char in typed.upper() if char.isalnum())
    parts = ("".join(char for char in found if char.isalnum()) for found in _IN_GROUPS.findall(typed.upper()))
    return next((code for one in (whole, *parts) if (code := _sound(one)) is not None), None)


def _sound(code: str) -> str | None:
    """The code itself, unless a sign of it slipped."""
    if len(code) != LENGTH or set(code) - set(ALPHABET):
        return None
    number = 0
    for char in code:
        number = number << 5 | ALPHABET.index(char)
    secret, check = number >> CHECK_BITS, number & ((1 << CHECK_BITS) - 1)
    return code if check == _check(secret) else None


def digest_of(code: str) -> str:
    """What is stored of a code: whoever reads the database cannot print a certificate."""
    return sha256(code.encode("ascii")).hexdigest()


def hours_by_year(reports: Iterable[Report]) -> dict[int, float]:
    """Confirmed hours by the year of the garden's calendar, the first year first."""
    years: dict[int, float] = {}
    for one in sorted(reports, key=lambda report: report.day):
        years[one.day.year] = years.get(one.day.year, 0.0) + (one.confirmed_hours or 0.0)
    return years


def done_by_mission(reports: Iterable[Report]) -> list[DoneThere]:
    """Confirmed hours by mission, in the order they were begun."""
    found: dict[MissionId, DoneThere] = {}
    for one in sorted(reports, key=lambda report: report.day):
        hours = one.confirmed_hours or 0.0
        before = found.get(one.mission_id)
        found[one.mission_id] = DoneThere(
            one.mission_id,
            before.first_day if before else one.day,
            one.day,
            hours + (before.hours if before else 0.0),
        )
    return list(found.values())


def _check(secret: int) -> int:
    digest = sha256(secret.to_bytes(BITS // 8, "big")).digest()
    return int.from_bytes(digest[:2], "big") >> (16 - CHECK_BITS)
