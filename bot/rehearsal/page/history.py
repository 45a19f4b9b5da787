"""Owns reading back: earlier messages of a chat, or of one of its topics."""

from __future__ import annotations

from itertools import islice

from bot.i18n import Speaker
from bot.rehearsal.chats import Chat
from bot.rehearsal.messages import Json, Message
from bot.rehearsal.page.acts import NoChat
from bot.rehearsal.page.asked import Asked
from bot.rehearsal.page.watching import Watching

MOST = 100


def earlier(watching: Watching, asked: Asked, speaker: Speaker) -> Json:
    """Up to `limit` messages before `before` (0: from the newest), oldest first. Raises: NoChat."""
    chat = watching.production.emulator.world.chats.get(asked.whole("chat"))
    if chat is None:
        raise NoChat
    limit = min(MOST, max(1, asked.maybe_whole("limit") or MOST))
    before = asked.maybe_whole("before") or 0
    found = _before(chat, before, asked.maybe_whole("topic"), limit + 1)
    shown = found[:limit][::-1]
    return {"messages": [watching.feed.message(one, speaker) for one in shown], "more": len(found) > limit}


def _before(chat: Chat, before: int, topic: int | None, count: int) -> list[Message]:
    """The newest first."""
    newest_first = (chat.messages[number] for number in reversed(chat.messages))
    meant = (
        one
        for one in newest_first
        if (not before or one.id < before) and (topic is None or one.thread_id == topic)
    )
    return list(islice(meant, count))
