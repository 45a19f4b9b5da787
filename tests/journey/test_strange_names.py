"""Names with markup, other scripts, control characters; words longer than a message."""

import pytest

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.seeding import is_welcomed, stands_at
from tests.journey.walking import buttons_of, joins


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<b>&\"'", "<b>&\"'"),
        ("نادية", "نادية"),
        ("Ana\u202eeliM", "AnaeliM"),
        ("Ana\x00\x07", "Ana"),
        ("  Zoé \n ☀ ", "Zoé ☀"),
        ("{name}%s{0}", "{name}%s{0}"),
        ("N'Guyễn-Ÿ", "N'Guyễn-Ÿ"),
        ("</b><a-href='x'>", "</b><a-href='x'>"),
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


async def test_what_telegram_calls_somebody_is_offered_as_a_first_name_alone(
    emulator: Emulator, app: App
) -> None:
    marie = emulator.person("Marie Dupont-Leroy", language="en")
    await stands_at(app, marie, "first_name")

    await marie.says("Marie Dupont-Leroy")

    assert "Perhaps “Marie”?" in marie.screen.text
    assert buttons_of(marie)[0] == "Marie"


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
