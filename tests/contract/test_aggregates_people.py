import pytest
from sqlalchemy import func, select

from bot.domain.garden import Garden
from bot.domain.person import Level, Person, Role, Skill
from bot.domain.said import Said
from bot.storage import (
    assignments,
    audit,
    charters,
    instances,
    invitations,
    people,
    profiles,
    referents,
    roles,
    sign_ups,
    threads,
    wishes,
)
from bot.storage.database import Database, Transaction
from bot.storage.tables import metadata
from tests.contract.rows import NOON
from tests.contract.values import (
    ARTICLES,
    HOUR,
    QUESTIONS,
    meet,
    plant_garden,
    plant_mission,
    plant_referent,
    profile_of,
    sign_up,
)


@pytest.fixture
async def garden(db: Database) -> Garden:
    return await db.run(plant_garden)


@pytest.fixture
async def ana(db: Database) -> Person:
    return await db.run(meet, "Ana", 5_000_000_000)


async def test_a_person_is_found_by_their_account(db: Database, ana: Person) -> None:
    assert await db.read(people.find_by_telegram_id, 5_000_000_000) == ana
    assert await db.read(people.find_by_telegram_id, 1) is None
    assert await db.read(people.find_person, ana.id) == ana


async def test_a_person_without_telegram_is_reached_in_another_way(db: Database, garden: Garden) -> None:
    jean = await db.run(
        people.add_person, name="Jean", language="fr", now=NOON, reach="06 39 98 00 00", garden_id=garden.id
    )

    assert (jean.telegram_id, jean.reachable, jean.reach, jean.garden_id) == (
        None,
        False,
        "06 39 98 00 00",
        garden.id,
    )
    await db.run(people.touch_seen, jean.id, NOON)
    found = await db.read(people.find_person, jean.id)
    assert found == jean


async def test_what_a_person_changes_is_kept(db: Database, garden: Garden, ana: Person) -> None:
    await db.run(people.set_name, ana.id, "Ana-Maria")
    await db.run(people.set_language, ana.id, "en")
    await db.run(people.set_garden, ana.id, garden.id)
    await db.run(people.set_reachable, ana.id, False)

    found = await db.read(people.find_person, ana.id)

    assert found is not None
    assert (found.name, found.language, found.garden_id, found.reachable) == (
        "Ana-Maria",
        "en",
        garden.id,
        False,
    )


async def test_who_writes_again_can_be_reached_again(db: Database, ana: Person) -> None:
    await db.run(people.set_reachable, ana.id, False)

    await db.run(people.touch_seen, ana.id, NOON + HOUR)

    found = await db.read(people.find_person, ana.id)
    assert found is not None
    assert found.reachable
    assert await db.read(people.last_seen, ana.id) == NOON + HOUR


async def test_roles_belong_to_one_garden(db: Database, garden: Garden, ana: Person) -> None:
    other = await db.run(plant_garden, "autre")

    given = await db.run(roles.add_role, ana.id, garden.id, Role.COORDINATOR, NOON)
    again = await db.run(roles.add_role, ana.id, garden.id, Role.COORDINATOR, NOON)
    await db.run(roles.add_role, ana.id, garden.id, Role.VOLUNTEER, NOON)

    assert (given, again) == (True, False)
    assert await db.read(roles.roles_of, ana.id, garden.id) == {Role.COORDINATOR, Role.VOLUNTEER}
    assert await db.read(roles.roles_of, ana.id, other.id) == frozenset()
    assert await db.read(roles.has_role, ana.id, garden.id, Role.REFERENT, Role.COORDINATOR)
    assert not await db.read(roles.has_role, ana.id, other.id, Role.COORDINATOR)
    assert await db.read(roles.coordinators, garden.id) == [ana]
    assert await db.run(roles.remove_role, ana.id, garden.id, Role.COORDINATOR)
    assert not await db.run(roles.remove_role, ana.id, garden.id, Role.COORDINATOR)
    assert await db.read(roles.people_with_role, garden.id, Role.COORDINATOR) == []


async def test_a_consent_keeps_its_first_date(db: Database, garden: Garden, ana: Person) -> None:
    await db.run(roles.record_consent, ana.id, garden.id, "profile", NOON)
    await db.run(roles.record_consent, ana.id, garden.id, "profile", NOON + HOUR)

    assert await db.read(roles.consent_given_at, ana.id, garden.id, "profile") == NOON
    assert await db.read(roles.consent_given_at, ana.id, garden.id, "photos") is None


async def test_a_profile_comes_back_as_it_was_saved(db: Database, garden: Garden, ana: Person) -> None:
    profile = profile_of(ana, garden)

    await db.run(profiles.save_profile, profile, NOON)

    assert await db.read(profiles.find_profile, ana.id, garden.id) == profile


async def test_an_edited_profile_drops_what_was_unticked(db: Database, garden: Garden, ana: Person) -> None:
    await db.run(profiles.save_profile, profile_of(ana, garden), NOON)
    edited = profile_of(
        ana,
        garden,
        motivations=frozenset(),
        skills={Skill.COOKING: Level.DID_IT},
        languages=frozenset({"fr"}),
        max_km=None,
    )

    await db.run(profiles.save_profile, edited, NOON + HOUR)

    assert await db.read(profiles.find_profile, ana.id, garden.id) == edited


