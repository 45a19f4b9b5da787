"""Changes of one date: those of two minutes are one notice, which says what is other than people knew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.app import App
from bot.domain.shift import Shift
from bot.domain.text import Words
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.storage.database import Transaction
from bot.usecases.planning import cancel_shift, move_shift, note_weather
from bot.usecases.shift_changes import names_expected_elsewhere
from tests.journey.seeding import is_welcomed
from tests.journey.shifts_there import a_shift, books, in_garden
from tests.journey.test_calls import plain

SATURDAY = datetime(2026, 3, 14, 8, 0, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


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
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    shift = await ana_comes(app, emulator, ana)
    read, read_by_team = len(ana.messages), len(team.messages)
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
    heard, when = plain(team.messages[-1].text), "samedi 14 mars 2026"
    assert f"{when}, de 9 h à 12 h : maintenant {when}, de 11 h à 14 h" in heard
    assert "09:00 to 12:00: now Saturday 14 March 2026, 11:00 to 14:00" in plain(solene.screen.text)
    assert "because you were to welcome Ana." in solene.screen.text
    assert len(team.messages) == read_by_team + 1, "the group hears once"
    assert "de 11 h à 14 h" in plain(to_welcome(team)), "where she is to be welcomed is put right"


async def test_cancelled_nobody_of_the_team_is_left_waiting_for_somebody(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    first, second = await ana_comes(app, emulator, ana), await a_shift(app, emulator, SATURDAY + 7 * DAY)
    await books(app, emulator, ana, second)
    read = len(team.messages)

    for shift in (first, second):
        off = partial(cancel_shift, shift_id=shift.id, reason="Storm", actor=None, now=emulator.now)
        await changes(app, emulator, lambda tx, off=off: off(tx, in_garden(tx)))
    await emulator.advance(5 * MINUTE)

    assert len(team.messages) == read + 1, "both dates in one message"
    heard = plain(team.messages[-1].text)
    assert "samedi 14 mars 2026, de 9 h à 12 h : n’aura pas lieu. La raison : Storm" in heard
    assert "samedi 21 mars 2026" in heard
    assert "14 March 2026, 09:00 to 12:00: does not take place" in plain(solene.screen.text)
    assert "because you were to welcome Ana." in solene.screen.text
    assert "Ana ne vient donc pas" in to_welcome(team)
    expected = [one.text for one in ana.messages if "You are expected at" in one.text]
    assert not expected, "what they keep in their chat says so, too"


def to_welcome(team: Group) -> str:
    """The one message that asks somebody to welcome Ana."""
    (found,) = [
        one.text
        for one in team.messages
        if "pour la première fois" in one.text or "ne vient donc pas" in one.text
    ]
    return found


async def test_moved_and_put_right_at_once_nobody_hears_of_it(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    shift = await ana_comes(app, emulator, ana)
    read = len(ana.messages) + len(team.messages)

    await changes(app, emulator, moving(shift, HOUR, emulator))
    await changes(app, emulator, moving(shift, timedelta(), emulator))
    await emulator.advance(10 * MINUTE)

    assert len(ana.messages) + len(team.messages) == read


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

    assert "At that time you have a place elsewhere, too: Market stall (Sat 14 Mar" in plain(ana.screen.text)
    assert await app.db.read(names_expected_elsewhere, shift.id) == ("Ana",), "whoever moves it reads so"
