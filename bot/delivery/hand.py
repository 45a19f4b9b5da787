"""Owns what this process has in hand: parcels in order within a chat, chats in turns, urgent lanes first. Pure."""

from __future__ import annotations

from bisect import insort
from collections import Counter

from bot.storage.outbox import Lane, Parcel

PLACES = {Lane.REPLY: 128, Lane.NOTICE: 64, Lane.REMINDER: 128, Lane.BROADCAST: 32}
"""How many of each lane may be under way: none takes another's, and few are composed long before their turn comes.
At Telegram's pace that is 4 s for a reminder; of 1,000 a second, 0.89 went like this and 0.78 with half the places
(benchmarks/reminders.py)."""


class Hand:
    """Parcels leased to this process whose end is not yet written down."""

    def __init__(self) -> None:
        self._ids: set[int] = set()
        self._queues: dict[int, list[Parcel]] = {}
        self._under_way: dict[int, Parcel] = {}
        self._begun: Counter[Lane] = Counter()
        self._turns: dict[Lane, dict[int, None]] = {lane: {} for lane in Lane}

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, parcel: Parcel) -> bool:
        return parcel.id in self._ids

    @property
    def under_way(self) -> int:
        return len(self._under_way)

    def take(self, parcel: Parcel) -> None:
        """Have it wait behind the older ones of its chat. One in hand already is not taken twice."""
        if parcel in self:
            return
        self._ids.add(parcel.id)
        insort(self._queues.setdefault(parcel.chat_id, []), parcel, key=_by_id)
        self._give_turn(parcel.chat_id)

    def begin(self) -> Parcel | None:
        """The next parcel to be under way; None where nothing may start. Of one chat there is never more than one."""
        for lane, turns in self._turns.items():
            if turns and self._begun[lane] < PLACES[lane]:
                chat = next(iter(turns))
                del turns[chat]
                parcel = self._under_way[chat] = self._queues[chat].pop(0)
                self._begun[lane] += 1
                return parcel
        return None

    def end(self, parcel: Parcel) -> None:
        """It is no longer in hand; the next of its chat gets a turn."""
        self._ids.discard(parcel.id)
        del self._under_way[parcel.chat_id]
        self._begun[parcel.lane] -= 1
        self._give_turn(parcel.chat_id)

    def again(self, parcel: Parcel) -> None:
        """What was under way goes once more, before the others of its chat."""
        self.end(parcel)
        self.take(parcel)

    def give_up(self, chat: int) -> list[Parcel]:
        """Let go of what waits in a chat."""
        for turns in self._turns.values():
            turns.pop(chat, None)
        waiting = self._queues.pop(chat, [])
        self._ids.difference_update(parcel.id for parcel in waiting)
        return waiting

    def give_up_all(self) -> list[Parcel]:
        """Let go of everything that is not under way."""
        return [parcel for chat in list(self._queues) for parcel in self.give_up(chat)]

    def _give_turn(self, chat: int) -> None:
        """A chat with nothing under way has one turn, in the lane of its first parcel."""
        if chat in self._under_way:
            return
        queue = self._queues.get(chat)
        if not queue:
            self._queues.pop(chat, None)
            return
        for lane, turns in self._turns.items():
            if lane is queue[0].lane:
                turns.setdefault(chat)
            else:
                turns.pop(chat, None)


def _by_id(parcel: Parcel) -> int:
    return parcel.id
