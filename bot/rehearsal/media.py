"""Owns files in messages: what each kind shows of its file, and which file the bot means by what it gave."""

from __future__ import annotations

from bot.rehearsal.messages import Json, StoredFile
from bot.rehearsal.methods import Params, Upload
from bot.rehearsal.refusals import Unmodelled, bad_request, too_large
from bot.rehearsal.world import World

PHOTO_BYTES = 10 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024
_NAMES = {
    "photo": "Photo",
    "document": "Document",
    "voice": "VoiceNote",
    "audio": "Audio",
    "video": "Video",
    "animation": "Animation",
    "sticker": "Sticker",
}
MEDIA = frozenset(_NAMES) - {"sticker"}
"""What can have a caption."""


def media_content(kind: str, file: StoredFile, params: Params) -> Json:
    """The fields of a message that show its file."""
    shown: Json = {kind: _SHOWN[kind](file, params)}
    if kind == "animation":
        shown["document"] = {**file.wire(), "file_name": file.name, "mime_type": file.mime_type}
    if params.get("has_spoiler"):
        shown["has_media_spoiler"] = True
    if params.get("show_caption_above_media"):
        shown["show_caption_above_media"] = True
    return shown


def content_of(world: World, kind: str, given: Upload | str, params: Params) -> tuple[Json, StoredFile]:
    """What the bot uploaded or named, as a message shows it. Raises: Refused.

    A file sent again by its name is as long and as large as it was.
    """
    file = file_of(world, kind, given)
    known = _known_of(world, kind, file) if isinstance(given, str) else {}
    return media_content(kind, file, {**known, **params}), file


def _known_of(world: World, kind: str, file: StoredFile) -> Params:
    for chat in world.chats.values():
        for message in chat.messages.values():
            if message.file is file and kind in message.content:
                shown = message.content[kind]
                return {**(shown[-1] if isinstance(shown, list) else shown)}
    return {}


def _document(file: StoredFile, params: Params) -> Json:
    return {**file.wire(), "file_name": file.name, "mime_type": file.mime_type}


def _photo(file: StoredFile, params: Params) -> list[Json]:
    return [{**file.wire(), "width": params.get("width", 800), "height": params.get("height", 600)}]


def _voice(file: StoredFile, params: Params) -> Json:
    return {**file.wire(), "duration": params.get("duration", 0), "mime_type": file.mime_type}


def _audio(file: StoredFile, params: Params) -> Json:
    named: Json = {name: params[name] for name in ("performer", "title") if name in params}
    return {**_document(file, params), "duration": params.get("duration", 0), **named}


def _video(file: StoredFile, params: Params) -> Json:
    size = {name: params.get(name, 0) for name in ("width", "height", "duration")}
    return {**_document(file, params), **size}


def _sticker(file: StoredFile, params: Params) -> Json:
    found = {**file.wire(), "type": "regular", "width": 512, "height": 512}
    emoji = {"emoji": params["emoji"]} if params.get("emoji") else {}
    return {**found, "is_animated": False, "is_video": False, **emoji}


_SHOWN = {
    "photo": _photo,
    "document": _document,
    "voice": _voice,
    "audio": _audio,
    "video": _video,
    "animation": _video,
    "sticker": _sticker,
}


def file_of(world: World, kind: str, given: Upload | str) -> StoredFile:
    """The file the bot uploaded or named. Raises: Refused."""
    if isinstance(given, str):
        return _known(world, kind, given)
    if not given.content:
        raise bad_request("file must be non-empty")
    if len(given.content) > UPLOAD_BYTES:
        raise too_large()
    if kind == "photo" and len(given.content) > PHOTO_BYTES:
        raise bad_request("file is too big")
    return world.store(given.content, name=given.name, mime_type=given.mime_type, kind=kind)


def _known(world: World, kind: str, given: str) -> StoredFile:
    file = world.files.get(given)
    if file is None:
        if given.startswith(("http://", "https://")):
            raise Unmodelled("sending a file by its URL")
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {_NAMES[file.kind]} as {_NAMES[kind]}")
    return file
