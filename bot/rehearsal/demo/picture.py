"""Owns the picture of the play: the moment at which two referents have tapped, drawn as SVG."""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape

from rich.console import Console
from rich.terminal_theme import MONOKAI

from bot.rehearsal.demo.columns import Frame, Sized
from bot.rehearsal.stage import News, Stage, Watcher

COLUMNS, ROWS = 104, 34
_FRAME = """<svg viewBox="0 0 {terminal_width} {terminal_height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>TITLE</title>
<style>
.{unique_id}-matrix {{ font-family: Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: {char_height}px;
line-height: {line_height}px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
<rect width="{terminal_width}" height="{terminal_height}" rx="8" fill="#1c1c1c"/>
<g clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""Rich's own frame loads a font from the network; this one takes what the reader has."""


class Picture(Watcher):
    """Watches the play for one moment, and keeps it."""

    def __init__(self) -> None:
        self.svg = ""

    async def chapter(self, stage: Stage, words: str) -> None:
        self._caption = words

    async def happened(self, stage: Stage, news: Sequence[News]) -> None:
        toasts = [one for one in news if one.toast]
        if len(toasts) > 1:
            self.svg = draw(Frame(stage, self._caption, toasts=toasts), self._caption)


def draw(frame: Frame, title: str) -> str:
    console = Console(
        record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    console.print(Sized(frame, ROWS))
    frame_of_svg = _FRAME.replace("TITLE", escape(title))
    return console.export_svg(theme=MONOKAI, code_format=frame_of_svg, unique_id="demo")
