"""Owns putting a scene on: the real bot on a garden file, its team gathered, a director who never waits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.app import App
from bot.domain.mission import SignUpState
from bot.domain.referent import AssignmentState
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.director import Director, Playing
from bot.rehearsal.scenes import SCENES, Cast, Scene, cast_of, stage_on
from bot.rehearsal.stage import Stage, Touch, Watcher
from bot.rehearsal.team import gather_team
from bot.rehearsing import rehearsing
from bot.storage import assignments, gardens, missions, people, referents, sign_ups
from bot.storage.database import Transaction
from bot.transport.admission import WIDE_OPEN
from bot.usecases.garden_file import GardenFile
from tests.journey.conftest import MONDAY_MORNING


@dataclass(frozen=True)
class Place:
    """A sign-up as the database has it: for what, how it stands, who follows it."""

    mission: str
    state: SignUpState
    referent: str
    taken: bool


@dataclass
class Theatre(Watcher):
    """A running rehearsal and its director."""

    emulator: Emulator
    app: App
    cast: Cast
    language: str
    told: list[Playing | None] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)
    newcomers: list[Person] = field(default_factory=list)
    _then: dict[str, Callable[[], None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.director = Director(
            self._stage, lambda: self.cast, self.told.append, self._touched, sleep=_at_once
        )

    def when_a_finger_is_on(self, label: str, then: Callable[[], None]) -> None:
        """Shortly before it taps."""
        self._then[label] = then

    def _touched(self, touch: Touch) -> None:
        self.touches.append(touch)
        self._then.get(touch.button.label, _nothing)()

    def entered(self, stage: Stage, who: Person) -> None:
        self.newcomers.append(who)

    @property
    def volunteer(self) -> Person:
        """The only one who came in."""
        (newcomer,) = self.newcomers
        return newcomer

    @property
    def ended(self) -> Playing:
        assert self.director.playing is not None
        return self.director.playing

    @asynccontextmanager
    async def held_at(self, label: str, name: str) -> AsyncIterator[None]:
        """The scene is paused with a finger on that button; after the block it goes on, to its end."""
        held = asyncio.Event()

        def hold() -> None:
            self.director.pause()
            held.set()

        self.when_a_finger_is_on(label, hold)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.director.play(scene(name)))
            await held.wait()
            yield
            self.director.resume()

    async def plays(self, name: str) -> None:
        await self.director.play(scene(name))
        assert self.ended.error == ""
        assert self.ended.state == "done"

    async def place_of(self, person: Person) -> Place:
        """The only one they hold."""
        return await self.app.db.read(_place, person.id)

    def _stage(self) -> Stage:
        return stage_on(self.emulator, self.app.house.catalogues, self.cast, self.language, [self])


@asynccontextmanager
async def staging(
    file: GardenFile, language: str = "en", now: datetime = MONDAY_MORNING
) -> AsyncIterator[Theatre]:
    async with rehearsing(file, now, WIDE_OPEN) as rehearsal:
        speaker = rehearsal.app.house.catalogues.speaker(language, file.garden.timezone)
        team = await gather_team(rehearsal.emulator, rehearsal.app.db, speaker)
        yield Theatre(rehearsal.emulator, rehearsal.app, cast_of(team, file), language)
        assert rehearsal.emulator.complaints == []


def scene(name: str) -> Scene:
    return next(one for one in SCENES if one.name == name)


async def _at_once(_seconds: float) -> None:
    await asyncio.sleep(0)


def _nothing() -> None: ...


def _place(tx: Transaction, telegram_id: int) -> Place:
    person, garden = people.find_by_telegram_id(tx, telegram_id), gardens.only_garden(tx)
    assert person is not None
    assert garden is not None
    (sign_up,) = sign_ups.open_sign_ups(tx, person.id, garden.id)
    mission = missions.find_mission(tx, sign_up.mission_id)
    live = assignments.live_assignment(tx, sign_up.id)
    assert live is not None
    referent = referents.find_referent(tx, live.referent_id) if live.referent_id else None
    assert mission is not None
    return Place(
        mission.slug,
        sign_up.state,
        referent.name if referent else "",
        live.state is AssignmentState.TAKEN,
    )
