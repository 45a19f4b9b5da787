"""Owns the page's clock: what is due and why, and walking through it exactly as time would."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bot.clock import Instant, SystemClock, at_local
from bot.errors import Refusal
from bot.i18n import Speaker
from bot.marks import _
from bot.rehearsal.messages import Json
from bot.rehearsal.page.feed import Tabs
from bot.rehearsal.page.production import Production
from bot.usecases.coming import Coming, list_coming

MORNING = time(9)
SHOWN = 12
FURTHEST = timedelta(days=366 * 5)


class AlreadyLater(Refusal):
    message = _("The rehearsal’s clock is later than this machine’s already; it never goes back.")


class NothingDue(Refusal):
    message = _("Nothing is planned: the bot waits for somebody to write.")


class NoSuchInstant(Refusal):
    message = _("The clock cannot be put there: choose a later instant, within five years.")


class Clockwork:
    """One production's clock, as its audience sees it."""

    def __init__(self, production: Production, tabs: Tabs) -> None:
        self._production = production
        self._emulator = production.emulator
        self._tabs = tabs
        self._due: Sequence[Coming] = ()
        self._told: tuple[Instant, Sequence[Coming], bool] | None = None
        self.walking = False
        self._halted = False

    def due_shape(self, speaker: Speaker) -> list[Json]:
        return [
            {
                "at": one.at.astimezone(speaker.zone).isoformat(timespec="seconds"),
                "what": speaker.plain(one.what),
                "who": speaker.plain(one.who),
                "kind": one.kind,
            }
            for one in self._due
        ]

    async def look(self) -> None:
        """Read again what is due, and tell where anything changed."""
        names = self._production.names
        self._due = await self._production.db.read(list_coming, self._emulator.now, SHOWN, names)
        now = (self._emulator.now, self._due, self.walking)
        if now != self._told:
            self._told = now
            self._tabs.tell(self._production, self._event)

    def _event(self, speaker: Speaker) -> Json:
        return {
            "event": "clock",
            "now": self.now_shape(),
            "due": self.due_shape(speaker),
            "walking": self.walking,
        }

    def now_shape(self) -> str:
        return self._emulator.now.astimezone(self._production.zone).isoformat(timespec="seconds")

    async def move(self, to: str) -> Json:
        """Walk there; every due instant on the way is lived through. Raises: Refusal."""
        self.walking = True
        try:
            await self.look()
            await self._walk(await self._goal(to))
        finally:
            self.walking = False
            await self.look()
        return {"now": self.now_shape()}

    async def _goal(self, to: str) -> Instant:
        now, zone = self._emulator.now, self._production.zone
        local = now.astimezone(zone)
        match to:
            case "now":
                if (present := SystemClock().now()) <= now:
                    raise AlreadyLater
                return present
            case "hour":
                return now + timedelta(hours=1)
            case "morning":
                today = at_local(local.date(), MORNING, zone)
                return today if today > now else at_local(local.date() + timedelta(days=1), MORNING, zone)
            case "day":
                return at_local(local.date() + timedelta(days=1), local.time(), zone)
            case "due":
                return await self._next_due()
            case _:
                return self._named(to)

    async def _next_due(self) -> Instant:
        await self._emulator.settle()
        await self.look()
        if not self._due:
            raise NothingDue
        return self._due[0].at

    def _named(self, to: str) -> Instant:
        try:
            goal = datetime.fromisoformat(to)
            if goal.tzinfo is None:
                goal = at_local(goal.date(), goal.time(), self._production.zone)
            ahead = goal - self._emulator.now
        except (ValueError, OverflowError):
            raise NoSuchInstant from None
        if not timedelta() < ahead <= FURTHEST:
            raise NoSuchInstant
        return goal

    def halt(self) -> None:
        """Walk no further: all this is about to end."""
        self._halted = True

    async def _walk(self, goal: Instant) -> None:
        """Step by step, so that the page's clock is seen to move."""
        await self._emulator.settle()
        while (now := self._emulator.now) < goal and not self._halted:
            due = self._emulator.following.next_due
            await self._emulator.advance(to=due if due is not None and now < due < goal else goal)
            await self.look()
