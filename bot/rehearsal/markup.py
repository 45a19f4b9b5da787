"""Owns the reading of Telegram's HTML: to text and entities, and back; refuses what Telegram refuses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any

from bot.rehearsal.refusals import cannot_parse

Entity = dict[str, Any]

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d{1,8})|#x([0-9a-fA-F]{1,8})|(lt|gt|amp|quot));?")
_ATTRIBUTE = re.compile(r"\s*([^\s=>]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[a-zA-Z0-9.\-]+)")


def utf16_length(text: str) -> int:
    """How Telegram counts offsets: in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


@dataclass(slots=True)
class _Open:
    tag: str
    offset: int
    extra: Entity = field(default_factory=dict)
    kind: str = ""


class _Reader:
    """One pass over the source; byte offsets in errors count UTF-8 bytes of the source, as Telegram's do."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.parts: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            found = self.source.find("<", self.at)
            end = len(self.source) if found < 0 else found
            self._text(self.source[self.at : end])
            self.at = end
            if found >= 0:
                self._tag()
        if self.open:
            raise cannot_parse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.parts), self.entities

    def _text(self, source: str) -> None:
        text = _REFERENCE.sub(_resolve, source) if "&" in source else source
        self.parts.append(text)
        self.length += utf16_length(text)

    def _byte(self, at: int) -> int:
        return len(self.source[:at].encode())

    def _tag(self) -> None:
        if self.source.startswith("</", self.at):
            self._close_tag()
        else:
            self._open_tag()

    def _open_tag(self) -> None:
        begin = self.at
        name = re.compile(r"[^\s>]*").match(self.source, begin + 1)
        assert name is not None
        self.at = name.end()
        if self.at >= len(self.source):
            raise cannot_parse(f"Unclosed start tag at byte offset {self._byte(begin)}")
        tag = name.group().lower()
        if tag not in _TAGS:
            raise cannot_parse(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        attributes = self._attributes(tag, begin)
        self.open.append(self._opened(tag, attributes, begin))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            while self.at < len(self.source) and self.source[self.at].isspace():
                self.at += 1
            if self.at >= len(self.source):
                raise cannot_parse(f"Unclosed start tag at byte offset {self._byte(begin)}")
            if self.source[self.at] == ">":
                self.at += 1
                return attributes
            name, value = self._attribute(tag, begin)
            attributes[name] = value

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        found = _ATTRIBUTE.match(self.source, self.at)
        if found is not None:
            self.at = found.end()
            return found[1].lower(), _REFERENCE.sub(_resolve, found[2].strip("\"'"))
        bare = re.compile(r"[^\s=>]*").match(self.source, self.at)
        assert bare is not None
        if not bare.group():
            raise cannot_parse(f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}')
        if self.source[bare.end() : bare.end() + 1] == "=":
            raise cannot_parse(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if tag != "blockquote":
            raise cannot_parse(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}"'
                f" at byte offset {self._byte(begin)}"
            )
        self.at = bare.end()
        return bare.group().lower(), ""

    def _opened(self, tag: str, attributes: dict[str, str], begin: int) -> _Open:
        opened = _Open(tag, self.length, kind=_TAGS[tag])
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        if tag == "a" and attributes.get("href"):
            opened.extra["url"] = attributes["href"]
        if tag == "tg-emoji":
            opened.extra["custom_emoji_id"] = attributes.get("emoji-id", "")
        if tag == "code" and attributes.get("class", "").startswith("language-"):
            opened.extra["language"] = attributes["class"].removeprefix("language-")
        if tag == "blockquote" and "expandable" in attributes:
            opened.kind = "expandable_blockquote"
        return opened

    def _close_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise cannot_parse(f"Unexpected end tag at byte offset {self._byte(begin)}")
        found = re.compile(r"</([^\s>]*)\s*").match(self.source, begin)
        assert found is not None
        if self.source[found.end() : found.end() + 1] != ">":
            raise cannot_parse(f"Unclosed end tag at byte offset {self._byte(begin)}")
        tag, expected = found[1].lower(), self.open[-1].tag
        if tag and tag != expected:
            raise cannot_parse(
                f"Unmatched end tag at byte offset {self._byte(begin)},"
                f' expected "</{expected}>", found "</{tag}>"'
            )
        self.at = found.end() + 1
        self._closed(self.open.pop())

    def _closed(self, opened: _Open) -> None:
        length = self.length - opened.offset
        if length == 0:
            return
        if opened.kind == "text_link" and "url" not in opened.extra:
            text = "".join(self.parts)
            shown = text.encode("utf-16-le")[opened.offset * 2 :].decode("utf-16-le")
            if not shown.startswith(("http://", "https://", "tg://")):
                return
            opened.extra["url"] = shown
        if self._language_of_pre(opened, length):
            return
        entity = {"offset": opened.offset, "length": length, "type": opened.kind, **opened.extra}
        self.entities.append(mention(entity))

    def _language_of_pre(self, opened: _Open, length: int) -> bool:
        """`<pre><code class="language-x">` is one entity: hand the language to the enclosing pre."""
        if opened.kind != "code" or not self.open or self.open[-1].kind != "pre":
            return False
        if self.open[-1].offset != opened.offset:
            return False
        self.open[-1].extra.update(opened.extra)
        return True


def mention(entity: Entity) -> Entity:
    """A link to tg://user?id=… is a mention of that person."""
    url = entity.get("url", "")
    found = re.fullmatch(r"tg://user\?id=(\d+)", url)
    if found is None:
        return entity
    kept = {key: value for key, value in entity.items() if key != "url"}
    return {**kept, "type": "text_mention", "user": {"id": int(found[1])}}


def _resolve(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else found.group()


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Plain text and entities, offsets in UTF-16 units.

    Raises:
        Refused: "Bad Request: can't parse entities: …" with Telegram's reason.
    """
    if "<" not in source and "&" not in source:
        return source, []
    return _Reader(source).read()


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
