"""Talking to a human: with a group or without, in several messages, there and back."""

from datetime import timedelta

import pytest

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.seeding import is_welcomed, stands_at
from tests.journey.walking import buttons_of

RHYTHM = "How often would you like to come?"


def carried(group: Group) -> list[str]:
    """The words of people that the group was told."""
    return [message.text.split("\n\n")[1] for message in group.messages if message.text.startswith("💬")]


async def test_without_a_group_the_coordinators_read_and_answer(app: App, ana: Person, nadia: Person) -> None:
    await ana.says("/human")
    await ana.says("Is there a bus?")
    assert "Is there a bus?" in nadia.screen.text

    await nadia.taps("Answer")
    assert "What do you answer?" in nadia.screen.text
    await nadia.says("Yes, the 3.")

    assert "Yes, the 3." in ana.screen.text
    assert "Sent. Thank you for answering!" in nadia.screen.text
    assert any("Answered by" in message.text for message in nadia.messages)


async def test_people_write_in_several_messages(app: App, ana: Person, team: Group) -> None:
    await is_welcomed(app, ana)
    await ana.says("/human")

    for words in ("Hello", "is there a bus?", "on Saturdays"):
        await ana.says(words)

    assert carried(team) == ["Hello", "is there a bus?", "on Saturdays"]
    assert ana.screen.text == "I have passed this on to the team, too."


