"""From /start to a named referent."""

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.walking import buttons_of, introduces, joins


async def test_an_adult_goes_from_start_to_a_named_referent(ana: Person, solene: Person, team: Group) -> None:
    taps = await introduces(ana, slots=["Sat morning", "Done"])
    assert "best first" in ana.screen.text
    assert "Saturday mornings, as you said" in ana.screen.text

    await joins(ana, "Lend a hand with planting")

    assert "Your referent is Solène Arbaud" in ana.screen.text
    assert "Ana" in team.screen.text
    assert "Proposition faite à : Solène Arbaud" in team.screen.text.replace("\xa0", " ")
    assert taps + 2 <= 28


async def test_a_place_at_a_date_takes_one_tap_more_and_no_typing(ana: Person, solene: Person) -> None:
    taps = await introduces(ana)

    for label in (buttons_of(ana)[0], "", "Just me"):
        await ana.taps(label or buttons_of(ana)[0])

    assert "You are expected at" in ana.screen.text
    assert taps + 3 <= 29


async def test_everything_can_be_done_in_french(emulator: Emulator, app: App, solene: Person) -> None:
    lea = emulator.person("Léa", language="fr")
    await lea.says("/start")

    assert "Bonjour et bienvenue" in lea.screen.text
    assert buttons_of(lea)[0] == "Français"
