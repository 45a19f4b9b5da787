"""Whatever people send: an answer that helps, never a stuck state, nothing lost."""

from collections.abc import Awaitable, Callable

import pytest

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.seeding import is_welcomed, profile_of, stands_at
from tests.journey.walking import buttons_of, joins

NAME, RHYTHM, NEXT = (
    "What should we call you?",
    "How often would you like to come?",
    "When are you usually free?",
)

SENT: dict[str, Callable[[Person], Awaitable[object]]] = {
    "a voice": lambda person: person.sends_voice(),
    "a sticker": lambda person: person.sends_sticker(),
    "a photo": lambda person: person.sends_photo("look"),
    "a document": lambda person: person.sends_document("cv.pdf", b"%PDF"),
    "a place": lambda person: person.shares_location(47.7, 2.3),
    "their own card": lambda person: person.shares_contact(),
    "another's card": lambda person: person.shares_contact(own=False),
}


async def goes_on(person: Person) -> None:
    """They are not stuck: the same question stands, and its buttons work."""
    await person.taps("Every week")
    assert NEXT in person.screen.text


@pytest.mark.parametrize("what", SENT)
async def test_something_else_where_words_are_asked(app: App, ana: Person, what: str) -> None:
    await stands_at(app, ana, "first_name")

    await SENT[what](ana)

    assert "I cannot use that here. Please write it in words." in ana.screen.text
    assert NAME in ana.screen.text
    await ana.says("Ana")
    assert "How old are you?" in ana.screen.text


@pytest.mark.parametrize("what", SENT)
async def test_something_else_where_a_button_is_asked(app: App, ana: Person, what: str) -> None:
    await stands_at(app, ana, "rhythm")

    await SENT[what](ana)

    assert "I cannot use that here. Please tap one of the buttons" in ana.screen.text
    assert RHYTHM in ana.screen.text
    await goes_on(ana)


@pytest.mark.parametrize("what", SENT)
async def test_something_else_where_nothing_is_asked(ana: Person, what: str) -> None:
    await SENT[what](ana)

    assert buttons_of(ana) == ["Begin", "💬 Talk to a human"]


@pytest.mark.parametrize(
    "words", ["le 2", "42", "🥕🥕🥕", "a" * 5000, "<b>&", "مرحبا", "???", "\u202eabc", "every", "0", "-1"]
)
async def test_words_that_are_no_choice(app: App, ana: Person, words: str) -> None:
    await stands_at(app, ana, "rhythm")

    await ana.says(words)

    if NEXT not in ana.screen.text:
        assert RHYTHM in ana.screen.text
        assert "Did you mean" in ana.screen.text or "I did not understand that" in ana.screen.text
        await goes_on(ana)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("🥕🥕🥕", "I need a name in letters"),
        ("12345", "I need a name in letters"),
        ("x" * 5000, "characters long, and I can keep 40"),
        ("x" * 41, "41 characters long, and I can keep 40"),
        ("\u202e\u2066\u200b", "I need a name in letters"),
        ("...", "I need a name in letters"),
    ],
)
async def test_what_is_no_name_is_asked_again(app: App, ana: Person, words: str, answer: str) -> None:
    await stands_at(app, ana, "first_name")

    await ana.says(words)

    assert answer in ana.screen.text
    assert NAME in ana.screen.text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<b>&\"'", "<b>&\"'"),
        ("نادية", "نادية"),
        ("Ana\u202eeliM", "AnaeliM"),
        ("Ana\x00\x07", "Ana"),
        ("  Ana \n Maria ", "Ana Maria"),
        ("{name} %s {0}", "{name} %s {0}"),
        ("N'Guyễn-Ÿ", "N'Guyễn-Ÿ"),
        ("</b><a href='x'>", "</b><a href='x'>"),
    ],
)
async def test_a_strange_name_is_shown_as_it_is_everywhere(
    app: App, ana: Person, nadia: Person, solene: Person, team: Group, typed: str, kept: str
) -> None:
    await stands_at(app, ana, "first_name")
    await ana.says(typed)
    assert f"✓ {kept}" in ana.messages[-3].text or f"✓ {kept}" in "\n".join(m.text for m in ana.messages)
    await is_welcomed(app, ana, first_name=kept)
    await ana.says("/missions")
    await joins(ana, "Lend a hand with planting")
    assert kept in team.screen.text
    for command in ("/privacy", "/profile"):
        await ana.says(command)
        assert f"First name: {kept}" in ana.screen.text
    await ana.taps("Stop")
    await ana.taps("Yes, stop")
    await ana.says("/human")
    await ana.says("Hello")
    assert kept in team.screen.text
    for command in ("/people", "/pending"):
        await nadia.says(command)
        assert kept in "\n".join(buttons_of(nadia))
    await solene.taps("Ouvrir la fiche", chat=team, message=team.messages[-2])
    assert kept in solene.screen.text


async def test_a_name_that_telegram_gives_may_be_strange_too(emulator: Emulator, app: App) -> None:
    odd = emulator.person("<i>Zoé\u202e</i>", language="en")
    await stands_at(app, odd, "first_name")
    plain = emulator.person("🥕", language="en")
    await stands_at(app, plain, "first_name")

    assert buttons_of(odd)[0] == "<i>Zoé</i>"
    await odd.taps(buttons_of(odd)[0])
    assert "How old are you?" in odd.screen.text
    assert buttons_of(plain)[0] == "Talk to a human"


async def test_five_thousand_characters_to_a_human_reach_them_whole(
    app: App, ana: Person, team: Group
) -> None:
    """Telegram's clients send them in two messages of 4,096 at most."""
    words = "".join(f"{number:04} é" for number in range(833))
    await ana.says("/human")

    await ana.says(words)

    passed_on = [message.text.split("\n\n")[1] for message in team.messages if "💬" in message.text]
    assert "".join(passed_on).replace(" ", "") == words.replace(" ", "")
    assert ana.screen.text == "I have passed this on to the team, too."


async def test_a_long_message_of_markup_is_passed_on_whole(app: App, ana: Person, team: Group) -> None:
    await ana.says("/human")
    words = "<&>" * 1100 + "a"

    await ana.says(words)

    assert words in team.screen.text


async def test_a_forwarded_message_is_read_as_words(app: App, ana: Person) -> None:
    await stands_at(app, ana, "first_name")
    message = ana._posts({"text": "Ana"}, None)
    message.forward_origin = {"type": "hidden_user", "sender_user_name": "Someone", "date": 0}
    await ana._emulator.settle()

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


async def test_profile_questions_take_the_same_care(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/profile")
    await ana.taps("Change something")
    await ana.taps("First name")
    await ana.says("🥕")
    assert "I need a name in letters" in ana.screen.text
    await ana.taps("Keep: Ana")
    await ana.taps("Save")

    assert ana.screen.text == "Nothing changed."
    profile = await profile_of(app, ana)
    assert profile is not None
    assert profile.name == "Ana"
