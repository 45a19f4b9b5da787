"""/manage: a coordinator writes, sees, publishes, changes, pauses and closes a mission, without a developer."""

from bot.app import App
from bot.domain.mission import Mission, MissionKind, MissionState
from bot.domain.person import Role
from bot.engine.state import State
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage import gardens, instances, missions, people, roles
from bot.storage.database import Transaction
from bot.storage.instances import Instance
from tests.journey.conftest import COORDINATOR_ID
from tests.journey.walking import buttons_of, reads_all

SHEET = (
    "Water the seedlings",
    "Seedlings drink every day, also on Sundays.",
    "Fill the cans\nWater the greenhouse",
)


async def mission_called(app: App, title: str) -> Mission:
    def find(tx: Transaction) -> Mission:
        garden = gardens.only_garden(tx)
        assert garden is not None
        found = [one for one in missions.list_missions(tx, garden.id) if one.title.in_language("en") == title]
        assert len(found) == 1, [one.slug for one in found]
        return found[0]

    return await app.db.read(find)


async def writes_sheet(nadia: Person, kind: str = "A role that goes on") -> None:
    """From /manage to the list of other languages."""
    await nadia.says("/manage")
    await nadia.taps("🌱 Missions")
    await nadia.taps("➕ A new mission")
    await nadia.taps(kind)
    for words in SHEET:
        await nadia.says(words)
    await nadia.says("Any evening")
    await nadia.taps("At the garden")
    await nadia.taps("12 chemin de la Levée, 45600…")
    await nadia.taps("2")
    await nadia.taps("4")
    await nadia.taps("You learn by doing, beside somebody who…")
    await nadia.says("Watering cans, and a tap that works")
    await nadia.taps("Growing")


async def publishes(nadia: Person) -> None:
    await nadia.taps("Not now")
    await nadia.taps("See it as volunteers do")
    await nadia.taps("Go on")
    await nadia.taps("Publish")


async def test_a_mission_is_written_seen_and_published(app: App, nadia: Person, ana: Person) -> None:
    await writes_sheet(nadia)
    assert "In those you leave out, English stands in." in nadia.screen.text
    await nadia.taps("Not now")
    for line in (
        "Title: Water the seedlings",
        "Where: 12 chemin de la Levée",
        "Places: 4",
        "Form: Lend a hand",
    ):
        assert line in nadia.screen.text
    await nadia.taps("See it as volunteers do")
    for line in ("What volunteers read (English)", "• Water the greenhouse", "Places left: 4"):
        assert line in nadia.screen.text
    assert (await app.db.read(_titles)).count("Water the seedlings") == 0
    await nadia.taps("Go on")
    await nadia.taps("Publish")

    assert "🟢 offered to volunteers" in nadia.screen.text
    assert "Not written yet in: français. People read it in English there." in nadia.screen.text
    mission = await mission_called(app, "Water the seedlings")
    assert (mission.kind, mission.state, mission.places) == (MissionKind.ROLE, MissionState.OPEN, 4)
    assert (mission.slug, mission.from_file) == ("water-the-seedlings", False)


def _titles(tx: Transaction) -> list[str]:
    garden = gardens.only_garden(tx)
    assert garden is not None
    return [one.title.in_language("en") for one in missions.open_missions(tx, garden.id)]


async def test_a_sheet_in_both_languages_is_seen_in_both(app: App, nadia: Person) -> None:
    await writes_sheet(nadia)
    await nadia.taps("Français")
    await nadia.taps("Done")
    await nadia.says("Arroser les semis")
    await nadia.says("Les semis boivent tous les jours.")
    assert "1. Fill the cans\n2. Water the greenhouse" in nadia.screen.text
    await nadia.says("Remplir les arrosoirs\nArroser la serre")
    for words in ("Chaque soir", "Au jardin", "On apprend en faisant", "Des arrosoirs"):
        await nadia.says(words)
    await nadia.taps("See it as volunteers do")
    await nadia.taps("Go on")

    assert "• Arroser la serre" in nadia.screen.text
    assert "Places restantes" in nadia.screen.text
    await nadia.taps("Go on")
    await nadia.taps("Keep it for later")

    assert "⏸ offered to nobody for now" in nadia.screen.text
    mission = await mission_called(app, "Water the seedlings")
    assert list(mission.title.by_language) == ["fr", "en"]
    assert [task.in_language("fr") for task in mission.tasks] == ["Remplir les arrosoirs", "Arroser la serre"]
    await nadia.taps("👁 Français")
    assert "• Arroser la serre" in nadia.screen.text


