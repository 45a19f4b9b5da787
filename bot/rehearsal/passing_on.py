"""Owns the methods that bring a message elsewhere: forwarding and copying, one or several."""

from __future__ import annotations

from bot.rehearsal.chats import Chat
from bot.rehearsal.messages import Json, Message, origin_of
from bot.rehearsal.methods import Params
from bot.rehearsal.refusals import bad_request
from bot.rehearsal.sending import album_name, post
from bot.rehearsal.world import World
from bot.rehearsal.writing import caption_content

AT_ONCE = 100


def forward_message(world: World, params: Params) -> Json:
    chat = world.writable(params["chat_id"])
    source = _source(world, params, "forward")
    return _forward(world, chat, params, source, {}).wire()


def copy_message(world: World, params: Params) -> Json:
    chat = world.writable(params["chat_id"])
    source = _source(world, params, "copy")
    return {"message_id": _copy(world, chat, params, source, {}).id}


def forward_messages(world: World, params: Params) -> list[Json]:
    """Those that are not there, or protected, are passed over."""
    chat = world.writable(params["chat_id"])
    found = [m for m in _sources(world, params) if not m.protected]
    albums = _new_albums(world, found)
    return [{"message_id": _forward(world, chat, params, source, albums).id} for source in found]


def copy_messages(world: World, params: Params) -> list[Json]:
    chat = world.writable(params["chat_id"])
    found = _sources(world, params)
    albums = _new_albums(world, found)
    return [{"message_id": _copy(world, chat, params, source, albums).id} for source in found]


def _source(world: World, params: Params, verb: str) -> Message:
    message = world.find_chat(params["from_chat_id"]).messages.get(params["message_id"])
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if message.is_service or (verb == "forward" and message.protected):
        raise bad_request(f"message can't be {'forwarded' if verb == 'forward' else 'copied'}")
    return message


def _sources(world: World, params: Params) -> list[Message]:
    ids: list[int] = params["message_ids"]
    if not 1 <= len(ids) <= AT_ONCE or sorted(set(ids)) != ids:
        raise bad_request("message identifiers must be in a strictly increasing order")
    messages = world.find_chat(params["from_chat_id"]).messages
    found = [messages[id] for id in ids if id in messages and not messages[id].is_service]
    if not found:
        raise bad_request("there are no messages to forward")
    return found


def _forward(world: World, chat: Chat, params: Params, source: Message, albums: dict[str, str]) -> Message:
    message = post(world, chat, params, _regrouped(source, albums), source.file)
    message.forward_origin = origin_of(source)
    world.changes.of_message(message)
    return message


def _copy(world: World, chat: Chat, params: Params, source: Message, albums: dict[str, str]) -> Message:
    content = _regrouped(source, albums)
    if params.get("remove_caption") or ("caption" in params and "text" not in content):
        content = {k: v for k, v in content.items() if k not in ("caption", "caption_entities")}
        content.update({} if params.get("remove_caption") else caption_content(world, params))
    return post(world, chat, params, content, source.file)


def _new_albums(world: World, found: list[Message]) -> dict[str, str]:
    """The albums several of these messages stand in, each with the name of the album it becomes."""
    names = [str(m.content["media_group_id"]) for m in found if "media_group_id" in m.content]
    return {name: album_name(world) for name in dict.fromkeys(names) if names.count(name) > 1}


def _regrouped(source: Message, albums: dict[str, str]) -> Json:
    """What a message shows; one of an album that goes alone is in none."""
    content = dict(source.content)
    album = content.pop("media_group_id", None)
    return {**content, "media_group_id": albums[album]} if album in albums else content
