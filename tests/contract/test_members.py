"""Points and members as the database keeps them: closed and left, never deleted; joined to one account each."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.garden import Garden
from bot.domain.member import Member
from bot.domain.person import Person
from bot.domain.point import Delivery, PointId
from bot.storage import members, people, points, referents
from bot.storage.database import Database, Transaction
from bot.storage.members import Which, listed_values
from bot.storage.saving import Change
from tests.contract.basket_values import a_point, enrol, listed, plant_point
from tests.contract.rows import NOON
from tests.contract.values import HOUR, meet, plant_garden, plant_referent, words


@pytest.fixture
async def garden(db: Database) -> Garden:
    return await db.run(plant_garden)


@pytest.fixture
async def ana(db: Database) -> Person:
    return await db.run(meet, "Ana", 7)


async def of_garden(db: Database, garden: Garden) -> dict[str, Member]:
    return {one.key: one for one in await db.read(members.members_of_garden, garden.id)}


async def test_a_point_comes_back_as_it_was_saved(db: Database, garden: Garden) -> None:
    wanted = a_point(garden, access=words("Côté fontaine"), capacity=60, at_garden=True)

    number, change = await db.run(points.save_point, wanted)
    again = await db.run(points.save_point, wanted)

    assert change is Change.CREATED
    assert again == (number, Change.UNCHANGED)
    assert await db.read(points.find_point, number) == replace(wanted, id=number)


async def test_a_point_gone_from_the_file_is_closed_until_it_is_named_again(
    db: Database, garden: Garden
) -> None:
    for slug in ("halle", "gare"):
        await db.run(plant_point, garden, slug)

    closed = await db.run(points.close_points_but, garden.id, ["halle"], NOON)

    assert closed == 1
    assert [one.slug for one in await db.read(points.list_points, garden.id)] == ["halle"]
    both = await db.read(lambda tx: points.list_points(tx, garden.id, closed_too=True))
    assert [(one.slug, one.closed) for one in both] == [("halle", False), ("gare", True)]
    await db.run(plant_point, garden, "gare")
    assert len(await db.read(points.list_points, garden.id)) == 2


async def test_the_keeper_of_a_point_is_whoever_the_referent_turns_out_to_be(
    db: Database, garden: Garden, ana: Person
) -> None:
    referent = await db.run(plant_referent, garden)
    number = await db.run(lambda tx: plant_point(tx, garden, referent_id=referent.id))

    before = await db.read(points.find_point, number)
    await db.run(referents.link_person, referent.id, ana.id)
    after = await db.read(points.find_point, number)

    assert before is not None
    assert after is not None
    assert (before.keeper_id, after.keeper_id) == (None, ana.id)
    assert [one.id for one in await db.read(points.points_kept_by, garden.id, ana.id)] == [number]


async def test_the_calendar_is_written_only_where_it_differs(db: Database, garden: Garden) -> None:
    rest = Delivery(date(2026, 12, 24), date(2027, 1, 3), reason=words("Repos"))
    moved = Delivery(date(2026, 5, 14), date(2026, 5, 14), date(2026, 5, 15), words("Férié"))

    first = await db.run(points.replace_deliveries, garden.id, [rest, moved])
    again = await db.run(points.replace_deliveries, garden.id, [moved, rest])

    assert (first, again) == (True, False)
    assert await db.read(points.deliveries_of, garden.id) == [moved, rest]


async def test_members_are_changed_by_the_row_and_keep_their_account(
    db: Database, garden: Garden, ana: Person
) -> None:
    point_id = await db.run(enrol, garden, ["1", "2"])
    member = (await of_garden(db, garden))["1"]
    await db.run(members.join_member, member.id, ana.id)

    row = {**listed_values(member), "name": "Foyer Roux", "rhythm": "odd", "until": date(2026, 12, 31)}
    await db.run(members.change_members, {member.id: row}, NOON + HOUR)

    changed = (await of_garden(db, garden))["1"]
    assert (changed.name, changed.rhythm.value, changed.until) == ("Foyer Roux", "odd", date(2026, 12, 31))
    assert (changed.person_id, changed.point_id) == (ana.id, point_id)
    assert listed_values(changed) == row
    assert await db.read(members.member_of_person, garden.id, ana.id) == changed


async def test_who_left_is_in_no_list_and_is_back_once_named_again(db: Database, garden: Garden) -> None:
    await db.run(enrol, garden, ["1", "2", "3"])
    known = await of_garden(db, garden)

    left = await db.run(members.note_left, {known["1"].id, known["2"].id}, NOON)
    again = await db.run(members.note_left, {known["1"].id}, NOON)

    assert (left, again) == (2, 0)
    present = await db.read(members.list_members, Which(garden.id), 10)
    assert [one.key for one in present] == ["3"]
    await db.run(members.change_members, {known["1"].id: listed_values(known["1"])}, NOON + HOUR)
    assert await db.read(members.count_members, Which(garden.id)) == 2


async def test_lists_can_be_of_one_point_and_of_those_without_an_account(
    db: Database, garden: Garden, ana: Person
) -> None:
    halle = await db.run(enrol, garden, ["1", "2"])
    gare = await db.run(plant_point, garden, "gare")
    await db.run(members.add_members, garden.id, [listed("3", gare)], NOON)
    await db.run(members.join_member, (await of_garden(db, garden))["1"].id, ana.id)

    async def keys(point_id: PointId | None, only_unjoined: bool = False) -> list[str]:
        found = await db.read(members.list_members, Which(garden.id, point_id, only_unjoined), 10)
        return [one.key for one in found]

    assert (await keys(None), await keys(halle), await keys(gare)) == (["1", "2", "3"], ["1", "2"], ["3"])
    assert (await keys(None, True), await keys(halle, True)) == (["2", "3"], ["2"])


async def test_one_account_is_one_member_of_a_garden(db: Database, garden: Garden, ana: Person) -> None:
    await db.run(enrol, garden, ["1", "2"])
    known = await of_garden(db, garden)
    await db.run(members.join_member, known["1"].id, ana.id)

    with pytest.raises(IntegrityError):
        await db.run(members.join_member, known["2"].id, ana.id)


async def test_an_erased_person_leaves_the_member_without_an_account(
    db: Database, garden: Garden, ana: Person
) -> None:
    await db.run(enrol, garden, ["1"])
    await db.run(members.join_member, (await of_garden(db, garden))["1"].id, ana.id)

    await db.run(people.erase_person, ana.id)

    assert (await of_garden(db, garden))["1"].person_id is None


async def test_members_are_found_by_their_phone_while_they_have_not_left(
    db: Database, garden: Garden
) -> None:
    point_id = await db.run(plant_point, garden)
    rows = [listed(key, point_id, phone=phone) for key, phone in (("1", "+33612345678"), ("2", ""))]
    await db.run(members.add_members, garden.id, rows, NOON)

    async def found(phone: str) -> list[str]:
        return [one.key for one in await db.read(members.members_with_phone, garden.id, phone)]

    assert await found("+33612345678") == ["1"]
    assert await found("") == []
    await db.run(members.note_left, {(await of_garden(db, garden))["1"].id}, NOON)
    assert await found("+33612345678") == []


async def test_who_left_long_ago_is_forgotten(db: Database, garden: Garden) -> None:
    await db.run(enrol, garden, ["1", "2", "3"])
    known = await of_garden(db, garden)
    await db.run(members.note_left, {known["1"].id}, NOON - timedelta(days=800))
    await db.run(members.note_left, {known["2"].id}, NOON)

    forgotten = await db.run(members.erase_left_before, garden.id, NOON - timedelta(days=700))

    assert forgotten == 1
    assert set(await of_garden(db, garden)) == {"2", "3"}


async def test_a_garden_keeps_thousands_in_few_statements(db: Database, garden: Garden) -> None:
    def fill(tx: Transaction) -> None:
        enrol(tx, garden, [str(number) for number in range(1200)])

    await db.run(fill)
    known = await of_garden(db, garden)

    assert await db.run(members.note_left, {one.id for one in known.values()}, NOON) == 1200
