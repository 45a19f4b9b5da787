"""Owns the one way to act: receipt, effects and what is owed are one transaction; a callback is answered after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from telegram import Update

from bot.clock import Clock, Instant
from bot.errors import Refusal
from bot.storage import receipts
from bot.storage.database import Database, Transaction
from bot.transport.toasts import Toast, Toasts
from bot.usecases.greet import Source, greet, show_again
from bot.usecases.house import Caller, House
from bot.usecases.replies import refusal_text, refuse

Outcome: TypeAlias = "Refusal | Toast | None"
Deed: TypeAlias = Callable[[Transaction, Caller], Outcome]
"""What a handler does: plain arguments in, a refusal or a word of thanks out. It may be run again."""


class Act:
    """`await act(update, fn)`: a redelivered update has no second effect, and nothing is done half."""

    def __init__(self, db: Database, house: House, clock: Clock, toasts: Toasts) -> None:
        self._db = db
        self._house = house
        self._clock = clock
        self._toasts = toasts

    async def __call__(self, update: Update, fn: Deed, *, link: str = "") -> None:
        """Do `fn` for whoever is behind the update. `link` is a deep link's payload: it may name a garden.

        Raises:
            DatabaseBusy: nothing was done; ingress tries again without acknowledging.
        """
        source = source_of(update, link)
        toast = await self._db.run(self._do, source, fn, update.callback_query is not None)
        if update.callback_query is not None:
            self._toasts.answer(update.callback_query.id, toast)

    def now(self) -> Instant:
        """The present, for what is done unattended."""
        return self._clock.now()

    async def unattended(self, update: Update, fn: Callable[[Transaction], None]) -> None:
        """Do `fn` for an update that no person is behind, as the bot put out of a group."""
        await self._db.run(self._do_unattended, update.update_id, fn)

    def _do(self, tx: Transaction, source: Source, fn: Deed, is_tap: bool) -> str:
        now = self._clock.now()
        if not receipts.record(tx, source.update_id, now):
            show_again(tx, source, now)
            return ""
        caller = greet(tx, self._house, source, now)
        if caller is None:
            return ""
        outcome = fn(tx, caller)
        if outcome is None:
            return ""
        text = refusal_text(outcome) if isinstance(outcome, Refusal) else outcome.text
        if not is_tap and isinstance(outcome, Refusal):
            refuse(tx, caller, outcome)
        return caller.speaker.plain(text)

    def _do_unattended(self, tx: Transaction, update_id: int, fn: Callable[[Transaction], None]) -> None:
        if receipts.record(tx, update_id, self._clock.now()):
            fn(tx)


def source_of(update: Update, link: str = "") -> Source:
    """Who and where, as Telegram tells it.

    Raises:
        ValueError: nobody is behind this update; a handler was given what its filter should have kept out.
    """
    user, chat, message = update.effective_user, update.effective_chat, update.effective_message
    if user is None or chat is None:
        raise ValueError(f"update {update.update_id} has no user or no chat; filter it before acting on it")
    in_topic = message is not None and message.is_topic_message
    return Source(
        update_id=update.update_id,
        telegram_id=user.id,
        telegram_name=user.first_name,
        language=user.language_code or "",
        chat_id=chat.id,
        thread_id=(message.message_thread_id or 0) if message is not None and in_topic else 0,
        link=link,
    )
