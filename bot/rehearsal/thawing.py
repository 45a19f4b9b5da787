"""Owns the reading of Telegram's side out of a snapshot: all of it first, then it moves into the world at once."""

from __future__ import annotations

from collections.abc import Iterator

from bot.rehearsal.chats import Chat, Kind, Member, Numbers, Standing, Topic
from bot.rehearsal.messages import ANONYMOUS_ADMIN, Message, StoredFile, User
from bot.rehearsal.saved import Saved, Unreadable
from bot.rehearsal.underneath import Underneath
from bot.rehearsal.world import Query, Toast, World


class Thawed:
    """A world on its own, whose parts `move_into` another. Raises: Unreadable."""

    def __init__(self, saved: Saved, bot: User) -> None:
        self.saved_bot = _user(saved["bot"])
        if self.saved_bot.id != bot.id:
            raise Unreadable(f"its bot has the number {self.saved_bot.id}, and this one's is {bot.id}")
        self.privacy = saved["privacy"].truth()
        self.ids = Numbers(saved["last_id"].number())
        self.serials = Numbers(saved["last_serial"].number())
        self.users = {bot.id: bot} | {user.id: user for user in map(_user, saved["users"])}
        self.files = {file.id: file for file in map(_file, saved["files"])}
        self.chats = {chat.id: chat for chat in map(self._chat, saved["chats"])}
        for each in saved["chats"]:
            self._move_on(each)
        self.messages: dict[tuple[int, int], Message] = {}
        for each in saved["messages"]:
            self._add_message(each)
        for each in saved["messages"]:
            self._answer(each)
        for each in saved["chats"]:
            self._furnish(each)
        self.queries = {query.id: query for query in map(self._query, saved["taps"])}
        self.underneath = self._underneath(saved)
        self.toasts: dict[int, list[Toast]] = {}
        self.links: dict[int, list[str]] = {}
        self._read_hands(saved)
        self.menus = {_name(each): each.parts(3)[2].rows() for each in saved["menus"]}
        self.menu_buttons = {id.number(): found.json() for id, found in _pairs(saved["menu_buttons"])}
        self.profile = {_name(each): each.parts(3)[2].text() for each in saved["profile"]}

    def move_into(self, world: World) -> None:
        """Replace everything the world holds."""
        bot, saved = world.bot, self.saved_bot
        bot.first_name, bot.last_name, bot.username = saved.first_name, saved.last_name, saved.username
        world.privacy, world.ids, world.serials = self.privacy, self.ids, self.serials
        world.users, world.chats, world.files = self.users, self.chats, self.files
        world.queries, world.toasts, world.links = self.queries, self.toasts, self.links
        world.underneath, world.menus, world.profile = self.underneath, self.menus, self.profile
        world.menu_buttons = self.menu_buttons

    def _chat(self, saved: Saved) -> Chat:
        kind = saved["kind"].choice(Kind)
        own = Numbers(saved["last_id"].number())
        person = None if saved["person"].missing else self._author(saved["person"])
        members = [self._member(each) for each in saved["members"]]
        return Chat(
            saved["id"].number(),
            kind,
            saved["title"].perhaps_text(),
            person,
            saved["is_forum"].truth(),
            saved["known"].truth(),
            saved["started"].truth(),
            saved["blocked"].truth(),
            saved["deactivated"].truth(),
            members={member.user.id: member for member in members},
            ids=own if kind is Kind.SUPERGROUP else self.ids,
        )

    def _member(self, saved: Saved) -> Member:
        user, standing, anonymous, title = saved.parts(4)
        return Member(self._author(user), standing.choice(Standing), anonymous.truth(), title.perhaps_text())

    def _author(self, saved: Saved) -> User:
        if saved.number() == ANONYMOUS_ADMIN.id:
            return ANONYMOUS_ADMIN
        return self.users[saved.one_of(self.users)]

    def _place(self, saved: Saved) -> Chat:
        return self.chats[saved.one_of(self.chats)]

    def _move_on(self, saved: Saved) -> None:
        if not saved["migrated_to"].missing:
            self._place(saved["id"]).migrated_to = self._place(saved["migrated_to"])

    def _add_message(self, saved: Saved) -> None:
        chat, file = self._place(saved["chat"]), saved["file"]
        if not file.missing and file.text() not in self.files:
            raise file.wrong("a file that is in the snapshot")
        message = Message(
            saved["id"].number(),
            chat,
            saved["date"].instant(),
            None if saved["author"].missing else self._author(saved["author"]),
            saved["content"].json(),
            None if saved["sender_chat"].missing else self._place(saved["sender_chat"]),
            saved["signature"].perhaps_text(),
            saved["thread"].number(),
            None,
            saved["inline_keyboard"].rows(),
            saved["reply_keyboard"].rows(),
            None if file.missing else self.files[file.text()],
            None if saved["edited_at"].missing else saved["edited_at"].instant(),
            None if saved["forward_origin"].missing else saved["forward_origin"].json(),
            saved["silent"].truth(),
            saved["protected"].truth(),
            saved["by_bot"].truth(),
            saved["deleted"].truth(),
            {id.number(): [one.text() for one in emoji] for id, emoji in _pairs(saved["reacted"])},
        )
        self.messages[chat.id, message.id] = message
        if not message.deleted:
            chat.messages[message.id] = message

    def _message(self, saved: Saved) -> Message:
        chat_id, message_id = (each.number() for each in saved.parts(2))
        if (chat_id, message_id) not in self.messages:
            raise saved.wrong("a message that is in the snapshot")
        return self.messages[chat_id, message_id]

    def _answer(self, saved: Saved) -> None:
        if not saved["reply_to"].missing:
            message = self.messages[saved["chat"].number(), saved["id"].number()]
            message.reply_to = self._message(saved["reply_to"])

    def _furnish(self, saved: Saved) -> None:
        """Give a chat what speaks of its messages: topics, pins."""
        chat = self._place(saved["id"])
        own = {
            message_id: found for (chat_id, message_id), found in self.messages.items() if chat_id == chat.id
        }
        for each in saved["topics"]:
            thread, name, color, closed = each.parts(4)
            opening = own[thread.one_of(own)]
            chat.topics[opening.id] = Topic(opening, name.text(), color.number(), closed.truth())
        chat.pinned = [own[each.one_of(own)] for each in saved["pinned"]]

    def _query(self, saved: Saved) -> Query:
        message = self._message(saved["message"])
        user, data = self._author(saved["user"]), saved["data"].text()
        return Query(saved["id"].text(), user, message, data, saved["instant"].instant())

    def _underneath(self, saved: Saved) -> Underneath:
        found = Underneath()
        found.shared = {self._place(id).id: markup.json() for id, markup in _pairs(saved["keyboards"])}
        for each in saved["own_keyboards"]:
            id, user, markup = each.parts(3)
            found.own[id.number(), user.number()] = None if markup.missing else markup.json()
        for each in saved["awaited"]:
            id, user, message = each.parts(3)
            found.awaited[id.number(), user.number()] = self._message(message)
        return found

    def _read_hands(self, saved: Saved) -> None:
        for id, toasts in _pairs(saved["toasts"]):
            self.toasts[id.number()] = [Toast(text.text(), alert.truth()) for text, alert in _pairs(toasts)]
        for id, links in _pairs(saved["links"]):
            self.links[id.number()] = [link.text() for link in links]


def _pairs(saved: Saved) -> Iterator[list[Saved]]:
    return (each.parts(2) for each in saved)


def _name(saved: Saved) -> tuple[str, str]:
    """What a menu or a text of the bot's profile is kept under."""
    first, second, _ = saved.parts(3)
    return first.text(), second.text()


def _user(saved: Saved) -> User:
    return User(
        saved["id"].number(),
        saved["first_name"].text(),
        saved["last_name"].perhaps_text(),
        saved["username"].perhaps_text(),
        saved["language"].perhaps_text(),
        saved["is_bot"].truth(),
    )


def _file(saved: Saved) -> StoredFile:
    return StoredFile(
        saved["id"].text(),
        saved["unique_id"].text(),
        saved["name"].text(),
        saved["mime_type"].text(),
        saved["content"].bytes(),
        saved["kind"].text(),
    )
