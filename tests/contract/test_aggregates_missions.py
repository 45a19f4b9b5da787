from dataclasses import replace

import pytest

from bot.domain.garden import Garden
from bot.domain.mission import MissionState, SignUpState
from bot.storage import missions, sign_ups
from bot.storage.database import Database, Transaction
from bot.storage.saving import Change
from tests.contract.rows import NOON
from tests.contract.values import MISSION, meet, plant_garden, plant_mission, sign_up


@pytest.fixture
async def garden(db: Database) -> Garden:
    return await db.run(plant_garden)


async def test_a_mission_comes_back_as_it_was_saved(db: Database, garden: Garden) -> None:
    stored = await db.run(plant_mission, garden)

    assert stored == replace(MISSION, id=stored.id, garden_id=garden.id)
    assert await db.read(missions.find_mission_by_slug, garden.id, "market-stall") == stored


async def test_a_mission_without_place_limit_or_days_comes_back_so(db: Database, garden: Garden) -> None:
    stored = await db.run(
        plant_mission, garden, place=None, places=None, slots=frozenset(), required={}, skills=frozenset()
    )

    assert (stored.place, stored.places, stored.slots, stored.required) == (None, None, frozenset(), {})
    assert stored.places_left is None


async def test_a_mission_saved_again_is_unchanged(db: Database, garden: Garden) -> None:
    stored = await db.run(plant_mission, garden)

    assert await db.run(missions.save_mission, stored, 0) == (stored.id, Change.UNCHANGED)


async def test_a_mission_that_moved_in_the_file_is_updated(db: Database, garden: Garden) -> None:
    stored = await db.run(plant_mission, garden)

    assert await db.run(missions.save_mission, stored, 5) == (stored.id, Change.UPDATED)


async def test_two_gardens_may_use_the_same_slug(db: Database, garden: Garden) -> None:
    other = await db.run(plant_garden, "autre")
    here = await db.run(plant_mission, garden)
    there = await db.run(plant_mission, other)

    assert here.id != there.id
    assert await db.read(missions.list_missions, other.id) == [there]


async def test_open_missions_come_in_the_file_s_order(db: Database, garden: Garden) -> None:
    await db.run(plant_mission, garden, "zinnias")
    await db.run(plant_mission, garden, "paused", state=MissionState.PAUSED)
    await db.run(plant_mission, garden, "apples")

    assert [one.slug for one in await db.read(missions.open_missions, garden.id)] == ["zinnias", "apples"]
    assert len(await db.read(missions.list_missions, garden.id)) == 3


@pytest.mark.parametrize(
    ("state", "taken"),
    [
        (SignUpState.AWAITING_GUARDIAN, 1),
        (SignUpState.REQUESTED, 1),
        (SignUpState.CONFIRMED, 1),
        (SignUpState.DECLINED, 0),
        (SignUpState.WITHDRAWN, 0),
    ],
)
async def test_a_sign_up_that_holds_a_place_is_counted(
    db: Database, garden: Garden, state: SignUpState, taken: int
) -> None:
    mission = await db.run(plant_mission, garden)
    await db.run(plant_mission, garden, "another")
    ana = await db.run(meet, "Ana")
    made = await db.run(sign_up, ana, mission)
    await db.run(sign_ups.decide_sign_up, made.id, state, NOON)

    found = await db.read(missions.find_mission, mission.id)

    assert found is not None
    assert found.taken == taken


async def test_a_closed_mission_is_offered_no_more_and_keeps_its_people(db: Database, garden: Garden) -> None:
    mission = await db.run(plant_mission, garden)
    await db.run(sign_up, await db.run(meet, "Ana"), mission)

    closed = await db.run(missions.close_mission, mission.id)
    again = await db.run(missions.close_mission, mission.id)

    assert (closed, again) == (True, False)
    assert await db.read(missions.open_missions, garden.id) == []
    assert len(await db.read(sign_ups.sign_ups_of_mission, mission.id)) == 1


async def test_a_locked_mission_tells_its_places(db: Database, garden: Garden) -> None:
    mission = await db.run(plant_mission, garden)
    await db.run(sign_up, await db.run(meet, "Ana"), mission)

    def places_left(tx: Transaction) -> int | None:
        held = missions.lock_mission(tx, mission.id)
        return held.places_left if held else None

    assert await db.run(places_left) == 1
