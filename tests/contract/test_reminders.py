"""Reminders over both databases: each said exactly once, whatever moves, is wished, given up or slept through."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.local_time import at_local
from bot.domain.quiet import is_quiet
from bot.domain.reminding import DAY_BEFORE, TWO_HOURS_BEFORE, WEEK_BEFORE, Topic, Wishes
from bot.i18n import Catalogues
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Parcel
from bot.storage.tables import outbox
from bot.usecases.composing import compose_on_behalf
from bot.usecases.notify import ON_BEHALF
from bot.usecases.reminding.firing import REMINDER
from tests.contract.reminder_world import World, open_world
from tests.contract.shift_world import SATURDAY

PARIS, LORD_HOWE = ZoneInfo("Europe/Paris"), ZoneInfo("Australia/Lord_Howe")
DAY = timedelta(days=1)
SLOTS = (SATURDAY, SATURDAY + DAY, SATURDAY + timedelta(hours=5), SATURDAY + 3 * DAY)
"""Where the shift may be moved to; the clocks go forward between the first and the last."""
WISHED = (
    Wishes(),
    Wishes(rules={Topic.SHIFT: (DAY_BEFORE, TWO_HOURS_BEFORE)}, hour=time(12)),
    Wishes(rules={Topic.SHIFT: (WEEK_BEFORE,)}, weekdays=frozenset({1, 3, 5})),
    Wishes(stopped=frozenset({Topic.SHIFT})),
    Wishes(paused_until=date(2026, 3, 28)),
)
DEED = st.tuples(
    st.sampled_from(("move", "move", "wish", "zone", "book", "drop", "pass", "sleep")), st.integers(0, 20)
)
AWAY_AND_BACK = [("book", 0), ("pass", 20), ("move", 3), ("pass", 2), ("move", 0), ("pass", 20)]


@pytest.fixture
async def world(db: Database) -> World:
    return await open_world(db, SATURDAY)


@given(deeds=st.lists(DEED, min_size=1, max_size=25))
@example(deeds=AWAY_AND_BACK)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_happens_each_rule_is_said_at_most_once_for_an_occurrence_by_day_and_in_time(
    deeds: list[tuple[str, int]],
) -> None:
    async def play() -> None:
        db = await Database.open("sqlite:///:memory:")
        try:
            world = await open_world(db, SATURDAY)
            await world.books()
            for deed, amount in deeds:
                await act(world, deed, amount)
                assert_kept_their_word(world)
            await world.passes(timedelta(days=9))
            assert_kept_their_word(world)
        finally:
            await db.close()

    asyncio.run(play())


async def act(world: World, deed: str, amount: int) -> None:
    match deed:
        case "move":
            starts_at = SLOTS[amount % len(SLOTS)]
            if starts_at > world.now:
                await world.moves(starts_at)
        case "wish":
            await world.wishes(WISHED[amount % len(WISHED)])
        case "zone":
            await world.changes_zone((PARIS, LORD_HOWE)[amount % 2])
        case "book":
            await world.books()
        case "drop":
            await world.drops_out()
        case "sleep":
            await world.sleeps(timedelta(hours=amount))
        case _:
            await world.passes(timedelta(hours=3 * amount))


def assert_kept_their_word(world: World) -> None:
    said = Counter((one.subject, one.rule, one.occurs_at) for one in world.told)
    assert [one for one, times in said.items() if times > 1] == []
    quiet = world.there.garden.rules.quiet
    for one in world.told:
        assert one.at < one.occurs_at
    for one in world.told[-1:]:
        assert one.at != world.now or not is_quiet(one.at.astimezone(world.there.garden.zone).time(), quiet)


async def test_somebody_who_signed_up_is_reminded_the_day_before_at_six(world: World) -> None:
    await world.books()

    await world.passes(timedelta(days=6))

    assert [(one.rule, one.at) for one in world.told] == [("day", local(2026, 3, 27, 18))]


async def test_moved_away_and_back_before_it_was_said_it_is_said_once(world: World) -> None:
    await world.books()
    await world.moves(SATURDAY + 3 * DAY)
    await world.passes(timedelta(days=1))
    await world.moves(SATURDAY)

    await world.passes(timedelta(days=10))

    assert [(one.rule, one.at) for one in world.told] == [("day", local(2026, 3, 27, 18))]


async def test_moved_away_and_back_after_it_was_said_it_is_said_for_each_occurrence_once(
    world: World,
) -> None:
    await world.books()
    await world.passes(local(2026, 3, 27, 18) - world.now)
    await world.moves(SATURDAY + 3 * DAY)
    await world.passes(timedelta(hours=1))
    await world.moves(SATURDAY)

    await world.passes(timedelta(days=10))

    assert [one.occurs_at for one in world.told] == [SATURDAY]


async def test_moved_by_a_day_it_is_said_at_the_new_days_eve_in_summer_time(world: World) -> None:
    await world.books()
    await world.moves(SATURDAY + 2 * DAY)

    await world.passes(timedelta(days=10))

    assert [one.at for one in world.told] == [local(2026, 3, 29, 18)]
    assert local(2026, 3, 29, 18).hour == 16


async def test_whoever_drops_out_and_comes_back_is_reminded_once(world: World) -> None:
    await world.books()
    await world.drops_out()
    await world.books()

    await world.passes(timedelta(days=6))

    assert [one.rule for one in world.told] == ["day"]


async def test_whoever_drops_out_is_not_reminded(world: World) -> None:
    await world.books()
    await world.drops_out()

    await world.passes(timedelta(days=6))

    assert world.told == []


async def test_asleep_for_ten_hours_what_still_matters_is_said_in_the_morning(world: World) -> None:
    await world.moves(SATURDAY + timedelta(hours=5))
    await world.books()
    await world.passes(local(2026, 3, 27, 17) - world.now)

    await world.sleeps(timedelta(hours=10))
    assert world.told == []
    await world.passes(timedelta(hours=8))

    assert [one.at for one in world.told] == [local(2026, 3, 28, 9)]


async def test_asleep_for_ten_hours_what_is_past_is_not_said(world: World) -> None:
    await world.moves(local(2026, 3, 28, 7))
    await world.books()
    await world.passes(local(2026, 3, 27, 17) - world.now)

    await world.sleeps(timedelta(hours=10))
    await world.passes(timedelta(hours=12))

    assert world.told == []


async def test_a_garden_that_changes_its_zone_reminds_by_its_new_clocks(world: World) -> None:
    await world.books()
    await world.changes_zone(LORD_HOWE)

    await world.passes(timedelta(days=6))

    assert [one.at for one in world.told] == [at_local(date(2026, 3, 27), time(18), LORD_HOWE)]


async def test_a_shift_on_the_night_it_does_not_exist_is_reminded_of_once(world: World) -> None:
    await world.moves(at_local(date(2026, 3, 29), time(2, 30), PARIS))
    await world.books()

    await world.passes(timedelta(days=8))

    assert [one.at for one in world.told] == [local(2026, 3, 28, 18)]


async def test_what_was_owed_at_night_and_moved_meanwhile_is_not_said_of_the_old_time(world: World) -> None:
    await world.moves(SATURDAY + timedelta(hours=5))
    await world.books()
    await world.passes(local(2026, 3, 27, 17) - world.now)
    await world.sleeps(timedelta(hours=8))

    await world.moves(SATURDAY + 3 * DAY)
    await world.passes(timedelta(days=8))

    assert [one.occurs_at for one in world.told] == [SATURDAY + 3 * DAY]


@pytest.mark.parametrize("arrives", [True, False], ids=["and arrives", "and is held back"])
async def test_a_reminder_on_its_way_while_its_shift_moves_and_moves_back_is_said_once(
    world: World, arrives: bool
) -> None:
    at = SATURDAY + timedelta(hours=5)
    await world.moves(at)
    await world.books()
    on_its_way = await world.reaches_the_line(local(2026, 3, 27, 18))
    await world.moves(at + DAY)
    if not arrives:
        await world.sends([on_its_way])
    await world.moves(at)
    await world.wishes(Wishes(hour=time(19)))
    if arrives:
        await world.arrived(on_its_way)

    await world.passes(timedelta(hours=30))

    assert [(one.rule, one.occurs_at) for one in world.told] == [("day", at)]


async def test_other_wishes_plan_everything_anew(world: World) -> None:
    await world.books()
    await world.wishes(Wishes(rules={Topic.SHIFT: (DAY_BEFORE, TWO_HOURS_BEFORE)}, hour=time(12)))
    await world.moves(SATURDAY + timedelta(hours=5))

    await world.passes(timedelta(days=6))

    assert [(one.rule, one.at) for one in world.told] == [
        ("day", local(2026, 3, 27, 12)),
        ("two_hours", SATURDAY + timedelta(hours=3)),
    ]


def local(year: int, month: int, day: int, hour: int) -> datetime:
    return at_local(date(year, month, day), time(hour), PARIS).astimezone(UTC)


async def test_after_three_unasked_messages_a_day_the_next_reminder_waits_for_the_morning(
    world: World,
) -> None:
    await world.wishes(Wishes(rules={Topic.SHIFT: (WEEK_BEFORE, DAY_BEFORE)}))
    await world.moves(SATURDAY + 3 * DAY)
    await world.books()
    await world.passes(local(2026, 3, 24, 17) - world.now)
    await world.was_told(3)

    await world.passes(timedelta(hours=5))
    assert world.told == []
    await world.passes(timedelta(hours=20))

    assert [one.at for one in world.told] == [local(2026, 3, 25, 9)]


async def test_a_reminder_that_would_be_too_late_tomorrow_goes_in_spite_of_the_cap(world: World) -> None:
    await world.moves(local(2026, 3, 28, 7))
    await world.books()
    await world.passes(local(2026, 3, 27, 17) - world.now)
    await world.was_told(3)

    await world.passes(timedelta(hours=3))

    assert [one.at for one in world.told] == [local(2026, 3, 27, 18)]


async def test_somebody_without_telegram_is_reminded_through_a_coordinator(world: World) -> None:
    await world.has_no_telegram()
    await world.books()

    await world.passes(timedelta(days=6))

    (told,) = await world.db.read(passed_on)
    assert "Person 0" in told
    assert "Le marché" in told


def passed_on(tx: Transaction) -> list[str]:
    """What whoever follows somebody without Telegram is asked to pass on of reminders."""
    rows = tx.connection.execute(select(outbox).where(outbox.c.kind == ON_BEHALF)).all()
    parcels = [Parcel.from_row(row) for row in rows if row.payload["kind"] == REMINDER]
    messages = [compose_on_behalf(tx, parcel) for parcel in parcels]
    speaker = Catalogues.load().speaker("en")
    return ["\n".join(map(speaker.plain, message.paragraphs)) for message in messages if message]
