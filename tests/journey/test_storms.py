"""Everything at once, twice, or from two phones: one effect, one right screen, no spinner."""

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.seeding import count_rows, is_welcomed, stands_at
from tests.journey.walking import buttons_of, joins

NAME, AGE, RHYTHM = "What should we call you?", "How old are you?", "How often would you like to come?"


NEXT = "When are you usually free?"


async def test_ten_messages_at_once_answer_only_the_question_that_was_read(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await stands_at(app, ana, "first_name")
    said = len(ana.messages)

    await emulator.together(*(ana.says(f"Ana{letter}") for letter in "abcdefghij"))

    assert AGE in ana.screen.text
    assert sum(message.by_bot for message in ana.messages[said:]) < 10, (
        "several owed screens become the newest"
    )
    await ana.taps("← Back")
    assert buttons_of(ana)[0] == "Keep: Anaa"


async def test_ten_messages_typed_one_after_the_other_without_reading(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await stands_at(app, ana, "first_name")

    for words in ("Ana", "18 or over", "I am retired", "x", "y", "z", "🥕", "back", "later", "hello"):
        await ana.says(words, settle=False)
    await emulator.settle()

    assert buttons_of(ana)
    await ana.says("/start")
    assert buttons_of(ana)


async def test_the_same_tap_twice_at_once_is_one_answer(app: App, emulator: Emulator, ana: Person) -> None:
    await stands_at(app, ana, "rhythm")

    await emulator.together(*(ana.taps("Every week") for _ in range(5)))

    assert NEXT in ana.screen.text
    await ana.taps("← Back")
    assert RHYTHM in ana.screen.text
    assert "✓ Every week" in buttons_of(ana)


async def test_two_different_taps_at_once_answer_one_question(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await stands_at(app, ana, "rhythm")

    await emulator.together(ana.taps("Every week"), ana.taps("Once, to see"))

    assert NEXT in ana.screen.text
    assert sum(NEXT in message.text for message in ana.messages) == 1


async def test_a_storm_of_ticks_ends_as_tapped(app: App, emulator: Emulator, ana: Person) -> None:
    await stands_at(app, ana, "slots")
    on = ana.screen.inline_keyboard
    data = [button["callback_data"] for row in on[:7] for button in row]

    async with emulator.at_once():
        for tick in data * 3:
            await ana.taps_data(tick)

    assert sum(label.startswith("✓") for label in buttons_of(ana)) == 21
    assert ana.unanswered_taps == 0
    await ana.taps("Done")
    assert "Which place is nearest to you?" in ana.screen.text


async def test_one_join_however_often_it_is_tapped(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.taps("Lend a hand with planting")

    await emulator.together(*(ana.taps("Yes, count me in") for _ in range(6)))

    assert (await count_rows(app))["sign_ups"] == 1
    assert sum("You are signed up" in message.text for message in ana.messages) == 1
    assert sum("newcomer" in message.text or "Ana" in message.text for message in team.messages) == 1


async def test_two_phones_of_one_person(app: App, emulator: Emulator, ana: Person) -> None:
    """The same chat on two screens: one taps while the other types."""
    await stands_at(app, ana, "rhythm")

    await emulator.together(ana.taps("Every week"), ana.says("once"), ana.says("/start"), ana.taps("Later"))
    await ana.says("/start")

    assert NEXT in ana.screen.text
    assert sum(bool(message.buttons) for message in ana.messages if "Later" in str(message.buttons)) == 1


async def test_redelivered_updates_have_no_second_effect_and_the_screen_is_right(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await stands_at(app, ana, "review")
    await ana.taps("Everything is right")
    await joins(ana, "Lend a hand with planting")
    before, said = await count_rows(app), len(ana.messages)

    emulator.redeliver(5)
    await emulator.settle()

    assert await count_rows(app) == before
    assert len(ana.messages) == said
    assert ana.unanswered_taps == 0


async def test_forty_people_at_once(app: App, emulator: Emulator) -> None:
    people = [emulator.person(f"P{number}", language="en") for number in range(40)]

    await emulator.together(*(person.says("/start") for person in people))
    await emulator.together(*(person.taps("English") for person in people))

    assert {person.screen.text.split("\n")[0] for person in people} == {"🌱 Who we are"}
