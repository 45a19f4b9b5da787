"""Owns taking updates in: each is tried until it has a receipt. Polling and webhook both hand theirs over here."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from telegram import Bot, Update
from telegram.constants import ChatType
from telegram.ext import Application, ApplicationHandlerStop

from bot.clock import Clock
from bot.domain.incident import new_incident
from bot.errors import DatabaseBusy
from bot.storage import receipts
from bot.storage.database import Database, Transaction
from bot.transport.trouble import Sleep, backoff, is_passing

log = logging.getLogger(__name__)

App: TypeAlias = "Application[Any, Any, Any, Any, Any, Any]"
OnPoison: TypeAlias = Callable[[Transaction, Update, str], None]
"""Owes the person an apology with the incident's code, in the transaction that sets the update aside."""

TRIES = 2
"""The same bug so many times is poison."""

FRUITLESS_TRIES = 60
"""Passing errors while the database answers: after so many, some five minutes, one is a bug after all."""


@dataclass(slots=True)
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class Intake:
    """Runs updates through the application's handlers: side by side, and of one chat in order.

    python-telegram-bot does not tell whether a handler failed, so errors are collected by a handler of ours, and
    success is believed only where a receipt was committed.
    """

    def __init__(
        self,
        application: App,
        db: Database,
        clock: Clock,
        on_poison: OnPoison,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._application = application
        self._db = db
        self._clock = clock
        self._on_poison = on_poison
        self._sleep = sleep
        self._errors: dict[int, Exception | None] = {}
        self._turns: dict[int, _Turn] = {}
        application.add_error_handler(self._note)

    async def read(self, raw: dict[str, Any], bot: Bot) -> Update | None:
        """The update as the library reads it. None: it cannot, and the update is set aside, or would come for ever."""
        try:
            return Update.de_json(raw, bot)
        except Exception as error:
            await self._set_aside(raw["update_id"], error, _in_private(raw, bot))
            return None

    async def handle_batch(self, updates: Sequence[Update]) -> None:
        """Return once every one of them has a receipt: then, and not before, they may be acknowledged."""
        async with asyncio.TaskGroup() as group:
            for of_one_chat in by_chat(updates):
                group.create_task(self.handle_in_order(of_one_chat))

    async def handle_in_order(
        self, updates: Sequence[Update], done: Callable[[int], None] = lambda update_id: None
    ) -> None:
        """Updates of one chat, after those of that chat already under way; `done` is told each id."""
        async with self._turn(chat_of(updates[0])):
            for update in updates:
                await self.handle(update)
                done(update.update_id)

    async def handle(self, update: Update) -> None:
        """Try until there is a receipt. Passing trouble is waited out; the same bug twice is set aside."""
        bugs = fruitless = 0
        pauses = backoff()
        while (error := await self._attempt(update)) is not None:
            if is_passing(error) and fruitless < FRUITLESS_TRIES:
                fruitless += await self._database_answers()
                pause = next(pauses)
                log.warning("update %d waits %.1f s: %s", update.update_id, pause, error)
                await self._sleep(pause)
                continue
            bugs += 1
            if bugs >= TRIES:
                await self._set_aside(update.update_id, error, update)
                return

    async def _attempt(self, update: Update) -> Exception | None:
        """Run the handlers once; None where a receipt stands afterwards."""
        number = update.update_id
        self._errors[number] = None
        await self._application.process_update(update)
        error = self._errors.pop(number)
        try:
            if await self._db.read(receipts.seen, [number]):
                if error is not None:
                    log.error(
                        "incident %s: update %d failed after it had its effects",
                        new_incident(),
                        number,
                        exc_info=error,
                    )
                return None
            if error is None:
                await self._db.run(receipts.record, number, self._clock.now(), "unwanted")
        except DatabaseBusy as busy:
            return error or busy
        return error

    async def _note(self, update: object, context: Any) -> None:
        """Collect what a handler raised; no other handler gets an update whose first one failed."""
        if isinstance(update, Update) and update.update_id in self._errors:
            self._errors[update.update_id] = context.error
        else:
            log.error("incident %s: outside of any update", new_incident(), exc_info=context.error)
        raise ApplicationHandlerStop

    async def _set_aside(self, number: int, error: Exception, update: Update | None) -> None:
        """Record the poison, with an apology to whoever is behind it; without, where that fails too."""
        incident = new_incident()
        log.error("incident %s: update %d failed and is set aside", incident, number, exc_info=error)
        pauses = backoff()
        while True:
            try:
                await self._db.run(self._record_poison, number, incident, update)
                return
            except DatabaseBusy:
                await self._sleep(next(pauses))
            except Exception:
                if update is None:
                    raise
                log.exception("incident %s: nobody could be told of it", incident)
                update = None

    def _record_poison(self, tx: Transaction, number: int, incident: str, update: Update | None) -> None:
        if receipts.record(tx, number, self._clock.now(), "poison", incident) and update is not None:
            self._on_poison(tx, update, incident)

    async def _database_answers(self) -> bool:
        try:
            await self._db.ping()
        except DatabaseBusy:
            return False
        return True

    @asynccontextmanager
    async def _turn(self, chat: int) -> AsyncIterator[None]:
        turn = self._turns.setdefault(chat, _Turn())
        turn.users += 1
        try:
            async with turn.lock:
                yield
        finally:
            turn.users -= 1
            if not turn.users:
                del self._turns[chat]


def _in_private(raw: dict[str, Any], bot: Bot) -> Update | None:
    """What is left of an unreadable update: who wrote, where that is a private chat. None: nobody is to be told."""
    message = raw.get("message")
    if not isinstance(message, dict) or (message.get("chat") or {}).get("type") != ChatType.PRIVATE:
        return None
    readable = {name: message.get(name) for name in ("message_id", "date", "chat", "from")}
    try:
        return Update.de_json({"update_id": raw["update_id"], "message": readable}, bot)
    except Exception:
        return None


def by_chat(updates: Sequence[Update]) -> list[list[Update]]:
    """The updates of each chat, in their order."""
    chats: dict[int, list[Update]] = {}
    for update in updates:
        chats.setdefault(chat_of(update), []).append(update)
    return list(chats.values())


def chat_of(update: Update) -> int:
    """The chat whose updates keep their order; a private chat has its person's id. Without either, its own number."""
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else update.update_id
