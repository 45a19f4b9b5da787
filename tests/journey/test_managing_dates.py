"""A coordinator adds dates, one or a series, and moves, cancels or resizes one; whoever comes is told."""

import re
from datetime import date, timedelta

import pytest

from bot.app import App
from bot.domain.shift import Booking, Shift
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage import gardens, people, rosters, shifts
from bot.storage.database import Transaction
from bot.usecases.booking import book
from tests.journey.conftest import MONDAY_MORNING
from tests.journey.seeding import is_welcomed
from tests.journey.test_managing import mission_called, opens, publishes, writes_sheet
from tests.journey.walking import buttons_of

TITLE = "Water the seedlings"


async def dates_of(app: App, title: str = TITLE) -> list[Shift]:
    mission = await mission_called(app, title)
    return await app.db.read(shifts.shifts_of_mission, mission.id, MONDAY_MORNING)


@pytest.fixture
async def watering(app: App, nadia: Person) -> None:
    """A mission with dates, none of them there yet, its card on Nadia's screen."""
    await writes_sheet(nadia, "Shifts with dates")
    await publishes(nadia)


async def adds(nadia: Person, repeat: str, day: str) -> None:
    await nadia.taps("➕ Add dates")
    await nadia.taps(repeat)
    await nadia.says(day)
    await nadia.says("9h30")
    await nadia.taps("2")
    await nadia.taps("4")


async def signs_up(app: App, person: Person, shift: Shift, language: str = "en") -> None:
    await is_welcomed(app, person, language=language)

    def take(tx: Transaction) -> None:
        garden, roster = gardens.only_garden(tx), rosters.roster_of_shift(tx, shift.id)
        who = people.find_by_telegram_id(tx, person.id)
        assert garden is not None
        assert roster is not None
        assert who is not None
        assert isinstance(book(tx, garden, who.id, roster.id, MONDAY_MORNING), Booking)

    await app.db.run(take)


async def test_one_date_is_added_and_shown_before_it_is_there(
    app: App, nadia: Person, watering: None
) -> None:
    assert "No date yet" in nadia.screen.text
    await adds(nadia, "One date", "14/03/2026")
    assert "This date will be there to sign up for:" in nadia.screen.text
    assert "Saturday 14 March 2026" in nadia.screen.text.replace(",", "")
    assert "Begins: 09:30\n" in nadia.screen.text, "as everywhere, however it was typed"
    assert await dates_of(app) == []
    await nadia.taps("Yes, these dates")

    (shift,) = await dates_of(app)
    assert shift.starts_at.isoformat() == "2026-03-14T08:30:00+00:00"
    roster = await app.db.read(rosters.roster_of_shift, shift.id)
    assert roster is not None
    assert (roster.maximum, roster.minimum) == (4, 1)


async def test_a_series_skips_the_days_without(app: App, nadia: Person, watering: None) -> None:
    await adds(nadia, "Every week", "14/03/2026")
    await nadia.taps("Change something")
    await nadia.taps("Other answers")
    await nadia.taps("Days without")
    await nadia.says("the 21st")
    assert "Please write each day in full" in nadia.screen.text
    await nadia.says("21/03/2026")
    assert "6 of them open at once, the others eight weeks ahead." in nadia.screen.text
    assert re.search(r"None during: [^\n]+ · [^\n]+\.", nadia.screen.text), "in one line"
    await nadia.taps("Yes, these dates")

    days = [shift.starts_at.date() for shift in await dates_of(app)]
    assert days[:3] == [date(2026, 3, 14), date(2026, 3, 28), date(2026, 4, 4)]
    assert "Done: 6 dates are there to sign up for." in "\n".join(one.text for one in nadia.messages)


async def test_the_first_saturday_of_the_month_and_a_rule_of_one_s_own(
    app: App, nadia: Person, watering: None
) -> None:
    await adds(nadia, "Every month, such as the first Saturday", "07/03/2026")
    await nadia.taps("Yes, these dates")
    assert [shift.starts_at.date() for shift in await dates_of(app)] == [date(2026, 3, 7), date(2026, 4, 4)]

    await nadia.taps("➕ Add dates")
    await nadia.taps("By a rule of my own")
    await nadia.says("every monday")
    assert "I cannot read this rule" in nadia.screen.text
    await nadia.says("FREQ=MONTHLY;BYMONTHDAY=15")
    await nadia.says("09/03/2026")
    await nadia.says("25:00")
    assert "I need a time of day" in nadia.screen.text
    await nadia.says("2 pm")
    await nadia.taps("2")
    await nadia.taps("No limit")
    await nadia.taps("Yes, these dates")

    assert date(2026, 3, 15) in [shift.starts_at.date() for shift in await dates_of(app)]


