"""Owns telephone numbers as they are compared: E.164, whatever way people write them where they live."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

SHORTEST, LONGEST = 8, 15
"""Digits of a number with its country (E.164)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A country's way of writing: its code, the prefix that stands for it at home, and how many digits follow."""

    code: str
    trunk: str
    digits: tuple[int, ...]


FRANCE = Plan("33", "0", (9,))
_PLANS: Mapping[str, Plan] = {
    "Europe/Paris": FRANCE,
    "Europe/Brussels": Plan("32", "0", (8, 9)),
    "Europe/Zurich": Plan("41", "0", (9,)),
    "Europe/Luxembourg": Plan("352", "", (6, 8, 9)),
    "Europe/Monaco": Plan("377", "", (8, 9)),
    "Europe/London": Plan("44", "0", (9, 10)),
    "Europe/Berlin": Plan("49", "0", (9, 10, 11)),
    "Europe/Madrid": Plan("34", "", (9,)),
    "Europe/Lisbon": Plan("351", "", (9,)),
    "America/Montreal": Plan("1", "1", (10,)),
    "America/Toronto": Plan("1", "1", (10,)),
    "Indian/Reunion": Plan("262", "0", (9,)),
    "Indian/Mayotte": Plan("262", "0", (9,)),
    "America/Guadeloupe": Plan("590", "0", (9,)),
    "America/Martinique": Plan("596", "0", (9,)),
    "America/Cayenne": Plan("594", "0", (9,)),
}
"""By the garden's time zone (ITU-T E.164 and the national numbering plans). Elsewhere numbers carry their country."""
_FILLERS = re.compile(r"[\s.\-/()\u00a0\u2010-\u2015\u202f\u200e\u200f\u202a-\u202e]+")
_TRUNK_KEPT = re.compile(r"^(\+|00)(\d{1,3})\(0\)")
"""« +33 (0)6 12… » dials the national prefix too."""


def read_phone(written: str, zone: str) -> str | None:
    """The number as E.164, "+33612345678"; None where it is none, or one without its country in an unknown one."""
    tidy = _TRUNK_KEPT.sub(r"\1\2", re.sub(r"[\s\u00a0\u202f]+", "", written.strip()))
    digits = _FILLERS.sub("", tidy)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if digits.startswith("+"):
        return _whole(digits[1:])
    plan = _PLANS.get(zone)
    if plan is None or not digits.isascii() or not digits.isdecimal():
        return None
    at_home = digits.removeprefix(plan.trunk) if plan.trunk else digits
    if len(at_home) in plan.digits:  # a spreadsheet may have swallowed the leading 0
        return f"+{plan.code}{at_home}"
    if digits.startswith(plan.code) and len(digits) - len(plan.code) in plan.digits:
        return f"+{digits}"
    return None


def _whole(digits: str) -> str | None:
    fits = digits.isascii() and digits.isdecimal() and SHORTEST <= len(digits) <= LONGEST
    if not fits or digits.startswith("0"):
        return None
    trunk_dialled = digits.startswith(f"{FRANCE.code}0") and len(digits) == 12
    return f"+{FRANCE.code}{digits[3:]}" if trunk_dialled else f"+{digits}"
