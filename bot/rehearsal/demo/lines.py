"""Owns the play as plain lines, complete: for a pipe, a file, a narrow terminal, a screen reader."""

from __future__ import annotations

from collections.abc import Sequence

from babel.dates import format_datetime
from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Words

from bot.rehearsal.client import Person
from bot.rehearsal.demo.bubbles import keyboard, written
from bot.rehearsal.stage import News, Stage, Touch, Watcher


class Lines(Watcher):
    """Watches the play, and writes what each act brought."""

    def __init__(self, console: Console) -> None:
        self._console = console

    async def chapter(self, stage: Stage, words: str) -> None:
        when = format_datetime(stage.now, "EEE d MMM, HH:mm", locale=stage.speaker.language)
        self._console.print()
        self._console.rule(Words(f"{when} · {words}", "bold"), align="left", characters="─")

    async def touched(self, stage: Stage, touches: Sequence[Touch]) -> None:
        for touch in touches:
            self._act(touch.who, f"👆 {touch.button.label}", in_group=touch.in_group)

    async def said(self, stage: Stage, who: Person, words: str, in_group: bool) -> None:
        self._act(who, words, in_group=in_group)

    async def happened(self, stage: Stage, news: Sequence[News]) -> None:
        for one in news:
            name = one.place.name if isinstance(one.place, Person) else one.place.title
            mark = "📱" if isinstance(one.place, Person) else "👥"
            if one.toast:
                self._console.print(Words(f"  {mark} {name} ◂ {one.toast}", "italic"))
            elif one.is_new and one.message is not None:
                self._console.print(Words(f"  {mark} {name}", "dim"))
                body = Words("\n").join([written(one.message), *map(_bracketed, keyboard(one.message))])
                self._console.print(Padding(body, (0, 0, 1, 5)))
            elif one.change:
                self._console.print(Words(f"  {mark} {name} ✎ {' / '.join(one.change)}", "dim"))

    def _act(self, who: Person, words: str, *, in_group: bool) -> None:
        place = " 👥" if in_group else ""
        self._console.print(Words.assemble((f"{who.name}{place} ▸ ", "bold green"), words))


def _bracketed(row: Words) -> Words:
    """Without colours, a button still looks like one."""
    return Words("[" + row.plain.strip().replace("   ", "] [").replace(" · ", "] [") + "]", "cyan")
