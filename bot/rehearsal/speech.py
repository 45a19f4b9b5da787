"""Owns what people put in a chat: words, edits, voices, pictures, files, contacts, places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from bot.rehearsal.chats import Chat, Kind, Topic
from bot.rehearsal.markup import Entity, utf16_length
from bot.rehearsal.messages import ANONYMOUS_ADMIN, Json, Message, User
from bot.rehearsal.sending import sticker

if TYPE_CHECKING:
    from bot.rehearsal.emulator import Emulator
    from bot.rehearsal.groups import Group

TYPED_LIMIT = 4096
_FOUND_BY_TELEGRAM = re.compile(
    r"(?P<bot_command>(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?)|(?P<url>https?://\S+)"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.]+)|(?P<mention>(?<!\w)@\w{4,})"
)


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

    async def says(
        self,
        text: str,
        *,
        chat: Group | None = None,
        topic: Topic | None = None,
        anonymously: bool = False,
        reply_to: Message | None = None,
        settle: bool = True,
    ) -> Message:
        """Type a text. Telegram's clients cut one over 4,096 characters in several; the last is returned."""
        assert text.strip(), "Telegram's clients send no empty message"
        for start in range(0, len(text), TYPED_LIMIT):
            part = text[start : start + TYPED_LIMIT].strip()
            content: Json = {"text": part}
            if entities := found_entities(part):
                content["entities"] = entities
            message = self._posts(content, chat, topic, anonymously, reply_to)
        await self._emulator.after_act(settle)
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
        """Edit one of their own messages."""
        assert message.author is self.user, f"{self.name} did not write {message}"
        kept = {k: v for k, v in message.content.items() if k not in ("text", "caption", "entities")}
        name = "text" if "text" in message.content else "caption"
        message.content = {**kept, name: text}
        if (entities := found_entities(text)) and name == "text":
            message.content["entities"] = entities
        message.edited_at = self._world.clock.now()
        self._world.changes.of_message(message)
        self._world.tell_message(message, "edited_message")
        await self._emulator.after_act(settle)

    async def sends_voice(
        self, *, chat: Group | None = None, seconds: int = 3, settle: bool = True
    ) -> Message:
        file = self._world.store(b"OggS rehearsal", name="voice.oga", mime_type="audio/ogg")
        voice = {**file.wire(), "duration": seconds, "mime_type": file.mime_type}
        return await self._sends({"voice": voice}, chat, settle)

    async def sends_sticker(
        self, *, emoji: str = "👍", chat: Group | None = None, settle: bool = True
    ) -> Message:
        file = self._world.store(b"RIFF rehearsal", name="sticker.webp", mime_type="image/webp")
        return await self._sends({"sticker": sticker(file, emoji)}, chat, settle)

    async def sends_photo(
        self, caption: str = "", *, chat: Group | None = None, settle: bool = True
    ) -> Message:
        file = self._world.store(b"\xff\xd8\xff rehearsal", name="photo.jpg", mime_type="image/jpeg")
        content: Json = {"photo": [{**file.wire(), "width": 800, "height": 600}]}
        return await self._sends(content | ({"caption": caption} if caption else {}), chat, settle)

    async def sends_document(
        self,
        name: str,
        content: bytes,
        *,
        mime_type: str = "application/octet-stream",
        caption: str = "",
        settle: bool = True,
    ) -> Message:
        file = self._world.store(content, name=name, mime_type=mime_type)
        document = {**file.wire(), "file_name": name, "mime_type": mime_type}
        return await self._sends(
            {"document": document, **({"caption": caption} if caption else {})}, None, settle
        )

    async def shares_contact(
        self,
        own: bool = True,
        phone: str = "+33600000000",
        *,
        first_name: str = "Someone",
        settle: bool = True,
    ) -> Message:
        """Share one's own card, as the keyboard's button does, or someone else's from the address book."""
        contact: Json = {"phone_number": phone, "first_name": self.name if own else first_name}
        if own:
            contact["user_id"] = self.id
        return await self._sends({"contact": contact}, None, settle)

    async def shares_location(self, lat: float, lon: float, *, settle: bool = True) -> Message:
        return await self._sends({"location": {"latitude": lat, "longitude": lon}}, None, settle)

    async def _sends(self, content: Json, chat: Group | None, settle: bool) -> Message:
        message = self._posts(content, chat)
        await self._emulator.after_act(settle)
        return message

    def _place(self, chat: Group | None) -> Chat:
        return chat.chat if chat is not None else self.chat

    def _posts(
        self,
        content: Json,
        chat: Group | None,
        topic: Topic | None = None,
        anonymously: bool = False,
        reply_to: Message | None = None,
    ) -> Message:
        place = self._place(chat)
        self._check_may_write(place, anonymously)
        fields: dict[str, Any] = {"thread_id": topic.opening.id if topic else 0, "reply_to": reply_to}
        if anonymously:
            title = place.members[self.id].title
            author, fields = ANONYMOUS_ADMIN, {**fields, "sender_chat": place, "signature": title}
        else:
            author = self.user
        message = self._world.post(place, author, content, **fields)
        self._world.tell_message(message)
        return message

    def _check_may_write(self, place: Chat, anonymously: bool) -> None:
        if place.kind is Kind.PRIVATE:
            assert not place.blocked, f"{self.name} has blocked the bot: unblocks() first"
            place.started = place.known = True
            return
        standing = place.standing_of(self.user)
        assert standing.inside, f"{self.name} is not in {place.name}"
        if anonymously:
            assert place.kind is Kind.SUPERGROUP, "a plain group has no anonymous administrators"
            assert standing.leads, f"{self.name} is no administrator of {place.name}"


def found_entities(text: str) -> list[Entity]:
    """What Telegram marks by itself in what people type: commands, addresses, names."""
    return [
        {
            "type": str(found.lastgroup),
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found.group()),
        }
        for found in _FOUND_BY_TELEGRAM.finditer(text)
    ]
