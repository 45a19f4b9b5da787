"""Owns the reading of MarkdownV2 into text and entities; refuses what Telegram refuses, in its words."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rehearsal.links import checked_link, emoji_of_link, user_of_link
from bot.rehearsal.markup import Entity, utf16_length
from bot.rehearsal.refusals import Refused, cannot_parse

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!\n")
_NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "precode": "PreCode",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
    "blockquote": "BlockQuote",
}
_SIGNS = {
    "bold": "*",
    "italic": "_",
    "underline": "__",
    "strikethrough": "~",
    "spoiler": "||",
    "code": "`",
    "pre": "```",
    "precode": "```",
    "text_link": "]",
    "custom_emoji": "]",
}
"""What ends each; an underscore ends italics only where no second one follows."""
_OPENINGS = (
    ("__", "underline"),
    ("_", "italic"),
    ("*", "bold"),
    ("~", "strikethrough"),
    ("||", "spoiler"),
    ("![", "custom_emoji"),
    ("[", "text_link"),
    ("```", "pre"),
    ("`", "code"),
)


@dataclass(slots=True)
class _Open:
    kind: str
    offset: int
    begin: int
    part: int
    language: str = ""


class _Reader:
    """One pass over the source; byte offsets in errors count UTF-8 bytes of the source, as Telegram's do."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.parts: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []
        self.quoted = False
        self.line_begins = True

    def read(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            self._step()
        if self.quoted:
            self._end_quote(len(self.source))
        if self.open:
            raise self._endless(self.open[-1])
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.parts), self.entities

    def _step(self) -> None:
        letter = self.source[self.at]
        if letter == "\\" and "\0" < self.source[self.at + 1 : self.at + 2] <= "~":
            self._take(self.source[self.at + 1], 2)
        elif letter not in self._reserved():
            self._take(letter, 1)
        elif letter == "\n":
            self._line_ends()
        elif self.open and self._ends(self.open[-1]):
            self._close(self.open.pop())
        else:
            self._opens(letter)

    def _reserved(self) -> frozenset[str]:
        inside_code = self.open and self.open[-1].kind in ("code", "pre", "precode")
        return frozenset("`") if inside_code else _RESERVED

    def _take(self, text: str, width: int) -> None:
        self.parts.append(text)
        self.length += utf16_length(text)
        self.at += width
        self.line_begins = self.line_begins and text == "\r"

    def _ends(self, opened: _Open) -> bool:
        if opened.kind == "blockquote":
            return False
        here = self.source.startswith(_SIGNS[opened.kind], self.at)
        return here and not (opened.kind == "italic" and self.source.startswith("__", self.at))

    def _opens(self, letter: str) -> None:
        if letter == ">" and self.line_begins:
            self._begin("blockquote", ">")
            self.quoted, self.line_begins = True, False
            return
        for sign, kind in _OPENINGS:
            if self.source.startswith(sign, self.at):
                self._begin(kind, sign)
                if kind == "pre":
                    self._read_language(self.open[-1])
                return
        raise cannot_parse(f"Character '{letter}' is reserved and must be escaped with the preceding '\\'")

    def _begin(self, kind: str, sign: str) -> None:
        self.open.append(_Open(kind, self.length, self.at, len(self.parts)))
        self.at += len(sign)

    def _read_language(self, opened: _Open) -> None:
        end = self.at
        while end < len(self.source) and not self.source[end].isspace() and self.source[end] != "`":
            end += 1
        if self.at < end < len(self.source) and self.source[end] != "`":
            opened.kind, opened.language = "precode", self.source[self.at : end]
            self.at = end
        self.at = after_line_break(self.source, self.at)

    def _line_ends(self) -> None:
        goes_on = self.source.startswith(">", self.at + 1)
        if self.quoted and not goes_on:
            self._end_quote(self.at)
            return
        self._take("\n", 1)
        self.line_begins = True
        if self.quoted:
            self.at += 1
            self.line_begins = False

    def _end_quote(self, at: int) -> None:
        """The end of a quote's last line; two bars that open nothing make it one that can be unfolded."""
        last = self.open[-1]
        expandable = last.kind == "spoiler" and self.source[last.begin + 2 : at] in ("", "\r")
        if expandable:
            self.open.pop()
        quote = self.open.pop()
        if quote.kind != "blockquote":
            raise self._endless(quote)
        if at < len(self.source):
            self._take("\n", 1)
            self.line_begins = True
        self._mark(quote, "expandable_blockquote" if expandable else "blockquote")
        self.quoted = False

    def _close(self, opened: _Open) -> None:
        begin = self.at
        self.at += len(_SIGNS[opened.kind])
        if opened.kind == "text_link":
            self._close_link(opened)
        elif opened.kind == "custom_emoji":
            self._close_emoji(opened)
        elif opened.kind == "precode":
            self._mark(opened, "pre", language=opened.language)
        else:
            self._mark(opened, opened.kind)
        assert self.at > begin

    def _close_link(self, opened: _Open) -> None:
        shown = "".join(self.parts[opened.part :])
        url = self._address("a URL") if self.source.startswith("(", self.at) else shown
        user = user_of_link(url)
        if user is not None:
            self._mark(opened, "text_mention", user={"id": user})
        elif link := checked_link(url):
            self._mark(opened, "text_link", url=link)

    def _close_emoji(self, opened: _Open) -> None:
        if not self.source.startswith("(", self.at):
            raise cannot_parse("Custom emoji entity must contain a tg://emoji URL")
        self._mark(opened, "custom_emoji", custom_emoji_id=emoji_of_link(self._address("a custom emoji URL")))

    def _address(self, what: str) -> str:
        self.at += 1
        begin, url = self.at, ""
        while self.at < len(self.source) and self.source[self.at] != ")":
            if self.source[self.at] == "\\" and "\0" < self.source[self.at + 1 : self.at + 2] <= "~":
                self.at += 1
            url += self.source[self.at]
            self.at += 1
        if self.at >= len(self.source):
            raise cannot_parse(f"Can't find end of {what} at byte offset {self._byte(begin)}")
        self.at += 1
        return url

    def _mark(self, opened: _Open, kind: str, **extra: object) -> None:
        if self.length > opened.offset:
            place = {"offset": opened.offset, "length": self.length - opened.offset}
            self.entities.append({**place, "type": kind, **extra})

    def _endless(self, opened: _Open) -> Refused:
        where = f"{_NAMES[opened.kind]} entity at byte offset {self._byte(opened.begin)}"
        return cannot_parse(f"Can't find end of {where}")

    def _byte(self, at: int) -> int:
        return len(self.source[:at].encode())


def after_line_break(source: str, at: int) -> int:
    """Past one line break at the beginning of a block of code, if there is one."""
    pair = source[at : at + 2]
    if pair in ("\r\n", "\n\r"):
        return at + 2
    return at + 1 if pair[:1] in ("\r", "\n") and pair else at


def parse_markdown(source: str) -> tuple[str, list[Entity]]:
    """Plain text and entities of MarkdownV2, offsets in UTF-16 units.

    Raises:
        Refused: "Bad Request: can't parse entities: …" with Telegram's reason.
    """
    return _Reader(source).read()