async def test_an_answer_is_answered_by_simply_writing(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/human")
    await ana.says("Is there a bus?")
    await solene.says("Yes, the 3.", chat=team, reply_to=team.screen)

    await ana.says("Thank you!")

    assert carried(team)[-1] == "Thank you!"
    assert buttons_of(team) == ["Répondre"]


async def test_words_days_later_are_no_message_to_the_team(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/human")
    await ana.says("Hello")
    await emulator.advance(timedelta(days=2))

    await ana.says("Hello again")

    assert "Hello again" not in carried(team)
    assert "I did not understand it" in ana.screen.text
    assert "💬 Talk to a human" in buttons_of(ana)


async def test_words_to_the_team_do_not_wake_what_was_put_off(app: App, ana: Person, team: Group) -> None:
    await stands_at(app, ana, "rhythm")
    await ana.taps("Later")
    await ana.says("/human")
    await ana.says("Hello")
    await ana.says("are you there?")

    assert carried(team) == ["Hello", "are you there?"]


async def test_words_right_after_a_message_to_the_team_go_there_too_in_the_middle_of_a_question(
    app: App, ana: Person, team: Group
) -> None:
    await stands_at(app, ana, "rhythm")
    await ana.says("/human")

    for words in ("Hello", "is there a bus?", "on Saturdays"):
        await ana.says(words)

    assert carried(team) == ["Hello", "is there a bus?", "on Saturdays"]
    assert ana.screen.text.startswith("I have passed this on to the team, too.")
    assert RHYTHM in ana.screen.text
    assert "Every week" in buttons_of(ana)


async def test_an_answer_right_after_a_message_to_the_team_is_one(app: App, ana: Person, team: Group) -> None:
    await stands_at(app, ana, "rhythm")
    await ana.says("/human")
    await ana.says("Hello")

    await ana.says("every week")

    assert carried(team) == ["Hello"]
    assert "When are you usually free?" in ana.screen.text


async def test_words_after_an_answer_are_no_message_to_the_team(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    await stands_at(app, ana, "rhythm")
    await ana.says("/human")
    await ana.says("Hello")
    await emulator.advance(timedelta(minutes=1))
    await ana.taps("Every week")

    await ana.says("the bus, perhaps")

    assert carried(team) == ["Hello"]
    assert "When are you usually free?" in ana.screen.text


async def is_on_the_list_again(app: App, ana: Person) -> None:
    """From the list of missions, which says that one can type what one looks for, she has written to the team."""
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.taps("Talk to a human")
    await ana.says("Hello")
    assert "rite what you are looking for" in ana.screen.text


async def test_words_below_the_list_of_missions_are_looked_for_there(
    app: App, ana: Person, team: Group
) -> None:
    await is_on_the_list_again(app, ana)

    await ana.says("saterday gardenning")

    assert "Lend a hand with planting" in buttons_of(ana)
    assert carried(team) == ["Hello"]


async def test_words_below_the_sheet_of_a_mission_are_looked_for_too(
    app: App, ana: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.says("lend a hand with planting")
    await ana.taps("Talk to a human")
    await ana.says("Hello")

    await ana.says("selling vegetables")

    assert "I looked for" in ana.screen.text
    assert carried(team) == ["Hello"]


async def test_words_looked_for_that_were_for_the_team_are_sent_there_by_one_tap(
    app: App, ana: Person, team: Group
) -> None:
    await is_on_the_list_again(app, ana)
    await ana.says("on Saturday")
    assert carried(team) == ["Hello"]

    await ana.taps("💬 Send “on Saturday” to the team")
    assert ana.screen.text.startswith("I have passed this on to the team, too.")
    assert not [label for label in buttons_of(ana) if label.startswith("💬")]
    await ana.says("in the morning, I mean, by bus")

    assert carried(team) == ["Hello", "on Saturday", "in the morning, I mean, by bus"]
    assert "Lend a hand with planting" in buttons_of(ana)


@pytest.mark.parametrize(
    "words", ["Is there a place on Saturday?", "I would love to bring my uncle on Saturday", "thank you"]
)
async def test_words_below_the_list_that_are_more_than_a_search_go_to_the_team(
    app: App, ana: Person, team: Group, words: str
) -> None:
    await is_on_the_list_again(app, ana)

    await ana.says(words)

    assert carried(team) == ["Hello", words]
    assert ana.screen.text.startswith("I have passed this on to the team, too.")


async def test_what_the_team_asks_is_answered_although_a_list_stands_above(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await is_on_the_list_again(app, ana)
    await emulator.advance(timedelta(minutes=1))
    await solene.says("Hello! Which day suits you?", chat=team, reply_to=team.screen)

    await ana.says("Saturday")

    assert carried(team)[-1] == "Saturday"


async def test_who_does_not_talk_with_the_team_only_looks(app: App, ana: Person, team: Group) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")

    await ana.says("on Saturday")

    assert "I looked for" in ana.screen.text
    assert not [label for label in buttons_of(ana) if label.startswith("💬")]


async def test_what_the_team_answers_is_answered_in_the_middle_of_a_question(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await stands_at(app, ana, "rhythm")
    await ana.says("/human")
    await ana.says("Is there a bus?")
    await emulator.advance(timedelta(minutes=1))
    await solene.says("Yes, the 3.", chat=team, reply_to=team.screen)

    await ana.says("Thank you, that helps")

    assert carried(team)[-1] == "Thank you, that helps"
    assert RHYTHM in ana.screen.text


async def test_an_answer_of_several_messages_arrives_whole(app: App, ana: Person, nadia: Person) -> None:
    await ana.says("/human")
    await ana.says("Tell me everything")
    await nadia.taps("Answer")
    await nadia.says("z" * 4096)

    got = [message.text.split("\n\n")[1] for message in ana.messages if message.text.startswith("💬")]
    assert "".join(got) == "z" * 4096


async def test_who_blocked_the_bot_cannot_be_answered_and_the_team_learns_it(
    app: App, ana: Person, nadia: Person
) -> None:
    await ana.says("/human")
    await ana.says("Hello")
    await ana.blocks()

    await nadia.taps("Answer")
    assert nadia.toasts[-1] == "They cannot be reached on Telegram at the moment."

    await ana.unblocks()
    await ana.says("I am back")
    await nadia.taps("Answer")
    await nadia.says("Hello Ana")
    assert "Hello Ana" in ana.screen.text


async def test_cancel_ends_what_was_put_off_too(app: App, ana: Person) -> None:
    await stands_at(app, ana, "rhythm")
    await ana.taps("Later")

    await ana.says("/cancel")
    assert "Do you want to stop here?" in ana.screen.text
    await ana.says("yes")

    assert "Everything you told us has been erased" in ana.screen.text
