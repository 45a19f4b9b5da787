"""Owns how chats and messages are written for the page: plain JSON, nothing of it markup."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice
from urllib.parse import quote

from bot.i18n import Speaker
from bot.rehearsal.chats import Chat
from bot.rehearsal.messages import Json, Message, StoredFile
from bot.rehearsal.page.services import service_sentence
from bot.rehearsal.world import World

SHOWN = 40
"""How many messages of a chat the page gets at once; the rest when it asks."""

QUOTED = 120
_FILES = ("document", "voice", "sticker", "video", "audio", "animation", "video_note")


def chat_shape(world: World, chat: Chat) -> Json:
    """A chat without its messages."""
    keyboard = (
        world.underneath.keyboard(chat, chat.person) if chat.person else world.underneath.shared.get(chat.id)
    )
    return {
        "id": chat.id,
        "kind": chat.kind.value,
        "title": chat.name,
        "forum": chat.is_forum,
        "members": [
            {"id": member.user.id, "admin": member.standing.leads}
            for member in chat.members.values()
            if member.standing.inside
        ],
        "topics": [
            {"id": number, "name": topic.name, "closed": topic.closed}
            for number, topic in chat.topics.items()
        ],
        "keyboard": _keyboard_shape(keyboard) if keyboard else None,
        "keyboard_once": bool((keyboard or {}).get("one_time_keyboard")),
        "placeholder": str((keyboard or {}).get("input_field_placeholder", "")),
        "blocked": chat.blocked,
        "gone": chat.deactivated,
        "migrated_to": chat.migrated_to.id if chat.migrated_to else None,
        "pinned": [message.id for message in chat.pinned],
        "last": next(reversed(chat.messages), 0),
        "count": len(chat.messages),
    }


def newest(messages: dict[int, Message], count: int) -> list[Message]:
    """The last of them, oldest first."""
    return [messages[number] for number in islice(reversed(messages), count)][::-1]


def message_shape(world: World, message: Message, speaker: Speaker, waiting: Collection[str] = ()) -> Json:
    """A message; `waiting` are the button data tapped and not yet answered."""
    service = service_sentence(message)
    kind = "service" if service is not None else _kind_of(message)
    shape: Json = {
        "chat": message.chat.id,
        "id": message.id,
        "date": message.date.astimezone(speaker.zone).isoformat(timespec="seconds"),
        "from": author_shape(message),
        "service": speaker.plain(service) if service is not None else None,
        "text": message.text or _in_words(message),
        "entities": message.entities,
        "kind": kind,
        "file": None,
        "buttons": [[_button_shape(button, waiting) for button in row] for row in message.inline_keyboard],
        "topic": message.thread_id,
        "reply_to": _quote_shape(message.reply_to),
        "edited": message.edited,
        "forwarded": _origin(message.forward_origin),
        "reactions": list(message.reactions),
        "protected": message.protected,
        "silent": message.silent,
    }
    if (file := file_of(world, message)) is not None:
        shape["file"] = _file_shape(file, message)
    return shape | _particulars(message, kind)


def author_shape(message: Message) -> Json | None:
    if message.sender_chat is not None:
        return {"id": message.sender_chat.id, "name": message.sender_chat.name, "bot": False}
    author = message.author
    return {"id": author.id, "name": author.first_name, "bot": author.is_bot} if author else None


def file_of(world: World, message: Message) -> StoredFile | None:
    """The bytes behind a message, whoever sent it."""
    if message.file is not None:
        return message.file
    content = message.content
    held = content["photo"][-1] if content.get("photo") else None
    held = held or next((content[name] for name in _FILES if name in content), None)
    return world.files.get(held["file_id"]) if held else None


def file_address(file: StoredFile) -> str:
    """Where the page finds it, below its own address."""
    return f"files/{quote(file.unique_id, safe='')}/{quote(file.name, safe='')}"


def _in_words(message: Message) -> str:
    """What can be said of content that the page draws in no other way."""
    content = message.content
    if "poll" in content:
        return str(content["poll"].get("question", ""))
    return str(content["dice"].get("emoji", "")) if "dice" in content else ""


def _kind_of(message: Message) -> str:
    for kind in ("photo", "venue", "location", "contact", "voice", "sticker"):
        if kind in message.content:
            return kind
    return "document" if any(name in message.content for name in _FILES) else "text"


def _file_shape(file: StoredFile, message: Message) -> Json:
    shape: Json = {
        "url": file_address(file),
        "name": file.name,
        "mime": file.mime_type,
        "size": len(file.content),
    }
    if "voice" in message.content:
        shape["seconds"] = message.content["voice"].get("duration", 0)
    return shape


def _particulars(message: Message, kind: str) -> Json:
    content = message.content
    match kind:
        case "sticker":
            return {"emoji": content["sticker"].get("emoji", "")}
        case "location":
            return {"location": _place(content["location"])}
        case "venue":
            venue = content["venue"]
            named = {"title": venue.get("title", ""), "address": venue.get("address", "")}
            return {"location": _place(venue["location"]) | named}
        case "contact":
            contact = content["contact"]
            return {
                "contact": {"name": contact.get("first_name", ""), "phone": contact.get("phone_number", "")}
            }
        case _:
            return {}


def _place(location: Json) -> Json:
    return {"latitude": location["latitude"], "longitude": location["longitude"]}


def _button_shape(button: Json, waiting: Collection[str]) -> Json:
    shape: Json = {"text": button["text"], "does": "callback", "waits": False}
    if "url" in button:
        return shape | {"does": "url", "url": button["url"]}
    if "copy_text" in button:
        return shape | {"does": "copy", "copy": button["copy_text"]["text"]}
    return shape | {"waits": button.get("callback_data") in waiting}


def _quote_shape(message: Message | None) -> Json | None:
    if message is None:
        return None
    return {"id": message.id, "name": message.sender, "text": message.text[:QUOTED]}


def _origin(origin: Json | None) -> str:
    """Whom a forwarded message is from."""
    if origin is None:
        return ""
    sender = origin.get("sender_user") or origin.get("sender_chat") or origin.get("chat") or {}
    return str(sender.get("first_name") or sender.get("title") or origin.get("sender_user_name") or "")


def _keyboard_shape(markup: Json) -> list[list[Json]]:
    return [
        [{"text": button["text"], "asks": _asks(button)} for button in row]
        for row in markup.get("keyboard", [])
    ]


def _asks(button: Json) -> str | None:
    if button.get("request_contact"):
        return "contact"
    return "location" if button.get("request_location") else None


def menus_shape(world: World) -> Json:
    """The bot's commands, in private and in groups, by language; "" for every other one."""
    return {
        "private": _menus_of(world, "all_private_chats"),
        "group": _menus_of(world, "all_group_chats"),
    }


def _menus_of(world: World, scope: str) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for wanted in ("default", scope):
        for (key, language), commands in world.menus.items():
            if f'"type": "{wanted}"' in key:
                found[language] = [
                    {"command": one["command"], "description": one["description"]} for one in commands
                ]
    return found
