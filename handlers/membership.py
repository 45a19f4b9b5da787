"""What Telegram tells of chats: the bot added, put out or blocked, a group that became a supergroup."""

from __future__ import annotations

from typing import Any

from telegram import ChatMember, Update
from telegram.constants import ChatType

from bot.storage import outbox
from bot.storage.database import Transaction
from bot.usecases.link_group import chat_left, chat_returned
from handlers.deps import Deps

LEFT = (ChatMember.LEFT, ChatMember.BANNED)


async def note_membership(update: Update, _context: Any, deps: Deps) -> None:
    """The bot's own place in a chat changed: in private, blocked or back; in a group, put out or added."""
    change = update.my_chat_member
    if change is None:
        return
    chat_id, is_private = change.chat.id, change.chat.type == ChatType.PRIVATE
    gone = change.new_chat_member.status in LEFT

    def do(tx: Transaction) -> None:
        (chat_left if gone else chat_returned)(tx, chat_id, is_private, deps.act.now())

    await deps.act.unattended(update, do)


async def follow_group(update: Update, _context: Any, deps: Deps) -> None:
    """Whatever was kept under the old number is kept under the new one, in one transaction."""
    message = update.effective_message
    if message is None or message.migrate_to_chat_id is None:
        return
    old, new = message.chat.id, message.migrate_to_chat_id
    await deps.act.unattended(update, lambda tx: outbox.rewrite_chat(tx, old, new))
