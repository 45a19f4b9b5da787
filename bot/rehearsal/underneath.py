"""Owns what stands under people's text fields: reply keyboards, for everybody or for some, and awaited replies."""

from __future__ import annotations

from bot.rehearsal.chats import Chat, Kind
from bot.rehearsal.messages import Json, Message, User

Place = tuple[int, int]
"""A chat's id and someone's."""


class Underneath:
    """What the bot put under the text fields of each chat."""

    def __init__(self) -> None:
        self.shared: dict[int, Json] = {}
        self.own: dict[Place, Json | None] = {}
        self.awaited: dict[Place, Message] = {}

    def keyboard(self, chat: Chat, user: User) -> Json | None:
        """What someone sees there; None: nothing."""
        place = (chat.id, user.id)
        return self.own[place] if place in self.own else self.shared.get(chat.id)

    def show(self, chat: Chat, markup: Json | None) -> None:
        """A keyboard for everybody, until another replaces or removes it (None)."""
        for place in [place for place in self.own if place[0] == chat.id]:
            del self.own[place]
        if markup is None:
            self.shared.pop(chat.id, None)
        else:
            self.shared[chat.id] = markup

    def fold(self, chat: Chat, user: User) -> None:
        """Someone pressed a button of a keyboard meant for one use."""
        if (self.keyboard(chat, user) or {}).get("one_time_keyboard"):
            self.own[chat.id, user.id] = None
            if chat.kind is Kind.PRIVATE:
                self.show(chat, None)

    def follow(self, message: Message, markup: Json) -> None:
        """Do what the markup of the bot's new message asks for."""
        chat = message.chat
        selective = markup.get("selective", False) and chat.kind is not Kind.PRIVATE
        if "force_reply" in markup:
            readers = _meant(message) if selective else [*_inside(chat)]
            self.awaited.update({(chat.id, user_id): message for user_id in readers})
        elif "keyboard" in markup or "remove_keyboard" in markup:
            shown = markup if "keyboard" in markup else None
            if selective:
                self.own.update({(chat.id, user_id): shown for user_id in _meant(message)})
            else:
                self.show(chat, shown)

    def take_awaited(self, chat: Chat, user: User) -> Message | None:
        """The message someone's app answers by itself with the next thing they write there."""
        found = self.awaited.pop((chat.id, user.id), None)
        return found if found is not None and not found.deleted else None


def _inside(chat: Chat) -> list[int]:
    if chat.kind is Kind.PRIVATE:
        return [chat.id]
    return [member.user.id for member in chat.members.values() if member.standing.inside]


def _meant(message: Message) -> list[int]:
    """Whom a selective markup is for: those named in the text, and the one it answers."""
    named = {e["user"]["id"] for e in message.entities if e["type"] == "text_mention"}
    chat, words = message.chat, message.text.casefold().split()
    for member in chat.members.values():
        username = member.user.username
        if username and f"@{username.casefold()}" in {word.rstrip(".,;:!?") for word in words}:
            named.add(member.user.id)
    if message.reply_to is not None and message.reply_to.author is not None:
        named.add(message.reply_to.author.id)
    return sorted(named)
