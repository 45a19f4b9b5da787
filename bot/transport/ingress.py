"""Owns polling: fetch updates, hand them over, and acknowledge only what has a receipt. Telegram is the queue."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.clock import Clock
from bot.domain.incident import new_incident
from bot.errors import Misuse
from bot.storage.database import Database
from bot.transport.intake import App, Intake, OnPoison, by_chat
from bot.transport.trouble import Episode, Sleep

log = logging.getLogger(__name__)

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

LONG_POLL_SECONDS = 30
BATCH_SECONDS = 1.0
"""How long a batch may hold up the next: after that, only the slow chat itself waits."""
PACE_SECONDS = 0.25
"""Between polls while unacknowledged updates make Telegram answer at once."""
FAREWELL_SECONDS = 10.0
"""How long the running updates may take to finish when the program stops."""

TOKEN_REFUSED = (
    "Telegram refuses the token; write /newbot (or /mybots) to @BotFather and put the token it shows "
    "into TELEGRAM_BOT_TOKEN"
)
OTHER_POLLER = (
    "another program fetches this bot's messages; stop it, or give each its own bot and token (trying again)"
)


class Polling:
    """Fetches updates with getUpdates. The offset stands at the lowest update without a receipt."""

    def __init__(
        self,
        bot: Bot,
        application: App,
        db: Database,
        clock: Clock,
        on_poison: OnPoison,
        *,
        allowed_updates: Sequence[str] = ALLOWED_UPDATES,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._application = application
        self._intake = Intake(application, db, clock, on_poison, sleep)
        self._allowed = list(allowed_updates)
        self._line = Episode(sleep, over="Telegram answers again")
        self._open: set[int] = set()
        self._done: set[int] = set()
        self._confirm: int | None = None
        self._progress = asyncio.Event()

    async def connect(self) -> None:
        """Say hello to Telegram and remove a webhook left behind, for as long as it takes.

        Raises:
            Misuse: the token is refused.
        """
        while True:
            try:
                await self._application.initialize()
                await self._bot.delete_webhook(drop_pending_updates=False)
            except InvalidToken:
                raise Misuse(TOKEN_REFUSED) from None
            except TelegramError as error:
                await self._endure(error)
            else:
                self._line.end()
                return

    async def run(self) -> None:
        """Poll until cancelled; the updates under way are finished and acknowledged first.

        Raises:
            Misuse: the token is refused.
        """
        await self.connect()
        async with asyncio.TaskGroup() as group:
            try:
                refusal = await self._poll(group)
            finally:
                await self._finish()
        raise refusal

    async def _poll(self, group: asyncio.TaskGroup) -> Misuse:
        while True:
            try:
                raw = await self._fetch()
            except InvalidToken:  # handed back: raised here, the task group would wrap it
                return Misuse(TOKEN_REFUSED)
            except TelegramError as error:
                await self._endure(error)
                continue
            self._line.end()
            await self._take(group, await self._read(raw))

    async def _take(self, group: asyncio.TaskGroup, updates: list[Update]) -> None:
        """Start the new updates; go on when they are through, or after a moment."""
        if updates:
            lanes = [group.create_task(self._lane(of_one_chat)) for of_one_chat in by_chat(updates)]
            await asyncio.wait(lanes, timeout=BATCH_SECONDS)
        elif self._open:
            self._progress.clear()
            await _wait_for(self._progress, PACE_SECONDS)

    async def _lane(self, updates: list[Update]) -> None:
        await self._intake.handle_in_order(updates, self._acknowledge)

    def _acknowledge(self, update_id: int) -> None:
        self._open.discard(update_id)
        self._done.add(update_id)
        self._progress.set()

    async def _fetch(self, *, seconds: int | None = None, limit: int | None = None) -> list[dict[str, Any]]:
        """Raw updates: the library's own get_updates loses the whole batch over one it cannot read."""
        if not self._open:
            self._done.clear()
        wait = seconds if seconds is not None else 0 if self._open else LONG_POLL_SECONDS
        asked = {"offset": self._offset(), "timeout": wait, "limit": limit, "allowed_updates": self._allowed}
        found = await self._bot._post(
            "getUpdates",
            {name: value for name, value in asked.items() if value is not None},
            read_timeout=wait + (self._bot.request.read_timeout or 0),
        )
        if not found and not self._open:
            # All is confirmed. Without an offset the next poll finds even identifiers that start anew from a lower
            # number, as they may after a quiet week (Bot API, Update).
            self._confirm = None
        return found if isinstance(found, list) else []

    def _offset(self) -> int | None:
        return min(self._open) if self._open else self._confirm

    async def _read(self, raw: list[dict[str, Any]]) -> list[Update]:
        """The updates not yet under way. One that cannot be read is set aside: asked again, it would come again."""
        known = self._open | self._done
        fresh = [
            update
            for one in raw
            if one["update_id"] not in known and (update := await self._intake.read(one, self._bot))
        ]
        self._open.update(update.update_id for update in fresh)
        if raw:
            self._confirm = raw[-1]["update_id"] + 1
        return fresh

    async def _endure(self, error: TelegramError) -> None:
        match error:
            case Conflict() if "webhook" in error.message.lower():
                with suppress(TelegramError):
                    await self._bot.delete_webhook(drop_pending_updates=False)
                await self._line.wait("a webhook was set for this bot; it is removed, since we poll")
            case Conflict():
                await self._line.wait(OTHER_POLLER)
            case RetryAfter():
                seconds = error._retry_after.total_seconds()
                await self._line.wait(f"Telegram asks for {seconds:.0f} s of patience", seconds)
            case NetworkError():
                await self._line.wait(f"Telegram cannot be reached: {error.message} (trying again)")
            case _:
                incident = new_incident()
                log.error("incident %s: fetching updates failed", incident, exc_info=error)
                await self._line.wait(f"fetching updates failed (incident {incident}); trying again")

    async def _finish(self) -> None:
        """Let what is under way commit, and tell Telegram, so that it is not delivered again."""
        try:
            async with asyncio.timeout(FAREWELL_SECONDS):
                while self._open:
                    self._progress.clear()
                    await self._progress.wait()
                if self._confirm is not None:
                    await self._fetch(seconds=0, limit=1)
        except (TimeoutError, TelegramError) as error:
            log.info("stopping with updates unacknowledged; Telegram delivers them again (%s)", error)


async def _wait_for(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
