"""A voice, a picture, a card, an edit: whatever people send, an answer that helps, and nobody is stuck."""

from collections.abc import Awaitable, Callable

import pytest

from bot.app import App
from bot.rehearsal.client import Person
from tests.journey.seeding import stands_at
from tests.journey.walking import buttons_of

NAME, RHYTHM, NEXT = (
    "What should we call you?",
    "How often would you like to come?",
    "When are you usually free?",
)


FLAGS = ("is_closed", "is_anonymous", "allows_multiple_answers", "allows_revoting", "members_only")
POLL = {
    "id": "1",
    "question": "Tea?",
    "options": [],
    "total_voter_count": 0,
    "type": "regular",
} | dict.fromkeys(FLAGS, False)

SENT: dict[str, Callable[[Person], Awaitable[object]]] = {
    "a voice": lambda person: person.sends_voice(),
    "a sticker": lambda person: person.sends_sticker(),
    "a photo": lambda person: person.sends_photo("look"),
    "a document": lambda person: person.sends_document("cv.pdf", b"%PDF"),
    "a poll": lambda person: person.sends({"poll": POLL}),
    "a place": lambda person: person.shares_location(47.7, 2.3),
    "their own card": lambda person: person.shares_contact(),
    "another's card": lambda person: person.shares_contact(own=False),
}
PASSED_ON = ("a voice", "a photo", "a document")
"""What a human can look at: it is offered to the team."""
OTHER = [what for what in SENT if what not in PASSED_ON]


async def goes_on(person: Person) -> None:
    """They are not stuck: the same question stands, and its buttons work."""
    await person.taps("Every week")
    assert NEXT in person.screen.text


@pytest.mark.parametrize("what", OTHER)
async def test_something_else_where_words_are_asked(app: App, ana: Person, what: str) -> None:
    await stands_at(app, ana, "first_name")

    await SENT[what](ana)

    assert "I cannot use that here. Please write it in words." in ana.screen.text
    assert NAME in ana.screen.text
    await ana.says("Ana")
    assert "How old are you?" in ana.screen.text


@pytest.mark.parametrize("what", OTHER)
async def test_something_else_where_a_button_is_asked(app: App, ana: Person, what: str) -> None:
    await stands_at(app, ana, "rhythm")

    await SENT[what](ana)

    assert "I cannot use that here. Please tap one of the buttons" in ana.screen.text
    assert RHYTHM in ana.screen.text
    await goes_on(ana)


@pytest.mark.parametrize("what", OTHER)
async def test_something_else_where_nothing_is_asked(ana: Person, what: str) -> None:
    await SENT[what](ana)

    assert buttons_of(ana) == ["Begin", "See missions", "💬 Talk to a human"]


@pytest.mark.parametrize("what", PASSED_ON)
async def test_what_a_human_can_look_at_is_offered_to_the_team_and_the_question_stands(
    app: App, ana: Person, what: str
) -> None:
    await stands_at(app, ana, "rhythm")

    await SENT[what](ana)

    assert "Shall I pass this on to the team?" in ana.screen.text
    await goes_on(ana)


@pytest.mark.parametrize("what", PASSED_ON)
async def test_what_a_human_can_look_at_is_offered_to_the_team_where_nothing_is_asked(
    ana: Person, what: str
) -> None:
    await SENT[what](ana)

    assert buttons_of(ana) == ["Yes, pass it on", "💬 Talk to a human"]


async def test_a_forwarded_message_is_read_as_words(app: App, ana: Person) -> None:
    await stands_at(app, ana, "first_name")
    said = await ana._emulator.person("Someone").says("Ana")

    await ana.forwards(said, hiding=True)

    assert "How old are you?" in ana.screen.text


async def test_an_earlier_message_that_is_edited_changes_nothing_and_says_how_to(
    app: App, ana: Person
) -> None:
    await stands_at(app, ana, "first_name")
    name = await ana.says("Anna")
    question = "How old are you?"
    assert question in ana.screen.text

    await ana.edits(name, "Ana")

    assert ana.screen.text.startswith("I saw that you edited a message, but I only read new ones.")
    assert question in ana.screen.text
    await ana.taps("← Back")
    assert buttons_of(ana)[0] == "Keep: Anna"


async def test_an_edited_command_is_no_command(app: App, ana: Person) -> None:
    word = await ana.says("hello")

    await ana.edits(word, "/start")

    assert "Hello and welcome" not in ana.screen.text
    assert "I only read new ones" in ana.screen.text


async def test_what_was_said_survives_a_contact_card_of_somebody_else(app: App, ana: Person) -> None:
    await stands_at(app, ana, "guardian", age="15_17")

    await ana.shares_contact(own=False, phone="+33611223344", first_name="Claire")
    if "Which of these describes you best?" not in ana.screen.text:
        assert "write it in words" in ana.screen.text
        await ana.says("Claire +33611223344")

    assert "Which of these describes you best?" in ana.screen.text
