"""Owns the methods about the topics of a forum."""

from __future__ import annotations

from bot.rehearsal.chats import Chat
from bot.rehearsal.messages import Json
from bot.rehearsal.methods import Params
from bot.rehearsal.refusals import bad_request
from bot.rehearsal.world import World


def create_topic(world: World, params: Params) -> Json:
    chat = _forum(world, params)
    topic = world.open_topic(chat, world.bot, params["name"], params.get("icon_color", 7322096))
    return {"message_thread_id": topic.opening.id, "name": topic.name, "icon_color": topic.color}


def _forum(world: World, params: Params) -> Chat:
    chat = world.writable(params["chat_id"])
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if not chat.standing_of(world.bot).leads:
        raise bad_request("not enough rights to create a topic")
    return chat


def close_topic(world: World, params: Params) -> bool:
    return _set_closed(world, params, closed=True)


def reopen_topic(world: World, params: Params) -> bool:
    return _set_closed(world, params, closed=False)


def _set_closed(world: World, params: Params, *, closed: bool) -> bool:
    chat = _forum(world, params)
    topic = chat.topics.get(params["message_thread_id"])
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed is closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    world.changes.of_chat(chat)
    return True


def delete_topic(world: World, params: Params) -> bool:
    chat = _forum(world, params)
    if params["message_thread_id"] not in chat.topics:
        raise bad_request("message thread not found")
    world.drop_topic(chat, params["message_thread_id"])
    return True


def edit_topic(world: World, params: Params) -> bool:
    """Give a topic another name."""
    chat = _forum(world, params)
    topic = chat.topics.get(params["message_thread_id"])
    if topic is None:
        raise bad_request("message thread not found")
    name = params.get("name", topic.name)
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = name
    world.post(
        chat, world.bot, {"forum_topic_edited": {"name": name}}, thread_id=topic.opening.id, by_bot=True
    )
    world.changes.of_chat(chat)
    return True
