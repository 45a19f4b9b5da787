from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.garden import Garden
from bot.domain.person import Person
from bot.engine.state import Status
from bot.storage import instances
from bot.storage.database import Database
from bot.storage.instances import InstanceKey
from tests.contract.rows import NOON
from tests.contract.values import HOUR, meet, plant_garden


@pytest.fixture
async def garden(db: Database) -> Garden:
    return await db.run(plant_garden)


@pytest.fixture
async def ana(db: Database) -> Person:
    return await db.run(meet, "Ana", 7)


@pytest.fixture
async def key(garden: Garden, ana: Person) -> InstanceKey:
    return InstanceKey(garden.id, 7, ana.id, "onboarding")


async def test_an_instance_comes_back_with_its_state(db: Database, key: InstanceKey) -> None:
    state = {"answers": [["name", "", "Ana"], ["skills", "", ["cooking"]]], "at": None}

    made = await db.run(instances.add_instance, key, state, NOON, visit=3)

    assert (made.key, made.state, made.visit, made.status) == (key, state, 3, Status.OPEN)
    assert (made.shown, made.nudges) == (None, True)
    assert await db.read(instances.find_instance, made.id) == made
    assert await db.run(instances.lock_instance, made.id) == made
    assert await db.read(instances.find_under_way, key) == made


async def test_a_key_has_one_instance_under_way(db: Database, key: InstanceKey) -> None:
    await db.run(instances.add_instance, key, {}, NOON)

    with pytest.raises(IntegrityError):
        await db.run(instances.add_instance, key, {}, NOON)


async def test_another_topic_or_subject_is_another_instance(db: Database, key: InstanceKey) -> None:
    made = await db.run(instances.add_instance, key, {}, NOON)
    in_topic = await db.run(instances.add_instance, replace(key, thread_id=5), {}, NOON)
    about_mission = await db.run(instances.add_instance, replace(key, subject="12"), {}, NOON)

    assert len({made.id, in_topic.id, about_mission.id}) == 3
    assert await db.read(instances.find_under_way, replace(key, subject="12")) == about_mission


async def test_saving_moves_the_state_and_leaves_what_is_shown(db: Database, key: InstanceKey) -> None:
    made = await db.run(instances.add_instance, key, {"n": 1}, NOON)
    await db.run(instances.set_shown, made.id, {"message_id": 44, "visit": 0})

    saved = await db.run(instances.save_instance, made.id, NOON + HOUR, state={"n": 2}, visit=1)

    assert (saved.state, saved.visit, saved.updated_at) == ({"n": 2}, 1, NOON + HOUR)
    assert saved.shown == {"message_id": 44, "visit": 0}


async def test_what_is_shown_can_be_taken_away(db: Database, key: InstanceKey) -> None:
    made = await db.run(instances.add_instance, key, {}, NOON)
    await db.run(instances.set_shown, made.id, {"message_id": 44})

    await db.run(instances.set_shown, made.id, None)

    found = await db.read(instances.find_instance, made.id)
    assert found is not None
    assert found.shown is None


async def test_typed_words_go_to_the_one_brought_forward_last(db: Database, key: InstanceKey) -> None:
    onboarding = await db.run(instances.add_instance, key, {}, NOON)
    profile = await db.run(instances.add_instance, replace(key, conversation="profile"), {}, NOON)
    assert await db.read(instances.foreground, 7, key.person_id) == profile

    await db.run(instances.bring_forward, onboarding.id, NOON)

    front = await db.read(instances.foreground, 7, key.person_id)
    assert front is not None
    assert front.id == onboarding.id


async def test_the_foreground_is_each_person_s_own(db: Database, key: InstanceKey) -> None:
    badr = await db.run(meet, "Badr", 8)
    await db.run(instances.add_instance, key, {}, NOON)

    assert await db.read(instances.foreground, 7, badr.id) is None
    assert await db.read(instances.foreground, 8, key.person_id) is None
    assert await db.read(instances.foreground, 7, key.person_id, 5) is None


async def test_an_instance_put_off_takes_no_words_until_brought_back(db: Database, key: InstanceKey) -> None:
    made = await db.run(instances.add_instance, key, {}, NOON)

    later = await db.run(instances.end_instance, made.id, Status.LATER, NOON)
    assert later.is_under_way
    assert await db.read(instances.foreground, 7, key.person_id) is None
    assert await db.read(instances.find_under_way, key) == later

    back = await db.run(instances.bring_forward, made.id, NOON)
    assert back.status is Status.OPEN
    assert await db.read(instances.foreground, 7, key.person_id) == back


@pytest.mark.parametrize("status", [Status.DONE, Status.CANCELLED, Status.REFUSED])
async def test_an_ended_instance_makes_room_for_a_new_one(
    db: Database, key: InstanceKey, status: Status
) -> None:
    made = await db.run(instances.add_instance, key, {}, NOON)

    ended = await db.run(instances.end_instance, made.id, status, NOON)

    assert not ended.is_under_way
    assert await db.read(instances.find_under_way, key) is None
    assert (await db.run(instances.add_instance, key, {}, NOON)).id != made.id


async def test_what_is_under_way_comes_newest_first_without_what_has_ended(
    db: Database, key: InstanceKey
) -> None:
    first = await db.run(instances.add_instance, key, {}, NOON)
    busy = await db.run(instances.add_instance, replace(key, subject="busy"), {}, NOON)
    last = await db.run(instances.add_instance, replace(key, subject="last"), {}, NOON)
    ended = await db.run(instances.add_instance, replace(key, subject="ended"), {}, NOON)
    await db.run(instances.save_instance, busy.id, NOON + HOUR, state={}, visit=0)
    await db.run(instances.end_instance, ended.id, Status.DONE, NOON)

    under_way = await db.read(instances.instances_under_way, key.person_id, key.garden_id)

    assert [one.id for one in under_way] == [busy.id, last.id, first.id]


async def test_nudges_are_stopped_for_good(db: Database, key: InstanceKey) -> None:
    made = await db.run(instances.add_instance, key, {}, NOON)

    await db.run(instances.stop_nudges, made.id)

    found = await db.read(instances.find_instance, made.id)
    assert found is not None
    assert not found.nudges
