"""Owns groups as people live in them: who comes and goes, the bot too, topics, becoming a supergroup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.rehearsal.chats import Chat, Kind, Standing, Topic
from bot.rehearsal.client import Person, newest_of_bot
from bot.rehearsal.messages import ANONYMOUS_ADMIN, Message, User

if TYPE_CHECKING:
    from bot.rehearsal.emulator import Emulator


class Group:
    """A group or supergroup; stays the same for its people when it becomes a supergroup."""

    def __init__(self, emulator: Emulator, chat: Chat) -> None:
        self._emulator = emulator
        self._world = emulator.world
        self._first = chat

    def __repr__(self) -> str:
        return f"<{self.chat.kind} {self.title!r} {self.id}>"

    @property
    def chat(self) -> Chat:
        """As it is now."""
        return self._first.migrated_to or self._first

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def ids(self) -> tuple[int, ...]:
        """The id it was made with, and the one it has as a supergroup, if it became one."""
        return (self._first.id, self.id) if self._first.migrated_to else (self.id,)

    @property
    def title(self) -> str:
        return self.chat.name

    @property
    def messages(self) -> list[Message]:
        """Everything people see there, oldest first, what was said before a migration included."""
        return [*self._first.shown, *(self.chat.shown if self._first.migrated_to else [])]

    @property
    def screen(self) -> Message:
        """The newest message of the bot. Raises: AssertionError where there is none."""
        said = [message for message in self.messages if message.by_bot]
        return said[-1] if said else newest_of_bot(self.chat)

    def screen_in(self, topic: Topic) -> Message:
        """The newest message of the bot in a topic."""
        return newest_of_bot(self.chat, topic.opening.id)

    def messages_in(self, topic: Topic) -> list[Message]:
        return [message for message in self.messages if message.thread_id == topic.opening.id]

    async def adds_bot(self, by: Person, *, admin: bool = False, settle: bool = True) -> None:
        bot = self._emulator.bot
        assert not self.chat.standing_of(bot).inside, f"the bot is in {self.title} already"
        self._world.move_bot(self.chat, by.user, Standing.ADMINISTRATOR if admin else Standing.MEMBER)
        self._says_service(by.user, new_chat_members=[bot.wire()])
        await self._emulator.after_act(settle)

    async def removes_bot(self, by: Person, *, settle: bool = True) -> None:
        assert self.chat.standing_of(self._emulator.bot).inside, f"the bot is not in {self.title}"
        plain = self.chat.kind is Kind.GROUP  # out of a supergroup, the bot does not see its own departure
        self._says_service(by.user, heard=plain, left_chat_member=self._emulator.bot.wire())
        self._world.move_bot(self.chat, by.user, Standing.KICKED)
        await self._emulator.after_act(settle)

    async def promotes_bot(self, by: Person, *, settle: bool = True) -> None:
        self._world.move_bot(self.chat, by.user, Standing.ADMINISTRATOR)
        await self._emulator.after_act(settle)

    async def demotes_bot(self, by: Person, *, settle: bool = True) -> None:
        self._world.move_bot(self.chat, by.user, Standing.MEMBER)
        await self._emulator.after_act(settle)

    async def adds(self, person: Person, by: Person | None = None, *, settle: bool = True) -> None:
        """Someone joins, or is added by someone."""
        self._moves(person, by or person, Standing.MEMBER)
        self._says_service((by or person).user, new_chat_members=[person.user.wire()])
        await self._emulator.after_act(settle)

    async def loses(self, person: Person, by: Person | None = None, *, settle: bool = True) -> None:
        """Someone leaves, or is removed by someone."""
        self._moves(person, by or person, Standing.KICKED if by else Standing.LEFT)
        self._says_service((by or person).user, left_chat_member=person.user.wire())
        await self._emulator.after_act(settle)

    async def makes_admin(
        self,
        person: Person,
        *,
        by: Person | None = None,
        title: str | None = None,
        anonymous: bool = False,
        settle: bool = True,
    ) -> None:
        """Whoever made the group stays its creator, and may become anonymous all the same."""
        created = self.chat.standing_of(person.user) is Standing.CREATOR
        self._moves(person, by or person, Standing.CREATOR if created else Standing.ADMINISTRATOR)
        member = self.chat.members[person.id]
        member.title, member.is_anonymous = title, anonymous
        self._world.changes.of_chat(self.chat)
        await self._emulator.after_act(settle)

    def _moves(self, person: Person, by: Person, standing: Standing) -> None:
        old, new = self._world.put_member(self.chat, person.user, standing)
        self._world.tell_standing(self.chat, by.user, old, new)

    async def migrates(self, *, forum: bool = False, told: bool = True, settle: bool = True) -> None:
        """Become a supergroup: another id, other message ids. `told=False`: the bot learns by refusals."""
        old = self.chat
        assert old.kind is Kind.GROUP, f"{self.title} is a supergroup already"
        new = self._world.add_group(self.title, supergroup=True, forum=forum)
        new.members = dict(old.members)
        creator = next(m.user for m in old.members.values() if m.standing is Standing.CREATOR)
        self._says_service(creator, heard=told, migrate_to_chat_id=new.id)
        old.migrated_to = new
        self._world.changes.of_chat(old)
        self._says_service(ANONYMOUS_ADMIN, heard=told, migrate_from_chat_id=old.id)
        await self._emulator.after_act(settle)

    async def new_topic(self, name: str, *, by: Person | None = None, settle: bool = True) -> Topic:
        assert self.chat.is_forum, f"{self.title} has no topics: group(…, forum=True)"
        author = by.user if by else self._creator()
        topic = self._world.open_topic(self.chat, author, name)
        self._world.tell_message(topic.opening)
        await self._emulator.after_act(settle)
        return topic

    async def deletes_topic(self, topic: Topic | int, *, settle: bool = True) -> None:
        """Delete a topic with its messages; Telegram tells the bot nothing."""
        self._world.drop_topic(self.chat, topic if isinstance(topic, int) else topic.opening.id)
        await self._emulator.after_act(settle)

    async def closes_topic(self, topic: Topic, *, settle: bool = True) -> None:
        topic.closed = True
        self._world.changes.of_chat(self.chat)
        service = self._says_service(self._creator(), heard=False, forum_topic_closed={})
        service.thread_id = topic.opening.id
        self._world.tell_message(service)
        await self._emulator.after_act(settle)

    def deletes(self, message: Message) -> None:
        """Delete a message for everyone; Telegram tells the bot nothing."""
        self._world.drop(message)

    def _creator(self) -> User:
        return next(m.user for m in self.chat.members.values() if m.standing is Standing.CREATOR)

    def _says_service(self, author: User, *, heard: bool = True, **content: object) -> Message:
        anonymous = author is ANONYMOUS_ADMIN
        sender_chat = self.chat if anonymous else None
        message = self._world.post(self.chat, author, content, sender_chat=sender_chat)
        if heard:
            self._world.tell_message(message)
        return message
