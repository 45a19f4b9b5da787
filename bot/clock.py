"""Owns the time of day: the one place that asks the machine what time it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from bot.domain.local_time import Instant, at_local

__all__ = ["Clock", "Instant", "SetClock", "SystemClock", "at_local"]


class Clock(Protocol):
    """Where the present comes from."""

    def now(self) -> Instant:
        """The present, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> Instant:
        return datetime.now(UTC)


class SetClock:
    """A clock that stands where it was put: tests, and the rehearsal, whose emulator moves it."""

    def __init__(self, instant: Instant) -> None:
        self._now = instant.astimezone(UTC)

    def now(self) -> Instant:
        return self._now

    def put(self, instant: Instant) -> None:
        """Move to `instant`; a clock never goes back."""
        self._now = max(self._now, instant.astimezone(UTC))

    def begin(self, instant: Instant) -> None:
        """Begin anew at `instant`, whatever it showed: another world's time."""
        self._now = instant.astimezone(UTC)
