"""My sign-ups: next first, offers to answer, standing sign-ups; one tap to let go of each."""

from datetime import UTC, date, datetime

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.baskets_there import has_basket
from tests.journey.conftest import MONDAY_MORNING
from tests.journey.dates import nothing_takes_place, takes_place, takes_place_every_week
from tests.journey.gatherings import an_event
from tests.journey.seeding import is_welcomed
from tests.journey.test_calls import plain
from tests.journey.walking import buttons_of, joins

THURSDAY = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 3, 7, 8, 0, tzinfo=UTC)
PLANTING = "Lend a hand with planting"
HARVEST = "Harvest and make up the baskets"
SHIFT_OF_SATURDAY = "Sat 7 Mar, 09:30"


async def books(person: Person, shift_id: int) -> None:
    """A place, or what leads to the waiting list: the date they came for stands first."""
    await person.starts(f"s_{shift_id}")
    await person.taps(buttons_of(person)[0])


async def comes_on_saturdays(app: App, ana: Person) -> None:
    await nothing_takes_place(app)
    await takes_place_every_week(app, "planting", date(2026, 3, 7), MONDAY_MORNING, maximum=5)
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.taps("This week")
    await ana.taps(SHIFT_OF_SATURDAY)
    await ana.taps("Yes, I come")


async def test_whoever_has_nothing_is_shown_the_way_to_something(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)

    await ana.says("/planning")

    assert "You have nothing planned" in ana.screen.text
    await ana.taps("See missions")
    assert "best first" in ana.screen.text


