"""What is said in the referents' group: /link, and answers given as a reply."""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.constants import ChatID

from bot.storage.database import Transaction
from bot.transport.act import Outcome
from bot.usecases.house import Caller
from bot.usecases.human import answer_human, answered_by_reply
from bot.usecases.link_group import ask_for_a_tap, link_group
from handlers.deps import Deps
from handlers.talking import strip_controls


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
    """A reply to a message that carries somebody's question is the answer; to anything else, it is just talk."""
    message = update.effective_message
    replied = message.reply_to_message if message else None
    if message is None or replied is None or not message.text:
        return
    text = strip_controls(message.text)

    def do(tx: Transaction, caller: Caller) -> Outcome:
        thread = answered_by_reply(tx, caller, replied.message_id)
        if thread is None:
            return None
        return answer_human(tx, caller.garden, thread, caller.person.id, text, caller.now)

    await deps.act(update, do)
