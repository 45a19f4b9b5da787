"""Owns the methods that speak of media by description: albums, and another file in a message that is there."""

from __future__ import annotations

from bot.rehearsal.editing import change, own_message
from bot.rehearsal.media import MEDIA, content_of
from bot.rehearsal.messages import Json, StoredFile
from bot.rehearsal.methods import Params
from bot.rehearsal.refusals import bad_request
from bot.rehearsal.sending import album_name, post
from bot.rehearsal.world import World
from bot.rehearsal.writing import caption_content, inline_keyboard

LONGEST_ALBUM = 10


def send_media_group(world: World, params: Params) -> list[Json]:
    """An album; a single item is an ordinary message. All of it is sent, or nothing."""
    chat = world.writable(params["chat_id"])
    items: list[Params] = params["media"]
    _check_album(items)
    read = [_read(world, item) for item in items]
    album = {"media_group_id": album_name(world)} if len(items) > 1 else {}
    return [post(world, chat, params, {**album, **content}, file).wire() for content, file in read]


def _check_album(items: list[Params]) -> None:
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > LONGEST_ALBUM:
        raise bad_request("too many messages to send as an album")
    kinds = [str(item["type"]) for item in items]
    if "animation" in kinds:
        raise bad_request("can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup")
    for kind in ("document", "audio"):
        if kind in kinds and set(kinds) != {kind}:
            raise bad_request(f"{kind} can't be mixed with other media types")
    if len({bool(item.get("show_caption_above_media")) for item in items}) > 1:
        raise bad_request("parameter show_caption_above_media must be the same for all messages")


def _read(world: World, item: Params) -> tuple[Json, StoredFile]:
    kind = str(item["type"])
    caption = caption_content(world, item)
    content, file = content_of(world, kind, item["media"], item)
    return {**content, **caption}, file


def edit_media(world: World, params: Params) -> Json:
    """Put another file, of another kind perhaps, in a message of the bot's."""
    message = own_message(world, params)
    if not message.content.keys() & {*MEDIA, "text"} or "voice" in message.content:
        raise bad_request("there is no media in the message to edit")
    item: Params = params["media"]
    content, file = _read(world, item)
    album = {k: v for k, v in message.content.items() if k == "media_group_id"}
    if album and not _stays_in_album(message.content, str(item["type"])):
        raise bad_request("can't change media type in the album")
    message.file = file
    return change(world, message, {**album, **content}, inline_keyboard(params.get("reply_markup")))


def _stays_in_album(old: Json, kind: str) -> bool:
    return kind in old or (kind in ("photo", "video") and bool(old.keys() & {"photo", "video"}))
