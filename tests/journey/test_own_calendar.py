"""A date in one's own calendar: one tap from the confirmation, another file when it changes or falls through."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.app import App
from bot.domain.mission import MissionState, SignUp
from bot.domain.shift import Booking, Shift
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.storage import people, series, shifts, sign_ups
from bot.storage.database import Transaction
from bot.usecases.leaving import leave_mission
from bot.usecases.planning import cancel_shift, move_shift, plan_series, set_mission_state
from tests.calendar_readers import ReadFile, read_otherwise, read_strictly
from tests.journey.seeding import count_rows, is_welcomed
from tests.journey.shifts_there import a_series, a_shift, books, in_garden, market
from tests.journey.walking import buttons_of, reads_all

PARIS = ZoneInfo("Europe/Paris")
SATURDAY = datetime(2026, 3, 14, 9, 0, tzinfo=PARIS)
AFTER_THE_CHANGE = datetime(2026, 4, 4, 9, 0, tzinfo=PARIS)
ADD = "📅 Add to my calendar"


def files_of(person: Person) -> list[ReadFile]:
    return [read_strictly(one.file.content) for one in person.messages if one.by_bot and one.file]


async def has_a_place(app: App, emulator: Emulator, ana: Person, starts_at: datetime = SATURDAY) -> Shift:
    await is_welcomed(app, ana)
    shift = await a_shift(app, emulator, starts_at)
    assert isinstance(await books(app, emulator, ana, shift), Booking)
    return shift


async def moves(app: App, emulator: Emulator, shift: Shift, by: timedelta) -> None:
    def move(tx: Transaction) -> None:
        now = shifts.find_shift(tx, shift.id)
        assert now is not None
        move_shift(tx, in_garden(tx), shift.id, now.starts_at + by, now.ends_at + by, emulator.now)

    await app.db.run(move)
    await emulator.advance(timedelta(minutes=2))


async def test_one_tap_brings_a_file_with_the_date(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    await has_a_place(app, emulator, ana)

    await ana.taps(ADD)

    assert ana.screen.file is not None
    assert ana.screen.file.name == "Market stall.ics"
    assert "your phone then offers to put it into its calendar" in ana.screen.text
    assert buttons_of(ana) == ["💬 Talk to a human"], "no link to all dates where this bot serves none"
    (file,) = files_of(ana)
    assert (file.method, file.only.status, file.only.sequence) == ("PUBLISH", "CONFIRMED", 0)
    assert file.only.starts_at == SATURDAY
    assert file.only.ends_at == SATURDAY + timedelta(hours=3)
    assert file.only.title == "Market stall"
    assert file.only.where
    assert "If you cannot come, please say so in Telegram" in file.only.about


async def test_across_the_clock_change_the_file_means_the_same_instant(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    await has_a_place(app, emulator, ana, AFTER_THE_CHANGE)

    await ana.taps(ADD)

    assert ana.screen.file is not None
    begins = AFTER_THE_CHANGE.astimezone(UTC)
    assert read_otherwise(ana.screen.file.content) == [(begins, begins + timedelta(hours=3))]
    assert begins.hour == 7


async def test_whoever_did_not_take_the_file_is_sent_none_when_the_date_moves(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    shift = await has_a_place(app, emulator, ana)

    await moves(app, emulator, shift, timedelta(hours=1))

    assert "has new hours" in ana.screen.text
    assert files_of(ana) == []


async def test_a_date_that_moves_brings_the_same_date_with_its_new_hours(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    shift = await has_a_place(app, emulator, ana)
    await ana.taps(ADD)

    for _ in range(2):
        await moves(app, emulator, shift, timedelta(hours=1))
        assert "has new hours" in ana.screen.text
        assert "your own calendar is up to date, too" in ana.screen.text
        assert "I can’t come" in buttons_of(ana)

    first, moved, again = files_of(ana)
    assert {file.only.uid for file in (first, moved, again)} == {first.only.uid}
    assert [file.only.sequence for file in (first, moved, again)] == [0, 1, 2]
    assert again.only.starts_at == SATURDAY + timedelta(hours=2)


async def test_whoever_cannot_come_is_sent_the_file_that_takes_the_date_out(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    await has_a_place(app, emulator, ana)
    await ana.taps(ADD)

    await ana.taps("I can’t come")

    assert "Thank you for telling us" in ana.screen.text
    assert "Open the file to take it out of your own calendar" in ana.screen.text
    first, gone = files_of(ana)
    assert (gone.method, gone.only.status) == ("CANCEL", "CANCELLED")
    assert gone.only.uid == first.only.uid
    assert gone.only.sequence > first.only.sequence
    await ana.taps("Work")
    assert "Come back whenever it suits you" in ana.screen.text
    assert len(files_of(ana)) == 2, "the thanks is drawn again where it stands"


async def test_a_date_that_does_not_take_place_is_taken_out(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    shift = await has_a_place(app, emulator, ana)
    await ana.taps(ADD)
    await moves(app, emulator, shift, timedelta(hours=1))

    await app.db.run(
        lambda tx: cancel_shift(tx, in_garden(tx), shift.id, "Too much wind", None, emulator.now)
    )
    await emulator.settle()

    assert "does not take place" in ana.screen.text
    _first, moved, gone = files_of(ana)
    assert (gone.method, gone.only.uid) == ("CANCEL", moved.only.uid)
    assert gone.only.sequence > moved.only.sequence


async def test_a_series_that_changes_twice_is_told_twice_and_the_file_follows(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    series_id = await a_series(app, emulator, date(2026, 3, 14))
    first = await app.db.read(lambda tx: shifts.shifts_of_series(tx, series_id, emulator.now)[0])
    await books(app, emulator, ana, first)
    await ana.taps(ADD)

    for hour in (10, 11):
        await _begins_at(app, emulator, hour)
        assert f"{hour}:00 to" in ana.screen.text

    assert [file.only.sequence for file in files_of(ana)] == [0, 1, 2]
    assert files_of(ana)[-1].only.starts_at == SATURDAY.replace(hour=11)


async def _begins_at(app: App, emulator: Emulator, hour: int) -> None:
    def change(tx: Transaction) -> None:
        (one,) = series.series_of_mission(tx, market(tx).id)
        series.save_series(tx, replace(one, starts=time(hour)))
        (stored,) = series.series_of_mission(tx, market(tx).id)
        plan_series(tx, in_garden(tx), stored, emulator.now)

    await app.db.run(change)
    await emulator.advance(timedelta(minutes=2))


async def test_all_dates_come_as_one_file_and_a_mission_that_closes_takes_them_out(
    app: App, emulator: Emulator, ana: Person, nadia: Person, team: Group
) -> None:
    await has_a_place(app, emulator, ana)
    await books(app, emulator, ana, await a_shift(app, emulator, AFTER_THE_CHANGE))
    await ana.says("/calendar")
    await ana.taps("My dates as a file")
    assert [one.starts_at for one in files_of(ana)[-1].dates] == [SATURDAY, AFTER_THE_CHANGE]

    def close(tx: Transaction) -> None:
        boss = people.find_by_telegram_id(tx, nadia.id)
        assert boss is not None
        set_mission_state(tx, in_garden(tx), market(tx).id, MissionState.CLOSED, boss.id, emulator.now)

    await app.db.run(close)
    await emulator.settle()

    assert "The team has closed the mission" in ana.screen.text
    assert {one.status for one in files_of(ana)[-1].dates} == {"CANCELLED"}
    assert len(files_of(ana)[-1].dates) == 2


async def test_leaving_a_mission_takes_its_dates_out_in_one_message(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    await has_a_place(app, emulator, ana)
    await books(app, emulator, ana, await a_shift(app, emulator, AFTER_THE_CHANGE))
    await ana.says("/calendar")
    await ana.taps("My dates as a file")

    await app.db.run(_leave, ana.id, emulator.now)
    await emulator.settle()

    assert "dates that are no longer yours" in ana.screen.text
    assert [one.status for one in files_of(ana)[-1].dates] == ["CANCELLED", "CANCELLED"]
    assert len(files_of(ana)) == 2


def _leave(tx: Transaction, telegram_id: int, now: datetime) -> None:
    person = people.find_by_telegram_id(tx, telegram_id)
    assert person is not None
    (mine,) = sign_ups.open_sign_ups(tx, person.id, in_garden(tx).id)
    assert isinstance(leave_mission(tx, in_garden(tx), mine.id, person.id, now), SignUp)


async def test_without_a_date_there_is_nothing_to_put_into_a_calendar(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/calendar")
    assert "A link that stays up to date by itself is not set up for this bot" in ana.screen.text

    await ana.taps("My dates as a file")

    assert "nothing to put into a calendar" in ana.screen.text
    assert buttons_of(ana) == ["See missions", "💬 Talk to a human"]


async def test_nobody_takes_somebody_elses_date(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    shift = await has_a_place(app, emulator, ana)
    badr = emulator.person("Badr", language="en")
    await is_welcomed(app, badr)
    waiting = await books(app, emulator, badr, shift)
    number = getattr(waiting, "id", 0) - 1

    await badr.taps_data(f"n.ics.booking.{number}")

    assert files_of(badr) == []
    assert badr.toasts[-1].startswith("This is not there any more")


async def test_what_is_in_ones_calendar_stands_in_the_record_and_goes_with_everything_else(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    await has_a_place(app, emulator, ana)
    await ana.taps(ADD)

    told = await reads_all(ana, "/privacy")

    assert "1 date you put into your own calendar, last on Monday 2 March 2026" in told
    await ana.taps("Erase everything")
    await ana.taps("Yes, erase")
    assert (await count_rows(app))["taken_dates"] == 0
