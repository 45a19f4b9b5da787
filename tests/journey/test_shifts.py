"""Shifts as people live them: a place, a line, an offer, "I can't come", and what the team reads of it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.app import App
from bot.domain.mission import MissionState
from bot.domain.shift import BookingState, Roster, SeriesId, Shift
from bot.domain.text import Words
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.storage import bookings, people, rosters, series, shifts
from bot.storage.database import Transaction
from bot.usecases.planning import cancel_shift, move_shift, note_weather, plan_series, set_mission_state
from bot.usecases.watch import count_coming
from tests.journey.seeding import is_welcomed
from tests.journey.shifts_there import a_series, a_shift, books, in_garden, market, roster_of
from tests.journey.walking import buttons_of

PARIS = ZoneInfo("Europe/Paris")
SATURDAY = datetime(2026, 3, 14, 9, 0, tzinfo=PARIS)
NEXT_SATURDAY = SATURDAY + timedelta(days=7)


@pytest.fixture
async def badr(emulator: Emulator, app: App, ana: Person) -> Person:
    await is_welcomed(app, ana)
    badr = emulator.person("Badr", language="en")
    await is_welcomed(app, badr)
    return badr


@pytest.fixture
async def clara(emulator: Emulator, app: App) -> Person:
    clara = emulator.person("Clara", language="en")
    await is_welcomed(app, clara)
    return clara


def texts_of(group: Group | Person) -> str:
    return "\n---\n".join(message.text for message in group.messages).replace("\xa0", " ")


async def test_a_place_comes_with_everything_needed_to_be_there(
    app: App, emulator: Emulator, ana: Person, badr: Person, solene: Person, team: Group
) -> None:
    shift = await a_shift(app, emulator, SATURDAY, maximum=3)

    await books(app, emulator, ana, shift)

    assert "You are expected at “Market stall”. Thank you!" in ana.screen.text
    assert "Saturday 14 March 2026, 09:00 to 12:00" in ana.screen.text
    assert "your first time" in ana.screen.text
    assert "please say so before Friday 13 March 2026 at 09:00" in ana.screen.text
    assert "I can’t come" in buttons_of(ana)
    assert "Ana vient pour la première fois" in texts_of(team)


async def test_who_cannot_come_says_so_in_one_tap_and_the_next_in_line_is_asked(
    app: App, emulator: Emulator, ana: Person, badr: Person, solene: Person, team: Group
) -> None:
    shift = await a_shift(app, emulator, SATURDAY, maximum=1)
    later = await a_shift(app, emulator, NEXT_SATURDAY, maximum=1)
    await books(app, emulator, ana, shift)
    await books(app, emulator, badr, shift, wait=True)
    assert "You are on the waiting list of “Market stall”" in badr.screen.text

    await ana.taps("I can’t come")

    assert "Thank you for telling us. Your place at “Market stall”" in ana.screen.text
    assert [b for b in buttons_of(ana) if "21 Mar" in b or "Mar 21" in b], buttons_of(ana)
    assert "Ana ne peut pas venir à « Tenir l’étal du marché »" in texts_of(team)
    assert "La place est proposée à la personne suivante" in texts_of(team)
    assert "A place has come free at “Market stall”!" in badr.screen.text
    assert "It is kept for you until Monday 2 March 2026" in badr.screen.text

    await badr.taps("Yes, I take it")

    assert "You are expected at “Market stall”" in badr.screen.text
    await ana.taps("Ill or tired")
    assert "Take care of yourself" in ana.screen.text
    assert "mot gentil" not in texts_of(team), "said only of those who are ill, it tells the group who is"
    assert "A kind word from you would surely be welcome" in texts_of(solene)
    assert "Ill" not in texts_of(team)
    assert "alad" not in texts_of(team), "the reason itself is nobody's business in the group"
    other_date = next(b for b in buttons_of(ana) if "21" in b)
    await ana.taps(other_date)
    assert "You are expected at “Market stall”" in ana.screen.text
    assert await app.db.read(lambda tx: count_coming(tx, _roster(tx, later))) == 1


def _roster(tx: Transaction, shift: Shift) -> Roster:
    found = rosters.find_roster(tx, roster_of(tx, shift))
    assert found is not None
    return found


async def test_an_offer_nobody_answers_goes_on_and_may_be_asked_for_again(
    app: App, emulator: Emulator, ana: Person, badr: Person, clara: Person, team: Group
) -> None:
    shift = await a_shift(app, emulator, SATURDAY, maximum=1)
    await books(app, emulator, ana, shift)
    for person in (badr, clara):
        await books(app, emulator, person, shift, wait=True)
    await ana.taps("I can’t come")

    await emulator.advance(timedelta(hours=4))

    assert "went on to the next person. No harm done!" in badr.screen.text
    assert "A place has come free" in clara.screen.text
    await badr.taps("Join the waiting list")
    assert "You are on the waiting list" in badr.screen.text
    await clara.taps("No, thank you")
    assert "A place has come free" in badr.screen.text


async def test_nobody_is_asked_at_night(
    app: App, emulator: Emulator, ana: Person, badr: Person, team: Group
) -> None:
    shift = await a_shift(app, emulator, SATURDAY, maximum=1)
    await books(app, emulator, ana, shift)
    await books(app, emulator, badr, shift, wait=True)
    await emulator.advance(to=datetime(2026, 3, 2, 22, 0, tzinfo=PARIS))

    await ana.taps("I can’t come")
    assert "You are on the waiting list" in badr.screen.text

    await emulator.advance(to=datetime(2026, 3, 3, 7, 59, tzinfo=PARIS))
    assert "You are on the waiting list" in badr.screen.text
    await emulator.advance(timedelta(minutes=1))
    assert "A place has come free" in badr.screen.text


async def test_shortly_before_the_start_the_place_goes_to_whoever_says_yes_first(
    app: App, emulator: Emulator, ana: Person, badr: Person, clara: Person, team: Group
) -> None:
    shift = await a_shift(app, emulator, SATURDAY, maximum=1)
    await books(app, emulator, ana, shift)
    for person in (badr, clara):
        await books(app, emulator, person, shift, wait=True)
    await emulator.advance(to=datetime(2026, 3, 14, 8, 0, tzinfo=PARIS))

    await ana.taps("I can’t come")

    assert "it goes to whoever says yes first" in badr.screen.text
    await clara.taps("Yes, I come")
    assert "You are expected" in clara.screen.text
    await badr.taps("Yes, I come")
    assert badr.toasts[-1].startswith("Somebody was quicker")
    await emulator.advance(timedelta(hours=1))
    assert "the waiting list ends here" in badr.screen.text


async def test_before_dawn_nobody_is_woken_for_a_place_that_comes_free(
    app: App, emulator: Emulator, ana: Person, badr: Person, team: Group
) -> None:
    shift = await a_shift(app, emulator, SATURDAY.replace(hour=7), maximum=1)
    await books(app, emulator, ana, shift)
    await books(app, emulator, badr, shift, wait=True)
    await emulator.advance(to=SATURDAY.replace(hour=5))
    told = len(badr.messages)

    await ana.taps("I can’t come")
    await emulator.advance(to=SATURDAY.replace(hour=7, minute=59))
    assert len(badr.messages) == told
    await emulator.advance(to=SATURDAY.replace(hour=9))

    assert "the waiting list ends here" in badr.screen.text
    assert len(badr.messages) == told + 1, "what could no longer be used is not offered afterwards"


async def test_a_shift_that_is_cancelled_is_told_once_with_why_and_other_dates(
    app: App, emulator: Emulator, ana: Person, badr: Person, nadia: Person, team: Group
) -> None:
    shift = await a_shift(app, emulator, SATURDAY, maximum=1)
    await a_shift(app, emulator, NEXT_SATURDAY)
    await books(app, emulator, ana, shift)
    await books(app, emulator, badr, shift, wait=True)

    told = await app.db.run(
        lambda tx: cancel_shift(tx, in_garden(tx), shift.id, "Too much wind", None, emulator.now)
    )
    await emulator.settle()

    assert told == 2
    for person in (ana, badr):
        assert "“Market stall” does not take place" in person.screen.text
        assert "The reason: Too much wind" in person.screen.text
        assert any("21" in button for button in buttons_of(person))
    said = len(ana.messages)
    await emulator.advance(to=SATURDAY + timedelta(days=1))
    assert len(ana.messages) == said, "neither asked to report nor told again"


async def test_new_hours_and_the_weather_are_told_to_those_who_come(
    app: App, emulator: Emulator, ana: Person, badr: Person, team: Group
) -> None:
    shift = await a_shift(app, emulator, SATURDAY)
    await books(app, emulator, ana, shift)
    hour = timedelta(hours=1)

    def change(tx: Transaction) -> None:
        move_shift(tx, in_garden(tx), shift.id, shift.starts_at + hour, shift.ends_at + hour, emulator.now)

    await app.db.run(change)
    await emulator.advance(timedelta(minutes=2))
    assert "“Market stall” has new hours:" in ana.screen.text
    assert "10:00" in ana.screen.text
    words = Words({"en": "Boots, please"})
    await app.db.run(lambda tx: note_weather(tx, in_garden(tx), shift.id, words, emulator.now))
    await emulator.advance(timedelta(minutes=2))

    assert "Boots, please" in ana.screen.text
    assert badr.messages == [] or "Boots" not in badr.screen.text


async def test_who_comes_every_time_has_a_place_in_what_is_planned_later_and_newcomers_keep_theirs(
    app: App, emulator: Emulator, ana: Person, badr: Person, clara: Person, team: Group
) -> None:
    series_id = await a_series(app, emulator, date(2026, 3, 14), maximum=2, newcomers=1)
    first = await app.db.read(lambda tx: shifts.shifts_of_series(tx, series_id, emulator.now)[0])
    await books(app, emulator, ana, first)

    await ana.taps("Come every time")

    assert texts_of(team).count("pour la première fois") == 1, "the other dates are none"
    assert "The next dates:\n– Sat" in ana.screen.text
    kept = next(message for message in ana.messages if "You are expected at “" in message.text)
    assert "Come every time" not in str(kept.buttons), "asked once, the button is gone"
    assert ana.toasts[-1] == "All right: you are expected every time. Thank you!"
    assert await dates_of(app, emulator, ana) == 7
    await emulator.advance(timedelta(days=21))
    assert await dates_of(app, emulator, ana) == 8, "two are over, three more weeks are planned"


async def test_a_mission_that_closes_is_told_once_to_each_with_all_their_dates(
    app: App, emulator: Emulator, ana: Person, badr: Person, nadia: Person, team: Group
) -> None:
    for starts_at in (SATURDAY, NEXT_SATURDAY):
        await books(app, emulator, ana, await a_shift(app, emulator, starts_at))
    shift = await a_shift(app, emulator, NEXT_SATURDAY + timedelta(days=7))
    await books(app, emulator, badr, shift)
    await badr.taps("I can’t come")
    read, badr_read = len(ana.messages), len(badr.messages)

    def close(tx: Transaction) -> None:
        boss = people.find_by_telegram_id(tx, nadia.id)
        assert boss is not None
        set_mission_state(tx, in_garden(tx), market(tx).id, MissionState.CLOSED, boss.id, emulator.now)

    await app.db.run(close)
    await emulator.settle()

    assert len(ana.messages) == read + 1, "not one a date"
    assert "The team has closed the mission “Market stall”" in ana.screen.text
    assert ana.screen.text.count("– Sat") == 2
    assert len(badr.messages) == badr_read + 1, "in it without a date, and told all the same"
    assert "do not take place" not in badr.screen.text


async def dates_of(app: App, emulator: Emulator, person: Person) -> int:
    """How many dates to come they have a place at."""

    def count(tx: Transaction) -> int:
        known = people.find_by_telegram_id(tx, person.id)
        assert known is not None
        mine = bookings.bookings_of_person(tx, known.id, in_garden(tx).id, emulator.now)
        return sum(1 for one in mine if one.state is BookingState.TAKEN)

    return await app.db.read(count)


async def test_too_few_people_are_seen_three_days_ahead(
    app: App, emulator: Emulator, ana: Person, badr: Person, team: Group
) -> None:
    shift = await a_shift(app, emulator, SATURDAY, minimum=3)
    await books(app, emulator, ana, shift)

    await emulator.advance(to=SATURDAY - timedelta(days=3, minutes=1))
    assert "il manque" not in texts_of(team)
    await emulator.advance(timedelta(minutes=1))

    assert "il manque 2 personnes" in texts_of(team)


async def test_a_planned_week_without_people_follows_the_series_quietly(
    app: App, emulator: Emulator, ana: Person, badr: Person, team: Group
) -> None:
    series_id = await a_series(app, emulator, date(2026, 3, 14))
    booked = await app.db.read(lambda tx: shifts.shifts_of_series(tx, series_id, emulator.now)[1])
    await books(app, emulator, ana, booked)

    await _end_after(app, emulator, series_id, date(2026, 3, 14))

    left = await app.db.read(lambda tx: shifts.shifts_of_series(tx, series_id, emulator.now))
    assert [one.occurrence for one in left if one.state == "open"] == [date(2026, 3, 14)]
    assert "“Market stall” does not take place" in ana.screen.text
    assert len(left) == 2, "the one with somebody in it is cancelled, the empty ones are gone"


async def _end_after(app: App, emulator: Emulator, series_id: SeriesId, last_day: date) -> None:
    def end(tx: Transaction) -> None:
        one = series.find_series(tx, series_id)
        assert one is not None
        series.save_series(tx, replace(one, last_day=last_day))
        stored = series.find_series(tx, series_id)
        assert stored is not None
        plan_series(tx, in_garden(tx), stored, emulator.now)

    await app.db.run(end)
    await emulator.settle()


async def test_a_forged_tap_on_somebody_elses_place_changes_nothing(
    app: App, emulator: Emulator, ana: Person, badr: Person, team: Group
) -> None:
    shift = await a_shift(app, emulator, SATURDAY, maximum=1)
    booking = await books(app, emulator, ana, shift)
    number = getattr(booking, "id", 0)
    await badr.says("/help")

    for name in ("drop", "accept", "letgo"):
        await badr.taps_data(f"n.{name}.{number}")
        assert badr.toasts[-1].startswith("This is not there any more")

    assert await dates_of(app, emulator, ana) == 1