async def test_whoever_mistypes_loses_nothing(app: App, nadia: Person) -> None:
    await writes_sheet(nadia)
    await nadia.taps("Not now")
    await nadia.taps("Change something")
    await nadia.taps("Title")
    await nadia.says("x" * 61)
    assert "That is 61 characters long, and I can keep 60" in nadia.screen.text
    await nadia.taps("Keep: Water the seedlings")
    await nadia.says("/manage")
    await nadia.taps("🌱 Missions")
    await nadia.taps("➕ A new mission")
    await nadia.taps("A task, done once")
    assert "You have begun another mission: Water the seedlings." in nadia.screen.text
    await nadia.taps("Go on with the draft")

    assert "Here is where we were." in nadia.screen.text
    assert "Title: Water the seedlings" in nadia.screen.text


async def test_whoever_chooses_another_kind_may_begin_afresh(app: App, nadia: Person) -> None:
    await nadia.says("a party")
    assert buttons_of(nadia) == ["Manage", "See missions", "💬 Talk to a human"]
    for kind in ("Shifts with dates", "A task, done once"):
        await nadia.says("/manage")
        await nadia.taps("🌱 Missions")
        await nadia.taps("➕ A new mission")
        await nadia.taps(kind)
    assert "You have begun another mission: Shifts with dates." in nadia.screen.text
    await nadia.taps("Begin afresh")
    for words in SHEET:
        await nadia.says(words)

    (draft,) = await app.db.read(_drafts)
    assert State.from_json(draft.state).answers.text("kind") == MissionKind.TASK


def _drafts(tx: Transaction) -> list[Instance]:
    garden = gardens.only_garden(tx)
    nadia = people.find_by_telegram_id(tx, COORDINATOR_ID)
    assert garden is not None
    assert nadia is not None
    under_way = instances.instances_under_way(tx, nadia.id, garden.id)
    return [one for one in under_way if one.conversation == "mission_sheet"]


async def test_a_file_s_mission_changed_in_the_chat_is_the_chat_s(app: App, nadia: Person) -> None:
    await opens(nadia, "Lend a hand with planting")
    await nadia.taps("✏️ Edit")
    await nadia.taps("Change something")
    await nadia.taps("Places")
    await nadia.says("12")
    await nadia.taps("See it as volunteers do")
    await nadia.taps("Go on")
    await nadia.taps("Go on")
    await nadia.taps("Save, and keep it public")

    mission = await mission_called(app, "Lend a hand with planting")
    assert (mission.places, mission.from_file, mission.state) == (12, False, MissionState.OPEN)
    assert mission.title.in_language("fr") == "Un coup de main aux plantations"
    assert len(mission.tasks) == 3


async def opens(nadia: Person, title: str) -> None:
    await nadia.says("/manage")
    await nadia.taps("🌱 Missions")
    for _ in range(4):
        if any(label.endswith(title) for label in buttons_of(nadia)):
            break
        await nadia.taps("More ›")
    await nadia.taps(f"🟢 {title}")


async def saves_sheet(person: Person) -> None:
    await person.taps("See it as volunteers do")
    await person.taps("Go on")
    await person.taps("Go on")
    await person.taps("Save, and keep it public")


async def edits_sheet(person: Person, field: str, words: str) -> None:
    """Begun again where they stand in the middle of it."""
    await person.taps("Change something")
    await person.taps(field)
    await person.says(words)


