"""Owns the methods that are about no message: who the bot is, chats, files, taps, typing."""

from __future__ import annotations

from datetime import timedelta

from bot.rehearsal.messages import Json
from bot.rehearsal.methods import Params
from bot.rehearsal.refusals import OLD_QUERY, bad_request
from bot.rehearsal.world import Toast, World

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
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


def leave_server(world: World, params: Params) -> bool:
    """logOut and close: here is no other server to go to."""
    return True


def get_profile_photos(world: World, params: Params) -> Json:
    """Nobody here has one."""
    if params["user_id"] not in world.users:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}


def answer_callback_query(world: World, params: Params) -> bool:
    """Once for each tap, and not too late."""
    query = world.queries.get(params["callback_query_id"])
    if query is None or world.clock.now() - query.instant > QUERY_LIVES:
        raise bad_request(OLD_QUERY)
    text = params.get("text", "")
    if len(text) > TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    url = params.get("url", "")
    if url and not url.startswith(f"https://t.me/{world.bot.username}?start="):
        raise bad_request("URL_INVALID")
    del world.queries[query.id]
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
    if params["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
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
