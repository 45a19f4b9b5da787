import asyncio

import pytest

from bot.domain.garden import Garden
from bot.domain.mission import Mission, MissionId, SignUpState
from bot.domain.person import Person, PersonId
from bot.domain.referent import AssignmentState
from bot.domain.text import Listed, Text, say
from bot.storage import assignments, missions, sign_ups
from bot.storage.database import Database, Transaction
from tests.contract.rows import NOON
from tests.contract.values import (
    HOUR,
    meet,
    plant_garden,
    plant_mission,
    plant_referent,
    sign_up,
    words,
)


@pytest.fixture
async def garden(db: Database) -> Garden:
    return await db.run(plant_garden)


@pytest.fixture
async def mission(db: Database, garden: Garden) -> Mission:
    return await db.run(plant_mission, garden)


@pytest.fixture
async def ana(db: Database) -> Person:
    return await db.run(meet, "Ana", 7)


async def test_a_sign_up_comes_back_with_the_reasons_of_its_match(
    db: Database, garden: Garden, mission: Mission, ana: Person
) -> None:
    why: list[Text] = [say("Close to {town}", town="Sully"), Listed((words("Vendre"), "x"))]

    made = await db.run(
        sign_ups.add_sign_up,
        garden_id=garden.id,
        mission_id=mission.id,
        person_id=ana.id,
        state=SignUpState.REQUESTED,
        now=NOON,
        why=why,
    )

    assert made is not None
    assert (made.state, made.created_at, made.decided_at) == (SignUpState.REQUESTED, NOON, None)
    assert await db.read(sign_ups.find_sign_up, made.id) == made
    assert await db.read(sign_ups.reasons_of, made.id) == tuple(why)


async def test_nobody_holds_two_places_in_one_mission(db: Database, mission: Mission, ana: Person) -> None:
    first = await db.run(sign_up, ana, mission)

    again = await db.run(
        sign_ups.add_sign_up,
        garden_id=mission.garden_id,
        mission_id=mission.id,
        person_id=ana.id,
        state=SignUpState.CONFIRMED,
        now=NOON,
    )

    assert again is None
    assert await db.read(sign_ups.open_sign_ups, ana.id, mission.garden_id) == [first]


async def test_who_withdrew_can_sign_up_again(db: Database, mission: Mission, ana: Person) -> None:
    first = await db.run(sign_up, ana, mission)

    gone = await db.run(sign_ups.withdraw_sign_up, first.id, NOON + HOUR, reason="moving away")
    again = await db.run(sign_ups.withdraw_sign_up, first.id, NOON + HOUR)
    second = await db.run(sign_up, ana, mission)

    assert gone is not None
    assert (gone.state, gone.reason, gone.decided_at) == (SignUpState.WITHDRAWN, "moving away", NOON + HOUR)
    assert again is None
    assert second.id != first.id


async def test_requests_wait_in_the_order_they_came(db: Database, mission: Mission, ana: Person) -> None:
    badr = await db.run(meet, "Badr", 8)
    late, early = await db.run(sign_up, ana, mission), await db.run(sign_up, badr, mission)
    await db.run(sign_ups.decide_sign_up, late.id, SignUpState.REQUESTED, NOON)
    await db.run(sign_ups.decide_sign_up, early.id, SignUpState.REQUESTED, NOON)

    waiting = await db.read(sign_ups.waiting_sign_ups, mission.garden_id, SignUpState.REQUESTED)

    assert [one.id for one in waiting] == [late.id, early.id]
    assert await db.read(sign_ups.waiting_sign_ups, mission.garden_id, SignUpState.AWAITING_GUARDIAN) == []


async def test_a_decision_after_the_end_changes_nothing(db: Database, mission: Mission, ana: Person) -> None:
    made = await db.run(sign_up, ana, mission)
    await db.run(
        sign_ups.decide_sign_up, made.id, SignUpState.DECLINED, NOON, decided_by=ana.id, reason="full"
    )

    late = await db.run(sign_ups.decide_sign_up, made.id, SignUpState.CONFIRMED, NOON)

    found = await db.run(sign_ups.lock_sign_up, made.id)
    assert late is None
    assert found is not None
    assert (found.state, found.reason) == (SignUpState.DECLINED, "full")


