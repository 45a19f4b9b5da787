"""Owns the people of the rehearsal: what someone with Telegram on their phone sees and does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from bot.rehearsal.buttons import Button, find_button, visible_buttons
from bot.rehearsal.chats import Chat, Kind, Member, Standing, Topic
from bot.rehearsal.markup import Entity, utf16_length
from bot.rehearsal.messages import ANONYMOUS_ADMIN, Json, Message, User
from bot.rehearsal.sending import sticker
from bot.rehearsal.world import Query

if TYPE_CHECKING:
    from bot.rehearsal.emulator import Emulator
    from bot.rehearsal.groups import Group

TYPED_LIMIT = 4096
_FOUND_BY_TELEGRAM = re.compile(
    r"(?P<bot_command>(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?)|(?P<url>https?://\S+)"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.]+)|(?P<mention>(?<!\w)@\w{4,})"
)


class Person:
    """Someone. Every act settles, unless told `settle=False` or done inside `emulator.at_once()`."""

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

    @property
    def messages(self) -> list[Message]:
        """The private chat with the bot, oldest first."""
        return self.chat.shown

    @property
    def screen(self) -> Message:
        """The newest message of the bot in the private chat. Raises: AssertionError where there is none."""
        return newest_of_bot(self.chat)

    @property
    def toasts(self) -> list[str]:
        """What taps were answered with, in order; alerts too."""
        return [toast.text for toast in self._world.toasts.get(self.id, [])]

    @property
    def alerts(self) -> list[str]:
        """Those of the toasts that had to be dismissed."""
        return [toast.text for toast in self._world.toasts.get(self.id, []) if toast.alert]

    @property
    def opened_links(self) -> list[str]:
        """The addresses taps were answered with; `opens` follows one."""
        return list(self._world.links.get(self.id, []))

    @property
    def unanswered_taps(self) -> int:
        """How many taps still show a spinner."""
        return sum(q.user is self.user and not q.answered for q in self._world.queries.values())

    @property
    def keyboard(self) -> list[list[str]]:
        """The reply keyboard under the text field, row by row."""
        markup = self._world.keyboards.get(self.id, {})
        return [[button["text"] for button in row] for row in markup.get("keyboard", [])]

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

    async def taps(
        self,
        label: str,
        *,
        chat: Group | None = None,
        message: Message | None = None,
        settle: bool = True,
    ) -> Query | None:
        """Tap what reads `label`: in the newest message that has it, or on the reply keyboard.

        Raises:
            AssertionError: with the visible buttons, where none or several match.
        """
        place = self._place(chat)
        keyboard = self._world.keyboards.get(place.id)
        button = find_button(label, visible_buttons(place, keyboard, message), who=self.name)
        return await self._presses(button, chat, settle)

    async def _presses(self, button: Button, chat: Group | None, settle: bool) -> Query | None:
        wire, message = button.wire, button.message
        if "callback_data" in wire and message is not None:
            return await self._calls_back(message, wire["callback_data"], settle)
        if "url" in wire:
            await self.opens(wire["url"], settle=settle)
        elif wire.get("request_contact"):
            await self.shares_contact(settle=settle)
        elif wire.get("request_location"):
            raise AssertionError(f"{button.label!r} asks where {self.name} is: use shares_location(lat, lon)")
        elif "copy_text" not in wire:
            self._fold_keyboard(chat)
            await self.says(button.label, chat=chat, settle=settle)
        return None

    def _fold_keyboard(self, chat: Group | None) -> None:
        place = self._place(chat)
        if self._world.keyboards.get(place.id, {}).get("one_time_keyboard"):
            del self._world.keyboards[place.id]

    async def taps_data(
        self,
        data: str,
        message: Message | None = None,
        *,
        chat: Group | None = None,
        settle: bool = True,
    ) -> Query:
        """Send any button data, forged or of a button long gone; by default on the bot's newest message."""
        return await self._calls_back(message or newest_of_bot(self._place(chat)), data, settle)

    async def _calls_back(self, message: Message, data: str, settle: bool) -> Query:
        query = self._world.ask(self.user, message, data)
        await self._emulator.after_act(settle)
        return query

    async def blocks(self, *, settle: bool = True) -> None:
        await self._puts_bot(Standing.MEMBER, Standing.KICKED, settle)

    async def unblocks(self, *, settle: bool = True) -> None:
        await self._puts_bot(Standing.KICKED, Standing.MEMBER, settle)

    async def _puts_bot(self, old: Standing, new: Standing, settle: bool) -> None:
        assert self.chat.blocked is (new is Standing.MEMBER), f"{self.name} has done that already"
        self.chat.blocked = new is Standing.KICKED
        self.chat.known = True
        bot = self._emulator.bot
        self._world.tell_standing(self.chat, self.user, Member(bot, old), Member(bot, new))
        await self._emulator.after_act(settle)

    def leaves_telegram(self) -> None:
        """Delete the account: the bot may not write any more."""
        self.chat.deactivated = True

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


def newest_of_bot(chat: Chat, thread_id: int | None = None) -> Message:
    """Raises: AssertionError where the bot has said nothing there."""
    for message in reversed(chat.shown):
        if message.by_bot and thread_id in (None, message.thread_id):
            return message
    raise AssertionError(f"the bot has said nothing in {chat.name}; there is: {chat.shown}")


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
