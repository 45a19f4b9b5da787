"""A mission is cut into smaller ones: nobody loses a place or a referent, and everybody is told kindly."""

import pytest

from bot.app import App
from bot.domain.mission import MissionState
from bot.domain.shift import Shift
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.storage import assignments, bookings, gardens, missions, people, referents, rosters, sign_ups
from bot.storage.database import Transaction
from tests.journey.conftest import MONDAY_MORNING
from tests.journey.seeding import is_welcomed
from tests.journey.test_managing import mission_called, opens
from tests.journey.test_managing_dates import dates_of
from tests.journey.test_planning import books
from tests.journey.walking import buttons_of, joins

PLANTING = "Lend a hand with planting"
THURSDAY = 3


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


HARVEST = "Harvest and make up the baskets"
PACK = "Make up the baskets"


@pytest.fixture
async def harvest(app: App, ana: Person, solene: Person, mehdi: Person, team: Group) -> list[Shift]:
    """Its dates to come; Ana comes to the first Thursday, and somebody follows her."""
    coming = await dates_of(app, HARVEST)
    await is_welcomed(app, ana)
    await books(ana, next(one.id for one in coming if one.starts_at.weekday() == THURSDAY))
    await app.db.run(is_followed, ana.id)
    return coming


def is_followed(tx: Transaction, telegram_id: int) -> None:
    person, garden = people.find_by_telegram_id(tx, telegram_id), gardens.only_garden(tx)
    assert person is not None
    assert garden is not None
    for one in assignments.live_of_person(tx, garden.id, person.id):
        assignments.take_assignment(tx, one.id, MONDAY_MORNING)


async def cuts_harvest(nadia: Person) -> None:
    """Into the harvest and the baskets, up to the question about the dates."""
    await opens(nadia, HARVEST)
    await nadia.taps("✂️ Split")
    await nadia.taps("2")
    await nadia.taps(buttons_of(nadia)[0])
    await nadia.taps("Done")
    await nadia.says("Harvest")
    await nadia.taps("8")
    await nadia.says(PACK)
    await nadia.taps("2")
    assert "whoever signed up for a date keeps it" in nadia.screen.text
    assert "• Every Thursday" in nadia.screen.text


async def test_dates_are_dealt_out_and_people_go_with_theirs(
    app: App, nadia: Person, ana: Person, harvest: list[Shift]
) -> None:
    before = await app.db.read(place_of, ana.id)
    thursdays = [one for one in harvest if one.starts_at.weekday() == THURSDAY]
    await cuts_harvest(nadia)
    await nadia.taps("I deal them out")
    assert f"Which dates go to “{PACK}”" in nadia.screen.text
    await nadia.taps(next(label for label in buttons_of(nadia) if "Every Thursday" in label))
    await nadia.taps("Done")
    await nadia.taps("Nobody")
    await nadia.taps("Yes, split it")

    assert "The dates are dealt out" in "\n".join(message.text for message in nadia.messages)
    assert [one.id for one in await dates_of(app, PACK)] == [one.id for one in thursdays]
    left = await dates_of(app, "Harvest")
    assert [one.id for one in left] == [one.id for one in harvest if one not in thursdays]
    assert await app.db.read(place_of, ana.id) == (PACK, before[1], 1), "her date, her mission, her referent"
    assert f"Yours is “{PACK}”" in ana.screen.text


async def test_each_part_has_all_dates_and_nobody_s_place_moves(
    app: App, nadia: Person, ana: Person, harvest: list[Shift]
) -> None:
    before = await app.db.read(place_of, ana.id)
    await cuts_harvest(nadia)
    await nadia.taps("Each part has them all")
    await nadia.taps("Nobody")
    await nadia.taps("Yes, split it")

    twins = await dates_of(app, PACK)
    assert [one.starts_at for one in twins] == [one.starts_at for one in harvest]
    assert [one.id for one in await dates_of(app, "Harvest")] == [one.id for one in harvest]
    there = await app.db.read(rosters.rosters_of_shifts, [one.id for one in twins])
    assert {one.maximum for one in there.values()} == {2}
    assert [await app.db.read(bookings.open_bookings, one.id) for one in there.values()] == [[]] * len(twins)
    assert await app.db.read(place_of, ana.id) == ("Harvest", before[1], 1)


async def test_whoever_goes_elsewhere_and_has_a_date_belongs_to_both(
    app: App, nadia: Person, ana: Person, harvest: list[Shift]
) -> None:
    await cuts_harvest(nadia)
    await nadia.taps("All stay with the first part")
    await nadia.taps("Ana")
    await nadia.taps("Done")
    await nadia.taps(PACK)
    await nadia.taps("Yes, split it")

    assert await dates_of(app, PACK) == []
    assert await app.db.read(missions_of, ana.id) == {("Harvest", 1), (PACK, 0)}


def missions_of(tx: Transaction, telegram_id: int) -> set[tuple[str, int]]:
    """Each mission they belong to with somebody who follows them there, and how many dates they have in it."""
    person, garden = people.find_by_telegram_id(tx, telegram_id), gardens.only_garden(tx)
    assert person is not None
    assert garden is not None
    found = set()
    for one in sign_ups.open_sign_ups(tx, person.id, garden.id):
        mission = missions.find_mission(tx, one.mission_id)
        assert mission is not None
        assert assignments.live_assignment(tx, one.id) is not None
        held = bookings.bookings_in_mission(tx, person.id, mission.id)
        found.add((mission.title.in_language("en"), len(held)))
    return found
