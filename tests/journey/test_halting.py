"""A coordinator pauses or closes a mission: whoever is in it reads why, once, or nothing where nothing changes."""

from datetime import timedelta

import pytest

from bot.app import App
from bot.domain.mission import MissionState
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.dates import nothing_takes_place, takes_place
from tests.journey.seeding import everything_kept, is_welcomed
from tests.journey.test_managing import mission_called, opens
from tests.journey.test_planning import PLANTING, SATURDAY, books
from tests.journey.walking import introduces, joins

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
    await ana_plants.presses(0, 0, message=ana_plants.screen)
    assert "⏸ The mission is paused for a while." in ana_plants.screen.text

    await nadia.taps("🟢")
    assert f"The mission “{PLANTING}” goes on: the pause is over." in ana_plants.messages[-1].text
    assert len(ana_plants.messages) == read + 5, "told once: a pause, a card, an end"


async def test_a_pause_without_a_word_disturbs_nobody(app: App, nadia: Person, ana_plants: Person) -> None:
    await opens(nadia, PLANTING)
    await nadia.taps("⏸ Pause")
    await nadia.taps("Without a word")
    assert "Nobody is told." in nadia.screen.text
    read = len(ana_plants.messages)
    await nadia.taps("Yes, pause it")

    assert (await mission_called(app, PLANTING)).state is MissionState.PAUSED
    await nadia.taps("🟢")
    assert len(ana_plants.messages) == read


async def test_whoever_thinks_again_leaves_it_open(app: App, nadia: Person, ana_plants: Person) -> None:
    await opens(nadia, PLANTING)
    await nadia.taps("Close")
    await nadia.says(WHY)
    await nadia.taps("No, leave it")

    assert "🟢 offered to volunteers" in nadia.screen.text
    assert (await mission_called(app, PLANTING)).state is MissionState.OPEN


@pytest.fixture
async def badr_waits(app: App, emulator: Emulator, ana: Person, solene: Person) -> Person:
    """Ana has the only place of Saturday, Badr waits for it."""
    await nothing_takes_place(app)
    shift = await takes_place(app, "planting", SATURDAY, maximum=1)
    badr = emulator.person("Badr", language="en")
    for one in (ana, badr):
        await is_welcomed(app, one)
    await books(ana, shift.id)
    await badr.starts(f"s_{shift.id}")
    await badr.taps("Waiting list")
    await badr.taps("Put me on the waiting list")
    return badr


async def test_whoever_only_waits_is_not_told_that_they_had_a_place(
    nadia: Person, badr_waits: Person
) -> None:
    await opens(nadia, PLANTING)
    await nadia.taps("⏸ Pause")
    assert "2 people are in it or wait for a place." in nadia.screen.text
    await nadia.says(WHY)
    await nadia.taps("Yes, pause it")
    assert "Your turn on the waiting list stays yours." in badr_waits.screen.text
    assert "because you are on the waiting list" in badr_waits.screen.text
    assert "dates you have" not in badr_waits.screen.text

    await nadia.taps("Close")
    await nadia.taps("Without a word")
    await nadia.taps("Yes, close it")
    assert "You were on the waiting list of:" in badr_waits.screen.text
    assert "Thank you for having waited!" in badr_waits.screen.text
    assert "signed up" not in badr_waits.screen.text


async def test_nobody_is_called_for_newcomers_of_a_closed_mission(
    emulator: Emulator, ana: Person, nadia: Person, solene: Person, team: Group
) -> None:
    await introduces(ana)
    await joins(ana, PLANTING)
    await opens(nadia, PLANTING)
    await nadia.taps("Close")
    await nadia.taps("Without a word")
    await nadia.taps("Yes, close it")
    assert "Add one below" not in nadia.screen.text
    in_group, in_private = len(team.messages), len(nadia.messages)

    await emulator.advance(timedelta(days=5))

    assert len(team.messages) == in_group
    assert not any("Nobody has taken" in message.text for message in nadia.messages[in_private:])
    await nadia.says("/pending")
    assert "Ana" not in str(nadia.screen.buttons)
    await opens_closed(nadia, PLANTING)
    await nadia.taps("🟢 Reopen")
    await emulator.advance(timedelta(days=3))
    assert len(team.messages) > in_group, "open again, Ana is looked after again"


async def opens_closed(nadia: Person, title: str) -> None:
    await nadia.says("/manage")
    await nadia.taps("🌱 Missions")
    for _ in range(4):
        if any(title in label for row in nadia.screen.buttons for label in row):
            break
        await nadia.taps("More ›")
    await nadia.taps(f"⚪ {title}")
