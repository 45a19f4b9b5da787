"""Owns playing a scene at readable speed: pausing, going on, taking over by hand, and failing kindly."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.text import Text, say
from bot.marks import _
from bot.rehearsal.client import Person
from bot.rehearsal.scenes.scene import CannotPlay, Cast, Scene
from bot.rehearsal.stage import News, Stage, Touch, Watcher

log = logging.getLogger(__name__)

SLOWEST, FASTEST = 0.25, 1000.0


class State(StrEnum):
    PLAYING = "playing"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Playing:
    """What is on. `chapter`, `error`: words to show. `phone`: the id of the person whose phone is looked at; `chat`:
    the group that is open on it.
    """

    name: str
    state: State = State.PLAYING
    chapter: str = ""
    phone: int | None = None
    chat: int | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Seconds that people need: a chapter, a finger before it taps, words before they are sent, a jump in time.

    Then for what came of it: at least `reply`, `line` for each new line, at most `longest`.
    """

    chapter: float = 2.0
    finger: float = 0.7
    typing: float = 1.0
    jump: float = 1.2
    reply: float = 0.7
    line: float = 0.12
    longest: float = 2.6


class Director:
    """Plays one scene at a time; starting another one ends the former.

    `stage_of` and `cast_of` give those of the rehearsal as it is now; `tell` learns each change, `touch` each
    finger shortly before it taps. `pace` 2 is twice as fast.
    """

    def __init__(
        self,
        stage_of: Callable[[], Stage],
        cast_of: Callable[[], Cast],
        tell: Callable[[Playing | None], None],
        touch: Callable[[Touch], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        reading: Reading | None = None,
    ) -> None:
        self.playing: Playing | None = None
        self.touch = touch
        self.reading = reading or Reading()
        self._stage_of, self._cast_of, self._tell, self._sleep = stage_of, cast_of, tell, sleep
        self._pace = 1.0
        self._goes_on = asyncio.Event()
        self._alone = asyncio.Lock()
        self._asked = 0
        self._scene: asyncio.Task[None] | None = None

    @property
    def pace(self) -> float:
        return self._pace

    @pace.setter
    def pace(self, pace: float) -> None:
        self._pace = min(max(pace, SLOWEST), FASTEST)

    async def play(self, scene: Scene) -> None:
        """To the end, or until it is taken over. What goes wrong in it becomes the state `failed`."""
        self.take_over()
        self._asked += 1
        mine = self._asked
        async with self._alone:
            if mine != self._asked:
                return
            self._goes_on.set()
            self._show(Playing(scene.name))
            async with asyncio.TaskGroup() as tasks:
                self._scene = tasks.create_task(self._run(scene))
            self._scene = None

    def pause(self) -> None:
        """Nothing more is done until `resume`; an act that has begun is finished."""
        if self.playing and self.playing.state is State.PLAYING:
            self._goes_on.clear()
            self._show(replace(self.playing, state=State.PAUSED))

    def resume(self) -> None:
        if self.playing and self.playing.state is State.PAUSED:
            self._show(replace(self.playing, state=State.PLAYING))
            self._goes_on.set()

    def take_over(self) -> None:
        """End the scene at once and leave everything as it is; what is done or failed is put away."""
        if self._scene is not None:
            self._scene.cancel()
        if self.playing is not None:
            self._show(None)

    async def rests(self, seconds: float) -> None:
        """Let people read, and wait as long as the scene is paused."""
        await self._sleep(seconds / self._pace)
        await self._goes_on.wait()

    def update(self, stage: Stage, chapter: str | None = None) -> None:
        """Tell what is looked at now, where that changed."""
        if self.playing is None:
            return
        phone = stage.phone.id if stage.phone else None
        chat = stage.group.id if stage.group and stage.in_group else None
        words = self.playing.chapter if chapter is None else chapter
        now = replace(self.playing, phone=phone, chat=chat, chapter=words)
        if now != self.playing:
            self._show(now)

    async def _run(self, scene: Scene) -> None:
        try:
            stage, cast = self._stage_of(), self._cast_of()
        except Exception as error:
            log.exception("there is nothing to play the scene %s on", scene.name)
            self._end(State.FAILED, str(error))
            return
        eyes = _Eyes(self)
        stage.watch(eyes)
        try:
            await scene.play(stage, cast)
            self._end(State.DONE)
        except Exception as error:
            log.log(_gravity(error), "the scene %s stopped: %s", scene.name, error)
            self._end(State.FAILED, stage.narrator.plain(_why(error)))
        finally:
            stage.unwatch(eyes)

    def _end(self, state: State, error: str = "") -> None:
        if self.playing is not None:
            self._show(replace(self.playing, state=state, error=error))

    def _show(self, playing: Playing | None) -> None:
        self.playing = playing
        self._tell(playing)


class _Eyes(Watcher):
    """The audience's: the play waits until they have read."""

    def __init__(self, director: Director) -> None:
        self._director = director

    async def chapter(self, stage: Stage, words: str) -> None:
        self._director.update(stage, words)
        await self._director.rests(self._reading.chapter)

    async def touched(self, stage: Stage, touches: Sequence[Touch]) -> None:
        await self._director.rests(0)
        self._director.update(stage)
        for touch in touches:
            self._director.touch(touch)
        await self._director.rests(self._reading.finger)

    async def said(self, stage: Stage, who: Person, words: str, in_group: bool) -> None:
        self._director.update(stage)
        await self._director.rests(self._reading.typing)

    async def time_passes(self, stage: Stage) -> None:
        self._director.update(stage)
        await self._director.rests(self._reading.jump)

    async def happened(self, stage: Stage, news: Sequence[News]) -> None:
        reading = self._reading
        lines = sum(one.message.text.count("\n") + 1 for one in news if one.is_new and one.message)
        toasts = reading.reply * any(one.toast for one in news)
        await self._director.rests(min(reading.longest, reading.reply + lines * reading.line) + toasts)

    @property
    def _reading(self) -> Reading:
        return self._director.reading


def _why(error: Exception) -> Text:
    match error:
        case CannotPlay():
            return error.why
        case AssertionError() | LookupError():
            return say(
                _(
                    "The scene cannot go on: what it was about to do is no longer possible here. Everything "
                    "stays as it is; go on by hand, or start the scene again."
                )
            )
        case _:
            return say(
                _(
                    "The scene stopped because of an error in the program ({error}). Everything stays as it is."
                ),
                error=type(error).__name__,
            )


def _gravity(error: Exception) -> int:
    return logging.INFO if isinstance(error, CannotPlay | AssertionError) else logging.ERROR
