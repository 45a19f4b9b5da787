"""Owns what the page fetches: itself, its texts, and the files people and the bot sent each other."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from bot.domain.text import Phrase, Text
from bot.i18n import Catalogues, Speaker
from bot.rehearsal.page.keep import as_html, as_markdown, title_of
from bot.rehearsal.page.production import Theatre
from bot.rehearsal.page.words import WORDS

STATIC = Path(__file__).parent / "static"
KINDS = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}
SHOWN_INSIDE = frozenset({"image/png", "image/jpeg", "image/webp", "application/pdf"})
HEARD = frozenset({"audio/ogg", "audio/mpeg", "audio/mp4", "audio/wav", "audio/webm"})
"""Only downloaded or played, never shown, but with their own type: else no browser plays them."""

SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"

PDF = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
"""Browsers draw a PDF in a viewer of their own, which they refuse to start inside a sandbox."""


async def index(_request: web.Request) -> web.Response:
    return _own_file("index.html")


async def static(request: web.Request) -> web.Response:
    return _own_file(request.match_info["name"])


def _own_file(name: str) -> web.Response:
    """One of the page's files; any other name is not there, however it is written."""
    known = {path.relative_to(STATIC).as_posix(): path for path in STATIC.rglob("*") if path.is_file()}
    path = known.get(name)
    if path is None or path.suffix not in KINDS:
        return web.Response(status=404)
    kind = KINDS[path.suffix]
    charset = "utf-8" if kind.startswith("text/") else None
    return web.Response(body=path.read_bytes(), content_type=kind, charset=charset)


async def words(catalogues: Catalogues, request: web.Request) -> web.Response:
    """The page's texts in one language, by key; `{name}` is for the page to fill in."""
    speaker = catalogues.speaker(request.match_info["language"])
    said = {key: _unfilled(text, speaker) for key, text in WORDS.items()}
    return web.json_response(said, dumps=lambda wire: json.dumps(wire, ensure_ascii=False))


def _unfilled(text: Text, speaker: Speaker) -> str:
    message = text.message if isinstance(text, Phrase) else str(text)
    names = speaker.catalogue.template(message).names
    return speaker.plain(Phrase(message, {name: "{" + name + "}" for name in names}))


async def sent(theatre: Theatre, request: web.Request) -> web.Response:
    """A file of a chat: shown only where a browser shows it without running anything."""
    unique = request.match_info["unique"]
    world = theatre.production.emulator.world if theatre.is_open else None
    file = next((one for one in world.files.values() if one.unique_id == unique), None) if world else None
    if file is None or file.name != request.match_info["name"]:
        return web.Response(status=404)
    inside = file.mime_type in SHOWN_INSIDE
    kind = file.mime_type if inside or file.mime_type in HEARD else "application/octet-stream"
    headers = {
        "Content-Disposition": f"{'inline' if inside else 'attachment'}; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": PDF if file.mime_type == "application/pdf" else SANDBOX,
    }
    return web.Response(body=file.content, content_type=kind, headers=headers)


async def kept(theatre: Theatre, request: web.Request) -> web.Response:
    """A whole conversation, to download."""
    if not theatre.is_open:
        return web.Response(status=404)
    production = theatre.production
    world, speaker = production.emulator.world, production.speaker(request.query.get("lang", ""))
    chat = world.chats.get(int(request.match_info["chat"]))
    topic = request.query.get("topic", "")
    if chat is None or (topic and not topic.isdecimal()):
        return web.Response(status=404)
    form, about = request.match_info["form"], int(topic or 0) or None
    write, kind = (as_html, "text/html") if form == "html" else (as_markdown, "text/markdown")
    text = write(world, chat, speaker, about)
    name = f"{title_of(chat, about)} {production.emulator.now.astimezone(production.zone):%Y-%m-%d}.{form}"
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": SANDBOX,
    }
    return web.Response(text=text, content_type=kind, charset="utf-8", headers=headers)
