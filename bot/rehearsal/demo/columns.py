"""Owns the play in two columns: on the left a phone, on the right the referents' group."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from babel.dates import format_datetime
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.console import Group as Stack
from rich.layout import Layout
from rich.live import Live
from rich.panel import Panel
from rich.segment import Segment
from rich.text import Text as Words

from bot.rehearsal.client import Person
from bot.rehearsal.demo.bubbles import bubble
from bot.rehearsal.messages import Message
from bot.rehearsal.stage import News, Stage, Touch, Watcher

NARROWEST, LOWEST = 84, 24
"""Columns and rows of a terminal in which two chats can be read."""
MESSAGES = 12
"""Drawn of each chat; older ones have scrolled away anyway."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds that people need to read: before a tap, after it, for each line of a new message, at most, a chapter."""

    finger: float = 0.25
    reply: float = 0.3
    line: float = 0.02
    longest: float = 0.8
    chapter: float = 0.6


class Tail:
    """The last lines of a chat that fit: as on a phone, the newest is at the bottom."""

    def __init__(self, chat: RenderableType) -> None:
        self._chat = chat

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        height = options.height or options.max_height
        lines = console.render_lines(self._chat, options.update(height=None))[-height:]
        for line in [*lines, *([[Segment("")]] * (height - len(lines)))]:
            yield from line
            yield Segment.line()


@dataclass(slots=True)
class Frame:
    """What the two columns show at one moment."""

    stage: Stage
    caption: str = ""
    touches: Sequence[Touch] = ()
    toasts: Sequence[News] = field(default=())

    def draw(self, width: int) -> Layout:
        frame = Layout()
        chats = Layout()
        column = width // 2 - 4
        chats.split_row(Layout(self._phone(column)), Layout(self._group(column)))
        frame.split_column(Layout(self._heading(), size=1), chats)
        return frame

    def _heading(self) -> Words:
        when = format_datetime(self.stage.now, "EEE d MMM, HH:mm", locale=self.stage.speaker.language)
        heading = Words.assemble((f" {when} ", "bold black on yellow"), "  ", (self.caption, "bold"))
        heading.no_wrap, heading.overflow = True, "ellipsis"
        return heading

    def _phone(self, width: int) -> Panel:
        person = self.stage.phone
        if person is None:
            return Panel("", border_style="blue")
        chat = [self._draw(m, mine=m.author is person.user, width=width) for m in _last(person.messages)]
        toasts = [_toast(one) for one in self.toasts if one.place is person]
        return _device(f"📱 {person.name}", [*chat, *toasts], "blue")

    def _group(self, width: int) -> Panel:
        group = self.stage.group
        if group is None:
            return Panel("", border_style="magenta")
        chat = [self._draw(m, mine=False, name=m.sender, width=width) for m in _last(group.messages)]
        fingers = [Words(f"👆 {touch.who.name}", "bold green") for touch in self.touches if touch.in_group]
        toasts = [_toast(one) for one in self.toasts if one.place is not self.stage.phone]
        return _device(f"👥 {group.title}", [*chat, *fingers, *toasts], "magenta")

    def _draw(self, message: Message, *, mine: bool, width: int, name: str = "") -> RenderableType:
        tapped = {touch.button.label for touch in self.touches if touch.button.message is message}
        return bubble(message, mine=mine, name=name, tapped=tapped, width=width)


class Columns(Watcher):
    """Watches the play, and draws each of its moments in place."""

    def __init__(self, console: Console, pace: Pace | None) -> None:
        """`pace` None: as fast as the bot answers."""
        self._pace = pace
        self._live = Live(console=console, auto_refresh=False, screen=False)
        self._frame: Frame | None = None

    def __enter__(self) -> Columns:
        self._live.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._live.stop()

    async def chapter(self, stage: Stage, words: str) -> None:
        await self._show(Frame(stage, words), self._pace.chapter if self._pace else 0)

    async def touched(self, stage: Stage, touches: Sequence[Touch]) -> None:
        await self._show(Frame(stage, self._caption, touches), self._pace.finger if self._pace else 0)

    async def happened(self, stage: Stage, news: Sequence[News]) -> None:
        toasts = [one for one in news if one.toast]
        await self._show(Frame(stage, self._caption, toasts=toasts), self._reading_time(stage, news))

    @property
    def _caption(self) -> str:
        return self._frame.caption if self._frame else ""

    def _reading_time(self, stage: Stage, news: Sequence[News]) -> float:
        if self._pace is None:
            return 0
        seen = [one for one in news if one.place in (stage.phone, stage.group)]
        lines = sum(one.message.text.count("\n") + 1 for one in seen if one.is_new and one.message)
        toasts = self._pace.longest * any(one.toast for one in news)
        return min(self._pace.longest, self._pace.reply + lines * self._pace.line) + toasts

    async def _show(self, frame: Frame, seconds: float) -> None:
        self._frame = frame
        console = self._live.console
        self._live.update(Sized(frame, console.height - 1), refresh=True)
        if seconds:
            await asyncio.sleep(seconds)


class Sized:
    """A frame of that many rows, as wide as the terminal is."""

    def __init__(self, frame: Frame, height: int) -> None:
        self._frame, self._height = frame, height

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        sized = options.update(height=self._height)
        yield from console.render(self._frame.draw(options.max_width), sized)


def _last(messages: list[Message]) -> list[Message]:
    return [message for message in messages if not message.is_service][-MESSAGES:]


def _toast(news: News) -> Words:
    who = news.place.name if isinstance(news.place, Person) else ""
    return Words(f" {who} ◂ {news.toast} ", "black on khaki1")


def _device(title: str, chat: Sequence[RenderableType], style: str) -> Panel:
    return Panel(Tail(Stack(*chat)), title=title, border_style=style, padding=(0, 1))


def fits(console: Console) -> bool:
    """Whether two chats can be drawn here: a terminal, and a large one."""
    return console.is_terminal and console.width >= NARROWEST and console.height >= LOWEST
