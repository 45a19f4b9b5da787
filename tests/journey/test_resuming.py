"""Later, after three days, after a nudge: nothing is lost, and nobody is pestered."""

from datetime import UTC, datetime, timedelta

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.outings import has_a_role
from tests.journey.seeding import is_welcomed, stands_at
from tests.journey.walking import buttons_of, joins

NUDGE = "You had begun to introduce yourself"


async def begins_a_mission(nadia: Person) -> None:
    """A coordinator is in the middle of writing one."""
    await nadia.says("/manage")
    await nadia.taps("🌱 Missions")
    await nadia.taps("➕ A new mission")
    await nadia.taps("A task, done once")


def nudges(person: Person) -> int:
    return sum(NUDGE in message.text for message in person.messages)


async def test_later_and_back_after_three_days_to_the_same_question(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await stands_at(app, ana, "rhythm")
    await ana.taps("Later")
    assert "waits for you" in ana.screen.text
    assert buttons_of(ana) == ["Go on", "Talk to a human"]

    await emulator.advance(timedelta(days=3))
    await ana.says("/start")

    assert ana.screen.text.startswith("Here is where we were.")
    assert "How often would you like to come?" in ana.screen.text
    await ana.taps("Every week")
    assert "When are you usually free?" in ana.screen.text
    assert "Here is where we were" not in ana.screen.text


async def test_the_button_of_three_days_ago_still_works(app: App, emulator: Emulator, ana: Person) -> None:
    await stands_at(app, ana, "rhythm")
    await ana.taps("Later")
    await emulator.advance(timedelta(days=3))

    put_off = next(message for message in ana.messages if "waits for you" in message.text)

    await ana.taps("Go on", message=put_off)

    assert "How often would you like to come?" in put_off.text, "it changes where it was tapped"
    assert put_off.text.startswith("Here is where we were.")


async def test_words_bring_back_what_was_put_off_and_answer_nothing(app: App, ana: Person) -> None:
    await stands_at(app, ana, "first_name")
    await ana.taps("Later")

    await ana.says("hello?")

    assert ana.screen.text.startswith("Here is where we were.")
    assert "What should we call you?" in ana.screen.text


async def test_who_stops_midway_is_nudged_once_after_a_day_and_never_again(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await stands_at(app, ana, "town")
    await emulator.advance(timedelta(hours=23, minutes=59))
    assert nudges(ana) == 0

    await emulator.advance(timedelta(minutes=2))

    assert nudges(ana) == 1
    assert "this one message because your sign-up is not finished" in ana.screen.text
    assert "I will not ask again" in ana.screen.text
    await emulator.advance(timedelta(days=30))
    assert nudges(ana) == 1


async def test_the_nudge_leads_back_to_the_question(app: App, emulator: Emulator, ana: Person) -> None:
    await stands_at(app, ana, "town")
    await emulator.advance(timedelta(days=2))

    await ana.taps("Go on")

    assert "Here is where we were." in ana.screen.text
    assert "Which place is nearest to you?" in ana.screen.text
    await emulator.advance(timedelta(days=30))
    assert nudges(ana) == 1


async def test_the_nudge_can_be_answered_by_erasing(app: App, emulator: Emulator, ana: Person) -> None:
    await stands_at(app, ana, "town")
    await emulator.advance(timedelta(days=2))

    await ana.taps("Erase what I said")
    await ana.taps("Yes, erase everything")

    assert "has been erased" in ana.screen.text
    await emulator.advance(timedelta(days=30))
    assert nudges(ana) == 1


async def test_nobody_is_nudged_at_night(app: App, emulator: Emulator, ana: Person) -> None:
    """Stopped at 22:30 in the garden: the day after at 22:30 is night there, the next morning at 8 is not."""
    await emulator.advance(to=datetime(2026, 3, 2, 21, 30, tzinfo=UTC))
    await stands_at(app, ana, "town")

    await emulator.advance(to=datetime(2026, 3, 4, 6, 59, tzinfo=UTC))
    assert nudges(ana) == 0
    await emulator.advance(to=datetime(2026, 3, 4, 7, 1, tzinfo=UTC))

    assert nudges(ana) == 1


async def test_each_step_begins_the_day_anew(app: App, emulator: Emulator, ana: Person) -> None:
    await stands_at(app, ana, "rhythm")
    await emulator.advance(timedelta(hours=20))
    await ana.taps("Every week")

    await emulator.advance(timedelta(hours=20))

    assert nudges(ana) == 0


async def test_who_is_done_or_gone_is_not_nudged(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await stands_at(app, ana, "review")
    await ana.taps("Everything is right")
    await joins(ana, "Lend a hand with planting")
    badr = emulator.person("Badr", language="en")
    await stands_at(app, badr, "town")
    await badr.says("/cancel")
    await badr.taps("Yes, stop")

    await emulator.advance(timedelta(days=30))

    assert nudges(ana) == nudges(badr) == 0


async def test_a_nudge_waits_for_who_blocked_the_bot_and_is_dropped(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await stands_at(app, ana, "town")
    await ana.blocks()
    await emulator.advance(timedelta(days=10))
    await ana.unblocks()
    assert nudges(ana) == 0

    await ana.says("/start")

    assert "Which place is nearest to you?" in ana.screen.text


async def test_what_was_asked_for_is_not_pushed_away_by_an_older_question(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_role(app, ana, since=emulator.now)
    await ana.says("/missions")
    await ana.says("/report")
    await ana.says("today")
    await ana.says("2")

    assert ana.screen.text == "“Choosing a mission” waits for you."
    assert buttons_of(ana) == ["Go on", "Talk to a human"]
    assert not any("Here is where we were." in message.text for message in ana.messages)
    assert "Thank you!" in ana.messages[-2].text, "what was asked for stands right above"
    await ana.taps("Go on")
    assert "best first" in ana.screen.text


async def test_of_all_that_waits_one_line_is_said(app: App, nadia: Person) -> None:
    await is_welcomed(app, nadia)
    await nadia.says("/missions")
    await begins_a_mission(nadia)
    said = len(nadia.messages)
    await nadia.says("/absence")
    await nadia.taps(buttons_of(nadia)[0])
    while "waits for you" not in nadia.screen.text:
        await nadia.taps(buttons_of(nadia)[0])

    lines = [message.text for message in nadia.messages[said:] if "waits for you" in message.text]
    assert lines == ["“Writing a mission” waits for you: everything you answered is kept."]
    await nadia.says("where was I?")
    assert nadia.screen.text.startswith("Here is where we were.")
    assert "What is it called?" in nadia.screen.text


async def test_words_below_an_outcome_do_not_fill_in_a_form_begun_before(
    app: App, ana: Person, nadia: Person
) -> None:
    await is_welcomed(app, ana)
    await begins_a_mission(nadia)
    await ana.says("/human")
    await ana.says("Is there a bus?")
    await nadia.taps("Answer")
    await nadia.says("Yes, the 3.")
    assert nadia.screen.text == "“Writing a mission” waits for you: everything you answered is kept."

    await nadia.taps("Go on")

    assert "What is it called?" in nadia.screen.text


async def test_after_a_step_aside_one_goes_straight_on(app: App, ana: Person, solene: Person) -> None:
    await stands_at(app, ana, "rhythm")
    await ana.says("/language")
    await ana.says("English")

    assert ana.screen.text.startswith("Here is where we were.")
    await ana.taps("Every week")
    assert "When are you usually free?" in ana.screen.text


async def test_a_newcomer_who_did_something_else_meanwhile_finds_back_by_a_tap_by_words_or_start(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await stands_at(app, ana, "rhythm")

    for way_back in ("Go on", "hello?", "/start"):
        await ana.says("/verify")
        await ana.says("/cancel")
        assert (
            ana.screen.text == "“Getting to know each other” waits for you: everything you answered is kept."
        )
        await (ana.taps if way_back == "Go on" else ana.says)(way_back)
        assert ana.screen.text.startswith("Here is where we were."), way_back
        assert "How often would you like to come?" in ana.screen.text, way_back

    await emulator.advance(timedelta(days=2))
    assert nudges(ana) == 1


async def test_the_choice_of_a_mission_waits_too(app: App, emulator: Emulator, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.taps("Later")
    await emulator.advance(timedelta(days=3))

    await ana.says("/missions")

    assert "Here is what suits you, best first" in ana.screen.text
    assert nudges(ana) == 0
