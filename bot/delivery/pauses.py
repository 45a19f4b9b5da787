"""Owns the pauses this process keeps: one chat's, or everybody's while the line is down. Pure."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Instant
from bot.domain.delivery import Delayed

LONGEST_SECONDS = 60.0
REMEMBERED = 1000


class Pauses:
    """What a delay means for those behind it. A line that stays down is tried ever more rarely, and with one parcel."""

    def __init__(self) -> None:
        self._chats: dict[int, Instant] = {}
        self._everything: Instant | None = None
        self._in_a_row = 0

    def until(self, chat: int, now: Instant) -> Instant | None:
        """The end of the pause in force; None where there is none."""
        ends = (self._chats.get(chat), self._everything)
        return max((end for end in ends if end is not None and end > now), default=None)

    def begin(self, chat: int, delay: Delayed, now: Instant) -> Instant:
        """Note a delay; its end. Several that struck together count once."""
        end = now + timedelta(seconds=delay.seconds)
        if not delay.everywhere:
            self._forget(now)
            self._chats[chat] = end
            return end
        if self._everything is None or self._everything <= now:
            longer = min(LONGEST_SECONDS, delay.seconds * 2**self._in_a_row)
            self._in_a_row += 1
            end = max(end, now + timedelta(seconds=longer))
        self._everything = max(end, self._everything or end)
        return self._everything

    def end(self) -> None:
        """The messenger answered."""
        self._in_a_row = 0
        self._everything = None

    def limit(self, room: int) -> int:
        """How many to claim: after a pause of everything, one to try the line with."""
        return 1 if self._in_a_row else room

    def _forget(self, now: Instant) -> None:
        if len(self._chats) > REMEMBERED:
            self._chats = {chat: end for chat, end in self._chats.items() if end > now}
