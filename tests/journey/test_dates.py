"""Choosing a date: how many come, the waiting list explained, what stands in the way, what to know afterwards."""

from datetime import UTC, date, datetime, timedelta

from bot.app import App
from bot.domain.shift import Shift
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.conftest import MONDAY_MORNING
from tests.journey.dates import becomes, nothing_takes_place, takes_place, takes_place_every_week
from tests.journey.seeding import everything_kept, is_welcomed
from tests.journey.walking import buttons_of

SATURDAY = datetime(2026, 3, 7, 8, 0, tzinfo=UTC)
NEXT_SATURDAY = datetime(2026, 3, 14, 8, 0, tzinfo=UTC)
PLANTING = "Lend a hand with planting"


async def comes(emulator: Emulator, app: App, name: str, shift: Shift) -> Person:
    """Somebody else has a place in a date."""
    person = emulator.person(name, language="en")
    await is_welcomed(app, person)
    await person.starts(f"s_{shift.id}")
    await person.taps("Yes, I come")
    return person


async def test_guests_are_asked_for_only_where_they_are_welcome(
    app: App, ana: Person, solene: Person
) -> None:
    alone = await takes_place(app, "planting", SATURDAY, maximum=4)
    welcome = await takes_place(app, "planting", NEXT_SATURDAY, maximum=4, guests=2)
    await is_welcomed(app, ana)

    await ana.starts(f"s_{alone.id}")
    await ana.taps("Yes, I come")
    assert "You are expected" in ana.screen.text

    await ana.starts(f"s_{welcome.id}")
    await ana.taps("Yes, I come")
    assert "How many of you come" in ana.screen.text
    assert buttons_of(ana)[:3] == ["Just me", "2 people", "3 people"]
    await ana.says("2")
    assert "1 person comes with you." in ana.screen.text


