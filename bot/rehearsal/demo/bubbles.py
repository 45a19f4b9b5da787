"""Owns how messages look in a terminal: bubbles with their formatting, buttons drawn, the tapped one lit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from rich.align import Align
from rich.box import ROUNDED
from rich.console import Group as Stack
from rich.console import RenderableType
from rich.panel import Panel
from rich.text import Text as Words

from bot.engine.events import Move
from bot.rehearsal.markup import Entity
from bot.rehearsal.messages import Message

STYLES = {
    "bold": "bold",
    "italic": "italic",
    "underline": "underline",
    "text_link": "underline",
    "url": "underline",
}
BUTTON, FOOT, TAPPED = "black on grey82", "grey62", "bold white on dark_green"
FOOT_MOVES = frozenset({Move.BACK, Move.LATER, Move.HUMAN, Move.CANCEL})


def written(message: Message) -> Words:
    """What the message carries, then its text with bold and italic parts."""
    text, carried = _worded(message), attached(message)
    lines = [Words(carried, "cyan")] if carried else []
    return Words("\n").join([*lines, text]) if text else Words("\n").join(lines)


def attached(message: Message) -> str:
    """The file that comes with it, in one line; empty where none does."""
    if message.file is None:
        return ""
    if "voice" in message.content:
        minutes, seconds = divmod(int(message.content["voice"].get("duration", 0)), 60)
        return f"🎤 {minutes}:{seconds:02}"
    sign = "🖼" if "photo" in message.content else "📎"
    return f"{sign} {message.file.name} ({max(1, len(message.file.content) // 1000)} kB)"


def _worded(message: Message) -> Words:
    text = Words(message.text, overflow="fold")
    units = message.text.encode("utf-16-le")
    for entity in message.entities:
        style = STYLES.get(entity["type"])
        if style:
            text.stylize(style, *_span(units, entity))
    return text


def _span(units: bytes, entity: Entity) -> tuple[int, int]:
    """Telegram counts in UTF-16 code units, Rich in characters."""
    start, length = entity["offset"] * 2, entity["length"] * 2
    first = len(units[:start].decode("utf-16-le"))
    return first, first + len(units[start : start + length].decode("utf-16-le"))


def is_foot(button: dict[str, Any]) -> bool:
    """Whether this is one of the buttons under every question: back, later, a human, stop."""
    data = str(button.get("callback_data", ""))
    return data.startswith("c.") and data.rpartition(".")[2] in FOOT_MOVES


def rows_of(message: Message) -> tuple[list[list[dict[str, Any]]], list[dict[str, Any]]]:
    """The message's own rows of buttons, and what stands under every question, in one row."""
    rows = message.inline_keyboard or message.reply_keyboard
    own = [[button for button in row if not is_foot(button)] for row in rows]
    return [row for row in own if row], [button for row in rows for button in row if is_foot(button)]


def keyboard(message: Message, tapped: Collection[str] = ()) -> list[Words]:
    """One line of text for each row of buttons."""
    rows, foot = rows_of(message)
    lines = [_row(row, tapped, BUTTON, between=" ") for row in rows]
    return [*lines, _row(foot, tapped, FOOT, between="·")] if foot else lines


def _row(row: Sequence[dict[str, Any]], tapped: Collection[str], style: str, *, between: str) -> Words:
    line = Words(overflow="fold")
    for place, button in enumerate(row):
        line.append(between if place else "", FOOT)
        label = str(button["text"])
        line.append(f" {label} ", TAPPED if label in tapped else style)
    return line


def bubble(
    message: Message, *, mine: bool, name: str = "", tapped: Collection[str] = (), width: int
) -> RenderableType:
    """A message: one's own to the right, others' to the left with their name, buttons under it."""
    if message.is_service:
        return Align.center(Words("· · ·", "dim"))
    panel = Panel(
        written(message),
        box=ROUNDED,
        expand=False,
        title=Words(name, "bold cyan") if name and not mine else None,
        title_align="left",
        border_style="green" if mine else "grey50",
        width=None,
        padding=(0, 1),
    )
    body = Stack(panel, *keyboard(message, tapped))
    return Align(body, "right" if mine else "left", width=min(width, max(24, width - 4)))
