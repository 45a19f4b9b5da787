"""Owns users, files and messages as a chat holds them: their form on the wire, what a reader sees of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.rehearsal.markup import Entity, render_html

if TYPE_CHECKING:
    from bot.rehearsal.chats import Chat

Json = dict[str, Any]


@dataclass(slots=True, eq=False)
class User:
    """A person or a bot, as Telegram shows them to the bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language: str | None = None
    is_bot: bool = False

    def wire(self) -> Json:
        found: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.last_name:
            found["last_name"] = self.last_name
        if self.username:
            found["username"] = self.username
        if self.language:
            found["language_code"] = self.language
        return found


ANONYMOUS_ADMIN = User(1087968824, "Group", username="GroupAnonymousBot", is_bot=True)
"""Who the messages of an anonymous administrator are from."""


SERVICE = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "forum_topic_created",
        "forum_topic_closed",
        "forum_topic_edited",
        "pinned_message",
    }
)


def origin_of(message: Message) -> Json:
    """Where a message passed on is said to be from: what it says itself, if it was passed on already."""
    if message.forward_origin is not None:
        return message.forward_origin
    origin: Json = {"type": "user", "date": int(message.date.timestamp())}
    if message.sender_chat is not None:
        return {**origin, "type": "chat", "sender_chat": message.sender_chat.wire()}
    return {**origin, "sender_user": message.author.wire()} if message.author is not None else origin


def hidden_origin(message: Message) -> Json:
    """The same, of someone who lets nobody find them that way."""
    return {"type": "hidden_user", "date": int(message.date.timestamp()), "sender_user_name": message.sender}


_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


@dataclass(slots=True, eq=False)
class StoredFile:
    """The bytes behind a file_id."""

    id: str
    unique_id: str
    name: str
    mime_type: str
    content: bytes
    kind: str

    @property
    def path(self) -> str:
        """Where /file/bot<token>/ serves it: a name that needs no escaping in an address."""
        return f"files/{self.unique_id}/{_UNSAFE.sub('_', self.name)}"

    def wire(self) -> Json:
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


@dataclass(slots=True, eq=False)
class Message:
    """One message. `content` holds the wire fields that say what it is: text and entities, photo, voice…"""

    id: int
    chat: Chat
    date: datetime
    author: User | None
    content: Json
    sender_chat: Chat | None = None
    signature: str | None = None
    thread_id: int = 0
    reply_to: Message | None = None
    inline_keyboard: list[list[Json]] = field(default_factory=list)
    reply_keyboard: list[list[Json]] = field(default_factory=list)
    file: StoredFile | None = None
    edited_at: datetime | None = None
    forward_origin: Json | None = None
    silent: bool = False
    protected: bool = False
    by_bot: bool = False
    deleted: bool = False
    reacted: dict[int, list[str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What is written: the text, or the caption."""
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def entities(self) -> list[Entity]:
        found: list[Entity] = self.content.get("entities") or self.content.get("caption_entities") or []
        return found

    @property
    def html(self) -> str:
        """What is written, with its formatting as Telegram's HTML."""
        return render_html(self.text, self.entities)

    @property
    def buttons(self) -> list[list[str]]:
        """The labels under the message, row by row; of the reply keyboard it brought where it has none."""
        return [[button["text"] for button in row] for row in self.inline_keyboard or self.reply_keyboard]

    @property
    def reactions(self) -> list[str]:
        """The emoji under the message, of everybody."""
        return [emoji for of_one in self.reacted.values() for emoji in of_one]

    @property
    def edited(self) -> bool:
        return self.edited_at is not None

    @property
    def sender(self) -> str:
        """The name shown above the message."""
        if self.sender_chat is not None:
            return self.sender_chat.name
        return self.author.first_name if self.author else ""

    @property
    def is_service(self) -> bool:
        """Telegram's own words: someone came, left, a topic was opened."""
        return bool(self.content.keys() & SERVICE)

    @property
    def link(self) -> str | None:
        """The address behind the first button that has one."""
        return next((b["url"] for row in self.inline_keyboard for b in row if "url" in b), None)

    def __repr__(self) -> str:
        return f"<Message {self.id} from {self.sender!r}: {self.text[:60]!r} {self.buttons or ''}>"

    def wire(self, *, with_reply: bool = True) -> Json:
        """The Message object of the Bot API; a replied message is shown without its own."""
        found: Json = {
            "message_id": self.id,
            "date": int(self.date.timestamp()),
            "chat": self.chat.wire(),
            **self.content,
        }
        if self.author is not None:
            found["from"] = self.author.wire()
        if self.sender_chat is not None:
            found["sender_chat"] = self.sender_chat.wire()
        if self.edited_at is not None:
            found["edit_date"] = int(self.edited_at.timestamp())
        if self.inline_keyboard:
            found["reply_markup"] = {"inline_keyboard": self.inline_keyboard}
        self._wire_place(found, with_reply)
        return found

    def _wire_place(self, found: Json, with_reply: bool) -> None:
        if self.thread_id:
            found["message_thread_id"] = self.thread_id
            found["is_topic_message"] = True
        replied = self.reply_to or self.chat.topic_opening(self.thread_id)
        if with_reply and replied is not None and replied is not self:
            found["reply_to_message"] = replied.wire(with_reply=False)
        if self.forward_origin is not None:
            found["forward_origin"] = self.forward_origin
        if self.signature is not None:
            found["author_signature"] = self.signature
        if self.protected:
            found["has_protected_content"] = True
