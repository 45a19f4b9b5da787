"""Owns Telegram's own words in a chat: who came, who left, what was opened. In the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.text import Listed, Text, say
from bot.marks import _
from bot.rehearsal.messages import Json, Message


def service_sentence(message: Message) -> Text | None:
    """What a service message says; None for what somebody wrote."""
    if not message.is_service:
        return None
    content, who = message.content, message.sender
    for name, words in _SAID.items():
        if name in content:
            return words(who, content[name])
    return say(_("Something changed in this chat."))


def _came(who: str, people: list[Json]) -> Text:
    names = [str(one.get("first_name", "")) for one in people]
    if names == [who]:
        return say(_("{who} joined the group."), who=who)
    return say(_("{who} added {names}."), who=who, names=Listed(tuple(names)))


def _left(who: str, person: Json) -> Text:
    name = str(person.get("first_name", ""))
    if name == who:
        return say(_("{who} left the group."), who=who)
    return say(_("{who} removed {name}."), who=who, name=name)


def _topic_opened(who: str, topic: Json) -> Text:
    return say(_("{who} opened the topic “{name}”."), who=who, name=str(topic.get("name", "")))


def _pinned(who: str, _message: Json) -> Text:
    return say(_("{who} pinned a message."), who=who)


def _became(_who: str, _number: int) -> Text:
    return say(_("This group became a supergroup: it goes on in another chat."))


def _was(_who: str, _number: int) -> Text:
    return say(_("This supergroup was a plain group before."))


def _topic_renamed(who: str, topic: Json) -> Text:
    return say(_("{who} renamed the topic: “{name}”."), who=who, name=str(topic.get("name", "")))


def _topic_closed(_who: str, _nothing: Json) -> Text:
    return say(_("The topic was closed."))


def _topic_reopened(_who: str, _nothing: Json) -> Text:
    return say(_("The topic was opened again."))


_SAID: Mapping[str, Callable[[str, Any], Text]] = {
    "new_chat_members": _came,
    "left_chat_member": _left,
    "migrate_to_chat_id": _became,
    "migrate_from_chat_id": _was,
    "forum_topic_created": _topic_opened,
    "forum_topic_closed": _topic_closed,
    "forum_topic_edited": _topic_renamed,
    "forum_topic_reopened": _topic_reopened,
    "pinned_message": _pinned,
}
