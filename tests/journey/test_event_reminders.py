"""The evening before an event: one message with where and when, answered in one tap, right wherever the event moved."""

from datetime import timedelta

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from tests.journey.gatherings import SATURDAY, an_event, said_to
from tests.journey.seeding import is_welcomed
from tests.journey.test_managing_events import edits, saves
from tests.journey.walking import buttons_of

EVENING = SATURDAY.replace(day=13, hour=17, minute=0)
"""Six in the garden, the day before."""


async def test_the_evening_before_one_is_reminded_and_says_how_it_stands(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_welcomed(app, ana)
    await an_event(app, emulator)
    await ana.taps("✅ I’m coming")
    await emulator.advance(to=EVENING - timedelta(minutes=1))
    assert said_to(ana, "A reminder") == []
    await emulator.advance(to=EVENING)

    for words in ("A reminder", "Spring party", "Under the big oak", "Are you coming?", "/reminders"):
        assert words in ana.screen.text
    await ana.taps("I’ll be late")
    await ana.taps("20 minutes")
    assert "About 20 minutes late" in ana.screen.text
    await nadia.says("/manage")
    await nadia.taps("🎪 Events")
    await nadia.taps("🟢 Sat 14 Mar · Spring party")
    await nadia.taps("☑️ List at the entrance")
    assert buttons_of(nadia) == ["☐ Ana ⏱20"]
    await ana.taps("On time after all")
    assert buttons_of(nadia) == ["☐ Ana"]

    await emulator.advance(to=SATURDAY)
    offered = everything_offered(ana)
    assert offered >= {"🎫 My code", "I’ll be late"}
    assert not offered & {"I can’t come", "👥 Who comes with me", "📅 Add to my calendar", "✅ I’m coming"}
    await emulator.advance(to=SATURDAY + timedelta(hours=3))
    assert everything_offered(ana) == {"📷 Yes, gladly", "📷 Rather not", "📅 All events"}
    assert len(said_to(ana, "It is over.")) == 3, "the invitation, the confirmation, the reminder"


def everything_offered(person: Person) -> set[str]:
    """The buttons that stand below what is said of the event."""
    told = [one for one in person.messages if one.by_bot and "Spring party" in one.text]
    return {label for message in told for row in message.buttons for label in row}


async def test_who_cannot_come_says_so_in_the_reminder_and_the_place_goes_on(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await is_welcomed(app, ana)
    badr = emulator.person("Badr", language="en")
    await is_welcomed(app, badr)
    await an_event(app, emulator, capacity=1)
    await ana.taps("✅ I’m coming")
    await badr.taps("✅ I’m coming")
    await badr.taps("Join the waiting list")
    await emulator.advance(to=EVENING)
    await ana.taps("I can’t come", message=ana.screen)

    assert "You are not coming." in ana.screen.text
    assert "A place has come free at “Spring party”!" in badr.screen.text


async def test_a_reminder_follows_the_event_to_another_day_and_leaves_with_it(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_welcomed(app, ana)
    await an_event(app, emulator)
    await ana.taps("✅ I’m coming")
    await edits(nadia, "First day", "21/03/2026")
    await saves(nadia)
    await emulator.advance(to=EVENING + timedelta(hours=2))
    assert said_to(ana, "A reminder") == []
    await emulator.advance(to=EVENING + timedelta(days=7))
    assert len(said_to(ana, "A reminder")) == 1
    await edits(nadia, "Begins", "15:00", day="21")
    await saves(nadia)
    await emulator.advance(timedelta(minutes=6))
    assert [
        one.text for one in ana.messages if "10:00 to 13:00" in one.text and "instead" not in one.text
    ] == []
    assert said_to(ana, "A reminder") == [], "the one that was sent reads the new hour"


async def test_nobody_is_reminded_of_what_does_not_take_place_or_of_what_they_declined(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_welcomed(app, ana)
    badr = emulator.person("Badr", language="en")
    await is_welcomed(app, badr)
    await an_event(app, emulator)
    await ana.taps("✅ I’m coming")
    await badr.taps("✅ I’m coming")
    await badr.taps("I can’t come")
    await nadia.says("/manage")
    await nadia.taps("🎪 Events")
    await nadia.taps("🟢 Sat 14 Mar · Spring party")
    await nadia.taps("Cancel it")
    await nadia.says("A storm")
    await nadia.taps("Yes, cancel it")
    await emulator.advance(to=EVENING + timedelta(days=1))

    assert said_to(ana, "A reminder") == said_to(badr, "A reminder") == []