async def test_two_coordinators_change_different_things_and_both_are_kept(
    app: App, emulator: Emulator, nadia: Person
) -> None:
    omar = await another_coordinator(app, emulator)
    for one in (nadia, omar):
        await opens(one, "Lend a hand with planting")
        await one.taps("✏️ Edit")
    await edits_sheet(nadia, "Title", "Plant with us")
    await edits_sheet(omar, "Places", "12")
    await saves_sheet(nadia)
    await saves_sheet(omar)

    told = "\n".join(message.text for message in omar.messages)
    assert "somebody else changed something, too. Both changes are kept." in told
    assert (await mission_called(app, "Plant with us")).places == 12


async def test_the_second_of_two_who_change_the_same_is_told_and_loses_nothing(
    app: App, emulator: Emulator, nadia: Person
) -> None:
    omar = await another_coordinator(app, emulator)
    for one in (nadia, omar):
        await opens(one, "Lend a hand with planting")
        await one.taps("✏️ Edit")
    await edits_sheet(nadia, "Places", "12")
    await edits_sheet(omar, "Places", "9")
    for one, place in ((nadia, "From home"), (omar, "The garden shop")):
        await one.taps("Change something")
        await one.taps("Place")
        await one.taps(place)
    await nadia.taps("Change something")
    await nadia.taps("Title")
    await nadia.says("Plant with us")
    await saves_sheet(nadia)
    await saves_sheet(omar)

    told = "\n".join(message.text for message in omar.messages)
    assert "While you were writing, somebody else changed this mission." in told
    assert "• Place: From home" in told, "in words, not as it is kept"
    assert "• Places: 12" in told
    assert "Title: Plant with us" in omar.screen.text
    assert (await mission_called(app, "Plant with us")).places == 12
    await saves_sheet(omar)
    assert (await mission_called(app, "Plant with us")).places == 9


async def another_coordinator(app: App, emulator: Emulator) -> Person:
    omar = emulator.person("Omar", language="en")
    await omar.says("/start")

    def appoint(tx: Transaction) -> None:
        from bot.storage import people

        person, garden = people.find_by_telegram_id(tx, omar.id), gardens.only_garden(tx)
        assert person is not None
        assert garden is not None
        roles.add_role(tx, person.id, garden.id, Role.COORDINATOR, emulator.now)

    await app.db.run(appoint)
    return omar


async def test_a_mission_is_paused_reopened_and_closed_with_a_word_before(app: App, nadia: Person) -> None:
    await opens(nadia, "Staff the market stall")
    await nadia.taps("⏸ Pause")
    assert (await mission_called(app, "Staff the market stall")).state is MissionState.PAUSED
    await nadia.taps("🟢 Publish")
    await nadia.taps("Close")
    assert "dates to come are cancelled" in nadia.screen.text
    await nadia.taps("Yes, close it")

    assert "⚪ closed" in nadia.screen.text
    assert (await mission_called(app, "Staff the market stall")).state is MissionState.CLOSED


async def test_a_title_that_another_mission_has_is_not_taken(nadia: Person) -> None:
    await writes_sheet(nadia)
    await nadia.taps("Not now")
    await nadia.taps("Change something")
    await nadia.taps("Title")
    await nadia.says("Lend a hand with planting")
    await nadia.taps("See it as volunteers do")
    await nadia.taps("Go on")
    await nadia.taps("Publish")

    assert "Another mission is called “Lend a hand with planting” already." in nadia.screen.text


async def test_managing_is_for_coordinators_only(nadia: Person, ana: Person) -> None:
    await ana.says("/manage")
    assert "Only a coordinator of the garden can do this." in ana.screen.text
    await ana.says("/help")
    assert "/manage" not in ana.screen.text
    await ana.taps_data("n.mclose.1")
    assert "Only a coordinator of the garden can do this." in ana.toasts[-1] + ana.screen.text

    assert "/manage" in await reads_all(nadia, "/help")
