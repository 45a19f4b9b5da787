"""Playing a scene: pauses, taking over, failing kindly, the pace. Nobody really sleeps."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import pytest

from bot.domain.text import say
from bot.i18n import Catalogues
from bot.marks import _
from bot.rehearsal import Emulator
from bot.rehearsal.director import Director, Playing, State
from bot.rehearsal.scenes import CannotPlay, Cast, Scene
from bot.rehearsal.stage import Stage, Touch

Act = Callable[[Stage, Cast], Awaitable[None]]


@dataclass
class Audience:
    """What a page would learn; time stands still until it is let pass."""

    told: list[Playing | None] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    asleep: asyncio.Event = field(default_factory=asyncio.Event)
    wakes: asyncio.Event = field(default_factory=asyncio.Event)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.asleep.set()
        await self.wakes.wait()

    @property
    def states(self) -> list[str]:
        return [str(one.state) if one else "nothing" for one in self.told]


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(settles=False) as emulator:
        yield emulator


@pytest.fixture
def audience() -> Audience:
    return Audience()


@pytest.fixture
def director(emulator: Emulator, audience: Audience) -> Director:
    speaker = Catalogues.load().speaker("en", ZoneInfo("Europe/Paris"))
    ana = emulator.person("Ana")
    cast = Cast(ana, (), emulator.group("Team", members=[ana]), None)  # type: ignore[arg-type]
    return Director(
        lambda: Stage(emulator, speaker),
        lambda: cast,
        audience.told.append,
        audience.touches.append,
        sleep=audience.sleep,
    )


def scene(act: Act, name: str = "one") -> Scene:
    return Scene(name, say("One"), say("About"), act)


async def talk(stage: Stage, cast: Cast) -> None:
    stage.look_at(cast.coordinator)
    await stage.chapter(say("Hello there"))
    await stage.says(cast.coordinator, "first")
    await stage.says(cast.coordinator, "second")


def said(emulator: Emulator) -> list[str]:
    return [message.text for chat in emulator.world.chats.values() for message in chat.messages.values()]


async def test_a_scene_is_played_to_its_end_and_told_along_the_way(
    director: Director, emulator: Emulator, audience: Audience
) -> None:
    audience.wakes.set()

    await director.play(scene(talk))

    assert said(emulator) == ["first", "second"]
    assert audience.states == ["playing", "playing", "done"]
    assert director.playing is not None
    assert director.playing.chapter == "Hello there"
    assert director.playing.phone is not None


async def test_a_pause_holds_what_comes_next_until_it_goes_on(
    director: Director, emulator: Emulator, audience: Audience
) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(director.play(scene(talk)))
        await audience.asleep.wait()
        director.pause()
        audience.wakes.set()
        await quiet()

        assert audience.states[-1] == "paused"
        assert said(emulator) == []

        director.resume()

    assert audience.states[-2:] == ["playing", "done"]
    assert said(emulator) == ["first", "second"]


@pytest.mark.parametrize("paused", [False, True])
async def test_taking_over_ends_it_at_once_and_leaves_everything_as_it_is(
    director: Director, emulator: Emulator, audience: Audience, paused: bool
) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(director.play(scene(talk)))
        await audience.asleep.wait()
        if paused:
            director.pause()
        director.take_over()

    assert director.playing is None
    assert audience.states[-1] == "nothing"
    assert said(emulator) == []


async def test_a_second_scene_ends_the_first(director: Director, audience: Audience) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(director.play(scene(talk, "one")))
        await audience.asleep.wait()
        tasks.create_task(director.play(scene(talk, "two")))
        await quiet()
        audience.wakes.set()

    assert [one.name for one in audience.told if one and one.state is State.DONE] == ["two"]


async def test_of_several_asked_for_at_once_only_the_last_is_played(
    director: Director, audience: Audience
) -> None:
    audience.wakes.set()
    async with asyncio.TaskGroup() as tasks:
        for name in ("one", "two", "three"):
            tasks.create_task(director.play(scene(talk, name)))

    assert [one.name for one in audience.told if one and one.state is State.DONE] == ["three"]


async def test_a_scene_says_kindly_why_it_cannot_be_played_here(
    director: Director, audience: Audience
) -> None:
    async def refuse(stage: Stage, cast: Cast) -> None:
        raise CannotPlay(say(_("No place is left in “{mission}” at the moment."), mission="Tea"))

    await director.play(scene(refuse))

    assert director.playing == Playing("one", State.FAILED, error="No place is left in “Tea” at the moment.")


async def test_a_button_that_is_gone_is_told_in_one_sentence_and_breaks_nothing(
    director: Director, audience: Audience
) -> None:
    async def grope(stage: Stage, cast: Cast) -> None:
        await stage.taps(cast.coordinator, "Not there")

    await director.play(scene(grope))

    assert director.playing is not None
    assert director.playing.state is State.FAILED
    assert "no longer possible here" in director.playing.error


async def test_an_error_in_a_scene_does_not_leave_the_director(
    director: Director, audience: Audience, caplog: pytest.LogCaptureFixture
) -> None:
    async def stumble(stage: Stage, cast: Cast) -> None:
        raise RuntimeError("boom")

    await director.play(scene(stumble))

    assert director.playing is not None
    assert "RuntimeError" in director.playing.error
    assert "boom" in caplog.text

    director.take_over()
    assert director.playing is None


async def test_a_rehearsal_that_is_gone_is_told_and_breaks_nothing(audience: Audience) -> None:
    def nothing() -> Stage:
        raise LookupError("The rehearsal is starting anew.")

    cast: Callable[[], Cast] = nothing  # type: ignore[assignment]
    director = Director(nothing, cast, audience.told.append, audience.touches.append, sleep=audience.sleep)
    await director.play(scene(talk))

    assert director.playing == Playing("one", State.FAILED, error="The rehearsal is starting anew.")


async def test_twice_the_pace_halves_the_pauses(director: Director, audience: Audience) -> None:
    audience.wakes.set()
    await director.play(scene(talk))
    usual, audience.slept = audience.slept, []

    director.pace = 2
    await director.play(scene(talk))

    assert audience.slept == [seconds / 2 for seconds in usual]
    assert sum(usual) > 3


async def test_a_finger_is_shown_before_it_taps(
    director: Director, emulator: Emulator, audience: Audience
) -> None:
    seen: list[tuple[str, int]] = []

    async def tap(stage: Stage, cast: Cast) -> None:
        emulator.world.keyboards[cast.coordinator.id] = {"keyboard": [[{"text": "Yes"}]]}
        await stage.taps(cast.coordinator, "Yes")

    director.touch = lambda touch: seen.append((touch.button.label, len(said(emulator))))
    audience.wakes.set()
    await director.play(scene(tap))

    assert seen == [("Yes", 0)]
    assert said(emulator) == ["Yes"]


async def quiet() -> None:
    """Let everything that can go on go on."""
    for _turn in range(20):
        await asyncio.sleep(0)
