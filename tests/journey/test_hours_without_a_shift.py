"""Hours without a shift: told when one likes, asked about once a month, confirmed like all others."""

from datetime import date, timedelta

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from tests.journey.outings import has_a_place, has_a_role, reports_of
from tests.journey.seeding import is_welcomed
from tests.journey.test_confirming import AFTER, list_message, list_of


async def test_hours_are_told_in_two_taps_and_confirmed(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_role(app, ana, since=emulator.now)

    await ana.says("/report")
    assert "Lend a hand with planting\n\nWhich day was it?" in ana.screen.text
    await ana.taps("Sunday 1 March 2026")
    await ana.says("1,5")
    assert "1.5 h for" in ana.screen.text or any("1.5 h for" in one.text for one in ana.messages)
    assert "Ana: 1.5 h" in list_of(solene)
    await solene.taps("Everything is right", message=list_message(solene))

    (report,) = await reports_of(app, ana)
    assert (report.day, report.confirmed_hours) == (date(2026, 3, 1), 1.5)


async def test_told_again_for_the_same_day_it_is_a_correction(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_role(app, ana, since=emulator.now)
    for hours in ("2", "3"):
        await ana.says("/report")
        await ana.says("today")
        await ana.says(hours)

    assert [report.hours for report in await reports_of(app, ana)] == [3.0]
    assert "This takes the place of the 2 h" in " ".join(ana.screen.text.split())
    assert "Ana: 3 h" in list_of(solene)

    await solene.taps("Everything is right", message=list_message(solene))
    await ana.says("/report")
    await ana.says("today")
    await ana.says("4")
    assert "confirmed already" in ana.screen.text
    assert [report.hours for report in await reports_of(app, ana)] == [3.0]


async def test_a_day_to_come_is_not_noted(app: App, emulator: Emulator, ana: Person, solene: Person) -> None:
    await is_welcomed(app, ana)
    await has_a_role(app, ana, since=emulator.now)

    await ana.says("/report")
    await ana.says("tomorrow")

    assert "or earlier" in ana.screen.text
    assert await reports_of(app, ana) == []


async def test_an_outing_not_told_of_yet_comes_first(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    shift = await has_a_place(app, ana, starts_at=emulator.now)
    await emulator.advance(AFTER)

    await ana.says("/report")
    assert "Of which outing" in ana.screen.text
    await ana.taps("1 · Mon 2 Mar")
    await ana.taps("I was there: 3 h")
    await ana.taps("🙂 Good")
    await ana.taps("Nothing to add")

    assert [report.shift_id for report in await reports_of(app, ana)] == [shift.id]


async def test_without_any_mission_the_way_there_is_shown(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)

    await ana.says("/report")

    assert "no mission yet" in ana.screen.text


async def test_an_ongoing_role_is_asked_about_once_a_month(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_role(app, ana, since=emulator.now - timedelta(days=10))
    await emulator.advance(timedelta(days=29, hours=23))  # 1 April, 10:00 in the garden
    assert "in the month up to Tuesday 31 March 2026" in ana.screen.text

    await ana.taps("Say how many hours")
    await ana.says("6")
    (report,) = await reports_of(app, ana)
    assert (report.day, report.hours) == (date(2026, 3, 31), 6.0)
    assert sum("in the month up to" in one.text for one in ana.messages) == 1


async def test_whoever_took_the_role_in_the_middle_of_the_month_is_not_asked_about_it(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_role(app, ana, since=emulator.now + timedelta(days=3))

    await emulator.advance(timedelta(days=31))

    assert not any("in the month up to" in one.text for one in ana.messages)


async def test_the_monthly_question_can_be_stopped(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_role(app, ana, since=emulator.now - timedelta(days=10))
    await emulator.advance(timedelta(days=30))
    await ana.taps("Do not ask me each month")

    await emulator.advance(timedelta(days=31))

    assert sum("in the month up to" in one.text for one in ana.messages) == 1
