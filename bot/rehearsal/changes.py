"""Owns telling whoever watches what changed in the world: a message, a chat, a phone. Knows no page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.rehearsal.chats import Chat
    from bot.rehearsal.messages import Message
    from bot.rehearsal.world import Query


class Watcher(Protocol):
    """Somebody who looks on. Told in the middle of a change: remember what changed, look at it afterwards."""

    def message_changed(self, message: Message) -> None:
        """It is new, edited, reacted to, or gone: then `message.deleted`."""

    def chat_changed(self, chat: Chat) -> None:
        """It is new, or who is in it, its keyboard, its topics, its pins, what blocks it."""

    def tap_changed(self, query: Query) -> None:
        """A tap waits for its answer, or got it."""

    def acting(self, chat: Chat, action: str, thread_id: int) -> None:
        """The bot types, uploads…"""

    def menus_changed(self) -> None:
        """The bot's commands."""


class Changes:
    """Tells every watcher, in the order they came."""

    def __init__(self) -> None:
        self._watchers: list[Watcher] = []

    def watch(self, watcher: Watcher) -> None:
        self._watchers.append(watcher)

    def unwatch(self, watcher: Watcher) -> None:
        self._watchers.remove(watcher)

    def of_message(self, message: Message) -> None:
        for watcher in self._watchers:
            watcher.message_changed(message)

    def of_chat(self, chat: Chat) -> None:
        for watcher in self._watchers:
            watcher.chat_changed(chat)

    def of_tap(self, query: Query) -> None:
        for watcher in self._watchers:
            watcher.tap_changed(query)

    def of_action(self, chat: Chat, action: str, thread_id: int) -> None:
        for watcher in self._watchers:
            watcher.acting(chat, action, thread_id)

    def of_menus(self) -> None:
        for watcher in self._watchers:
            watcher.menus_changed()
