"""Owns carrying one parcel to its outcome: whether it may go now, the send itself, and what a failure of ours means."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import TypeAlias

from bot.clock import Clock, Instant
from bot.delivery.marking import Postponed
from bot.domain.delivery import Delayed, Dropped, Outcome, Rejected, Unknown, Withheld, last_look, urgency
from bot.domain.incident import new_incident
from bot.errors import DatabaseBusy
from bot.storage import outbox
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Lane, Parcel
from bot.storage.together import Together

log = logging.getLogger(__name__)

Send: TypeAlias = Callable[[Parcel], Awaitable[Outcome]]
Hold: TypeAlias = Callable[[Transaction, Sequence[Parcel], Instant], "Sequence[Instant | None]"]
"""When each of these unasked parcels may go; None for at once."""
Probe: TypeAlias = Callable[[], Awaitable[bool]]
"""Whether the messenger answers at this moment."""

BUG_TRIES = 3
"""A parcel that breaks us so often is given up."""
BUG_PAUSE = timedelta(seconds=30)
BUSY_PAUSE = timedelta(seconds=1)
LINE_SECONDS = 2.0
GATHER_SECONDS = 0.02
"""Whether unasked messages may go is looked up for all that come so soon; then they are composed together as well."""
LONGEST_TURN = timedelta(seconds=30)
"""A call that waited so long for its turn is not made: by the end of the lease the parcel may be another worker's."""
EXPIRED = Dropped("expired")


async def always() -> bool:
    """A probe where there is nothing to ask."""
    return True


class Carrier:
    """`await carry(parcel)` never raises but for cancellation."""

    def __init__(self, db: Database, send: Send, clock: Clock, hold: Hold, probe: Probe) -> None:
        self._db = db
        self._send = send
        self._clock = clock
        self._hold = hold
        self._holding = Together[Parcel, "Instant | None"](self._hold_all, gather=GATHER_SECONDS)
        self._probe = probe
        self._bugs: Counter[int] = Counter()

    async def carry(self, parcel: Parcel) -> Outcome | Postponed:
        """What became of it."""
        now = self._clock.now()
        if _is_past(parcel, now):
            return EXPIRED
        if parcel.uncertain and parcel.lane is Lane.BROADCAST:
            return Unknown("cut off while the call was in flight")
        try:
            outcome = await self._allowed(parcel, now) or await self._send_now(parcel, now)
        except Withheld:
            then = self._clock.now()
            return EXPIRED if _is_past(parcel, then) else Postponed(then, "waited for its turn")
        except DatabaseBusy as error:
            return Postponed(now + BUSY_PAUSE, str(error))
        except Exception:
            return self._blame_us(parcel, now)
        self._bugs.pop(parcel.id, None)
        return outcome

    async def _allowed(self, parcel: Parcel, now: Instant) -> Postponed | Delayed | None:
        if parcel.unasked and (until := await self._holding.ask(parcel)) is not None:
            return Postponed(until, "quiet hours")
        if parcel.uncertain and not await self._probe():
            # Sent once more and no more often: not into a line that is known to be down.
            return Delayed(LINE_SECONDS, everywhere=True, why="the messenger does not answer")
        return None

    async def _hold_all(self, parcels: Sequence[Parcel]) -> Sequence[Instant | None]:
        return await self._db.glance(self._hold, parcels, self._clock.now())

    async def _send_now(self, parcel: Parcel, now: Instant) -> Outcome:
        lane, look = urgency.set(int(parcel.lane)), last_look.set(partial(self._look_again, parcel, now))
        try:
            outcome = await self._send(parcel)
        finally:
            urgency.reset(lane)
            last_look.reset(look)
        return _logged(parcel, outcome) if isinstance(outcome, Rejected) else outcome

    async def _look_again(self, parcel: Parcel, since: Instant) -> None:
        """Its turn may have come when it is past, or another's. Only a broadcast whose call leaves may be lost."""
        now = self._clock.now()
        if _is_past(parcel, now) or now - since > LONGEST_TURN:
            raise Withheld
        if parcel.lane is Lane.BROADCAST:
            await self._db.run(outbox.begin_send, parcel.id, now)

    def _blame_us(self, parcel: Parcel, now: Instant) -> Outcome | Postponed:
        incident = new_incident()
        log.exception("incident %s: parcel %d of kind %s broke", incident, parcel.id, parcel.kind)
        self._bugs[parcel.id] += 1
        if self._bugs[parcel.id] < BUG_TRIES:
            return Postponed(now + BUG_PAUSE * self._bugs[parcel.id], f"incident {incident}")
        del self._bugs[parcel.id]
        return Rejected(f"incident {incident}")


def _is_past(parcel: Parcel, now: Instant) -> bool:
    return parcel.expires_at is not None and parcel.expires_at <= now


def _logged(parcel: Parcel, refusal: Rejected) -> Rejected:
    incident = new_incident()
    log.error(
        "incident %s: parcel %d of kind %s is refused for good: %s",
        incident,
        parcel.id,
        parcel.kind,
        refusal.error,
    )
    return Rejected(f"incident {incident}: {refusal.error}")
