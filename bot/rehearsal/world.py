"""Owns the state of the rehearsal: the bot, users, chats, files, and the rules on who may write where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.clock import Instant, SetClock
from bot.rehearsal.changes import Changes
from bot.rehearsal.chats import Chat, Kind, Member, Numbers, Standing, Topic
from bot.rehearsal.messages import Json, Message, StoredFile, User
from bot.rehearsal.refusals import bad_request, forbidden, migrated
from bot.rehearsal.underneath import Underneath
from bot.rehearsal.updates import UpdateQueue


@dataclass(slots=True, eq=False)
class Query:
    """A tap waiting for its answer. `toast`, `alert` and `url` are what it was answered with."""

    id: str
    user: User
    message: Message
    data: str
    instant: Instant
    answered: bool = False
    toast: str | None = None
    alert: bool = False
    url: str = ""


@dataclass(slots=True, eq=False)
class Toast:
    """What answerCallbackQuery showed to someone."""

    text: str
    alert: bool


class World:
    """Telegram's side of everything, in memory."""

    def __init__(self, bot: User, clock: SetClock, updates: UpdateQueue, *, privacy: bool) -> None:
        self.bot = bot
        self.clock = clock
        self.updates = updates
        self.privacy = privacy
        self.changes = Changes()
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, Query] = {}  # taps that wait for their answer
        self.toasts: dict[int, list[Toast]] = {}
        self.links: dict[int, list[str]] = {}
        self.underneath = Underneath()
        self.menus: dict[tuple[str, str], list[Json]] = {}
        self.menu_buttons: dict[int, Json] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.ids = Numbers()
        self.serials = Numbers()

    def serial(self) -> int:
        return self.serials.take()

    def add_person(self, user: User) -> Chat:
        """A person, and the private chat they have not opened yet."""
        self.users[user.id] = user
        chat = Chat(user.id, Kind.PRIVATE, person=user, ids=self.ids)
        self.chats[chat.id] = chat
        self.changes.of_chat(chat)
        return chat

    def add_group(self, title: str, *, supergroup: bool, forum: bool) -> Chat:
        serial = self.serial()
        if supergroup or forum:
            chat = Chat(-1_002_000_000_000 - serial, Kind.SUPERGROUP, title, is_forum=forum)
        else:
            chat = Chat(-4_000_000_000 - serial, Kind.GROUP, title, ids=self.ids)
        chat.known = True
        self.chats[chat.id] = chat
        self.changes.of_chat(chat)
        return chat

    def post(self, chat: Chat, author: User | None, content: Json, **fields: Any) -> Message:
        """Put a message in a chat."""
        message = Message(chat.ids.take(), chat, self.clock.now(), author, content, **fields)
        chat.messages[message.id] = message
        self.changes.of_message(message)
        return message

    def drop(self, message: Message) -> None:
        """Delete a message for everyone."""
        message.chat.drop(message)
        self.changes.of_message(message)

    def drop_topic(self, chat: Chat, thread_id: int) -> None:
        """Delete a topic and everything in it."""
        del chat.topics[thread_id]
        for message in [m for m in chat.messages.values() if m.thread_id == thread_id]:
            self.drop(message)
        self.changes.of_chat(chat)

    @property
    def keyboards(self) -> dict[int, Json]:
        """The reply keyboards shown to everybody, by chat."""
        return self.underneath.shared

    def reply_awaited(self, chat: Chat, user: User, chosen: Message | None) -> Message | None:
        """What someone's next message answers: what they chose, else what the bot asked them to reply to."""
        return chosen or self.underneath.take_awaited(chat, user)

    def store(self, content: bytes, *, name: str, mime_type: str, kind: str) -> StoredFile:
        """Keep a file that was sent as this kind; it can be sent again as the same."""
        serial = self.serial()
        file = StoredFile(f"rehearsal-file-{serial}", f"unique{serial}", name, mime_type, content, kind)
        self.files[file.id] = file
        return file

    def file_at(self, path: str) -> StoredFile | None:
        """What /file/bot<token>/ serves at this path."""
        _, _, rest = path.partition("/unique")
        file = self.files.get(f"rehearsal-file-{rest.partition('/')[0]}")
        return file if file is not None and file.path == path else None

    def find_chat(self, chat_id: int | str) -> Chat:
        """The chat, if the bot may know of it. Raises: Refused."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None or not chat.known:
            raise bad_request("chat not found")
        return chat

    def writable(self, chat_id: int | str) -> Chat:
        """The chat, if the bot may write there. Raises: Refused."""
        chat = self.find_chat(chat_id)
        if chat.migrated_to is not None:
            raise migrated(chat.migrated_to.id)
        if chat.kind is Kind.PRIVATE:
            self._may_write_to(chat)
        else:
            self._may_write_in(chat)
        return chat

    def _may_write_to(self, chat: Chat) -> None:
        if chat.deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")

    def _may_write_in(self, chat: Chat) -> None:
        standing = chat.standing_of(self.bot)
        if standing is Standing.KICKED:
            raise forbidden(f"bot was kicked from the {chat.kind.value} chat")
        if not standing.inside:
            raise forbidden(f"bot is not a member of the {chat.kind.value} chat")

    def open_thread(self, chat: Chat, thread_id: int) -> int:
        """The topic to write in; 0 is the general one. Raises: Refused."""
        if not thread_id:
            return 0
        topic = chat.topics.get(thread_id)
        if topic is None:
            raise bad_request("message thread not found")
        if topic.closed and not chat.standing_of(self.bot).leads:
            raise bad_request("TOPIC_CLOSED")
        return thread_id

    def open_topic(self, chat: Chat, author: User, name: str, color: int = 7322096) -> Topic:
        opened = {"forum_topic_created": {"name": name, "icon_color": color}}
        message = self.post(chat, author, opened, by_bot=author is self.bot)
        message.thread_id = message.id
        topic = chat.topics[message.id] = Topic(message, name, color)
        self.changes.of_chat(chat)
        return topic

    def put_member(self, chat: Chat, user: User, standing: Standing) -> tuple[Member, Member]:
        """Change someone's place; returns the old and the new one."""
        old = chat.members.get(user.id) or Member(user, Standing.LEFT)
        new = Member(user, standing)
        chat.members[user.id] = new
        if user is not self.bot and chat.standing_of(self.bot).inside:
            self.chats[user.id].known = True
        self.changes.of_chat(chat)
        return old, new

    def ask(self, user: User, message: Message, data: str) -> Query:
        """A tap under a message becomes a callback query, whether it still has that button or not."""
        chat = message.chat
        if chat.kind is not Kind.PRIVATE:
            assert chat.standing_of(user).inside, f"{user.first_name} is not in {chat.name}"
        query = Query(str(1_000_000_000_000 + self.serial()), user, message, data, self.clock.now())
        self.queries[query.id] = query
        self.changes.of_tap(query)
        gone = {"chat": chat.wire(), "message_id": message.id, "date": 0}
        body: Json = {
            "id": query.id,
            "from": user.wire(),
            "message": gone if message.deleted else message.wire(),
            "chat_instance": str(abs(chat.id) * 7919),
            "data": data,
        }
        self.chats[user.id].known = True
        self.updates.add("callback_query", body, chat.id)
        return query

    def move_bot(self, chat: Chat, by: User, standing: Standing) -> None:
        """Change the bot's place in a chat and tell it so."""
        old, new = self.put_member(chat, self.bot, standing)
        if new.standing.inside:
            for member in chat.members.values():
                if member.user.id in self.chats:
                    self.chats[member.user.id].known = True
        self.tell_standing(chat, by, old, new)

    def tell_standing(self, chat: Chat, by: User, old: Member, new: Member) -> None:
        body = {
            "chat": chat.wire(),
            "from": by.wire(),
            "date": int(self.clock.now().timestamp()),
            "old_chat_member": old.wire(),
            "new_chat_member": new.wire(),
        }
        kind = "my_chat_member" if new.user is self.bot else "chat_member"
        if kind == "my_chat_member" or chat.standing_of(self.bot).leads:
            self.updates.add(kind, body, chat.id)

    def react(self, message: Message, user: User, emoji: list[str]) -> None:
        """Someone's reactions under a message become these; people's are told to a bot that asked."""
        old = message.reacted.get(user.id, [])
        if emoji == old:
            return
        message.reacted[user.id] = emoji
        self.changes.of_message(message)
        chat = message.chat
        if user is self.bot or not (chat.kind is Kind.PRIVATE or chat.standing_of(self.bot).leads):
            return
        body = {
            "chat": chat.wire(),
            "message_id": message.id,
            "user": user.wire(),
            "date": int(self.clock.now().timestamp()),
            "old_reaction": [{"type": "emoji", "emoji": each} for each in old],
            "new_reaction": [{"type": "emoji", "emoji": each} for each in emoji],
        }
        self.updates.add("message_reaction", body, chat.id)

    def hears(self, message: Message) -> bool:
        """Whether the bot gets this message: privacy mode as Telegram documents it."""
        chat = message.chat
        if chat.kind is Kind.PRIVATE:
            return True
        standing = chat.standing_of(self.bot)
        if not standing.inside or not self.privacy or standing.leads:
            return standing.inside
        if "text" not in message.content and "caption" not in message.content and message.is_service:
            return True
        if message.reply_to is not None and message.reply_to.by_bot:
            return True
        return self._commanded(message.text)

    def _commanded(self, text: str) -> bool:
        word = text.split(maxsplit=1)[0] if text.strip() else ""
        name, at, bot = word.partition("@")
        if not name.startswith("/"):
            return False
        return not at or bot.lower() == (self.bot.username or "").lower()

    def tell_message(self, message: Message, kind: str = "message") -> None:
        """Queue a message as an update, if the bot gets it."""
        if self.hears(message):
            if message.author is not None and message.author.id in self.chats:
                self.chats[message.author.id].known = True
            self.updates.add(kind, message.wire(), message.chat.id)
