"""Owns the scenes on the page: which there are, the one that plays, and who is in it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.errors import Refusal
from bot.i18n import Speaker
from bot.marks import _
from bot.rehearsal.client import Person
from bot.rehearsal.director import Director, Playing, State
from bot.rehearsal.groups import Group
from bot.rehearsal.messages import Json
from bot.rehearsal.page.feed import Tabs
from bot.rehearsal.page.production import Production, Theatre
from bot.rehearsal.scenes import SCENES, Cast, Scene, stage_on
from bot.rehearsal.stage import Stage, Touch
from bot.rehearsal.team import COORDINATOR_ID
from bot.storage import gardens, groups, people, referents
from bot.storage.database import Transaction

SLOWEST, FASTEST = 0.25, 20.0


class NoScene(Refusal):
    message = _("There is no such scene. Reload the page.")


class NobodyToPlay(Refusal):
    message = _("The team or its group is not there any more. Start anew to play a scene.")


class WouldBeLost(Refusal):
    message = _(
        "This scene begins on a fresh rehearsal, and yours is kept in a folder. Start anew first, then play it."
    )


class Plays:
    """Plays one scene at a time on whatever production runs."""

    def __init__(self, theatre: Theatre, tabs: Tabs, begin_anew: Callable[[], Awaitable[None]]) -> None:
        self._theatre = theatre
        self._tabs = tabs
        self._begin_anew = begin_anew
        self._cast: Cast | None = None
        self._language = ""
        self._starting = asyncio.Lock()
        self._director = Director(self._stage, self._team, self._tell, self._touch)

    @property
    def is_on(self) -> bool:
        playing = self._director.playing
        return playing is not None and playing.state in (State.PLAYING, State.PAUSED)

    async def start(self, name: str, language: str, tasks: asyncio.TaskGroup) -> None:
        """Begin a scene, told in `language`, on a rehearsal nobody has touched where it needs one.

        Raises: Refusal.
        """
        scene = next((one for one in SCENES if one.name == name), None)
        if scene is None:
            raise NoScene
        async with self._starting:
            self.take_over()
            if scene.fresh and is_touched(self._theatre.production):
                if self._theatre.production.is_kept:
                    raise WouldBeLost
                await self._begin_anew()
            self._cast = await cast_now(self._theatre.production)
            self._language = language
            begun = asyncio.Event()
            tasks.create_task(self._play(scene, begun))
            await begun.wait()

    async def _play(self, scene: Scene, begun: asyncio.Event) -> None:
        async with self._theatre.moving:
            begun.set()
            if self._theatre.is_open:
                await self._director.play(scene)

    def pause(self) -> None:
        self._director.pause()

    def resume(self) -> None:
        self._director.resume()

    def take_over(self) -> None:
        """End the scene, leave everything as it is."""
        self._director.take_over()

    def set_pace(self, pace: float) -> None:
        self._director.pace = min(FASTEST, max(SLOWEST, pace))

    def shape(self) -> Json | None:
        return _playing_shape(self._director.playing)

    def _stage(self) -> Stage:
        production = self._theatre.production
        stage = stage_on(production.emulator, production.house.catalogues, self._team(), production.language)
        stage.narrator = production.speaker(self._language)
        return stage

    def _team(self) -> Cast:
        assert self._cast is not None, "a scene began before its cast was called"
        return self._cast

    def _tell(self, playing: Playing | None) -> None:
        self._tabs.tell_all({"event": "scene", "scene": _playing_shape(playing)})

    def _touch(self, touch: Touch) -> None:
        self._tabs.tell_all(
            {
                "event": "touch",
                "who": touch.who.id,
                "chat": touch.chat_id,
                "message": touch.message_id,
                "label": touch.button.label,
            }
        )


def scenes_shape(speaker: Speaker) -> list[Json]:
    return [
        {
            "name": one.name,
            "title": speaker.plain(one.title),
            "about": speaker.plain(one.about),
            "fresh": one.fresh,
        }
        for one in SCENES
    ]


def _playing_shape(playing: Playing | None) -> Json | None:
    if playing is None:
        return None
    return {
        "name": playing.name,
        "state": playing.state.value,
        "chapter": playing.chapter,
        "phone": playing.phone,
        "chat": playing.chat,
        "error": playing.error,
    }


def is_touched(production: Production) -> bool:
    """Whether anybody has done anything, or the clock was moved."""
    world = production.emulator.world
    said = any(not message.is_service for chat in world.chats.values() for message in chat.messages.values())
    return said or production.emulator.now != production.began


async def cast_now(production: Production) -> Cast:
    """The team as it is now, whoever has left or joined it. Raises: NobodyToPlay."""
    names = [sheet.name for sheet in production.programme.file.referents]
    numbers, chat_id = await production.db.read(_read_team, names)
    team = [production.person(number) for number in numbers]
    coordinator = production.person(COORDINATOR_ID)
    group = production.group(chat_id) if chat_id is not None else None
    found: list[Person] = [one for one in team if one is not None]
    if coordinator is None or group is None or not found:
        raise NobodyToPlay
    return Cast(coordinator, tuple(found), Group(production.emulator, group.chat), production.programme.file)


def _read_team(tx: Transaction, names: list[str]) -> tuple[list[int], int | None]:
    """The Telegram ids of the referents, in the file's order, and their group's."""
    garden = gardens.list_gardens(tx)[0]
    numbers = {}
    for referent in referents.list_referents(tx, garden.id):
        person = people.find_person(tx, referent.person_id) if referent.person_id else None
        if person is not None and person.telegram_id is not None:
            numbers[referent.name] = person.telegram_id
    group = groups.live_group(tx, garden.id)
    return [numbers[name] for name in names if name in numbers], group.chat_id if group else None
