"""Owns what people send as files from the page: pictures, voices, documents."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass

from aiohttp import BodyPartReader, web

from bot.errors import Refusal
from bot.marks import _
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.rehearsal.messages import Json
from bot.rehearsal.page.acts import Blocked, place_of, topic_of, who_acts
from bot.rehearsal.page.asked import Asked, NotUnderstood
from bot.rehearsal.page.production import Production

LARGEST = 20 * 1024 * 1024
LONGEST_FIELD = 4096
CHUNK = 64 * 1024
KINDS = ("photo", "voice", "document")
_PICTURES = ("image/jpeg", "image/png", "image/webp")


class TooLarge(Refusal):
    message = _("This file is too large: 20 MB at most.")


class NoFile(Refusal):
    message = _("No file came with it.")


class NoPicture(Refusal):
    message = _("This is not a picture (JPEG, PNG or WebP). Send it as a document.")


@dataclass(frozen=True, slots=True)
class Sent:
    """One upload: its fields, and the file."""

    asked: Asked
    name: str
    mime_type: str
    content: bytes


async def read_upload(request: web.Request) -> Sent:
    """Raises: Refusal, where it cannot be taken."""
    if request.content_type != "multipart/form-data":
        raise NotUnderstood(what="multipart")
    fields: dict[str, object] = {}
    file: tuple[str, str, bytes] | None = None
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                raise NotUnderstood(what="multipart")
            if part.name == "file":
                kind = part.headers.get("Content-Type", "").partition(";")[0].strip().casefold()
                file = (_safe(part.filename or "file"), kind, await _content(part, LARGEST))
            else:
                fields[part.name] = (await _content(part, LONGEST_FIELD)).decode()
    except (ValueError, UnicodeDecodeError):
        raise NotUnderstood(what="multipart") from None
    if file is None:
        raise NoFile
    for name in ("who", "chat", "topic", "seconds"):
        if name in fields:
            fields[name] = _whole(name, str(fields[name]))
    name, kind, content = file
    return Sent(Asked(None, "upload", fields), name, kind or _guessed(name), content)


async def _content(part: BodyPartReader, most: int) -> bytes:
    found = bytearray()
    while chunk := await part.read_chunk(CHUNK):
        found += chunk
        if len(found) > most:
            raise TooLarge
    return bytes(found)


def _whole(name: str, value: str) -> int | None:
    if not value:
        return None
    if not re.fullmatch(r"-?\d{1,16}", value):
        raise NotUnderstood(what=name)
    return int(value)


def _safe(name: str) -> str:
    """The last part of a file's name, without what no name needs."""
    kept = "".join(char for char in re.split(r"[/\\]", name)[-1] if char.isprintable())
    return kept.strip(". ")[-120:] or "file"


def _guessed(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


async def send(production: Production, sent: Sent) -> Json:
    """Raises: Refusal."""
    asked = sent.asked
    kind = asked.words("kind", longest=20, default="document")
    caption = asked.words("caption", longest=1024, default="")
    if kind not in KINDS:
        raise NotUnderstood(what="kind")
    if not sent.content:
        raise NoFile
    person = who_acts(production, asked)
    group = place_of(production, person, asked)
    if group is None and person.chat.blocked:
        raise Blocked(name=person.name)
    message = await _send(person, group, sent, kind, caption)
    return {"message": message}


async def _send(person: Person, group: Group | None, sent: Sent, kind: str, caption: str) -> int:
    topic = topic_of(group, sent.asked.maybe_whole("topic"))
    match kind:
        case "photo":
            if sent.mime_type not in _PICTURES:
                raise NoPicture
            message = await person.sends_photo(
                caption, content=sent.content, name=sent.name, mime_type=sent.mime_type,
                chat=group, topic=topic, settle=False,
            )  # fmt: skip
        case "voice":
            seconds = max(1, min(3600, sent.asked.maybe_whole("seconds") or 1))
            message = await person.sends_voice(
                content=sent.content, name=sent.name, mime_type=sent.mime_type, seconds=seconds,
                caption=caption, chat=group, topic=topic, settle=False,
            )  # fmt: skip
        case _:
            message = await person.sends_document(
                sent.name, sent.content, mime_type=sent.mime_type,
                caption=caption, chat=group, topic=topic, settle=False,
            )  # fmt: skip
    return message.id
