"""Words that are no answer, or no name: asked again, with the reason."""

import pytest

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from tests.journey.seeding import is_welcomed, profile_of, stands_at
from tests.journey.walking import buttons_of

NAME, RHYTHM, NEXT = (
    "What should we call you?",
    "How often would you like to come?",
    "When are you usually free?",
)


async def goes_on(person: Person) -> None:
    """They are not stuck: the same question stands, and its buttons work."""
    await person.taps("Every week")
    assert NEXT in person.screen.text


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


async def test_a_name_that_telegram_gives_may_be_strange_too(emulator: Emulator, app: App) -> None:
    odd = emulator.person("<i>Zoé\u202e</i>", language="en")
    await stands_at(app, odd, "first_name")
    plain = emulator.person("🥕", language="en")
    await stands_at(app, plain, "first_name")

    assert buttons_of(odd)[0] == "<i>Zoé</i>"
    await odd.taps(buttons_of(odd)[0])
    assert "How old are you?" in odd.screen.text
    assert buttons_of(plain)[0] == "Talk to a human"


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


async def test_somebody_without_anything_under_way_is_never_left_without_an_answer(
    app: App, ana: Person
) -> None:
    await is_welcomed(app, ana)
    for words in ("hello", "🥕", "le 2", "<b>", "oui", "1"):
        await ana.says(words)
        assert ana.messages[-1].by_bot, words
        assert buttons_of(ana), words
    profile = await profile_of(app, ana)
    assert profile is not None
