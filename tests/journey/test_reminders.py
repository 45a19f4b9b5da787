"""Reminders of shifts: once, at the right hour, answered in one tap, and as everybody wishes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.app import App
from bot.domain.shift import Shift
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.seeding import is_welcomed
from tests.journey.shifts_there import a_shift, books
from tests.journey.test_calls import plain
from tests.journey.walking import buttons_of

SATURDAY = datetime(2026, 3, 14, 8, 0, tzinfo=UTC)
"""Nine in the morning in the garden."""
EVE = datetime(2026, 3, 13, 17, 0, tzinfo=UTC)
"""Six in the evening of the day before."""
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def expected(
    app: App, emulator: Emulator, person: Person, starts_at: datetime = SATURDAY, **terms: object
) -> Shift:
    """They are known to the garden and have a place in a shift."""
    await is_welcomed(app, person)
    shift = await a_shift(app, emulator, starts_at, **terms)
    await books(app, emulator, person, shift)
    return shift


def reminders_of(person: Person) -> list[str]:
    return [plain(message.text) for message in person.messages if "🔔" in message.text]


async def test_who_has_a_place_is_reminded_the_evening_before_once(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    await expected(app, emulator, ana)

    await emulator.advance(to=EVE - MINUTE)
    assert reminders_of(ana) == []
    await emulator.advance(to=EVE)

    (reminder,) = reminders_of(ana)
    assert "Market stall" in reminder
    assert "09:00" in reminder or "9:00" in reminder
    assert "/reminders" in reminder
    assert buttons_of(ana) == ["I’m coming", "I’ll be late", "I can’t come", "Stop these reminders"]

    await emulator.advance(to=SATURDAY)
    assert len(reminders_of(ana)) == 1


async def test_two_things_tomorrow_are_one_message_and_each_is_answered_by_itself(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    await expected(app, emulator, ana)
    await books(app, emulator, ana, await a_shift(app, emulator, SATURDAY + 6 * HOUR))

    await emulator.advance(to=EVE + HOUR)

    (reminder,) = reminders_of(ana)
    assert "2 reminders" in reminder
    await ana.taps("2 · I can’t come")
    shown = next(
        plain(message.text) for message in ana.messages if "1. “Market stall”" in plain(message.text)
    )
    assert "2. You are not coming to “Market stall”" in shown
    assert "1 · I’m coming" in str([message.buttons for message in ana.messages])


async def test_im_coming_is_thanked_for_and_shown(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    await expected(app, emulator, ana)
    await emulator.advance(to=EVE)
    read = len(team.messages)

    await ana.taps("I’m coming")

    assert ana.toasts[-1] == "Thank you! You are expected."
    assert "You are coming" in ana.screen.text
    assert "I’m coming" not in buttons_of(ana)
    assert len(team.messages) == read, "nobody need know what was expected"


async def test_late_asks_by_how_much_and_the_group_knows(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    await expected(app, emulator, ana)
    await emulator.advance(to=EVE)

    await ana.taps("I’ll be late")
    assert "How late will you be, about?" in ana.screen.text
    assert "de retard" not in plain(team.screen.text)
    await ana.taps("20 minutes")

    assert "About 20 minutes late" in ana.screen.text
    assert "Ana aura environ 20 minutes de retard" in plain(team.screen.text)

    await ana.taps("On time after all")
    assert "Ana sera finalement à l’heure" in plain(team.screen.text)


async def test_late_is_told_to_their_own_referent_in_private(
    app: App, emulator: Emulator, ana: Person, team: Group, solene: Person
) -> None:
    await expected(app, emulator, ana)
    await solene.taps("Je m’en occupe", chat=team)
    await emulator.advance(to=EVE)
    read = len(team.messages)

    await ana.taps("I’ll be late")
    await ana.taps("10 minutes")

    assert "Ana will be about 10 minutes late" in plain(solene.screen.text)
    assert len(team.messages) == read


async def test_cant_come_frees_the_place_asks_the_next_and_tells_the_team(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    badr = emulator.person("Badr", language="en")
    shift = await expected(app, emulator, ana, maximum=1)
    await is_welcomed(app, badr)
    await books(app, emulator, badr, shift, wait=True)
    await emulator.advance(to=EVE)

    await ana.taps("I can’t come")

    assert "Thank you for telling us" in ana.screen.text
    reminder = next(message for message in ana.messages if "You are not coming" in message.text)
    assert reminder.buttons == []
    assert "A place has come free" in badr.screen.text
    assert "Ana ne peut pas venir" in plain("\n".join(message.text for message in team.messages))

    await badr.taps("Yes, I take it")
    await emulator.advance(to=SATURDAY)
    assert reminders_of(badr) == [], "who has just said yes knows it"


async def test_one_tap_stops_them_and_one_brings_them_back(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    await expected(app, emulator, ana)
    for week in (1, 2):
        await books(app, emulator, ana, await a_shift(app, emulator, SATURDAY + week * timedelta(days=7)))
    await emulator.advance(to=EVE)

    await ana.taps("Stop these reminders")
    assert "no more reminders: My shifts" in ana.screen.text
    await emulator.advance(to=EVE + timedelta(days=8))
    assert len(reminders_of(ana)) == 1

    await ana.taps("After all, do remind me")
    await emulator.advance(to=EVE + timedelta(days=15))
    assert len(reminders_of(ana)) == 2
    nobody = emulator.person("Nobody any more", language="en")
    await nobody.says("/help")
    await nobody.taps_data("n.hush.shift")
    assert nobody.screen.text == "I remind you of nothing any more."


async def test_reminders_are_set_in_a_talk_what_when_and_a_pause(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    await expected(app, emulator, ana, SATURDAY + 3 * HOUR)

    await ana.says("/reminders")
    assert "My shifts: The day before" in ana.screen.text
    await ana.taps("My shifts")
    await ana.taps("✓ The day before")
    await ana.taps("Two hours before")
    await ana.taps("Done")
    assert "My shifts: Two hours before" in ana.screen.text
    await ana.taps("The hour")
    for words, answer in (("nonsense", "I need a time of day"), ("22h30", "quiet hours (21:00 to 08:00)")):
        await ana.says(words)
        assert answer in plain(ana.screen.text)
    await ana.says("19h30")
    assert "At 19:30, whatever the day." in plain(ana.screen.text)
    await ana.taps("The hour")
    await ana.taps("20:00")
    await ana.taps("That is fine")

    await emulator.advance(to=EVE + HOUR)
    assert reminders_of(ana) == []
    await emulator.advance(to=SATURDAY + HOUR)
    assert len(reminders_of(ana)) == 1


async def test_in_a_pause_nothing_comes_and_it_can_be_ended(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    await expected(app, emulator, ana)

    await ana.says("/reminders")
    await ana.taps("Pause")
    await ana.says("15/03/2026")
    assert "Paused until" in ana.screen.text
    await emulator.advance(to=EVE + HOUR)
    assert reminders_of(ana) == []

    await ana.says("/reminders")
    await ana.taps("End the pause")
    assert "Paused until" not in ana.screen.text


async def test_the_days_somebody_chose_hold_and_the_reminder_comes_before(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    await expected(app, emulator, ana)
    await ana.says("/reminders")
    await ana.taps("The days")
    await ana.taps("✓ Friday")
    await ana.taps("Done")
    await ana.taps("That is fine")

    await emulator.advance(to=EVE - timedelta(days=1))

    assert len(reminders_of(ana)) == 1
