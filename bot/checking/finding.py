"""Owns what a check says: one thing looked at, whether it is well, and otherwise the fix."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    OK = "ok"
    NOTE = "note"  # it works, and somebody should know
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` was looked at, `said` what was found, with the fix where something is not well."""

    verdict: Verdict
    what: str
    said: str

    def noted(self) -> Finding:
        """The same where it is beside the point: what is wrong becomes something to know."""
        return note(self.what, self.said) if self.verdict is Verdict.WRONG else self

    def as_json(self) -> dict[str, str]:
        return {"verdict": self.verdict.value, "what": self.what, "said": self.said}


def well(what: str, said: str) -> Finding:
    return Finding(Verdict.OK, what, said)


def note(what: str, said: str) -> Finding:
    return Finding(Verdict.NOTE, what, said)


def wrong(what: str, said: str) -> Finding:
    return Finding(Verdict.WRONG, what, said)