async def test_what_cannot_be_is_said_and_nothing_is_lost(app: App, nadia: Person, watering: None) -> None:
    await adds(nadia, "One date", "14/03/2026")
    await nadia.taps("Change something")
    await nadia.taps("For newcomers")
    await nadia.says("9")
    await nadia.taps("Yes, these dates")

    assert "That is too few. Kept for people who come for the first time: 9." in nadia.screen.text
    assert await dates_of(app) == []
    await nadia.taps("Change something")
    await nadia.taps("For newcomers")
    await nadia.taps("2")
    await nadia.taps("Yes, these dates")
    assert len(await dates_of(app)) == 1


async def test_what_makes_no_sense_is_refused_where_it_is_asked(
    app: App, nadia: Person, watering: None
) -> None:
    await nadia.taps("➕ Add dates")
    await nadia.taps("One date")
    await nadia.says("01/01/2020")
    assert "is over. Please choose a day to come." in nadia.screen.text
    await nadia.says("14/03/2026")
    await nadia.says("9h30")
    await nadia.says("-1")
    assert "Please type a number of at least 0.25." in nadia.screen.text
    await nadia.taps("2")
    await nadia.taps("4")
    await nadia.taps("Change something")
    await nadia.taps("At least")
    await nadia.says("5")
    assert "There are 4 places: no more people than that can be needed." in nadia.screen.text
    await nadia.taps("2")
    await nadia.taps("Yes, these dates")
    await card_of_first(nadia)
    await nadia.taps("Places")
    await nadia.says("1")
    await nadia.taps("2")
    assert "There is 1 place: no more people than that can be needed." in nadia.screen.text


async def test_whoever_opens_dates_again_goes_on_where_they_were(
    app: App, nadia: Person, watering: None
) -> None:
    await nadia.taps("➕ Add dates")
    await nadia.taps("Every week")
    await nadia.says("14/03/2026")
    await opens(nadia, TITLE)
    await nadia.taps("➕ Add dates")

    assert "Here is where we were." in nadia.screen.text
    assert "At what time does it begin?" in nadia.screen.text


async def card_of_first(nadia: Person) -> None:
    await nadia.taps("📅 Dates")
    await nadia.presses(0, 0, message=nadia.screen)


async def test_moving_a_date_says_who_will_be_told_and_tells_them(
    app: App, emulator: Emulator, nadia: Person, ana: Person, watering: None
) -> None:
    await adds(nadia, "One date", "14/03/2026")
    await nadia.taps("Yes, these dates")
    (shift,) = await dates_of(app)
    await signs_up(app, ana, shift)
    await card_of_first(nadia)
    assert "• Ana" in nadia.screen.text
    await nadia.taps("Move")
    await nadia.says("15/03/2026")
    await nadia.says("10:00")
    assert "1 person has a place or waits for one: they will be told." in nadia.screen.text
    assert (await dates_of(app))[0].starts_at == shift.starts_at
    await nadia.taps("Yes, move it")

    (moved,) = await dates_of(app)
    assert moved.starts_at.isoformat() == "2026-03-15T09:00:00+00:00"
    await emulator.advance(timedelta(minutes=2))
    assert "Water the seedlings" in ana.screen.text
    assert "Done. 1 person is told." in "\n".join(one.text for one in nadia.messages)


async def test_cancelling_a_date_tells_the_reason(
    app: App, nadia: Person, ana: Person, watering: None
) -> None:
    await adds(nadia, "One date", "14/03/2026")
    await nadia.taps("Yes, these dates")
    (shift,) = await dates_of(app)
    await signs_up(app, ana, shift)
    await card_of_first(nadia)
    await nadia.taps("Cancel")
    assert "1 person has a place or waits for one: they will be told." in nadia.screen.text
    await nadia.says("The well froze.")
    await nadia.taps("No, leave it")
    assert len(await dates_of(app)) == 1
    await nadia.taps("Cancel")
    await nadia.says("The well froze.")
    await nadia.taps("Yes, cancel it")

    assert await dates_of(app) == []
    assert "The well froze." in ana.screen.text
    assert "⚪ Cancelled. The well froze." in nadia.screen.text


async def test_a_word_on_the_weather_and_other_places(
    app: App, emulator: Emulator, nadia: Person, ana: Person, watering: None
) -> None:
    await adds(nadia, "One date", "14/03/2026")
    await nadia.taps("Yes, these dates")
    (shift,) = await dates_of(app)
    await signs_up(app, ana, shift)
    await card_of_first(nadia)
    await nadia.taps("🌦 Weather")
    await nadia.says("Boots, the field is wet")
    await nadia.taps("Not now")
    await emulator.advance(timedelta(minutes=2))
    assert "Boots, the field is wet" in ana.screen.text
    await nadia.taps("Places")
    assert "1 person has a place, and keeps it." in nadia.screen.text
    await nadia.taps("6")
    await nadia.taps("3")

    roster = await app.db.read(rosters.roster_of_shift, shift.id)
    assert roster is not None
    assert (roster.maximum, roster.minimum) == (6, 3)
    assert "at least 3, at most 6" in nadia.screen.text


