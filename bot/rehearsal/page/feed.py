"""Owns telling the open tabs what changed: collected while it happens, told in few frames, in each one's language."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable

from bot.i18n import Speaker
from bot.rehearsal.chats import Chat
from bot.rehearsal.messages import Json, Message
from bot.rehearsal.page.production import Production
from bot.rehearsal.page.seats import Seat, written
from bot.rehearsal.page.shapes import chat_shape, menus_shape, message_shape
from bot.rehearsal.world import Query

log = logging.getLogger(__name__)

PAUSE = 0.05
MOST_AT_ONCE = 400
"""Messages in one frame; the others go with the next."""

Place = tuple[int, int]


class Tabs:
    """Everybody who has the page open."""

    def __init__(self) -> None:
        self.seats: set[Seat] = set()
        self.came = asyncio.Event()

    def tell(
        self, production: Production, make: Callable[[Speaker], Json], seats: Iterable[Seat] = ()
    ) -> None:
        """Tell all who listen (or `seats`), each in their language; it is made once a language."""
        said: dict[str, str] = {}
        for seat in [*(seats or self.seats)]:
            if not seat.listens:
                continue
            if seat.language not in said:
                said[seat.language] = written(make(production.speaker(seat.language)))
            seat.tell(said[seat.language])

    def tell_all(self, wire: Json) -> None:
        """The same to everybody."""
        frame = written(wire)
        for seat in [*self.seats]:
            if seat.listens:
                seat.tell(frame)


class Feed:
    """Looks on at one production; a `Watcher` of its world."""

    def __init__(self, production: Production, tabs: Tabs) -> None:
        self._production = production
        self._world = production.emulator.world
        self._tabs = tabs
        self._messages: dict[Place, Message] = {}
        self._chats: dict[int, Chat] = {}
        self._acting: dict[tuple[int, int], str] = {}
        self._toasts: list[Query] = []
        self._menus = False
        self._waiting: dict[Place, dict[str, str]] = {}
        self._more = asyncio.Event()
        self.changes = 0
        for query in self._world.queries.values():
            self._note_tap(query)

    def message_changed(self, message: Message) -> None:
        self._messages[message.chat.id, message.id] = message
        self._wake()

    def chat_changed(self, chat: Chat) -> None:
        self._chats[chat.id] = chat
        self._wake()

    def tap_changed(self, query: Query) -> None:
        self._note_tap(query)
        if not query.message.deleted:
            self._messages[query.message.chat.id, query.message.id] = query.message
        if query.answered and (query.toast or query.url):
            self._toasts.append(query)
        self._wake()

    def acting(self, chat: Chat, action: str, thread_id: int) -> None:
        self._acting[chat.id, thread_id] = action
        self._wake()

    def menus_changed(self) -> None:
        self._menus = True
        self._wake()

    def message(self, message: Message, speaker: Speaker) -> Json:
        """A message as the page shows it now."""
        waiting = self._waiting.get((message.chat.id, message.id), {})
        return message_shape(self._world, message, speaker, waiting.values())

    async def run(self) -> None:
        """Tell what changed, at most twenty times a second, until cancelled."""
        while True:
            await self._more.wait()
            self._more.clear()
            try:
                self._flush()
            except Exception:  # one message that cannot be shown must not end the rehearsal
                log.exception("the page could not be told what changed")
            await asyncio.sleep(PAUSE)

    def _wake(self) -> None:
        self._more.set()
        self.changes += 1

    def _note_tap(self, query: Query) -> None:
        place = (query.message.chat.id, query.message.id)
        if not query.answered:
            self._waiting.setdefault(place, {})[query.id] = query.data
            return
        waiting = self._waiting.get(place, {})
        waiting.pop(query.id, None)
        if not waiting:
            self._waiting.pop(place, None)

    def _flush(self) -> None:
        if self._menus:
            self._menus = False
            self._tabs.tell_all({"event": "menus", "menus": menus_shape(self._world)})
        if self._chats:
            chats, self._chats = list(self._chats.values()), {}
            self._tabs.tell_all({"event": "chats", "chats": [chat_shape(self._world, one) for one in chats]})
        self._flush_messages()
        for query in self._toasts:
            self._tabs.tell_all(_toast(query))
        for (chat_id, thread_id), action in self._acting.items():
            self._tabs.tell_all({"event": "typing", "chat": chat_id, "action": action, "topic": thread_id})
        self._toasts, self._acting = [], {}

    def _flush_messages(self) -> None:
        now = dict(list(self._messages.items())[:MOST_AT_ONCE])
        for place in now:
            del self._messages[place]
        if self._messages:
            self._more.set()
        gone: dict[int, list[int]] = {}
        for (chat_id, number), message in now.items():
            if message.deleted:
                gone.setdefault(chat_id, []).append(number)
        for chat_id, numbers in gone.items():
            self._tabs.tell_all({"event": "gone", "chat": chat_id, "ids": numbers})
        shown = [message for message in now.values() if not message.deleted]
        if shown:
            self._tabs.tell(
                self._production,
                lambda speaker: {
                    "event": "messages",
                    "messages": [self.message(message, speaker) for message in shown],
                },
            )


def _toast(query: Query) -> Json:
    return {
        "event": "toast",
        "who": query.user.id,
        "chat": query.message.chat.id,
        "text": query.toast or "",
        "alert": query.alert,
        "url": query.url,
    }
