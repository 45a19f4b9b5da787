"""A mission is cut into smaller ones: nobody loses a place or a referent, and everybody is told kindly."""

from bot.app import App
from bot.domain.mission import MissionState
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.storage import assignments, bookings, gardens, missions, people, referents, sign_ups
from bot.storage.database import Transaction
from tests.journey.seeding import is_welcomed
from tests.journey.test_managing import mission_called, opens
from tests.journey.walking import joins

PLANTING = "Lend a hand with planting"


def place_of(tx: Transaction, telegram_id: int) -> tuple[str, str, int]:
    """The only mission of somebody, who follows them, and how many places they have in it."""
    person, garden = people.find_by_telegram_id(tx, telegram_id), gardens.only_garden(tx)
    assert person is not None
    assert garden is not None
    (sign_up,) = sign_ups.open_sign_ups(tx, person.id, garden.id)
    mission = missions.find_mission(tx, sign_up.mission_id)
    live = assignments.live_assignment(tx, sign_up.id)
    assert mission is not None
    assert live is not None
    assert live.referent_id is not None
    referent = referents.find_referent(tx, live.referent_id)
    assert referent is not None
    held = bookings.bookings_in_mission(tx, person.id, mission.id)
    return mission.title.in_language("en"), referent.name, len(held)


async def test_people_keep_their_place_and_referent_in_the_part_chosen_for_them(
    app: App, emulator: Emulator, nadia: Person, ana: Person, solene: Person, team: Group
) -> None:
    badr = emulator.person("Badr", language="en")
    for person in (ana, badr):
        await is_welcomed(app, person)
        await person.says("/missions")
        await joins(person, PLANTING)
    before = await app.db.read(place_of, badr.id)

    await opens(nadia, PLANTING)
    await nadia.taps("✂️ Split")
    await nadia.taps("2")
    await nadia.taps("Plant out seedlings")
    await nadia.taps("Done")
    await nadia.says("Plant seedlings")
    await nadia.taps("4")
    assert "• Mulch and water with the team\n• Weed by hand, at your own pace" in nadia.screen.text
    await nadia.says("Weed and water")
    await nadia.taps("No limit")
    await nadia.taps("Badr")
    await nadia.taps("Done")
    await nadia.taps("Weed and water")
    assert "1. Plant seedlings\n2. Weed and water" in nadia.screen.text
    assert "2 people are told." in nadia.screen.text
    assert (await mission_called(app, PLANTING)).state is MissionState.OPEN
    await nadia.taps("Yes, split it")

    first, second = await mission_called(app, "Plant seedlings"), await mission_called(app, "Weed and water")
    assert (first.slug, first.places, first.taken, len(first.tasks)) == ("planting", 4, 1, 1)
    assert (second.parent_id, second.places, second.taken, len(second.tasks)) == (first.id, None, 1, 2)
    assert second.state is MissionState.OPEN
    assert await app.db.read(place_of, badr.id) == ("Weed and water", before[1], 1)
    assert await app.db.read(place_of, ana.id) == ("Plant seedlings", before[1], 1)
    assert f"“{PLANTING}” has become several smaller missions" in badr.screen.text
    assert "Yours is “Weed and water”" in badr.screen.text
    assert f"{before[1]} goes on looking after you." in badr.screen.text
    assert "Yours is “Plant seedlings”" in ana.screen.text


async def test_a_title_another_mission_has_is_not_taken_and_nothing_is_lost(app: App, nadia: Person) -> None:
    await opens(nadia, PLANTING)
    await nadia.taps("✂️ Split")
    await nadia.taps("2")
    await nadia.taps("Mulch and water with the team")
    await nadia.taps("Done")
    await nadia.taps(PLANTING)
    await nadia.taps("No limit")
    await nadia.says("Run a French workshop")
    await nadia.taps("No limit")
    await nadia.taps("Yes, split it")
    assert "Two missions would be called “Run a French workshop”." in nadia.screen.text
    await nadia.taps("Change something")
    await nadia.taps("Title of part 2")
    await nadia.says("Plant and weed")
    await nadia.taps("Yes, split it")

    assert len((await mission_called(app, "Plant and weed")).tasks) == 2


async def test_a_mission_of_one_task_is_not_split(app: App, nadia: Person) -> None:
    await opens(nadia, PLANTING)
    await nadia.taps("✂️ Split")
    await nadia.taps("2")
    await nadia.taps("Mulch and water with the team")
    await nadia.taps("Done")
    await nadia.says("Mulch")
    await nadia.taps("No limit")
    await nadia.says("The rest")
    await nadia.taps("No limit")
    await nadia.taps("Yes, split it")
    await opens(nadia, "Mulch")
    await nadia.taps("✂️ Split")

    assert "“Mulch” has a single task" in nadia.toasts[-1]