async def test_a_full_date_explains_the_waiting_list_before_anybody_is_on_it(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    shift = await takes_place(app, "planting", SATURDAY, maximum=1)
    await comes(emulator, app, "Badr", shift)
    await is_welcomed(app, ana)
    await ana.starts(f"s_{shift.id}")
    assert "full: there is a waiting list" in ana.screen.text

    await ana.taps("Waiting list: Sat 7 Mar")

    assert f"No place is left in “{PLANTING}”" in ana.screen.text
    assert "has a few hours to say yes; then it goes on" in ana.screen.text
    assert "waiting" not in (await everything_kept(app))["bookings"]
    await ana.taps("Put me on the waiting list")
    assert "You are on the waiting list" in ana.screen.text


async def test_more_than_fit_are_told_how_many_places_are_left(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    shift = await takes_place(app, "planting", SATURDAY, maximum=2, guests=2)
    badr = await comes(emulator, app, "Badr", shift)
    await badr.taps("Just me")
    await is_welcomed(app, ana)
    await ana.starts(f"s_{shift.id}")
    await ana.taps("Yes, I come")
    assert "3 people" not in buttons_of(ana), "a party bigger than all places would wait for ever"

    await ana.taps("2 people")

    assert "Only 1 place is left" in ana.screen.text
    await ana.taps("← Back")
    await ana.taps("Just me")
    assert "You are expected" in ana.screen.text


async def test_an_overlap_is_said_and_another_date_can_be_chosen(
    app: App, ana: Person, solene: Person
) -> None:
    await nothing_takes_place(app)
    first = await takes_place(app, "planting", SATURDAY, maximum=4)
    await takes_place(app, "harvest", SATURDAY, maximum=4)
    await takes_place(app, "harvest", NEXT_SATURDAY, maximum=4)
    await is_welcomed(app, ana)
    await ana.starts(f"s_{first.id}")
    await ana.taps("Yes, I come")
    assert "It is your first time: Solène" in ana.screen.text
    await ana.says("/missions")
    await ana.says("harvest and make up the baskets")

    await ana.taps("Sat 7 Mar")

    assert f"You are already expected at “{PLANTING}”" in ana.screen.text
    await ana.taps("Sat 14 Mar")
    assert "You are expected at “Harvest" in ana.screen.text
    assert "Saturday 14 March 2026" in ana.screen.text
    assert "It is your first time" not in ana.screen.text, "that is the Saturday before"


async def test_places_kept_for_newcomers_are_said_to_whoever_came_before(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    today = await takes_place(app, "planting", MONDAY_MORNING + timedelta(hours=3), maximum=4)
    kept = await takes_place(app, "planting", NEXT_SATURDAY, maximum=1, newcomers=1)
    badr = await comes(emulator, app, "Badr", today)
    await emulator.advance(timedelta(days=1))
    await is_welcomed(app, ana)

    await ana.starts(f"s_{kept.id}")
    await badr.starts(f"s_{kept.id}")

    assert "1 place left" in ana.screen.text
    assert "full, but for 1 place kept for people who come for the first time" in badr.screen.text
    await badr.taps("Waiting list: Sat 14 Mar")
    assert "they are open to everybody two days before" in badr.screen.text
    await ana.taps("Yes, I come")
    assert "You are expected" in ana.screen.text


async def test_after_signing_up_everything_to_know_and_ways_on(app: App, ana: Person, solene: Person) -> None:
    await nothing_takes_place(app)
    await takes_place_every_week(
        app,
        "planting",
        date(2026, 3, 7),
        MONDAY_MORNING,
        maximum=5,
        equipment="Boots",
        meeting_point="The barn",
    )
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.taps("This week")
    await ana.taps("Sat 7 Mar, 09:30")
    await ana.taps("Yes, I come")

    told = ana.screen
    for said in (
        "Saturday 7 March 2026, 09:30 to 11:30",
        "📍 The barn",
        "🎒 To bring: Boots",
        "Solène Arbaud knows",
    ):
        assert said in told.text
    assert "Your referent is Solène Arbaud." in told.text
    (only,) = [one for one in ana.messages if "Solène Arbaud" in one.text]
    assert only is told, "the place, the mission and the referent are told at once"
    assert buttons_of(ana)[:4] == [
        "Come every time",
        "📅 Add to my calendar",
        "Another date",
        "I can’t come",
    ]

    await ana.taps("Another date")
    assert buttons_of(ana)[:2] == ["Sat 14 Mar, 09:30", "Sat 21 Mar, 09:30"]
    assert ana.screen.text.startswith(f"{PLANTING}\n🤝 Your referent: Solène Arbaud\n\nChoose a date:")
    assert "Your two hands" not in ana.screen.text, "what was read already is not sent again"
    await ana.taps("Read more")
    assert "Your two hands" in ana.screen.text


async def test_where_a_referent_confirms_the_place_is_kept_and_not_promised(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await becomes(app, "planting", on_request=True)
    shift = await takes_place(app, "planting", SATURDAY, maximum=4)
    await is_welcomed(app, ana)
    await ana.starts(f"s_{shift.id}")
    await ana.taps("Yes, I come")

    assert "is kept until a referent has answered your request" in ana.screen.text
    await ana.says("/planning")
    await ana.taps("Sat 7 Mar")
    assert "It is confirmed once an answer is there" in ana.screen.text


async def test_one_place_however_often_a_date_is_tapped(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    shift = await takes_place(app, "planting", SATURDAY, maximum=4)
    await is_welcomed(app, ana)
    await ana.starts(f"s_{shift.id}")

    await emulator.together(*(ana.taps("Yes, I come") for _ in range(5)))

    assert (await everything_kept(app))["bookings"].count("'taken'") == 1
    assert sum("You are expected at" in message.text for message in ana.messages) == 1


async def test_a_place_that_goes_meanwhile_leads_to_the_waiting_list(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    shift = await takes_place(app, "planting", SATURDAY, maximum=1)
    await is_welcomed(app, ana)
    await ana.starts(f"s_{shift.id}")
    assert "1 place left" in ana.screen.text
    await comes(emulator, app, "Badr", shift)

    await ana.taps("Yes, I come")

    assert f"No place is left in “{PLANTING}”" in ana.screen.text
    assert "Put me on the waiting list" in buttons_of(ana)


async def test_a_link_to_a_date_that_is_over_or_ones_own_says_so_and_shows_others(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    today = await takes_place(app, "planting", MONDAY_MORNING + timedelta(hours=3), maximum=4)
    await takes_place(app, "planting", SATURDAY, maximum=4)
    await is_welcomed(app, ana)
    await ana.starts(f"s_{today.id}")
    await ana.taps("Yes, I come")
    await ana.starts(f"s_{today.id}")
    assert "You are expected on that date already" in ana.screen.text
    assert buttons_of(ana)[0] == "Sat 7 Mar, 09:00"

    await emulator.advance(timedelta(days=1))
    badr = emulator.person("Badr", language="en")
    await is_welcomed(app, badr)
    await badr.starts(f"s_{today.id}")

    assert "This date is over" in badr.screen.text
    assert buttons_of(badr)[0] == "Sat 7 Mar, 09:00"


async def test_a_full_mission_without_dates_has_a_waiting_list_too(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await becomes(app, "planting", places=1)
    badr = emulator.person("Badr", language="en")
    await is_welcomed(app, badr)
    await badr.says("/missions")
    await badr.says(PLANTING)
    await badr.taps("Yes, count me in")
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.says(PLANTING)
    await ana.taps(PLANTING)

    await ana.taps("Put me on the waiting list")

    assert f"You are on the waiting list of “{PLANTING}”." in ana.screen.text
    await badr.says("/planning")
    await badr.taps(PLANTING)
    await badr.taps("Leave this mission")
    await badr.taps("Yes, I leave it")
    assert "You have left" in badr.screen.text
    assert "A place has come free" in ana.screen.text
