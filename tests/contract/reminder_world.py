"""A shift, somebody who has a place in it, and time that passes: what they are told of it, as it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bot.clock import SetClock
from bot.delivery.timers import LookFirst, Timers
from bot.domain.message import Message
from bot.domain.person import PersonId, Role
from bot.domain.reminding import ReminderState, Wishes
from bot.domain.shift import Booking
from bot.domain.terms import Terms
from bot.errors import Refusal
from bot.storage import bookings, gardens, outbox, reminder_wishes, reminders, roles, rosters
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Lane, Parcel
from bot.storage.tables import outbox as outbox_table
from bot.storage.tables import people, timers
from bot.usecases.booking import book, drop_out
from bot.usecases.hold import hold_until
from bot.usecases.planning import move_shift
from bot.usecases.reminding.firing import REMINDER, find_due, owe_due
from bot.usecases.reminding.planning import REMINDERS, REPLAN, plan_chunk, plan_for_garden, plan_for_person
from bot.usecases.reminding.saying import compose_reminder
from tests.contract.shift_world import MONDAY, Place, arrange


@dataclass(frozen=True, slots=True)
class Told:
    """One rule, about one occurrence, was said at an instant."""

    subject: str
    rule: str
    occurs_at: datetime
    at: datetime


@dataclass
class World:
    """The garden with its one shift; `told` is everything that reached the person."""

    db: Database
    there: Place
    clock: SetClock
    told: list[Told] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def ana(self) -> PersonId:
        return self.there.crowd[0]

    async def books(self) -> Booking | Refusal:
        return await self.db.run(book, self.there.garden, self.ana, self.there.roster_id, self.now)

    async def drops_out(self) -> None:
        def drop(tx: Transaction) -> None:
            mine = bookings.open_booking(tx, self.there.roster_id, self.ana)
            if mine is not None:
                drop_out(tx, self.there.garden, mine.id, self.ana, self.now)

        await self.db.run(drop)

    async def moves(self, starts_at: datetime) -> None:
        def move(tx: Transaction) -> None:
            roster = rosters.find_roster(tx, self.there.roster_id)
            assert roster is not None
            assert roster.shift_id is not None
            ends_at = starts_at + timedelta(hours=3)
            move_shift(tx, self.there.garden, roster.shift_id, starts_at, ends_at, self.now)

        await self.db.run(move)

    async def wishes(self, wishes: Wishes) -> None:
        def wish(tx: Transaction) -> None:
            reminder_wishes.save_wishes(tx, self.there.garden.id, self.ana, wishes)
            plan_for_person(tx, self.there.garden, self.ana, self.now)

        await self.db.run(wish)

    async def changes_zone(self, zone: ZoneInfo) -> None:
        self.there = replace(self.there, garden=replace(self.there.garden, zone=zone))

        def change(tx: Transaction) -> None:
            gardens.save_garden(tx, self.there.garden, self.now)
            plan_for_garden(tx, self.there.garden, self.now)

        await self.db.run(change)

    async def has_no_telegram(self) -> None:
        """Registered by a coordinator, who is there too and has Telegram."""

        def register(tx: Transaction) -> None:
            alone = {"telegram_id": None, "reachable": False, "reach": "06 12 34 56 78"}
            tx.connection.execute(update(people).where(people.c.id == self.ana).values(**alone))
            roles.add_role(tx, self.there.crowd[1], self.there.garden.id, Role.COORDINATOR, self.now)

        await self.db.run(register)

    async def was_told(self, times: int) -> None:
        """So many messages that nobody asked for reached her just now."""

        def tell(tx: Transaction) -> None:
            for number in range(times):
                parcel = outbox.queue(
                    tx,
                    dedupe=f"other:{number}",
                    chat_id=1001,
                    kind="other",
                    payload={},
                    lane=Lane.NOTICE,
                    now=self.now,
                    garden_id=self.there.garden.id,
                    person_id=self.ana,
                    unasked=True,
                )
                assert parcel is not None
                outbox.mark_sent(tx, parcel.id, number + 1, self.now)

        await self.db.run(tell)

    async def passes(self, span: timedelta) -> None:
        """The process is awake: it does everything at its instant."""
        until = self.now + span
        await self.settles()
        while (due := await self.db.read(self._next_due)) is not None and due <= until:
            self.clock.put(due)
            await self.settles()
        self.clock.put(until)

    async def sleeps(self, span: timedelta) -> None:
        """The process does nothing for so long, then what is due."""
        self.clock.put(self.now + span)
        await self.settles()

    async def settles(self) -> None:
        """Everything due now is done, as the outbox would."""
        await self._fires()
        await self.sends(await self.db.read(self._due_parcels))

    async def sends(self, parcels: Sequence[Parcel]) -> None:
        for parcel in parcels:
            self.told += await self.db.run(self._send, parcel)

    async def reaches_the_line(self, at: datetime) -> Parcel:
        """The one message due then is a worker's: whether it has been composed, nobody else can tell."""
        self.clock.put(at)
        await self._fires()
        claimed = await self.db.run(outbox.claim, self.now, limit=9, lease=timedelta(minutes=2))
        (parcel,) = (one for one in claimed if one.kind == REMINDER)
        return parcel

    async def arrived(self, parcel: Parcel) -> None:
        """What it said when it was composed."""
        await self.db.run(outbox.mark_sent, parcel.id, parcel.id, self.now)
        rows = await self.db.read(reminders.find_reminders, parcel.payload["reminders"])
        self.told += [Told(one.subject, one.rule, one.occurs_at, self.now) for one in rows]

    async def _fires(self) -> None:
        handlers = {REMINDERS: LookFirst(find_due, owe_due), REPLAN: plan_chunk}
        await Timers(self.db, handlers, self.clock).fire()

    def _next_due(self, tx: Transaction) -> datetime | None:
        """Of the reminders' timers and parcels; what else a shift plans is not played here."""
        timer = select(timers.c.due_at).where(timers.c.kind.in_((REMINDERS, REPLAN)))
        waiting = select(outbox_table.c.not_before).where(
            outbox_table.c.kind == REMINDER, outbox_table.c.state == "pending"
        )
        found = [*tx.connection.execute(timer).scalars(), *tx.connection.execute(waiting).scalars()]
        return min(found, default=None)

    def _due_parcels(self, tx: Transaction) -> list[Parcel]:
        due = select(outbox_table).where(
            outbox_table.c.kind == REMINDER,
            outbox_table.c.state == "pending",
            outbox_table.c.not_before <= self.now,
        )
        return [Parcel.from_row(row) for row in tx.connection.execute(due.order_by(outbox_table.c.id))]

    def _send(self, tx: Transaction, parcel: Parcel) -> list[Told]:
        held = hold_until(tx, parcel, self.now)
        if parcel.expires_at is not None and parcel.expires_at <= self.now:
            outbox.mark_ended(tx, parcel.id, "dropped", self.now)
            return []
        if held is not None:
            later = update(outbox_table).where(outbox_table.c.id == parcel.id).values(not_before=held)
            tx.connection.execute(later)
            return []
        message = compose_reminder(tx, parcel, self.now)
        if message is None:
            outbox.mark_ended(tx, parcel.id, "dropped", self.now)
            return []
        self.messages.append(message)
        outbox.mark_sent(tx, parcel.id, parcel.id, self.now)
        rows = reminders.find_reminders(tx, parcel.payload["reminders"])
        return [
            Told(one.subject, one.rule, one.occurs_at, self.now)
            for one in rows
            if one.state is ReminderState.OWED and one.expires_at > self.now
        ]


async def open_world(db: Database, starts_at: datetime, *, now: datetime = MONDAY) -> World:
    """Ana, whom Telegram reaches, and a shift at `starts_at` that she may sign up for."""

    def set_up(tx: Transaction) -> Place:
        there = arrange(tx, Terms(maximum=5), 2, starts_at)
        for number, person_id in enumerate(there.crowd, 1):
            reached = update(people).where(people.c.id == person_id)
            tx.connection.execute(reached.values(telegram_id=1000 + number, reachable=True))
        return there

    return World(db, await db.run(set_up), SetClock(now.astimezone(UTC)))
