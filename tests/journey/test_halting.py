"""A coordinator pauses or closes a mission: whoever is in it reads why, once, or nothing where nothing changes."""

import pytest

from bot.app import App
from bot.domain.mission import MissionState
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from tests.journey.dates import nothing_takes_place, takes_place
from tests.journey.seeding import everything_kept, is_welcomed
from tests.journey.test_managing import mission_called, opens
from tests.journey.test_planning import PLANTING, SATURDAY, books

WHY = "The tractor is broken, we are sorry."


@pytest.fixture
async def ana_plants(app: App, ana: Person, solene: Person) -> Person:
    """She is expected on Saturday."""
    await nothing_takes_place(app)
    shift = await takes_place(app, "planting", SATURDAY, maximum=4)
    await is_welcomed(app, ana)
    await books(ana, shift.id)
    return ana


async def test_closing_with_a_reason_is_read_once_by_whoever_is_in_it(
    app: App, emulator: Emulator, nadia: Person, ana_plants: Person
) -> None:
    await opens(nadia, PLANTING)
    await nadia.taps("Close")
    for said in ("1 date to come is cancelled.", "1 person is told", "in a sentence that volunteers read"):
        assert said in nadia.screen.text
    await nadia.says(WHY)
    assert f"Each of them reads once: “{WHY}”" in nadia.screen.text
    assert (await mission_called(app, PLANTING)).state is MissionState.OPEN, "nothing is done before the yes"
    read = len(ana_plants.messages)
    await nadia.taps("Yes, close it")

    assert "⚪ closed" in nadia.screen.text
    assert len(ana_plants.messages) == read + 1
    assert f"The reason: {WHY}" in ana_plants.screen.text
    assert "– Sat 7 Mar" in ana_plants.screen.text
    assert WHY not in (await everything_kept(app))["outbox"], "kept with the date that is cancelled, not here"


async def test_closing_without_a_word_says_no_reason(nadia: Person, ana_plants: Person) -> None:
    await opens(nadia, PLANTING)
    await nadia.taps("Close")
    await nadia.taps("Without a word")
    assert "They are told without a reason." in nadia.screen.text
    await nadia.taps("Yes, close it")

    assert f"The team has closed the mission “{PLANTING}”." in ana_plants.screen.text
    assert "The reason:" not in ana_plants.screen.text


async def test_a_pause_with_a_reason_is_told_once_and_dates_stay(
    app: App, nadia: Person, ana_plants: Person
) -> None:
    await opens(nadia, PLANTING)
    await nadia.taps("⏸ Pause")
    assert "They keep the dates they have." in nadia.screen.text
    await nadia.says(WHY)
    read = len(ana_plants.messages)
    await nadia.taps("Yes, pause it")

    assert (await mission_called(app, PLANTING)).state is MissionState.PAUSED
    assert len(ana_plants.messages) == read + 1
    for said in (f"The team pauses the mission “{PLANTING}”", f"The reason: {WHY}", "stay as they are"):
        assert said in ana_plants.screen.text
    await ana_plants.says("/planning")
    assert "Sat 7 Mar" in str(ana_plants.screen.buttons)


async def test_a_pause_without_a_word_disturbs_nobody(app: App, nadia: Person, ana_plants: Person) -> None:
    await opens(nadia, PLANTING)
    await nadia.taps("⏸ Pause")
    await nadia.taps("Without a word")
    assert "Nobody is told." in nadia.screen.text
    read = len(ana_plants.messages)
    await nadia.taps("Yes, pause it")

    assert (await mission_called(app, PLANTING)).state is MissionState.PAUSED
    assert len(ana_plants.messages) == read


async def test_whoever_thinks_again_leaves_it_open(app: App, nadia: Person, ana_plants: Person) -> None:
    await opens(nadia, PLANTING)
    await nadia.taps("Close")
    await nadia.says(WHY)
    await nadia.taps("No, leave it")

    assert "🟢 offered to volunteers" in nadia.screen.text
    assert (await mission_called(app, PLANTING)).state is MissionState.OPEN