def take_a_place(tx: Transaction, mission_id: MissionId, person_id: PersonId) -> bool:
    mission = missions.lock_mission(tx, mission_id)
    assert mission is not None
    if mission.is_full:
        return False
    made = sign_ups.add_sign_up(
        tx,
        garden_id=mission.garden_id,
        mission_id=mission_id,
        person_id=person_id,
        state=SignUpState.CONFIRMED,
        now=NOON,
    )
    return made is not None


async def test_eight_people_at_once_take_no_more_than_the_two_places(shared_url: str) -> None:
    one, two = await Database.open(shared_url, owner="one"), await Database.open(shared_url, owner="two")
    garden = await one.run(plant_garden)
    mission = await one.run(plant_mission, garden)
    crowd = [await one.run(meet, f"Person {number}") for number in range(8)]

    taken = await asyncio.gather(
        *(
            (one if number % 2 else two).run(take_a_place, mission.id, person.id)
            for number, person in enumerate(crowd)
        )
    )

    assert sorted(taken) == [False] * 6 + [True] * 2
    await one.close()
    await two.close()


async def test_an_assignment_goes_from_proposed_to_taken_once(
    db: Database, garden: Garden, mission: Mission, ana: Person
) -> None:
    referent = await db.run(plant_referent, garden)
    made = await db.run(sign_up, ana, mission)
    proposed = await db.run(
        assignments.add_assignment,
        garden_id=garden.id,
        sign_up_id=made.id,
        person_id=ana.id,
        referent_id=referent.id,
        now=NOON,
    )

    assert await db.read(assignments.pending_proposals, garden.id) == [proposed]
    reminded = await db.run(assignments.reach_round, proposed.id, 1)
    taken = await db.run(assignments.take_assignment, proposed.id, NOON + HOUR)
    again = await db.run(assignments.take_assignment, proposed.id, NOON + HOUR)

    assert reminded is not None
    assert reminded.rounds == 1
    assert taken is not None
    assert (taken.state, taken.taken_at, taken.rounds) == (AssignmentState.TAKEN, NOON + HOUR, 1)
    assert again is None
    assert await db.run(assignments.reach_round, proposed.id, 2) is None
    assert await db.read(assignments.pending_proposals, garden.id) == []
    assert await db.read(assignments.live_assignment, made.id) == taken
    assert await db.read(assignments.live_of_referent, referent.id) == [taken]
    assert await db.read(assignments.live_of_person, garden.id, ana.id) == [taken]


async def test_a_hand_over_ends_one_assignment_and_proposes_the_next(
    db: Database, garden: Garden, mission: Mission, ana: Person
) -> None:
    referent, other = await db.run(plant_referent, garden), await db.run(plant_referent, garden, "paloma")
    made = await db.run(sign_up, ana, mission)
    first = await db.run(
        assignments.add_assignment,
        garden_id=garden.id,
        sign_up_id=made.id,
        person_id=ana.id,
        referent_id=referent.id,
        now=NOON,
    )

    second = await db.run(assignments.hand_over, first.id, other.id, NOON + HOUR, rounds=2)
    again = await db.run(assignments.hand_over, first.id, other.id, NOON + HOUR)

    assert second is not None
    assert (second.referent_id, second.state, second.rounds) == (other.id, AssignmentState.PROPOSED, 2)
    assert again is None
    assert await db.read(assignments.live_of_referent, referent.id) == []
    history = await db.read(assignments.assignments_of_sign_up, made.id)
    assert [one.state for one in history] == [AssignmentState.HANDED_OVER, AssignmentState.PROPOSED]


async def test_when_everybody_is_full_nobody_is_proposed(
    db: Database, garden: Garden, mission: Mission, ana: Person
) -> None:
    made = await db.run(sign_up, ana, mission)

    waiting = await db.run(
        assignments.add_assignment,
        garden_id=garden.id,
        sign_up_id=made.id,
        person_id=ana.id,
        referent_id=None,
        now=NOON,
    )

    assert waiting.referent_id is None
    assert await db.read(assignments.pending_proposals, garden.id) == [waiting]
    ended = await db.run(assignments.end_assignment, waiting.id, NOON)
    assert ended is not None
    assert await db.read(assignments.live_assignment, made.id) is None
