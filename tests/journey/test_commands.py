"""Commands, at any moment; several conversations open at once, and a human in the middle of one."""

import pytest

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.seeding import is_welcomed, stands_at
from tests.journey.walking import buttons_of, joins, reads_all

RHYTHM = "How often would you like to come?"


@pytest.mark.parametrize("command", ["/help", "/referent", "/privacy"])
async def test_a_command_that_only_shows_leaves_the_question_open(
    app: App, ana: Person, command: str
) -> None:
    await stands_at(app, ana, "rhythm")

    await ana.says(command)
    await ana.says("every week")

    assert "When are you usually free?" in ana.screen.text


@pytest.mark.parametrize("command", ["/start", "/missions", "/profile"])
async def test_a_command_that_needs_the_onboarding_leads_back_to_it(
    app: App, ana: Person, command: str
) -> None:
    await stands_at(app, ana, "rhythm")

    await ana.says(command)

    assert ana.screen.text.startswith("Here is where we were.")
    assert RHYTHM in ana.screen.text


async def test_an_unknown_command_gets_an_answer_that_helps(
    app: App, ana: Person, emulator: Emulator
) -> None:
    await ana.says("/foo")
    assert "/help" in ana.screen.text or "What can I do?" in str(ana.screen.buttons)
    badr = emulator.person("Badr", language="en")
    await stands_at(app, badr, "rhythm")

    await badr.says("/foo bar")

    assert RHYTHM in badr.screen.text
    assert "/foo" in badr.screen.text
    await badr.says("every week")
    assert "When are you usually free?" in badr.screen.text


async def test_an_unknown_command_is_never_taken_for_a_name(app: App, ana: Person) -> None:
    await stands_at(app, ana, "first_name")

    await ana.says("/strat")

    assert "What should we call you?" in ana.screen.text


async def test_help_tells_each_role_what_it_can_do(
    app: App, ana: Person, solene: Person, nadia: Person
) -> None:
    told = await reads_all(ana, "/help")
    assert "/missions" in told
    assert "/people" not in told
    told = await reads_all(solene, "/help")
    assert "/people" in told
    assert "/pending" in told
    assert "/link" not in told
    assert "/link" in await reads_all(nadia, "/help")
    assert max(len(message.text) for message in nadia.messages) < 600
    await nadia.taps("‹ From the start")
    assert "/missions" in nadia.screen.text


async def test_what_is_for_the_team_is_not_for_everybody(ana: Person) -> None:
    for command in ("/people", "/pending", "/link"):
        await ana.says(command)
        assert "Only" in ana.screen.text or "in the group" in ana.screen.text, command


async def test_whoever_has_no_referent_yet_is_told_how_to_get_one(app: App, ana: Person) -> None:
    await ana.says("/referent")

    assert "/missions" in ana.screen.text


async def test_a_human_in_the_middle_and_back_to_the_same_question(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await stands_at(app, ana, "rhythm")
    await ana.taps("Talk to a human")
    assert "What would you like to say?" in ana.screen.text

    await ana.says("Is there a bus?")

    assert ana.screen.text.startswith("Here is where we were.")
    assert RHYTHM in ana.screen.text
    assert any("Your message is with the team" in message.text for message in ana.messages)
    assert "Is there a bus?" in team.screen.text
    await solene.says("Yes, the 3.", chat=team, reply_to=team.screen)
    answer = next(message for message in ana.messages if "Yes, the 3." in message.text)
    assert "Solène Arbaud" in answer.text
    await ana.taps("Every week")
    assert "When are you usually free?" in ana.screen.text


async def test_not_writing_to_a_human_after_all_leads_back(app: App, ana: Person) -> None:
    await stands_at(app, ana, "rhythm")
    await ana.taps("Talk to a human")

    await ana.taps("Stop")

    assert RHYTHM in ana.screen.text
    assert any("Nothing was sent" in message.text for message in ana.messages)


async def test_the_human_screen_does_not_offer_a_human(ana: Person) -> None:
    await ana.says("/human")

    assert "Talk to a human" not in buttons_of(ana)


async def test_several_open_conversations_unwind_as_a_stack(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.says("/profile")
    await ana.taps("Change something")
    await ana.taps("Situation")
    await ana.taps("Talk to a human")

    await ana.says("Hello there")
    assert "Which of these describes you best?" in ana.screen.text
    await ana.taps("I am studying")
    await ana.taps("Save")
    assert "best first" in ana.screen.text
    assert ana.screen.text.startswith("Here is where we were.")
    await joins(ana, "Lend a hand with planting")

    assert "You are signed up" in ana.screen.text
    live = [message for message in ana.messages if "Later" in str(message.buttons)]
    assert live == [], "no keyboard of a conversation is left"


async def test_the_buttons_of_what_is_covered_still_work(app: App, ana: Person) -> None:
    await stands_at(app, ana, "rhythm")
    question = ana.screen
    await ana.says("/human")

    await ana.taps("Every week", message=question)
    assert "When are you usually free?" in ana.screen.text
    await ana.says("mondays")

    assert "✓ Mon morning" in buttons_of(ana)


async def test_help_offers_a_human_and_the_button_works(ana: Person) -> None:
    await ana.says("/help")
    await ana.taps("Talk to a human")

    assert "What would you like to say?" in ana.screen.text


async def test_commands_are_read_with_the_bots_name_and_in_capitals(ana: Person) -> None:
    await ana.says("/help@coupdemain_rehearsal_bot")
    assert "/missions" in ana.screen.text
    await ana.says("/HELP")
    assert "/missions" in ana.screen.text
