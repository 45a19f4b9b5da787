"""Owns chats and who is in them: private chats, groups, supergroups, topics, members, the bot's standing."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.rehearsal.messages import Json, Message, User


class Numbers:
    """Hands out 1, 2, 3…; `last` is the one it gave before."""

    def __init__(self, last: int = 0) -> None:
        self.last = last

    def take(self) -> int:
        self.last += 1
        return self.last


class Kind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


class Standing(StrEnum):
    """ChatMember.status, without the restricted one."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"

    @property
    def inside(self) -> bool:
        return self not in (Standing.LEFT, Standing.KICKED)

    @property
    def leads(self) -> bool:
        return self in (Standing.CREATOR, Standing.ADMINISTRATOR)


ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)


@dataclass(slots=True)
class Member:
    """One user's place in a chat."""

    user: User
    standing: Standing = Standing.MEMBER
    is_anonymous: bool = False
    title: str | None = None

    def wire(self) -> Json:
        found: Json = {"user": self.user.wire(), "status": self.standing.value}
        if self.standing is Standing.KICKED:
            found["until_date"] = 0
        if self.standing.leads:
            found["is_anonymous"] = self.is_anonymous
            if self.title:
                found["custom_title"] = self.title
        if self.standing is Standing.ADMINISTRATOR:
            found["can_be_edited"] = False
            found.update(dict.fromkeys(ADMIN_RIGHTS, True))
        return found


@dataclass(slots=True)
class Topic:
    """A topic of a forum; its thread id is the id of the service message that opened it."""

    opening: Message
    name: str
    color: int
    closed: bool = False


@dataclass(slots=True, eq=False)
class Chat:
    """A chat as Telegram's server knows it. A private chat has the id of its person."""

    id: int
    kind: Kind
    title: str | None = None
    person: User | None = None
    is_forum: bool = False
    known: bool = False
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    migrated_to: Chat | None = None
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[Message] = field(default_factory=list)
    ids: Numbers = field(default_factory=Numbers)

    @property
    def name(self) -> str:
        return self.title or (self.person.first_name if self.person else "")

    @property
    def shown(self) -> list[Message]:
        """What a person scrolling sees, oldest first."""
        return list(self.messages.values())

    def wire(self) -> Json:
        found: Json = {"id": self.id, "type": self.kind.value}
        if self.person is not None:
            found["first_name"] = self.person.first_name
            if self.person.last_name:
                found["last_name"] = self.person.last_name
            if self.person.username:
                found["username"] = self.person.username
        if self.title is not None:
            found["title"] = self.title
        if self.is_forum:
            found["is_forum"] = True
        return found

    def topic_opening(self, thread_id: int) -> Message | None:
        """What a message of a topic answers to when it answers nothing else."""
        topic = self.topics.get(thread_id)
        return topic.opening if topic else None

    def standing_of(self, user: User) -> Standing:
        member = self.members.get(user.id)
        return member.standing if member else Standing.LEFT

    def count_members(self) -> int:
        if self.kind is Kind.PRIVATE:
            return 2
        return sum(member.standing.inside for member in self.members.values())

    def administrators(self, *, with_bots: bool = False) -> list[Member]:
        found = self.members.values()
        return [m for m in found if m.standing.leads and (with_bots or not m.user.is_bot)]

    def drop(self, message: Message) -> None:
        """Delete for everyone."""
        message.deleted = True
        self.messages.pop(message.id, None)
