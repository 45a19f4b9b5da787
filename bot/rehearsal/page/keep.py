"""Owns keeping a conversation: as Markdown, or as one HTML file that needs nothing else. All text stays text."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import date
from html import escape
from itertools import pairwise

from bot.domain.text import Text, say
from bot.i18n import Speaker
from bot.marks import _
from bot.rehearsal.chats import Chat, Kind
from bot.rehearsal.markup import render_html
from bot.rehearsal.messages import Message, StoredFile
from bot.rehearsal.page.services import service_sentence
from bot.rehearsal.page.shapes import author_shape, file_of
from bot.rehearsal.world import World

_PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})
_MARKS = frozenset({"bold", "italic", "underline", "strikethrough", "code"})
"""What is kept of the formatting: tags without attributes."""

_STARS = {"bold": "**", "italic": "*"}

LARGEST_PICTURE = 4 * 1024 * 1024

STYLE = """
body{font:16px/1.45 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;
  color:#1b1f1b;background:#eef3ea}
h1{font-size:1.4rem}
h2{font-size:1rem;text-align:center;color:#465046;margin:1.6rem 0 .6rem}
.m{background:#fff;border-radius:.9rem;padding:.55rem .85rem;margin:.45rem 0;width:fit-content;
  max-width:85%;white-space:pre-wrap;overflow-wrap:anywhere}
.p{background:#dcf2c8;margin-inline-start:auto}
.s{background:none;margin:.6rem auto;color:#465046;font-size:.9rem;text-align:center}
.w{font-weight:600;color:#2c5c1c;white-space:normal}
.t{color:#56605a;font-size:.8rem;white-space:normal}
.b span{display:inline-block;border:1px solid #7c9a70;border-radius:.5rem;padding:.15rem .6rem;
  margin:.3rem .3rem 0 0;font-size:.9rem}
img{max-width:100%;border-radius:.5rem;display:block}
blockquote{border-inline-start:3px solid #7c9a70;margin:0;padding-inline-start:.6rem;color:#56605a;
  white-space:normal}
@media (prefers-color-scheme:dark){body{background:#151a15;color:#e8ece6}
.m{background:#222a22}
.p{background:#2d4a22}
.w{color:#a6d48f}
.t,.s,h2,blockquote{color:#a9b5aa}
}
""".strip()


def title_of(chat: Chat, topic: int | None) -> str:
    opened = chat.topics.get(topic) if topic else None
    return f"{chat.name} · {opened.name}" if opened else chat.name


def kept_messages(chat: Chat, topic: int | None) -> list[Message]:
    return [one for one in chat.messages.values() if not topic or one.thread_id == topic]


def as_markdown(world: World, chat: Chat, speaker: Speaker, topic: int | None = None) -> str:
    """The conversation as anybody's Markdown shows it; nothing in it is markup of ours."""
    lines = [f"# {_mark(title_of(chat, topic))}", "", _mark(_about(speaker))]
    day: date | None = None
    for message in kept_messages(chat, topic):
        local = message.date.astimezone(speaker.zone)
        if local.date() != day:
            day = local.date()
            lines += ["", f"## {_mark(_day(speaker, day))}"]
        lines += ["", *_markdown_of(world, message, speaker, f"{local:%H:%M}")]
    return "\n".join(lines).strip() + "\n"


def _markdown_of(world: World, message: Message, speaker: Speaker, at: str) -> Iterator[str]:
    service = service_sentence(message)
    if service is not None:
        yield f"*{_mark(speaker.plain(service))}*"
        return
    yield f"**{_mark(_name(message))}** · {at}{_mark(_edited(message, speaker))}"
    yield ""
    if message.reply_to is not None:
        yield f"> ↩ {_mark(_first_line(message.reply_to))}  "
    for line in [*_marked(message).splitlines(), *map(_mark, _content(world, message, speaker))]:
        yield f"> {line}  "
    for row in message.inline_keyboard:
        yield "> " + " ".join(f"\\[{_mark(str(button['text']))}\\]" for button in row) + "  "


def as_html(world: World, chat: Chat, speaker: Speaker, topic: int | None = None) -> str:
    """One file: no script, no link, nothing fetched."""
    title = escape(title_of(chat, topic))
    parts = [
        f'<!doctype html>\n<html lang="{escape(speaker.language)}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        'img-src data:">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>",
        f'<p class="t">{escape(_about(speaker))}</p>',
    ]
    day: date | None = None
    for message in kept_messages(chat, topic):
        local = message.date.astimezone(speaker.zone)
        if local.date() != day:
            day = local.date()
            parts.append(f"<h2>{escape(_day(speaker, day))}</h2>")
        parts.append(_html_of(world, chat, message, speaker, f"{local:%H:%M}"))
    return "\n".join([*parts, "</body>\n</html>\n"])


def _html_of(world: World, chat: Chat, message: Message, speaker: Speaker, at: str) -> str:
    service = service_sentence(message)
    if service is not None:
        return f'<div class="m s">{escape(speaker.plain(service))}</div>'
    side = "m" if message.by_bot or chat.kind is not Kind.PRIVATE else "m p"
    inside = [
        f'<div class="w">{escape(_name(message))} <span class="t">{at}{escape(_edited(message, speaker))}</span></div>'
    ]
    if message.reply_to is not None:
        inside.append(f"<blockquote>{escape(_first_line(message.reply_to))}</blockquote>")
    file = file_of(world, message)
    if file is not None and _is_small_picture(file):
        content = base64.b64encode(file.content).decode()
        inside.append(f'<img alt="{escape(file.name)}" src="data:{file.mime_type};base64,{content}">')
    plain_marks = [one for one in message.entities if one["type"] in _MARKS]
    inside.append(render_html(message.text, plain_marks))
    inside += [f"<div>{escape(line)}</div>" for line in _content(world, message, speaker)]
    for row in message.inline_keyboard:
        labels = "".join(f"<span>{escape(str(button['text']))}</span>" for button in row)
        inside.append(f'<div class="b">{labels}</div>')
    return f'<div class="{side}" dir="auto">{"".join(inside)}</div>'


def _is_small_picture(file: StoredFile) -> bool:
    return file.mime_type in _PICTURES and len(file.content) <= LARGEST_PICTURE


def _about(speaker: Speaker) -> str:
    return speaker.plain(say(_("A rehearsal: the people are invented, the bot is the real one.")))


def _content(world: World, message: Message, speaker: Speaker) -> list[str]:
    """What a message holds beside its text, in a few words."""
    file = file_of(world, message)
    if file is not None:
        return [f"📎 {file.name}"]
    found: Text | None = None
    content = message.content
    if "location" in content:
        place = content["location"]
        found = say(_("📍 A place: {where}"), where=f"{place['latitude']}, {place['longitude']}")
    elif "contact" in content:
        contact = content["contact"]
        found = say(_("👤 A contact: {name}"), name=str(contact.get("first_name", "")))
    return [speaker.plain(found)] if found is not None else []


def _name(message: Message) -> str:
    author = author_shape(message)
    return str(author["name"]) if author else ""


def _edited(message: Message, speaker: Speaker) -> str:
    return f" · {speaker.plain(say(_('edited')))}" if message.edited else ""


def _first_line(message: Message) -> str:
    return f"{message.sender}: {(message.text.splitlines() or [''])[0][:100]}"


def _day(speaker: Speaker, day: date) -> str:
    # i18n: a heading: one day's messages follow
    return speaker.plain(say(_("On {day}"), day=day))


def _marked(message: Message) -> str:
    """The text as Markdown, with what is bold and italic in it; offsets count UTF-16 units."""
    units = message.text.encode("utf-16-le")
    marks = [one for one in message.entities if one["type"] in _STARS]
    ends = {place for one in marks for place in (one["offset"], one["offset"] + one["length"])}
    parts = []
    for start, end in pairwise(sorted({0, len(units) // 2, *ends})):
        over = (one for one in marks if one["offset"] <= start and end <= one["offset"] + one["length"])
        stars = "".join(_STARS[one["type"]] for one in over)
        parts.append(_starred(units[start * 2 : end * 2].decode("utf-16-le"), stars[:3]))
    return "".join(parts)


def _starred(text: str, stars: str) -> str:
    """Line by line, since no mark of Markdown goes over an empty one; white space stays outside."""
    lines = []
    for line in text.split("\n"):
        core = line.strip()
        lines.append(line.replace(core, f"{stars}{_mark(core)}{stars}", 1) if core else line)
    return "\n".join(lines)


def _mark(text: str) -> str:
    """Markdown that shows exactly these characters; HTML in it stays words."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = re.sub(r"([\\`*_\[\]#|~])", r"\\\1", safe)
    return re.sub(r"^(\s*\d*)([-+.)])(?=\s)", r"\1\\\2", escaped)
