"""Owns the reading of Telegram's HTML into text and entities; refuses what Telegram refuses, in its words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.rehearsal.links import checked_link, user_of_link
from bot.rehearsal.markup import Entity, utf16_length
from bot.rehearsal.refusals import Unmodelled, cannot_parse

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
_NAME = re.compile(r"[^\s=>]*")
_TAG_NAME = re.compile(r"[^\s>]*")
_SPACE = re.compile(r"\s*")
_BARE_VALUE = re.compile(r"[a-zA-Z0-9.\-]*")


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
        self.at += 1
        tag = self._take(_TAG_NAME).lower()
        if self.at >= len(self.source):
            raise cannot_parse(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if tag == "tg-time":
            raise Unmodelled("the tag tg-time")
        if tag not in _TAGS:
            raise cannot_parse(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        attributes = self._attributes(tag, begin)
        self.open.append(self._opened(tag, attributes, begin))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._take(_SPACE)
            if self.at >= len(self.source):
                raise cannot_parse(f"Unclosed start tag at byte offset {self._byte(begin)}")
            if self.source[self.at] == ">":
                self.at += 1
                return attributes
            name, value = self._attribute(tag, begin)
            attributes[name] = value

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self._take(_NAME)
        if not name:
            raise cannot_parse(f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}')
        self._take(_SPACE)
        if self.source[self.at : self.at + 1] != "=":
            return name.lower(), ""
        self.at += 1
        self._take(_SPACE)
        if self.at >= len(self.source):
            raise cannot_parse(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        return name.lower(), _REFERENCE.sub(_resolve, self._value(begin))

    def _value(self, begin: int) -> str:
        quote = self.source[self.at]
        if quote in "\"'":
            end = self.source.find(quote, self.at + 1)
            if end < 0:
                raise cannot_parse(f"Unclosed start tag at byte offset {self._byte(begin)}")
            value, self.at = self.source[self.at + 1 : end], end + 1
            return value
        started = self.at
        value = self._take(_BARE_VALUE)
        if self.at < len(self.source) and not (self.source[self.at].isspace() or self.source[self.at] == ">"):
            raise cannot_parse(f"Unexpected end of name token at byte offset {self._byte(started)}")
        return value

    def _take(self, pattern: re.Pattern[str]) -> str:
        """What matches here, possibly nothing; moves past it."""
        found = pattern.match(self.source, self.at)
        assert found is not None
        self.at = found.end()
        return found.group()

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
        self.at += len("</")
        tag, expected = self._take(_TAG_NAME).lower(), self.open[-1].tag
        self._take(_SPACE)
        if self.source[self.at : self.at + 1] != ">":
            raise cannot_parse(f"Unclosed end tag at byte offset {self._byte(begin)}")
        if tag and tag != expected:
            raise cannot_parse(
                f"Unmatched end tag at byte offset {self._byte(begin)},"
                f' expected "</{expected}>", found "</{tag}>"'
            )
        self.at += 1
        self._closed(self.open.pop())

    def _closed(self, opened: _Open) -> None:
        length = self.length - opened.offset
        if length == 0:
            return
        if opened.kind == "text_link" and not self._linked(opened):
            return
        if self._language_of_pre(opened, length):
            return
        entity = {"offset": opened.offset, "length": length, "type": opened.kind, **opened.extra}
        self.entities.append(entity)

    def _linked(self, opened: _Open) -> bool:
        """Give a link its address: what it shows, where it has no other. False where that is none."""
        text = "".join(self.parts)
        shown = text.encode("utf-16-le")[opened.offset * 2 :].decode("utf-16-le")
        url = str(opened.extra.pop("url", shown))
        user = user_of_link(url)
        if user is not None:
            opened.kind, opened.extra["user"] = "text_mention", {"id": user}
            return True
        opened.extra["url"] = checked_link(url)
        return bool(opened.extra["url"])

    def _language_of_pre(self, opened: _Open, length: int) -> bool:
        """`<pre><code class="language-x">` is one entity: hand the language to the enclosing pre."""
        if opened.kind != "code" or not self.open or self.open[-1].kind != "pre":
            return False
        if self.open[-1].offset != opened.offset:
            return False
        self.open[-1].extra.update(opened.extra)
        return True


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
