"""Owns sending what is owed: fresh from a commit or claimed, in order within a chat, marked with its outcome.

Chats go side by side, so a slow one holds up no other. A kill leaves at most the one send in flight of each chat
unknown; those rows come back when their lease ends, and all but broadcasts are then sent once more.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.clock import Clock, Instant
from bot.delivery.carrier import Carrier, Hold, Probe, Send, always
from bot.delivery.hand import Hand
from bot.delivery.marking import Doubtful, Mark, Marking, OnceMore, Postponed, Verdict
from bot.delivery.pauses import Pauses
from bot.domain.delivery import Delayed, Dropped, Migrated, Outcome, Rejected, TopicGone, Unknown
from bot.domain.incident import new_incident
from bot.errors import DatabaseBusy
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.outbox import Lane, Parcel
from bot.storage.together import Together

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
STALE = timedelta(seconds=20)
"""A parcel that waited so long in hand is given back: another worker could soon take it for abandoned."""
MOST = 256
"""Parcels in hand; replies and notices are taken beyond it."""
ENOUGH = 128
"""With fewer in hand than that, the next are taken, if there are more: so that none of the places stands empty."""
FAREWELL_SECONDS = 10.0
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 2.0
"""Seconds between tries to write an outcome down."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one look found: how many parcels it claimed, when the next is due."""

    claimed: int
    due: Instant | None