async def test_what_dates_say_is_read_in_each_language_and_the_garden_s_first_stands_in(
    app: App, emulator: Emulator, nadia: Person, ana: Person, watering: None
) -> None:
    lea = emulator.person("Léa", language="fr")
    await adds(nadia, "One date", "14/03/2026")
    await nadia.taps("Change something")
    await nadia.taps("Meeting point")
    assert "(in English)" in nadia.screen.text
    await nadia.says("At the old well")
    assert "Do you want to write it in other languages, too?" in nadia.screen.text
    await nadia.taps("Français")
    await nadia.taps("Done")
    assert "At the old well" in nadia.screen.text
    await nadia.says("Au vieux puits")
    await nadia.taps("Change something")
    await nadia.taps("To bring")
    await nadia.says("Boots")
    await nadia.taps("Not in this language")
    await nadia.taps("Yes, these dates")

    (shift,) = await dates_of(app)
    assert shift.equipment.by_language == {"en": "Boots"}
    assert list(shift.meeting_point.by_language.items()) == [
        ("fr", "Au vieux puits"),
        ("en", "At the old well"),
    ]
    for person in (ana, lea):
        await signs_up(app, person, shift, language="fr" if person is lea else "en")
    await card_of_first(nadia)
    await nadia.taps("🌦 Weather")
    await nadia.says("The field is wet")
    await nadia.taps("Français")
    await nadia.taps("Done")
    await nadia.says("Le champ est mouillé")
    await emulator.advance(timedelta(minutes=2))
    assert "🌦 The field is wet" in ana.screen.text
    assert "🌦 Le champ est mouillé" in lea.screen.text
    for person in (ana, lea):
        await person.says("/planning")
        await person.taps(buttons_of(person)[0])
    for person, meeting in ((ana, "📍 At the old well"), (lea, "📍 Au vieux puits")):
        assert meeting in person.screen.text
        assert any("🎒" in message.text and "Boots" in message.text for message in person.messages)


async def test_a_series_opened_again_has_its_words_in_every_language(
    app: App, nadia: Person, watering: None
) -> None:
    await adds(nadia, "Every two weeks", "14/03/2026")
    await nadia.taps("Change something")
    await nadia.taps("Other answers")
    await nadia.taps("Meeting point")
    await nadia.says("At the old well")
    await nadia.taps("Français")
    await nadia.taps("Done")
    await nadia.says("Au vieux puits")
    await nadia.taps("Yes, these dates")
    await nadia.taps("📅 Dates")
    await nadia.taps("🔁 Every other Saturday")
    await nadia.taps("✏️ Change the series")
    for _leaf in range(2):
        await nadia.taps("Other answers")
    assert "Au vieux puits" in nadia.screen.text
    await nadia.taps("Other answers")
    await nadia.taps("Change something")
    await nadia.taps("Begins")
    await nadia.says("10:00")
    await nadia.taps("Yes, these dates")

    for shift in await dates_of(app):
        assert shift.meeting_point.by_language == {"fr": "Au vieux puits", "en": "At the old well"}


async def test_a_series_is_changed_and_ended_with_a_word_before(
    app: App, nadia: Person, ana: Person, watering: None
) -> None:
    await adds(nadia, "Every two weeks", "14/03/2026")
    await nadia.taps("Yes, these dates")
    before = await dates_of(app)
    await signs_up(app, ana, before[1])
    await nadia.taps("📅 Dates")
    await nadia.taps("🔁 Every other Saturday")
    assert "1 sign-up" in nadia.screen.text
    await nadia.taps("✏️ Change the series")
    await nadia.taps("Change something")
    await nadia.taps("Begins")
    await nadia.says("10:00")
    await nadia.taps("Yes, these dates")
    after = await dates_of(app)
    assert [(two.starts_at - one.starts_at).seconds for one, two in zip(before, after, strict=True)] == [
        1800
    ] * len(before)
    await nadia.taps("📅 Dates")
    await nadia.taps("🔁 Every other Saturday")
    await nadia.taps("End the series")

    assert await dates_of(app) == []
    assert "None yet." in nadia.screen.text


async def test_lists_of_dates_page(app: App, nadia: Person) -> None:
    await nadia.says("/manage")
    await nadia.taps("📅 Shifts of the coming weeks")
    assert "dates in the next four weeks" in nadia.screen.text
    first = buttons_of(nadia)
    await nadia.taps("More ›")
    second = buttons_of(nadia)
    assert "‹ Before" in second
    assert not set(first[:8]) & set(second[:8])
    assert max(map(len, first)) <= 40, "a phone cuts longer ones: the mission stands in the message"
    assert "9. " in nadia.screen.text
    await opens(nadia, "Harvest and make up the baskets")
    await nadia.taps("📅 Dates")
    assert "Dates of “Harvest and make up the baskets”" in nadia.screen.text
