"""Owns what of Telegram's side is kept in a snapshot, and how it is written; thawing.py reads the same."""

from __future__ import annotations

import base64
from typing import Any

from bot.rehearsal.chats import Chat
from bot.rehearsal.messages import Json, Message, StoredFile, User
from bot.rehearsal.updates import Update, UpdateQueue
from bot.rehearsal.world import Query, World

KEPT_CONFIRMED = 100
"""How many confirmed updates can still be delivered again after a thaw."""


def freeze_world(world: World) -> Json:
    waiting = list(world.queries.values())
    under = world.underneath
    return {
        "bot": _user(world.bot),
        "privacy": world.privacy,
        "last_id": world.ids.last,
        "last_serial": world.serials.last,
        "users": [_user(user) for user in world.users.values() if user is not world.bot],
        "chats": [_chat(chat) for chat in world.chats.values()],
        "messages": [_message(message) for message in _every_message(world, waiting)],
        "files": [_file(file) for file in world.files.values()],
        "taps": [_query(query) for query in waiting],
        "toasts": [[id, [[t.text, t.alert] for t in of_one]] for id, of_one in world.toasts.items()],
        "links": [[id, list(of_one)] for id, of_one in world.links.items()],
        "keyboards": [[id, markup] for id, markup in under.shared.items()],
        "own_keyboards": [[*place, markup] for place, markup in under.own.items()],
        "awaited": [[*place, _reference(message)] for place, message in under.awaited.items()],
        "menus": [[*key, commands] for key, commands in world.menus.items()],
        "menu_buttons": [[id, button] for id, button in world.menu_buttons.items()],
        "profile": [[*key, text] for key, text in world.profile.items()],
    }


def freeze_queue(updates: UpdateQueue) -> Json:
    hook = updates.webhook
    return {
        "pending": [_update(update) for update in updates.pending],
        "confirmed": [_update(update) for update in updates.confirmed[-KEPT_CONFIRMED:]],
        "next_id": updates.next_id,
        "allowed": None if updates.allowed is None else sorted(updates.allowed),
        "webhook": {"url": hook.url, "secret": hook.secret, "max_connections": hook.max_connections},
    }


def _update(update: Update) -> Json:
    return {
        "id": update.id,
        "kind": update.kind,
        "body": update.body,
        "lane": update.lane,
        "again": update.again,
        "delivered": update.delivered,
    }


def _user(user: User) -> Json:
    return {
        "id": user.id,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "username": user.username,
        "language": user.language,
        "is_bot": user.is_bot,
    }


def _chat(chat: Chat) -> Json:
    return {
        "id": chat.id,
        "kind": chat.kind.value,
        "title": chat.title,
        "person": chat.person.id if chat.person else None,
        "is_forum": chat.is_forum,
        "known": chat.known,
        "started": chat.started,
        "blocked": chat.blocked,
        "deactivated": chat.deactivated,
        "migrated_to": chat.migrated_to.id if chat.migrated_to else None,
        "members": [[m.user.id, m.standing.value, m.is_anonymous, m.title] for m in chat.members.values()],
        "topics": [[id, t.name, t.color, t.closed] for id, t in chat.topics.items()],
        "pinned": [message.id for message in chat.pinned],
        "last_id": chat.ids.last,
    }


def _every_message(world: World, waiting: list[Query]) -> list[Message]:
    """Those that stand in a chat, and those that are gone while something still speaks of them."""
    found: dict[tuple[int, int], Message] = {}
    speaking = [query.message for query in waiting] + list(world.underneath.awaited.values())
    for chat in world.chats.values():
        speaking += [*chat.messages.values(), *chat.pinned, *(t.opening for t in chat.topics.values())]
    while speaking:
        message = speaking.pop()
        if found.setdefault((message.chat.id, message.id), message) is message and message.reply_to:
            speaking.append(message.reply_to)
    order = {chat_id: place for place, chat_id in enumerate(world.chats)}
    return [found[key] for key in sorted(found, key=lambda key: (order[key[0]], key[1]))]


def _reference(message: Message) -> list[int]:
    return [message.chat.id, message.id]


def _message(message: Message) -> Json:
    return {
        "chat": message.chat.id,
        "id": message.id,
        "date": message.date.isoformat(),
        "author": message.author.id if message.author else None,
        "content": message.content,
        "sender_chat": message.sender_chat.id if message.sender_chat else None,
        "signature": message.signature,
        "thread": message.thread_id,
        "reply_to": _reference(message.reply_to) if message.reply_to else None,
        "inline_keyboard": message.inline_keyboard,
        "reply_keyboard": message.reply_keyboard,
        "file": message.file.id if message.file else None,
        "edited_at": message.edited_at.isoformat() if message.edited_at else None,
        "forward_origin": message.forward_origin,
        "silent": message.silent,
        "protected": message.protected,
        "by_bot": message.by_bot,
        "deleted": message.deleted,
        "reacted": [[id, emoji] for id, emoji in message.reacted.items()],
    }


def _file(file: StoredFile) -> Json:
    content = base64.b64encode(file.content).decode()
    return {
        "id": file.id,
        "unique_id": file.unique_id,
        "name": file.name,
        "mime_type": file.mime_type,
        "content": content,
        "kind": file.kind,
    }


def _query(query: Query) -> dict[str, Any]:
    return {
        "id": query.id,
        "user": query.user.id,
        "message": _reference(query.message),
        "data": query.data,
        "instant": query.instant.isoformat(),
    }
