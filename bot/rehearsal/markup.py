"""Owns texts with entities: how Telegram counts and trims them, and the HTML that would give them."""

from __future__ import annotations

import re
from html import escape
from typing import Any

Entity = dict[str, Any]

_FOUND_BY_TELEGRAM = re.compile(
    r"(?P<bot_command>(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?)|(?P<url>https?://\S+)"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.]+)|(?P<mention>(?<!\w)@\w{4,})"
)
_CLOSED = frozenset({"code", "pre", "text_link", "text_mention", "url", "email", "mention", "bot_command"})


def utf16_length(text: str) -> int:
    """How Telegram counts offsets: in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def mention(entity: Entity) -> Entity:
    """A link to tg://user?id=… is a mention of that person."""
    url = entity.get("url", "")
    found = re.fullmatch(r"tg://user\?id=(\d+)", url)
    if found is None:
        return entity
    kept = {key: value for key, value in entity.items() if key != "url"}
    return {**kept, "type": "text_mention", "user": {"id": int(found[1])}}


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Telegram drops the white space around a text and what its entities covered there."""
    kept = text.strip()
    if kept == text:
        return text, entities
    lead = utf16_length(text[: len(text) - len(text.lstrip())])
    length = utf16_length(kept)
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(length, entity["offset"] + entity["length"] - lead)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return kept, moved


def found_entities(text: str) -> list[Entity]:
    """What Telegram marks by itself in what people and bots write: commands, addresses, names."""
    return [
        {
            "type": str(found.lastgroup),
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found.group()),
        }
        for found in _FOUND_BY_TELEGRAM.finditer(text)
    ]


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """A bot's own marks and those Telegram finds, in order; inside code and links it looks for none."""
    closed = [entity for entity in entities if entity["type"] in _CLOSED]
    found = [
        one
        for one in found_entities(text)
        if not any(
            one["offset"] < other["offset"] + other["length"]
            and other["offset"] < one["offset"] + one["length"]
            for other in closed
        )
    ]
    return sorted([*entities, *found], key=lambda one: (one["offset"], -one["length"])) if found else entities


def render_html(text: str, entities: list[Entity]) -> str:
    """The HTML that gives `text` and `entities`; kinds that Telegram finds by itself are left as text."""
    marks: list[tuple[int, int, int, str]] = []
    for order, entity in enumerate(entities):
        opening, closing = _tags_of(entity)
        if opening:
            start, end = entity["offset"], entity["offset"] + entity["length"]
            marks.append((start, 1, order, opening))
            marks.append((end, 0, -order, closing))
    if not marks:
        return escape(text, quote=False)
    units = text.encode("utf-16-le")
    parts: list[str] = []
    at = 0
    for place, _, _, tag in sorted(marks):
        parts += [escape(units[at * 2 : place * 2].decode("utf-16-le"), quote=False), tag]
        at = place
    return "".join([*parts, escape(units[at * 2 :].decode("utf-16-le"), quote=False)])


_HTML = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}


def _tags_of(entity: Entity) -> tuple[str, str]:
    kind = entity["type"]
    if kind in _HTML:
        return f"<{_HTML[kind]}>", f"</{_HTML[kind]}>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    if kind == "text_link":
        return f'<a href="{escape(entity["url"])}">', "</a>"
    if kind == "text_mention":
        return f'<a href="tg://user?id={entity["user"]["id"]}">', "</a>"
    return "", ""