async def test_what_comes_next_stands_first_and_missions_without_dates_last(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await nothing_takes_place(app)
    saturday = await takes_place(app, "planting", SATURDAY, maximum=4)
    thursday = await takes_place(app, "harvest", THURSDAY, maximum=4)
    await is_welcomed(app, ana)
    await books(ana, saturday.id)
    await books(ana, thursday.id)
    await ana.says("/missions")
    await joins(ana, "Make portraits of know-how")

    await ana.says("/planning")

    first, second = f"1. 📅 Thu 5 Mar, 09:00 · {HARVEST}", f"2. 📅 Sat 7 Mar, 09:00 · {PLANTING}"
    assert f"{first}\n{second}\n3. 🌱 " in ana.screen.text
    assert buttons_of(ana)[:2] == ["1 · 📅 Thu 5 Mar, 09:00", "2 · 📅 Sat 7 Mar, 09:00"]
    assert "5 · 🌱 Make portraits of know-how" in buttons_of(ana)
    assert max(map(len, buttons_of(ana))) <= 40
    await ana.says("make portraits")
    assert ana.screen.text.startswith("Make portraits of know-how"), (
        "the words of the message mean the button"
    )


async def test_a_date_opens_with_what_to_know_and_is_given_up_with_one_tap(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    shift = await takes_place(
        app, "planting", SATURDAY, maximum=4, equipment="Boots", meeting_point="The barn"
    )
    await is_welcomed(app, ana)
    await books(ana, shift.id)
    await ana.says("/planning")
    await ana.taps("Sat 7 Mar")

    for told in ("You are expected.", "📍 The barn", "🎒 To bring: Boots", "Your referent: Solène Arbaud"):
        assert told in ana.screen.text
    await ana.says("i can't come")

    assert "Thank you for telling us." in ana.screen.text
    assert any("Ana ne peut pas venir" in message.text for message in team.messages)
    left = "\n".join(message.text for message in ana.messages)
    assert "✓ I can’t come" in left
    assert "✓ 📅 Sat 7 Mar" in left
    assert "This is over." not in left
    await ana.says("/planning")
    assert not [label for label in buttons_of(ana) if "Sat 7 Mar" in label]


async def test_come_every_time_and_stop_again(app: App, ana: Person, solene: Person, team: Group) -> None:
    await comes_on_saturdays(app, ana)
    await ana.says("/planning")
    await ana.taps(SHIFT_OF_SATURDAY)
    await ana.taps("Come every time")
    assert "You are expected every time" in ana.screen.text

    await ana.taps("My sign-ups")
    assert buttons_of(ana)[:2] == ["1 · 📅 Sat 7 Mar, 09:30", "2 · 📅 Sat 14 Mar, 09:30"]
    assert "Show me others" in buttons_of(ana)
    await ana.says("every time")
    await ana.taps("Stop coming every time")

    assert "From now on you come" in ana.screen.text
    told = [message.text for message in team.messages if "nous a prévenus" in message.text]
    assert len(told) == 1, "one message, however many dates"
    assert "ne vient plus à chaque fois" in told[0]
    await ana.says("/planning")
    assert [label for label in buttons_of(ana) if "Mar" in label] == ["1 · 📅 Sat 7 Mar, 09:30"]


async def test_an_offer_stands_first_and_can_be_taken_from_there(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    shift = await takes_place(app, "planting", SATURDAY, maximum=1)
    other = await takes_place(app, "harvest", THURSDAY, maximum=4)
    badr = emulator.person("Badr", language="en")
    for person in (badr, ana):
        await is_welcomed(app, person)
        await books(person, shift.id)
    await ana.taps("Put me on the waiting list")
    await books(ana, other.id)
    await ana.says("/planning")
    assert "⏳ Sat 7 Mar" in " ".join(buttons_of(ana))
    await badr.taps("I can’t come")

    await ana.says("/planning")

    assert "A place is kept for you: please say yes or no." in ana.screen.text
    assert buttons_of(ana)[0].startswith("1 · ❓ Sat 7 Mar")
    await ana.says("1")
    assert "A place is kept for you until" in ana.screen.text
    await ana.says("yes")
    assert f"You are expected at “{PLANTING}”" in ana.screen.text


async def test_the_waiting_list_is_left_with_one_tap(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    shift = await takes_place(app, "planting", SATURDAY, maximum=1)
    badr = emulator.person("Badr", language="en")
    for person in (badr, ana):
        await is_welcomed(app, person)
        await books(person, shift.id)
    await ana.taps("Put me on the waiting list")
    await ana.says("/planning")
    await ana.taps("Sat 7 Mar")

    await ana.taps("Leave the waiting list")

    assert "You are no longer on the waiting list" in ana.screen.text
    await ana.taps("My sign-ups")
    assert "You have nothing planned" in ana.screen.text


async def test_a_mission_is_left_only_after_asking_once_more(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await comes_on_saturdays(app, ana)
    await ana.says("/planning")
    await ana.taps(f"🌱 {PLANTING}")
    await ana.taps("Leave this mission")
    assert "Nobody holds it against you" in ana.screen.text
    await ana.taps("No, I stay")
    assert SHIFT_OF_SATURDAY in buttons_of(ana)[0]

    await ana.taps(f"🌱 {PLANTING}")
    await ana.taps("Leave this mission")
    await ana.taps("Yes, I leave it")

    assert f"You have left “{PLANTING}”" in ana.screen.text
    assert "Leave “”" not in "\n".join(message.text for message in ana.messages)
    await ana.says("/planning")
    assert "You have nothing planned" in ana.screen.text


async def test_further_dates_of_a_mission_one_belongs_to(app: App, ana: Person, solene: Person) -> None:
    await comes_on_saturdays(app, ana)
    await ana.says("/planning")
    await ana.taps(SHIFT_OF_SATURDAY)

    await ana.taps("Other dates")

    assert buttons_of(ana)[0] == "Sat 14 Mar, 09:30"
    await ana.taps("Sat 14 Mar, 09:30")
    assert "Saturday 14 March 2026" in ana.screen.text


async def test_my_sign_ups_can_be_seen_while_looking_for_a_mission(
    app: App, ana: Person, solene: Person
) -> None:
    await comes_on_saturdays(app, ana)
    await ana.says("/missions")
    await ana.taps("Other ways")

    await ana.taps("My sign-ups")
    assert "Sat 7 Mar" in buttons_of(ana)[0]
    await ana.taps("Stop")

    assert "How would you like to look?" in ana.screen.text


async def test_an_event_and_a_basket_stand_in_the_planning_and_open_from_there(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await has_basket(app, emulator, "Ana Pereira", ana)
    await is_welcomed(app, ana)
    await an_event(app, emulator)
    await ana.taps("🤔 Maybe")

    await ana.says("/planning")
    listed = plain(ana.screen.text)
    assert [mark in listed for mark in ("🧺", "🎪")] == [True, True]
    assert "my basket" in listed
    await ana.taps(next(one for one in buttons_of(ana) if "🎪" in one))
    assert "📅 Saturday 14 March 2026" in plain(ana.screen.text)
    await ana.taps("See the event")
    assert "Spring party" in plain(ana.screen.text)
    assert "🎒 To bring: Boots" in plain(ana.screen.text)

    await ana.says("/planning")
    await ana.taps(next(one for one in buttons_of(ana) if "🧺" in one))
    await ana.taps("🧺 My basket")
    assert "The market hall in Sully" in plain(ana.screen.text)
