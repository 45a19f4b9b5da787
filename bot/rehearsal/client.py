"""Owns the people of the rehearsal: what someone with Telegram on their phone sees and does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.rehearsal.buttons import Button, find_button, visible_buttons
from bot.rehearsal.chats import Chat, Member, Standing
from bot.rehearsal.messages import Message
from bot.rehearsal.sharing import OWN_PHONE, Sharer
from bot.rehearsal.world import Query

if TYPE_CHECKING:
    from bot.rehearsal.groups import Group


Spot = tuple[float, float]
"""Latitude and longitude."""


class Person(Sharer):
    """Someone. Every act settles, unless told `settle=False` or done inside `emulator.at_once()`."""

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
        return sum(q.user is self.user for q in self._world.queries.values())

    @property
    def keyboard(self) -> list[list[str]]:
        """The reply keyboard under the text field, row by row."""
        markup = self._world.underneath.keyboard(self.chat, self.user) or {}
        return [[button["text"] for button in row] for row in markup.get("keyboard", [])]

    async def taps(
        self,
        label: str,
        *,
        chat: Group | None = None,
        message: Message | None = None,
        at: Spot | None = None,
        phone: str = "",
        settle: bool = True,
    ) -> Query | None:
        """Tap what reads `label`: in the newest message that has it, or on the reply keyboard.

        `at`: where they are; `phone`: their account's number, for a button that asks it.

        Raises:
            AssertionError: with the visible buttons, where none or several match.
        """
        shown = chat.messages if chat is not None else self.messages
        keyboard = self._world.underneath.keyboard(self._place(chat), self.user)
        button = find_button(label, visible_buttons(shown, keyboard, message), who=self.name)
        return await self._presses(button, chat, settle, at, phone)

    async def presses(
        self,
        row: int,
        column: int,
        *,
        message: Message | None = None,
        chat: Group | None = None,
        at: Spot | None = None,
        settle: bool = True,
    ) -> Query | None:
        """Tap the button at this place, counted from 0: of a message, or of the reply keyboard."""
        keyboard = self._world.underneath.keyboard(self._place(chat), self.user) or {"keyboard": []}
        rows = message.inline_keyboard if message is not None else keyboard["keyboard"]
        there = 0 <= row < len(rows) and 0 <= column < len(rows[row])
        assert there, f"{self.name} sees no button at {row}, {column}: {rows}"
        return await self._presses(Button(rows[row][column], message), chat, settle, at)

    async def _presses(
        self, button: Button, chat: Group | None, settle: bool, at: Spot | None, phone: str = ""
    ) -> Query | None:
        wire, message = button.wire, button.message
        if "callback_data" in wire and message is not None:
            return await self._calls_back(message, wire["callback_data"], settle)
        if "url" in wire:
            await self.opens(wire["url"], settle=settle)
        elif wire.get("request_contact"):
            self._fold_keyboard(chat)
            await self.shares_contact(phone=phone or OWN_PHONE, settle=settle)
        elif wire.get("request_location"):
            assert at is not None, f"{button.label!r} asks where {self.name} is: taps(…, at=(lat, lon))"
            self._fold_keyboard(chat)
            await self.shares_location(*at, settle=settle)
        elif "copy_text" not in wire:
            self._fold_keyboard(chat)
            await self.says(button.label, chat=chat, settle=settle)
        return None

    def _fold_keyboard(self, chat: Group | None) -> None:
        self._world.underneath.fold(self._place(chat), self.user)
        self._world.changes.of_chat(self._place(chat))

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
        self._world.changes.of_chat(self.chat)
        bot = self._emulator.bot
        self._world.tell_standing(self.chat, self.user, Member(bot, old), Member(bot, new))
        await self._emulator.after_act(settle)

    def leaves_telegram(self) -> None:
        """Delete the account: the bot may not write any more."""
        self.chat.deactivated = True
        self._world.changes.of_chat(self.chat)


def newest_of_bot(chat: Chat, thread_id: int | None = None) -> Message:
    """Raises: AssertionError where the bot has said nothing there."""
    for message in reversed(chat.shown):
        if message.by_bot and thread_id in (None, message.thread_id):
            return message
    raise AssertionError(f"the bot has said nothing in {chat.name}; there is: {chat.shown}")