async def test_a_parent_s_agreement_is_recorded_once(db: Database, garden: Garden, ana: Person) -> None:
    await db.run(profiles.save_profile, profile_of(ana, garden), NOON)

    first = await db.run(profiles.record_guardian_agreement, ana.id, garden.id, ana.id, NOON)
    again = await db.run(profiles.record_guardian_agreement, ana.id, garden.id, ana.id, NOON + HOUR)

    found = await db.read(profiles.find_profile, ana.id, garden.id)
    assert (first, again) == (True, False)
    assert found is not None
    assert found.guardian_agreed_at == NOON


def live_a_full_life(tx: Transaction, garden: Garden, person: Person) -> None:
    """Leave a row about this person wherever the schema has room for one."""
    mission, referent = plant_mission(tx, garden), plant_referent(tx, garden)
    roles.add_role(tx, person.id, garden.id, Role.VOLUNTEER, NOON)
    roles.add_role(tx, person.id, garden.id, Role.REFERENT, NOON)
    roles.record_consent(tx, person.id, garden.id, "profile", NOON)
    profiles.save_profile(tx, profile_of(person, garden), NOON)
    charter, _ = charters.save_charter(tx, garden.id, ARTICLES, QUESTIONS, NOON)
    charters.record_acceptance(tx, person.id, charter.id, NOON)
    made = sign_up(tx, person, mission)
    assignments.add_assignment(
        tx,
        garden_id=garden.id,
        sign_up_id=made.id,
        person_id=person.id,
        referent_id=referent.id,
        now=NOON,
    )
    wishes.add_wish(tx, garden.id, person.id, "beekeeping", NOON)
    threads.add_thread(tx, garden.id, person.id, Said("May I call you?"), NOON)
    instances.add_instance(tx, instances.InstanceKey(garden.id, 7, person.id, "onboarding"), {}, NOON)
    referents.link_person(tx, referent.id, person.id)
    invitations.create_invitation(
        tx,
        garden_id=garden.id,
        purpose=invitations.Purpose.REFERENT,
        subject_id=referent.id,
        created_by=person.id,
        now=NOON,
        expires_at=NOON + HOUR,
    )
    audit.note(tx, garden_id=garden.id, actor_id=person.id, action="taken", subject="1", details={}, now=NOON)


def rows_about(tx: Transaction, person: Person) -> dict[str, int]:
    """How many rows of each table speak of a person, the nameless audit trail excepted."""
    about: dict[str, int] = {}
    for table in metadata.sorted_tables:
        for column in table.c:
            if any(key.column.table.name == "people" for key in column.foreign_keys):
                count = select(func.count()).select_from(table).where(column == person.id)
                found = tx.connection.execute(count).scalar_one()
                about[table.name] = about.get(table.name, 0) + found
    return {name: count for name, count in about.items() if count}


async def test_an_erased_person_leaves_no_row_behind(db: Database, garden: Garden, ana: Person) -> None:
    await db.run(live_a_full_life, garden, ana)
    assert len(await db.read(rows_about, ana)) >= 11

    erased = await db.run(people.erase_person, ana.id)
    again = await db.run(people.erase_person, ana.id)

    assert (erased, again) == (True, False)
    assert await db.read(rows_about, ana) == {}
    assert await db.read(people.find_person, ana.id) is None


async def test_a_referent_erased_as_a_person_stands_unlinked(
    db: Database, garden: Garden, ana: Person
) -> None:
    await db.run(live_a_full_life, garden, ana)

    await db.run(people.erase_person, ana.id)

    (referent,) = await db.read(referents.list_referents, garden.id)
    assert (referent.person_id, referent.reachable, referent.load) == (None, False, 0)


async def test_the_number_of_an_erased_person_is_never_given_again(db: Database, ana: Person) -> None:
    await db.run(people.erase_person, ana.id)

    badr = await db.run(meet, "Badr")

    assert badr.id != ana.id


async def test_who_leaves_one_garden_keeps_their_account_and_the_other_garden(
    db: Database, garden: Garden, ana: Person
) -> None:
    other = await db.run(plant_garden, "autre")
    await db.run(live_a_full_life, garden, ana)
    await db.run(live_a_full_life, other, ana)

    await db.run(people.erase_volunteer, ana.id, garden.id)

    assert await db.read(people.find_person, ana.id) == ana
    assert await db.read(roles.roles_of, ana.id, garden.id) == {Role.REFERENT}
    assert await db.read(profiles.find_profile, ana.id, garden.id) is None
    assert await db.read(charters.acceptance_of, ana.id, garden.id) is None
    assert await db.read(sign_ups.open_sign_ups, ana.id, garden.id) == []
    assert await db.read(threads.open_threads, garden.id) == []
    assert await db.read(instances.instances_under_way, ana.id, garden.id) == []
    assert await db.read(profiles.find_profile, ana.id, other.id) is not None
    assert len(await db.read(sign_ups.open_sign_ups, ana.id, other.id)) == 1
