"""Thanks: after the first outing, at milestones, in the garden's words and in the referent's own."""

from datetime import timedelta

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from tests.journey.outings import has_a_place, the_season_ends
from tests.journey.seeding import is_welcomed
from tests.journey.test_confirming import AFTER, came


async def test_the_first_outing_is_thanked_once_and_a_personal_word_arrives_signed(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now)
    await emulator.advance(AFTER)
    await came(ana)
    assert "you came for the first time" in ana.screen.text
    assert "are noted; your referent confirms them." in ana.screen.text
    assert sum("thank you" in message.text.casefold() for message in ana.messages[-4:]) == 1, "thanked once"

    await solene.taps("Write to them", message=next(m for m in solene.messages if "first time" in m.text))
    await solene.says("Your rows were the straightest.")

    assert "Solène Arbaud" in ana.screen.text
    assert "Your rows were the straightest." in ana.screen.text

    await has_a_place(app, ana, starts_at=emulator.now)
    await emulator.advance(AFTER)
    await came(ana)
    assert sum("for the first time" in message.text for message in ana.messages) == 1


async def test_a_milestone_is_said_when_the_hours_are_confirmed(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now, hours=9)
    await emulator.advance(timedelta(hours=24))
    await ana.taps("I was there, other hours")
    await ana.says("21")
    await ana.taps("🙂 Good")
    await ana.taps("Nothing to add")
    assert not any("20 hours" in message.text for message in ana.messages), "said hours are no milestone"

    await solene.taps(
        "Everything is right", message=next(m for m in solene.messages if m.text.startswith("⏱"))
    )

    assert "20 hours with" in ana.screen.text
    assert "/certificate" in ana.screen.text
    await solene.taps("Add a word")
    await solene.says("What would we do without you!")
    assert "A word from Solène Arbaud" in ana.screen.text
    assert "What would we do without you!" in ana.screen.text


async def test_thanks_can_be_stopped_and_taken_up_again(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now)
    await emulator.advance(AFTER)
    await came(ana)

    await ana.taps("Stop thanking me")
    assert "no more thank-you messages" in ana.screen.text
    await ana.taps("After all, do send them")

    assert "you will hear from me again" in ana.screen.text


async def test_whoever_never_answered_is_thanked_once_their_referent_says_that_they_came(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now)
    await emulator.advance(AFTER + timedelta(hours=20))

    await solene.taps("Everything is right")

    assert "you came for the first time" in ana.screen.text


async def test_at_seasons_end_everybody_who_came_is_thanked_once_and_the_team_may_add_a_word(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    badr = emulator.person("Badr", language="en")
    for one in (ana, badr):
        await is_welcomed(app, one)
    await the_season_ends(app, 3, 20)
    await has_a_place(app, ana, starts_at=emulator.now)
    await emulator.advance(AFTER)
    await came(ana)

    await emulator.advance(timedelta(days=18))

    assert "the season has come to its end" in ana.screen.text
    assert not any("the season has come to its end" in message.text for message in badr.messages), (
        "he never came"
    )
    await solene.taps("Ana", message=next(m for m in solene.messages if "The season is over" in m.text))
    await solene.says("See you in spring!")
    assert "See you in spring!" in ana.screen.text
    assert sum("the season has come to its end" in message.text for message in ana.messages) == 1
