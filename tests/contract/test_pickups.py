"""Baskets of the coming weeks: planned once for everybody in chunks, in line with the calendar, never over a choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.clock import SetClock
from bot.delivery.timers import LookFirst, Timers
from bot.domain.basket import Away, BasketRules, Unclaimed
from bot.domain.garden import Garden
from bot.domain.member import Member
from bot.domain.pickup import Pickup, PickupAnswer, PickupState
from bot.domain.point import Delivery
from bot.domain.text import Words
from bot.storage import holidays, members, pickups, points
from bot.storage.database import Database
from bot.storage.timers import due_timers
from bot.usecases.pickups import weeks
from bot.usecases.pickups.kept import kept_at, kept_for
from bot.usecases.pickups.placing import WEEKS
from bot.usecases.pickups.weeks import PICKUPS, find_chunk, plan_soon, write_chunk
from tests.contract.basket_values import enrol, listed, plant_point
from tests.contract.values import plant_garden

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
THURSDAYS = [date(2026, 3, 5) + timedelta(weeks=number) for number in range(WEEKS)]


@pytest.fixture
async def garden(db: Database) -> Garden:
    return await db.run(plant_garden)


async def planned(db: Database, garden: Garden, now: datetime = MONDAY) -> dict[str, list[Pickup]]:
    """Plan until nothing is due; everybody's baskets by the household's key."""
    await db.run(plan_soon, garden.id, now)
    timers = Timers(db, {PICKUPS: LookFirst(find_chunk, write_chunk)}, SetClock(now))
    while await timers.fire():
        pass
    everybody = await db.read(members.members_of_garden, garden.id)
    found = await db.read(pickups.pickups_since, [one.id for one in everybody], date(2026, 1, 1))
    return {one.key: found.get(one.id, []) for one in everybody}


async def household(db: Database, garden: Garden, key: str) -> Member:
    return next(one for one in await db.read(members.members_of_garden, garden.id) if one.key == key)


async def test_everybody_has_a_basket_in_each_coming_week_and_planning_twice_changes_nothing(
    db: Database, garden: Garden, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weeks, "CHUNK", 3)
    await db.run(enrol, garden, [str(number) for number in range(10)])

    first = await planned(db, garden)
    second = await planned(db, garden)

    assert {tuple(one.day for one in theirs) for theirs in first.values()} == {tuple(THURSDAYS)}
    assert len(first) == 10
    assert second == first


async def test_where_very_much_changes_fewer_members_are_put_right_at_once_and_none_is_left_out(
    db: Database, garden: Garden, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weeks, "CHANGES", 7)
    await db.run(enrol, garden, [str(number) for number in range(5)])
    await planned(db, garden)
    closed = Delivery(THURSDAYS[0], THURSDAYS[-1], None, Words({}))
    await db.run(points.replace_deliveries, garden.id, [closed])

    await db.run(plan_soon, garden.id, MONDAY)
    (timer,) = await db.read(due_timers, MONDAY, 10)
    found = await db.read(find_chunk, timer, MONDAY)
    theirs = await planned(db, garden)

    assert len(found.members) == 2, "as many as it takes to come to seven"
    assert found.goes_on
    assert {(one.state, one.version) for some in theirs.values() for one in some} == {
        (PickupState.CANCELLED, 1)
    }


async def test_after_the_clock_change_the_point_opens_at_the_same_hour(db: Database, garden: Garden) -> None:
    await db.run(enrol, garden, ["1"])

    theirs = (await planned(db, garden))["1"]

    assert {one.opens_at.astimezone(garden.zone).time() for one in theirs} == {time(17)}
    assert {one.opens_at.hour for one in theirs} == {15, 16}, "UTC, before and after 29 March"


async def test_a_changed_calendar_moves_baskets_and_a_break_cancels_them(
    db: Database, garden: Garden
) -> None:
    await db.run(enrol, garden, ["1"])
    await planned(db, garden)
    moved = Delivery(date(2026, 3, 12), date(2026, 3, 12), date(2026, 3, 13), Words({}))
    closed = Delivery(date(2026, 3, 16), date(2026, 3, 22), None, Words({}))
    await db.run(points.replace_deliveries, garden.id, [moved, closed])

    theirs = (await planned(db, garden))["1"]

    assert [one.day.day for one in theirs] == [5, 13, 19, 26, 2]
    assert [one.state is PickupState.CANCELLED for one in theirs] == [False, False, True, False, False]


async def test_a_basket_moved_into_the_next_week_is_still_there_that_week(
    db: Database, garden: Garden
) -> None:
    await db.run(enrol, garden, ["1"])
    moved = Delivery(date(2026, 3, 5), date(2026, 3, 5), date(2026, 3, 10), Words({}))
    await db.run(points.replace_deliveries, garden.id, [moved])
    await planned(db, garden)

    theirs = (await planned(db, garden, MONDAY + timedelta(weeks=1)))["1"]

    assert [one.day.day for one in theirs][:2] == [10, 12]


async def test_the_calendar_moves_an_answered_basket_too_and_one_put_elsewhere_as_its_point_opens(
    db: Database, garden: Garden
) -> None:
    """Whoever had said "I am coming" stayed on the old day."""
    await db.run(enrol, garden, ["1", "2"])
    first = await planned(db, garden)
    station = await db.run(plant_point, garden, "gare", weekday=3)

    def choose(tx):  # type: ignore[no-untyped-def]
        coming, elsewhere = first["1"][0], first["2"][0]
        pickups.change_pickup(tx, coming.id, MONDAY, answer=PickupAnswer.COMING.value)
        pickups.change_pickup(tx, elsewhere.id, MONDAY, point_id=station, day=date(2026, 3, 4))
        thursday = Delivery(date(2026, 3, 5), date(2026, 3, 5), date(2026, 3, 6), Words({}))
        wednesday = Delivery(date(2026, 3, 4), date(2026, 3, 4), None, Words({}))
        points.replace_deliveries(tx, garden.id, [wednesday, thursday])

    await db.run(choose)
    theirs = await planned(db, garden)

    coming, elsewhere = theirs["1"][0], theirs["2"][0]
    assert coming.day == date(2026, 3, 6)
    assert (elsewhere.day, elsewhere.state) == (date(2026, 3, 4), PickupState.CANCELLED)


async def test_what_a_member_changed_is_never_planned_over(db: Database, garden: Garden) -> None:
    await db.run(enrol, garden, ["1"])
    first = (await planned(db, garden))["1"][1]
    station = await db.run(plant_point, garden, "gare", weekday=5)

    def go(tx):  # type: ignore[no-untyped-def]
        pickups.change_pickup(tx, first.id, MONDAY, point_id=station, day=date(2026, 3, 13))

    await db.run(go)
    theirs = (await planned(db, garden))["1"]

    assert [(one.day.day, one.point_id == station) for one in theirs][:3] == [
        (5, False),
        (13, True),
        (19, False),
    ]


async def test_holidays_pause_baskets_and_after_the_cut_off_they_no_longer_do(
    db: Database, garden: Garden
) -> None:
    await db.run(enrol, garden, ["1"])
    await planned(db, garden)
    one = await household(db, garden, "1")
    await db.run(holidays.add_holiday, one.id, Away(date(2026, 3, 1), date(2026, 3, 14)))

    late = datetime(2026, 3, 4, 22, tzinfo=UTC)
    states = [one.state for one in (await planned(db, garden, late))["1"]]

    assert states[:3] == [PickupState.EXPECTED, PickupState.PAUSED, PickupState.EXPECTED]


async def test_after_the_cut_off_the_list_moves_only_what_is_not_prepared_yet(
    db: Database, garden: Garden
) -> None:
    """A basket left the list of the point where it stood for one that opens at another hour."""
    await db.run(enrol, garden, ["1"])
    mine = (await planned(db, garden))["1"][0]
    shop = await db.run(plant_point, garden, "boutique", opens=time(16))
    row = {**members.listed_values(await household(db, garden, "1")), "point_id": shop, "rhythm": "odd"}
    await db.run(members.change_members, {mine.member_id: row}, MONDAY)

    theirs = (await planned(db, garden, datetime(2026, 3, 4, 22, tzinfo=UTC)))["1"]

    assert [(one.point_id == shop, one.day.day) for one in theirs[:3]] == [(False, 5), (True, 12), (True, 26)]


async def test_who_left_the_list_has_no_basket_any_more_even_one_they_changed(
    db: Database, garden: Garden
) -> None:
    await db.run(enrol, garden, ["1", "2"])
    mine = (await planned(db, garden))["1"][0]
    await db.run(lambda tx: pickups.change_pickup(tx, mine.id, MONDAY, answer=PickupAnswer.LATE.value))
    await db.run(members.note_left, [mine.member_id], MONDAY)

    found = await planned(db, garden)

    assert (found["1"], len(found["2"])) == ([], WEEKS)


async def test_who_swapped_with_somebody_who_leaves_keeps_the_basket_they_agreed_on(
    db: Database, garden: Garden
) -> None:
    """They had none that week, and whoever left stood on a list."""
    await db.run(enrol, garden, ["1", "2", "3"])
    first = await planned(db, garden)
    mine, yours = first["1"][0], first["2"][0]

    def swap(tx):  # type: ignore[no-untyped-def]
        pickups.change_pickup(tx, mine.id, MONDAY, taken_by=yours.member_id)
        pickups.change_pickup(tx, yours.id, MONDAY, taken_by=mine.member_id)
        members.note_left(tx, [mine.member_id], MONDAY)

    await db.run(swap)
    found = await planned(db, garden)

    assert (found["1"], found["2"][1:]) == ([], first["2"][1:])
    assert (found["2"][0].id, found["2"][0].taken_by) == (mine.id, None)
    assert await db.read(pickups.find_pickup, yours.id) is None
    assert await planned(db, garden) == found
    await db.run(members.note_left, [yours.member_id], MONDAY)
    assert (await planned(db, garden))["2"] == []


async def test_where_baskets_are_kept_the_list_of_the_day_before_is_there_until_they_go(
    db: Database, garden: Garden
) -> None:
    await db.run(enrol, garden, ["1", "2"])
    one = (await planned(db, garden))["1"][0]
    keeping = replace(garden, rules=replace(garden.rules, baskets=BasketRules(unclaimed=Unclaimed.KEEP)))
    expected, left = PickupState.EXPECTED, PickupState.UNCLAIMED
    await db.run(lambda tx: pickups.close_point(tx, one.point_id, one.day, expected, left))

    def kept(of: Garden, hours: int) -> Callable[[Any], Any]:
        now = one.closes_at + timedelta(hours=hours)
        return lambda tx: (
            kept_at(tx, of, one.point_id, date(2026, 3, 6), now),
            kept_for(tx, of, one.member_id, now) is not None,
        )

    assert await db.read(kept(keeping, 16)) == (one.day, True)
    assert await db.read(kept(keeping, 25)) == (None, False)
    assert await db.read(kept(garden, 16)) == (None, False)


async def test_every_second_week_is_by_its_number(db: Database, garden: Garden) -> None:
    point = await db.run(plant_point, garden)
    rows = [listed("even", point, rhythm="even"), listed("odd", point, rhythm="odd")]
    await db.run(members.add_members, garden.id, rows, MONDAY)

    found = await planned(db, garden)

    assert [one.day.isocalendar().week for one in found["even"]] == [10, 12, 14]
    assert [one.day.isocalendar().week for one in found["odd"]] == [11, 13]
