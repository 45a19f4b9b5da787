"""What is said in the referents' group: /link, and answers given as a reply."""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.constants import ChatID

from bot.domain.said import Said
from bot.engine.events import Enclosed, Typed
from bot.errors import Refusal
from bot.storage.database import Transaction
from bot.transport.act import Outcome
from bot.usecases.answering import answer_by_reply
from bot.usecases.house import Caller
from bot.usecases.link_group import ask_for_a_tap, link_group
from handlers.deps import Deps
from handlers.talking import read_event, strip_controls


async def link(update: Update, _context: Any, deps: Deps) -> None:
    """An anonymous administrator has no name here (user 1087968824): they are asked for a tap."""
    user, chat, message = update.effective_user, update.effective_chat, update.effective_message
    if user is None or chat is None or message is None:
        return
    if user.id == ChatID.ANONYMOUS_ADMIN:
        thread_id = (message.message_thread_id or 0) if message.is_topic_message else 0
        now = deps.act.now()
        await deps.act.unattended(
            update, lambda tx: ask_for_a_tap(tx, chat.id, thread_id, update.update_id, now)
        )
        return
    title = strip_controls(chat.title or "")
    await deps.act(update, lambda tx, caller: link_group(tx, caller, title))


async def take_reply(update: Update, _context: Any, deps: Deps) -> None:
    """A reply to a message that carries somebody's words is the answer; to anything else, it is just talk."""
    message = update.effective_message
    replied = message.reply_to_message if message else None
    event = read_event(message) if message else None
    if message is None or replied is None or not isinstance(event, Typed | Enclosed):
        return
    said = Said(event.text) if isinstance(event, Typed) else Said(event.words, event.relay)

    def do(tx: Transaction, caller: Caller) -> Outcome:
        outcome = answer_by_reply(tx, caller, replied.message_id, said, message.message_id)
        return outcome if isinstance(outcome, Refusal) else None

    await deps.act(update, do)
