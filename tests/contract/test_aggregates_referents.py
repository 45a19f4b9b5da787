from dataclasses import replace
from datetime import date

import pytest

from bot.domain.garden import Garden
from bot.domain.referent import Absence
from bot.storage import assignments, people, referents
from bot.storage.database import Database
from bot.storage.saving import Change
from tests.contract.rows import NOON
from tests.contract.values import HOUR, REFERENT, meet, plant_garden, plant_mission, plant_referent, sign_up


@pytest.fixture
async def garden(db: Database) -> Garden:
    return await db.run(plant_garden)


async def test_a_referent_comes_back_as_saved(db: Database, garden: Garden) -> None:
    stored = await db.run(plant_referent, garden)

    assert stored == replace(REFERENT, id=stored.id, garden_id=garden.id)
    assert await db.read(referents.find_referent_by_slug, garden.id, "anselme") == stored
    assert await db.read(referents.list_referents, garden.id) == [stored]


async def test_a_referent_without_chat_cannot_be_reached(db: Database, garden: Garden) -> None:
    stored = await db.run(plant_referent, garden)
    without_telegram = await db.run(meet, "Anselme")
    await db.run(referents.link_person, stored.id, without_telegram.id)

    found = await db.read(referents.find_referent, stored.id)

    assert found is not None
    assert (found.person_id, found.reachable) == (without_telegram.id, False)


async def test_a_linked_referent_is_reached_until_they_block_the_bot(db: Database, garden: Garden) -> None:
    stored = await db.run(plant_referent, garden)
    anselme = await db.run(meet, "Anselme", 77)
    await db.run(referents.link_person, stored.id, anselme.id)

    before = await db.read(referents.referent_of_person, garden.id, anselme.id)
    await db.run(people.set_reachable, anselme.id, False)
    after = await db.read(referents.referent_of_person, garden.id, anselme.id)

    assert before is not None
    assert after is not None
    assert (before.reachable, after.reachable) == (True, False)


async def test_saving_again_keeps_the_link_and_the_last_assignment(db: Database, garden: Garden) -> None:
    stored = await db.run(plant_referent, garden)
    anselme = await db.run(meet, "Anselme", 77)
    await db.run(referents.link_person, stored.id, anselme.id)
    await db.run(referents.touch_last_assigned, stored.id, NOON)

    saved = await db.run(referents.save_referent, replace(stored, capacity=9))

    found = await db.read(referents.find_referent, stored.id)
    assert saved == (stored.id, Change.UPDATED)
    assert found is not None
    assert (found.person_id, found.last_assigned_at, found.capacity) == (anselme.id, NOON, 9)


async def test_load_counts_people_not_sign_ups(db: Database, garden: Garden) -> None:
    stored = await db.run(plant_referent, garden)
    ana, badr = await db.run(meet, "Ana"), await db.run(meet, "Badr")
    first, second = await db.run(plant_mission, garden, "a"), await db.run(plant_mission, garden, "b")
    for person, mission in [(badr, first), (ana, first), (ana, second)]:
        made = await db.run(sign_up, person, mission)
        await db.run(
            assignments.add_assignment,
            garden_id=garden.id,
            sign_up_id=made.id,
            person_id=person.id,
            referent_id=stored.id,
            now=NOON,
        )

    full = await db.read(referents.find_referent, stored.id)
    (badrs, *_) = await db.read(assignments.live_of_referent, stored.id)
    await db.run(assignments.end_assignment, badrs.id, NOON)
    lighter = await db.read(referents.find_referent, stored.id)

    assert full is not None
    assert lighter is not None
    assert (full.load, lighter.load) == (2, 1)


async def test_absences_are_kept_in_order_and_replaced_whole(db: Database, garden: Garden) -> None:
    stored = await db.run(plant_referent, garden)
    winter = Absence(date(2026, 12, 24), date(2027, 1, 2))
    summer = Absence(date(2026, 8, 1), date(2026, 8, 15))

    await db.run(referents.add_absence, stored.id, winter)
    changed = await db.run(referents.save_absences, stored.id, [winter, summer])
    again = await db.run(referents.save_absences, stored.id, [summer, winter])

    found = await db.read(referents.find_referent, stored.id)
    assert found is not None
    assert (changed, again, found.absences) == (True, False, (summer, winter))
    assert found.is_absent(date(2026, 8, 15))
    assert not found.is_absent(date(2026, 8, 16))


async def test_a_deputy_is_named_once(db: Database, garden: Garden) -> None:
    stored, other = await db.run(plant_referent, garden), await db.run(plant_referent, garden, "paloma")

    named = await db.run(referents.set_deputy, stored.id, other.id)
    again = await db.run(referents.set_deputy, stored.id, other.id)
    removed = await db.run(referents.set_deputy, stored.id, None)

    assert (named, again, removed) == (True, False, True)


async def test_who_left_is_listed_no_more_and_comes_back_when_saved(db: Database, garden: Garden) -> None:
    stored = await db.run(plant_referent, garden)
    anselme = await db.run(meet, "Anselme", 77)
    await db.run(referents.link_person, stored.id, anselme.id)

    left = await db.run(referents.mark_left, stored.id, NOON)
    again = await db.run(referents.mark_left, stored.id, NOON + HOUR)

    assert (left, again) == (True, False)
    assert await db.read(referents.list_referents, garden.id) == []
    assert await db.read(referents.referent_of_person, garden.id, anselme.id) is None
    assert await db.run(referents.save_referent, stored) == (stored.id, Change.UPDATED)
    assert len(await db.run(referents.lock_referents, garden.id)) == 1
