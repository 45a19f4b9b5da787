"""Owns what people share in a chat beside words: voices, pictures, files, stickers, contacts, places, reactions."""

from __future__ import annotations

import mimetypes
from typing import Unpack

from bot.rehearsal.chats import Kind
from bot.rehearsal.media import media_content
from bot.rehearsal.messages import Json, Message, hidden_origin, origin_of
from bot.rehearsal.reactions import REACTIONS, plain
from bot.rehearsal.speech import Where, Writer, caption_of

BYTES = "application/octet-stream"
OWN_PHONE = "+33600000000"
"""Of an account where nobody says another."""


class Sharer(Writer):
    """Someone who shares. What they send goes to the bot, or where `Where` says."""

    async def sends_voice(
        self,
        *,
        content: bytes = b"OggS rehearsal",
        seconds: int = 3,
        name: str = "voice.oga",
        mime_type: str = "audio/ogg",
        caption: str = "",
        **where: Unpack[Where],
    ) -> Message:
        file = self._world.store(content, name=name, mime_type=mime_type, kind="voice")
        voice = media_content("voice", file, {"duration": seconds})
        return await self._sends({**voice, **caption_of(caption)}, where, file)

    async def sends_sticker(self, *, emoji: str = "👍", **where: Unpack[Where]) -> Message:
        file = self._world.store(
            b"RIFF rehearsal", name="sticker.webp", mime_type="image/webp", kind="sticker"
        )
        return await self._sends(media_content("sticker", file, {"emoji": emoji}), where, file)

    async def sends_photo(
        self,
        caption: str = "",
        *,
        content: bytes = b"\xff\xd8\xff rehearsal",
        name: str = "photo.jpg",
        mime_type: str = "",
        width: int = 800,
        height: int = 600,
        **where: Unpack[Where],
    ) -> Message:
        file = self._world.store(content, name=name, mime_type=mime_type or _kind_of(name), kind="photo")
        photo = media_content("photo", file, {"width": width, "height": height})
        return await self._sends({**photo, **caption_of(caption)}, where, file)

    async def sends_document(
        self, name: str, content: bytes, *, mime_type: str = "", caption: str = "", **where: Unpack[Where]
    ) -> Message:
        mime_type = mime_type or _kind_of(name)
        file = self._world.store(content, name=name, mime_type=mime_type, kind="document")
        document = media_content("document", file, {})
        return await self._sends({**document, **caption_of(caption)}, where, file)

    async def shares_contact(
        self,
        own: bool = True,
        phone: str = OWN_PHONE,
        *,
        first_name: str = "Someone",
        **where: Unpack[Where],
    ) -> Message:
        """Share one's own card, as the keyboard's button does, or someone else's from the address book."""
        contact: Json = {"phone_number": phone, "first_name": self.name if own else first_name}
        if own:
            contact["user_id"] = self.id
        return await self._sends({"contact": contact}, where)

    async def shares_location(self, lat: float, lon: float, **where: Unpack[Where]) -> Message:
        return await self._sends({"location": {"latitude": lat, "longitude": lon}}, where)

    async def sends(self, content: Json, **where: Unpack[Where]) -> Message:
        """Anything else an app can send, by the fields the bot gets: a poll, a dice, a story."""
        return await self._sends(content, where)

    async def forwards(self, message: Message, *, hiding: bool = False, **where: Unpack[Where]) -> Message:
        """Pass on any message they see; `hiding`: its author lets nobody find them that way."""
        assert not message.protected, f"{message} is protected: no app forwards it"
        origin = hidden_origin(message) if hiding else origin_of(message)
        passed = self._posts(message.content, where, message.file, origin)
        await self._emulator.after_act(where.get("settle", True))
        return passed

    async def reacts(self, message: Message, *emoji: str, settle: bool = True) -> None:
        """Put these reactions under a message instead of those they had; none takes theirs away."""
        given = [plain(each) for each in emoji]
        assert REACTIONS.issuperset(given), f"Telegram offers no such reaction: {emoji}"
        chat = message.chat
        if chat.kind is not Kind.PRIVATE:
            assert chat.standing_of(self.user).inside, f"{self.name} is not in {chat.name}"
        assert not message.deleted, f"{message} is gone"
        self._world.react(message, self.user, given)
        await self._emulator.after_act(settle)


def _kind_of(name: str) -> str:
    return mimetypes.guess_type(name)[0] or BYTES
