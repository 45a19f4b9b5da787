"""Owns what people write in a chat: words, commands, edits; who may write where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypedDict, Unpack
from urllib.parse import parse_qs, urlsplit

from bot.rehearsal.chats import Chat, Kind, Topic
from bot.rehearsal.markup import found_entities
from bot.rehearsal.messages import ANONYMOUS_ADMIN, Json, Message, StoredFile, User

if TYPE_CHECKING:
    from bot.rehearsal.emulator import Emulator
    from bot.rehearsal.groups import Group

TYPED_LIMIT = 4096
CAPTION_LIMIT = 1024


class Where(TypedDict, total=False):
    """Where something is put, and how: `chat` for a group, `topic` of it, `reply_to` a message.

    `settle=False`: return at once, without waiting for the bot.
    """

    chat: Group | None
    topic: Topic | None
    reply_to: Message | None
    anonymously: bool
    settle: bool


class Writer:
    """Someone who writes. Every act settles, unless told `settle=False` or done inside `emulator.at_once()`."""

    def __init__(self, emulator: Emulator, user: User, chat: Chat) -> None:
        self._emulator = emulator
        self._world = emulator.world
        self.user = user
        self.chat = chat

    def __repr__(self) -> str:
        return f"<{self.user.first_name} {self.user.id}>"

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.first_name

    async def says(self, text: str, **where: Unpack[Where]) -> Message:
        """Type a text. Telegram's clients cut one over 4,096 characters in several; the last is returned."""
        assert text.strip(), "Telegram's clients send no empty message"
        for start in range(0, len(text), TYPED_LIMIT):
            message = self._posts(words("text", text[start : start + TYPED_LIMIT].strip()), where)
        await self._emulator.after_act(where.get("settle", True))
        return message

    async def starts(self, payload: str = "", *, settle: bool = True) -> Message:
        """Press Start, after a deep link with `payload` if there is one."""
        assert re.fullmatch(r"[A-Za-z0-9_-]{0,64}", payload), f"Telegram ignores this payload: {payload!r}"
        return await self.says(f"/start {payload}".strip(), settle=settle)

    async def opens(self, link: str, *, settle: bool = True) -> Message:
        """Follow a https://t.me/<bot>?start=<payload> link and press Start."""
        parts = urlsplit(link)
        mine = parts.netloc == "t.me" and parts.path.strip("/") == self._emulator.bot.username
        assert mine, f"not a link to this bot: {link}"
        return await self.starts(parse_qs(parts.query).get("start", [""])[0], settle=settle)

    async def edits(self, message: Message, text: str, *, settle: bool = True) -> None:
        """Edit one of their own messages: its text, or the caption of a file (which may become empty)."""
        assert message.author is self.user, f"{self.name} did not write {message}"
        message.content = _reworded(message.content, text)
        message.edited_at = self._world.clock.now()
        self._world.changes.of_message(message)
        self._world.tell_message(message, "edited_message")
        await self._emulator.after_act(settle)

    async def _sends(self, content: Json, where: Where, file: StoredFile | None = None) -> Message:
        message = self._posts(content, where, file)
        await self._emulator.after_act(where.get("settle", True))
        return message

    def _place(self, chat: Group | None) -> Chat:
        return chat.chat if chat is not None else self.chat

    def _posts(
        self, content: Json, where: Where, file: StoredFile | None = None, origin: Json | None = None
    ) -> Message:
        place, topic = self._place(where.get("chat")), where.get("topic")
        anonymously = where.get("anonymously", False)
        self._check_may_write(place, topic, anonymously)
        replied = self._world.reply_awaited(place, self.user, where.get("reply_to"))
        fields: dict[str, Any] = {"thread_id": topic.opening.id if topic else 0, "reply_to": replied}
        if anonymously:
            title = place.members[self.id].title
            author, fields = ANONYMOUS_ADMIN, {**fields, "sender_chat": place, "signature": title}
        else:
            author = self.user
        message = self._world.post(place, author, content, file=file, forward_origin=origin, **fields)
        self._world.tell_message(message)
        return message

    def _check_may_write(self, place: Chat, topic: Topic | None, anonymously: bool) -> None:
        if place.kind is Kind.PRIVATE:
            assert not place.blocked, f"{self.name} has blocked the bot: unblocks() first"
            place.started = place.known = True
            return
        standing = place.standing_of(self.user)
        assert standing.inside, f"{self.name} is not in {place.name}"
        closed = topic is not None and topic.closed
        assert not closed or standing.leads, f"this topic is closed to {self.name}"
        if anonymously:
            assert place.kind is Kind.SUPERGROUP, "a plain group has no anonymous administrators"
            assert standing.leads, f"{self.name} is no administrator of {place.name}"


def words(name: str, text: str) -> Json:
    """A text or a caption as people type it, with what Telegram marks in it; nothing where it is empty."""
    if not text:
        return {}
    entities = found_entities(text)
    marked = "entities" if name == "text" else f"{name}_entities"
    return {name: text, **({marked: entities} if entities else {})}


def caption_of(text: str) -> Json:
    assert len(text) <= CAPTION_LIMIT, "Telegram's clients let nobody type a caption this long"
    return words("caption", text)


def _reworded(content: Json, text: str) -> Json:
    if "text" in content:
        kept = {k: v for k, v in content.items() if k not in ("text", "entities")}
        return {**kept, **words("text", text)}
    kept = {k: v for k, v in content.items() if k not in ("caption", "caption_entities")}
    return {**kept, **caption_of(text)}
