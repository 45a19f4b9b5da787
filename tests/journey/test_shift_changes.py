"""Changes of one date: those of two minutes are one notice, which says what is other than people knew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.app import App
from bot.domain.shift import Shift
from bot.domain.text import Words
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.storage.database import Transaction
from bot.usecases.planning import cancel_shift, move_shift, note_weather
from tests.journey.seeding import is_welcomed
from tests.journey.shifts_there import a_shift, books, in_garden
from tests.journey.test_calls import plain

SATURDAY = datetime(2026, 3, 14, 8, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


async def ana_comes(app: App, emulator: Emulator, ana: Person) -> Shift:
    await is_welcomed(app, ana)
    shift = await a_shift(app, emulator, SATURDAY)
    await books(app, emulator, ana, shift)
    return shift


async def changes(app: App, emulator: Emulator, change: Callable[[Transaction], object]) -> None:
    await app.db.run(lambda tx: change(tx) and None)
    await emulator.settle()


def moving(shift: Shift, by: timedelta, emulator: Emulator) -> Callable[[Transaction], object]:
    return lambda tx: move_shift(
        tx, in_garden(tx), shift.id, shift.starts_at + by, shift.ends_at + by, emulator.now
    )


async def test_a_storm_of_changes_is_one_notice_with_what_changed_from_what_people_knew(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    shift = await ana_comes(app, emulator, ana)
    read = len(ana.messages)
    boots = Words({"en": "Boots, please"})

    for hours in (1, 5, 2):
        await changes(app, emulator, moving(shift, hours * HOUR, emulator))
        await emulator.advance(timedelta(seconds=30))
    await changes(app, emulator, lambda tx: note_weather(tx, in_garden(tx), shift.id, boots, emulator.now))
    assert len(ana.messages) == read
    await emulator.advance(2 * MINUTE)

    assert len(ana.messages) == read + 1
    told = plain(ana.screen.text)
    assert "“Market stall” has new hours" in told
    new, old = told.split("No longer:")
    assert "11:00" in new
    assert "Boots, please" in old
    assert "9:00" in old or "09:00" in old
    assert "to 14:00" in new
    assert "17:00" not in told


async def test_moved_and_put_right_at_once_nobody_hears_of_it(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    shift = await ana_comes(app, emulator, ana)
    read = len(ana.messages)

    await changes(app, emulator, moving(shift, HOUR, emulator))
    await changes(app, emulator, moving(shift, timedelta(), emulator))
    await emulator.advance(10 * MINUTE)

    assert len(ana.messages) == read


async def test_two_changes_far_apart_are_two_notices_each_from_what_was_told_before(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    shift = await ana_comes(app, emulator, ana)
    read = len(ana.messages)

    await changes(app, emulator, moving(shift, HOUR, emulator))
    await emulator.advance(5 * MINUTE)
    await changes(app, emulator, moving(shift, 3 * HOUR, emulator))
    await emulator.advance(5 * MINUTE)

    assert len(ana.messages) == read + 2
    assert "10:00" in plain(ana.screen.text).split("No longer:")[1]


async def test_cancelled_in_the_storm_it_is_told_once_by_the_hours_people_knew(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    shift = await ana_comes(app, emulator, ana)
    read = len(ana.messages)

    await changes(app, emulator, moving(shift, 5 * HOUR, emulator))
    await changes(app, emulator, lambda tx: cancel_shift(tx, in_garden(tx), shift.id, "", None, emulator.now))
    await emulator.advance(5 * MINUTE)

    assert len(ana.messages) == read + 1
    assert "does not take place" in ana.screen.text
    assert "14:00" not in plain(ana.screen.text)


async def test_who_signs_up_in_the_storm_knows_and_hears_only_of_what_comes_after(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    shift = await ana_comes(app, emulator, ana)
    badr = emulator.person("Badr", language="en")
    await is_welcomed(app, badr)

    await changes(app, emulator, moving(shift, HOUR, emulator))
    await books(app, emulator, badr, shift)
    read = len(badr.messages)
    await emulator.advance(5 * MINUTE)

    assert len(badr.messages) == read
    assert "has new hours" in ana.screen.text


async def test_whoever_waits_reads_of_a_move_as_somebody_who_waits(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    badr = emulator.person("Badr", language="en")
    for one in (ana, badr):
        await is_welcomed(app, one)
    shift = await a_shift(app, emulator, SATURDAY, maximum=1)
    await books(app, emulator, ana, shift)
    await books(app, emulator, badr, shift, wait=True)

    await changes(app, emulator, moving(shift, HOUR, emulator))
    await emulator.advance(10 * MINUTE)

    assert "because you are signed up" in ana.screen.text
    assert "No longer:" in badr.screen.text
    assert "because you are on the waiting list" in badr.screen.text
    assert badr.screen.buttons[0] == ["Leave the waiting list"]


async def test_a_date_moved_onto_another_one_of_theirs_says_so(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    shift = await ana_comes(app, emulator, ana)
    other = await a_shift(app, emulator, SATURDAY + 5 * HOUR)
    await books(app, emulator, ana, other)

    await changes(app, emulator, moving(shift, 4 * HOUR, emulator))
    await emulator.advance(10 * MINUTE)

    assert "At that time you have a place elsewhere, too: Market stall." in ana.screen.text
