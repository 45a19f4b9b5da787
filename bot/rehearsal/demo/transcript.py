"""Owns the play as Markdown: what each person did, what each chat showed, chapter by chapter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from babel.dates import format_datetime

from bot.rehearsal.client import Person
from bot.rehearsal.demo.bubbles import rows_of
from bot.rehearsal.messages import Message
from bot.rehearsal.stage import News, Stage, Touch, Watcher

_MARKS = {"<b>": "**", "</b>": "**", "<i>": "*", "</i>": "*", "<u>": "", "</u>": ""}
_TAG = re.compile(r"</?[a-z][^>]*>")
_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_INVITATION = re.compile(r"(?<=start=i_)[A-Za-z0-9_-]+|(?<=/start i_)[A-Za-z0-9_-]+")
SECRET = "…"


class Transcript(Watcher):
    """Watches the play, and keeps it as Markdown. Invitations' tokens are left out: each play has its own."""

    def __init__(self) -> None:
        self.chapters: list[list[str]] = []

    async def chapter(self, stage: Stage, words: str) -> None:
        when = format_datetime(stage.now, "EEEE d MMMM, HH:mm", locale=stage.speaker.language)
        self.chapters.append([f"### {words}", f"*{when}*"])

    async def touched(self, stage: Stage, touches: Sequence[Touch]) -> None:
        for touch in touches:
            self._add(f"**{touch.who.name}**{_where(touch.in_group)} 👆 `{touch.button.label}`")

    async def said(self, stage: Stage, who: Person, words: str, in_group: bool) -> None:
        self._add(f"**{who.name}**{_where(in_group)}: {_escaped(_INVITATION.sub(SECRET, words))}")

    async def happened(self, stage: Stage, news: Sequence[News]) -> None:
        for one in news:
            if one.toast and isinstance(one.place, Person):
                self._add(f"📱 {one.place.name} ◂ *{_escaped(one.toast)}*")
            elif one.message is not None and (one.is_new or not isinstance(one.place, Person)):
                self._add(_shown(one, one.message))

    def text(self, *, first: int = 0, last: int | None = None) -> str:
        """The chapters from `first` up to `last`, not included."""
        return "\n\n".join("\n\n".join(chapter) for chapter in self.chapters[first:last]) + "\n"

    def _add(self, paragraph: str) -> None:
        self.chapters[-1].append(paragraph)


def _where(in_group: bool) -> str:
    return " 👥" if in_group else ""


def _shown(news: News, message: Message) -> str:
    """A message as a quotation, its buttons below it; those that stand under every question are left out."""
    private = isinstance(news.place, Person)
    name = news.place.name if isinstance(news.place, Person) else news.place.title
    mark = "📱" if private else "👥"
    lines = _marked(message.html).splitlines()
    rows = [" ".join(f"`{button['text']}`" for button in row) for row in rows_of(message)[0]]
    edited = "" if news.is_new else " ✎"
    quoted = [f"{mark} {_escaped(name)}{edited}", "", *lines, *(["", *rows] if rows else [])]
    return "\n".join(f"> {line}  ".rstrip() + ("  " if line else "") for line in quoted)


def _marked(html: str) -> str:
    """Telegram's HTML as Markdown."""
    parts = re.split(f"({_TAG.pattern})", _INVITATION.sub(SECRET, html))
    return "".join(
        _MARKS.get(part, "") if _TAG.fullmatch(part) else _escaped(unescape(part)) for part in parts
    )


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
