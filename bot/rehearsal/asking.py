"""Owns the methods that are about no message: the bot itself, chats, members, menus, files, taps."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from bot.rehearsal.chats import Chat, Kind, Member, Standing
from bot.rehearsal.messages import Json
from bot.rehearsal.methods import Params
from bot.rehearsal.refusals import OLD_QUERY, bad_request
from bot.rehearsal.world import Toast, World

QUERY_LIVES = timedelta(minutes=1)
TOAST_LIMIT = 200
DOWNLOAD_BYTES = 20 * 1024 * 1024


def get_me(world: World, params: Params) -> Json:
    return {
        **world.bot.wire(),
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def answer_callback_query(world: World, params: Params) -> bool:
    """Once for each tap, and not too late."""
    query = world.queries.get(params["callback_query_id"])
    if query is None or query.answered or world.clock.now() - query.instant > QUERY_LIVES:
        raise bad_request(OLD_QUERY)
    text = params.get("text", "")
    if len(text) > TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    url = params.get("url", "")
    if url and not url.startswith(f"https://t.me/{world.bot.username}?start="):
        raise bad_request("URL_INVALID")
    query.answered = True
    query.url, query.alert = url, params.get("show_alert", False)
    if text:
        query.toast = text
        world.toasts.setdefault(query.user.id, []).append(Toast(text, query.alert))
    if url:
        world.links.setdefault(query.user.id, []).append(url)
    world.changes.of_tap(query)
    return True


def send_chat_action(world: World, params: Params) -> bool:
    chat = world.writable(params["chat_id"])
    world.open_thread(chat, params.get("message_thread_id", 0))
    world.changes.of_action(chat, params["action"], params.get("message_thread_id", 0))
    return True


def get_file(world: World, params: Params) -> Json:
    file = world.files.get(params["file_id"])
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {**file.wire(), "file_path": file.path}


def get_chat(world: World, params: Params) -> Json:
    chat = world.find_chat(params["chat_id"])
    return {
        **chat.wire(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
        **({"pinned_message": chat.pinned[-1].wire()} if chat.pinned else {}),
    }


_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def _group(world: World, params: Params) -> Chat:
    chat = world.writable(params["chat_id"])
    if chat.kind is Kind.PRIVATE:
        raise bad_request("there are no administrators in the private chat")
    return chat


def get_chat_member(world: World, params: Params) -> Json:
    chat = world.writable(params["chat_id"])
    user = world.users.get(params["user_id"])
    if user is None:
        raise bad_request("member not found")
    return (chat.members.get(user.id) or Member(user, Standing.LEFT)).wire()


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    found = _group(world, params).administrators(with_bots=params.get("return_bots", False))
    return [member.wire() for member in found]


def get_chat_member_count(world: World, params: Params) -> int:
    return world.writable(params["chat_id"]).count_members()


def leave_chat(world: World, params: Params) -> bool:
    chat = world.writable(params["chat_id"])
    if chat.kind is Kind.PRIVATE:
        raise bad_request("chat member status can't be changed in private chats")
    world.move_bot(chat, world.bot, Standing.LEFT)
    return True


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


def _menu_key(params: Params) -> tuple[str, str]:
    scope = params.get("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), params.get("language_code", "")


def set_commands(world: World, params: Params) -> bool:
    commands = params["commands"]
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        name = command["command"].removeprefix("/")
        if not (1 <= len(name) <= 32 and name.isascii() and name == name.lower()):
            raise bad_request("BOT_COMMAND_INVALID")
        if not name.replace("_", "").isalnum():
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        command["command"] = name
    world.menus[_menu_key(params)] = commands
    world.changes.of_menus()
    return True


def get_commands(world: World, params: Params) -> list[Json]:
    return world.menus.get(_menu_key(params), [])


def delete_commands(world: World, params: Params) -> bool:
    world.menus.pop(_menu_key(params), None)
    world.changes.of_menus()
    return True


_PROFILE_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def set_profile(world: World, params: Params, field: str) -> bool:
    """Name, description or short description, for one language or for all others."""
    text = params.get(field, "")
    if len(text) > _PROFILE_LIMITS[field]:
        raise bad_request(f"{field} is too long")
    world.profile[field, params.get("language_code", "")] = text
    return True


def get_profile(world: World, params: Params, field: str) -> dict[str, Any]:
    found = world.profile.get((field, params.get("language_code", ""))) or world.profile.get((field, ""))
    return {field: found or (world.bot.first_name if field == "name" else "")}