class Outbox:
    """`submit` what a commit owes; `run` for as long as the program does; `settle` to have done all that is due."""

    def __init__(
        self, db: Database, send: Send, clock: Clock, marking: Marking, hold: Hold, *, probe: Probe = always
    ) -> None:
        self._db = db
        self._clock = clock
        self._marks = Together[Mark, None](lambda marks: db.run(marking.mark_all, marks))
        self._carrier = Carrier(db, send, clock, hold, probe)
        self._pauses = Pauses()
        self._hand = Hand()
        self._taken_at: dict[int, Instant] = {}
        self._surplus: list[Parcel] = []
        self._tasks: asyncio.TaskGroup | None = None
        self._wake = asyncio.Event()
        self._looking = asyncio.Lock()
        self._idle = asyncio.Event()
        self._idle.set()
        self._more = False
        self._database_away = False
        self.looked_at: float | None = None
        """By the loop's clock, when it was last seen what is due: long ago where ticks or the database are away."""

    def submit(self, parcels: Iterable[Parcel]) -> None:
        """Take parcels leased to this process. What is not urgent is left to the database when the hand is full."""
        now = self._clock.now()
        for parcel in parcels:
            if parcel in self._hand:
                continue
            if parcel.lane > Lane.NOTICE and len(self._hand) >= MOST:
                self._surplus.append(parcel)
            else:
                self._hand.take(parcel)
                self._taken_at[parcel.id] = now
        if self._surplus:
            self._wake.set()
        self._dispatch()

    def wake(self) -> None:
        """Look for what is due: called by every tick."""
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled; then what is in flight comes to its end, and the rest is given back."""
        async with asyncio.TaskGroup() as group:
            self._tasks = group
            try:
                while True:
                    self._wake.clear()
                    await self._look()
                    self._dispatch()
                    await self._wake.wait()
            finally:
                self._tasks = None
                await self._finish()

    async def settle(self) -> Instant | None:
        """Send everything that is due now; the instant at which the next parcel is due, None for never."""
        if self._tasks is not None:
            return await self._settled()
        async with asyncio.TaskGroup() as group:
            self._tasks = group
            try:
                return await self._settled()
            finally:
                self._tasks = None

    async def _settled(self) -> Instant | None:
        while True:
            self._dispatch()
            await self._idle.wait()
            seen = await self._look()
            if seen is None:
                await asyncio.sleep(LONGEST_PAUSE)
                continue
            if seen.claimed or self._looking.locked() or len(self._hand):
                continue
            if seen.due is None or seen.due > self._clock.now():
                return seen.due
            await asyncio.sleep(FIRST_PAUSE)  # another worker has it

    async def _look(self) -> _Seen | None:
        """Give back what is too much, claim what is due. None: the database is away.

        One look at a time: parcels another look has claimed and not yet in hand would seem to be nobody's.
        """
        async with self._looking:
            return await self._take_what_is_due()

    async def _take_what_is_due(self) -> _Seen | None:
        surplus, self._surplus = self._surplus, []
        try:
            await self._give_back(surplus)
            surplus = []
            due, claimed = await self._claim()
        except DatabaseBusy as error:
            self._surplus += surplus
            if not self._database_away:
                log.warning("what is owed waits: %s", error)
            self._database_away = True
            return None
        self._database_away = False
        self.looked_at = asyncio.get_running_loop().time()
        self.submit(claimed)
        return _Seen(len(claimed), due)

    async def _claim(self) -> tuple[Instant | None, list[Parcel]]:
        """When the next parcel is due; where that is now, those taken."""
        room, now = MOST - len(self._hand), self._clock.now()
        if room <= 0:
            return None, []
        if self._more and (claimed := await self._lease(room, now)):
            return now, claimed  # there was more than could be taken: nobody need ask first
        self._more = False
        due = await self._db.read(outbox.next_due, now)
        return due, [] if due is None or due > now else await self._lease(room, now)

    async def _lease(self, room: int, now: Instant) -> list[Parcel]:
        limit = self._pauses.limit(room)
        claimed = await self._db.run(outbox.claim, now, limit=limit, lease=LEASE)
        self._more = len(claimed) == limit
        return claimed

    def _dispatch(self) -> None:
        """Start what may start."""
        while self._tasks is not None and (parcel := self._hand.begin()) is not None:
            self._tasks.create_task(self._see_to(parcel))
        if len(self._hand) if self._tasks is not None else self._hand.under_way:
            self._idle.clear()
        else:
            self._idle.set()

    async def _see_to(self, parcel: Parcel) -> None:
        """Carry one parcel, write its end down, let the next one go."""
        verdict = self._not_now(parcel) or self._judge(parcel, await self._carrier.carry(parcel))
        await self._write_down(parcel, verdict)
        if isinstance(verdict, OnceMore):
            self._hand.again(replace(parcel, uncertain=True))
        else:
            if isinstance(verdict, Migrated | TopicGone):
                self._surplus += self._hand.give_up(parcel.chat_id)  # their address is out of date
            self._hand.end(parcel)
            self._taken_at.pop(parcel.id, None)
        if self._surplus or (self._more and len(self._hand) < ENOUGH):
            self._wake.set()
        self._dispatch()

    def _not_now(self, parcel: Parcel) -> Postponed | None:
        """Why it may not even be tried: somebody asked for patience, or it lay here for too long."""
        now = self._clock.now()
        until = self._pauses.until(parcel.chat_id, now)
        if until is not None:
            return Postponed(until, "waits behind another")
        return Postponed(now, "waited in hand") if now - self._taken_at[parcel.id] > STALE else None

    def _judge(self, parcel: Parcel, outcome: Outcome | Postponed) -> Verdict:
        """What a delay and a broken line mean; the other outcomes say it themselves."""
        match outcome:
            case Delayed():
                until = self._pauses.begin(parcel.chat_id, outcome, self._clock.now())
                return Postponed(
                    until, outcome.why, outbox.EVERYTHING if outcome.everywhere else parcel.chat_id
                )
            case Unknown(error) if parcel.uncertain or parcel.lane is Lane.BROADCAST:
                log.error("incident %s: parcel %d may be lost: %s", new_incident(), parcel.id, error)
                return Doubtful(error)
            case Unknown(error):  # a lost newcomer is worse than a double
                log.warning("parcel %d of kind %s is sent once more: %s", parcel.id, parcel.kind, error)
                return OnceMore(error)
            case Postponed() | Dropped():
                return outcome
            case _:
                self._pauses.end()
                return outcome

    async def _write_down(self, parcel: Parcel, verdict: Verdict) -> None:
        """However long the database is away: what was sent must not be sent again."""
        pause = FIRST_PAUSE
        while True:
            try:
                await self._marks.ask((parcel, verdict, self._clock.now()))
                return
            except DatabaseBusy:
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 2)
            except Exception:
                if isinstance(verdict, Rejected):
                    raise
                incident = new_incident()
                log.exception("incident %s: parcel %d cannot be marked as %r", incident, parcel.id, verdict)
                verdict = Rejected(f"incident {incident}")

    async def _give_back(self, parcels: list[Parcel]) -> None:
        """Let go of the leases, for whoever claims next."""
        for parcel in parcels:
            self._taken_at.pop(parcel.id, None)
        for start in range(0, len(parcels), MOST):
            await self._db.run(outbox.hand_back, parcels[start : start + MOST])

    async def _finish(self) -> None:
        """What is in flight gets a moment; the rest is given back."""
        waiting = self._hand.give_up_all() + self._surplus
        self._dispatch()
        try:
            async with asyncio.timeout(FAREWELL_SECONDS):
                await self._give_back(waiting)
                await self._idle.wait()
                await self._give_back(self._hand.give_up_all())  # committed meanwhile
        except DatabaseBusy:
            log.warning("%d parcels stay leased until their lease ends", len(waiting))
        except TimeoutError:
            log.warning("stopped with %d messages in flight", self._hand.under_way)
