"""Owns the reading of the first, simple Markdown: four signs, no nesting, nothing reserved."""

from __future__ import annotations

from bot.rehearsal.links import checked_link, user_of_link
from bot.rehearsal.markdown_reader import after_line_break
from bot.rehearsal.markup import Entity, utf16_length
from bot.rehearsal.refusals import cannot_parse

_SIGNS = {"_": "italic", "*": "bold", "`": "code", "[": "text_link"}


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.parts: list[str] = []
        self.length = 0
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            letter = self.source[self.at]
            if letter == "\\" and self.source[self.at + 1 : self.at + 2] in ("_", "*", "`", "["):
                self._take(self.source[self.at + 1])
                self.at += 2
            elif letter in _SIGNS:
                self._entity(letter)
            else:
                self._take(letter)
                self.at += 1
        return "".join(self.parts), self.entities

    def _take(self, text: str) -> None:
        self.parts.append(text)
        self.length += utf16_length(text)

    def _entity(self, sign: str) -> None:
        begin, block = self.at, self.source.startswith("```", self.at)
        self.at += 3 if block else 1
        language = self._language() if block else ""
        closing = "```" if block else "]" if sign == "[" else sign
        end = self.source.find(closing, self.at)
        if end < 0:
            at = len(self.source[:begin].encode())
            raise cannot_parse(f"Can't find end of the entity starting at byte offset {at}")
        offset, text = self.length, self.source[self.at : end]
        self._take(text)
        self.at = end + len(closing)
        if self.length > offset:
            place = {"offset": offset, "length": self.length - offset}
            self._mark(place, sign, text, block, language)

    def _mark(self, place: Entity, sign: str, text: str, block: bool, language: str) -> None:
        if sign == "[":
            self._link(place, text)
        elif block:
            named = {"language": language} if language else {}
            self.entities.append({**place, "type": "pre", **named})
        else:
            self.entities.append({**place, "type": _SIGNS[sign]})

    def _link(self, place: Entity, url: str) -> None:
        if self.source.startswith("(", self.at):
            end = self.source.find(")", self.at)
            end = len(self.source) if end < 0 else end
            url, self.at = self.source[self.at + 1 : end], end + 1
        user = user_of_link(url)
        if user is not None:
            self.entities.append({**place, "type": "text_mention", "user": {"id": user}})
        elif link := checked_link(url):
            self.entities.append({**place, "type": "text_link", "url": link})

    def _language(self) -> str:
        end = self.at
        while end < len(self.source) and not self.source[end].isspace() and self.source[end] != "`":
            end += 1
        language = ""
        if self.at < end < len(self.source) and self.source[end] != "`":
            language, self.at = self.source[self.at : end], end
        self.at = after_line_break(self.source, self.at)
        return language


def parse_legacy_markdown(source: str) -> tuple[str, list[Entity]]:
    """Plain text and entities of the Markdown of old, offsets in UTF-16 units.

    Raises:
        Refused: "Bad Request: can't parse entities: Can't find end of the entity …".
    """
    return _Reader(source).read()
