"""Several gardens share one bot: everybody talks to one of them at a time, and none knows of the others."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app import App
from bot.domain.certificate import digest_of, new_code
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage import certificates, people
from bot.storage.database import Transaction
from bot.storage.gardens import find_garden_by_slug
from bot.storage.tables import gardens, missions
from bot.usecases.garden_file import read_garden_file
from bot.usecases.import_garden import import_garden
from tests.journey.conftest import EXAMPLE, MONDAY_MORNING
from tests.journey.seeding import everything_kept
from tests.journey.walking import buttons_of, introduces, joins

FIRST, SECOND = "Les Jardins de la Levée", "Le Potager du Coteau"


@pytest.fixture
async def coteau(app: App, emulator: Emulator, tmp_path: Path) -> App:
    """The same bot with a second garden."""
    text = EXAMPLE.read_text().replace('"jardins-de-la-levee"', '"coteau"', 1).replace(FIRST, SECOND)
    file = tmp_path / "coteau.toml"
    file.write_text(text)
    await app.db.run(import_garden, read_garden_file(file), emulator.now)
    return app


async def test_a_stranger_is_asked_which_garden_they_write_to(coteau: App, ana: Person) -> None:
    await ana.says("hello")
    assert "Which one are you writing to?" in ana.screen.text
    assert buttons_of(ana) == [FIRST, SECOND]

    await ana.taps(SECOND)

    assert "Hello and welcome" in ana.screen.text
    assert SECOND in ana.screen.text
    await ana.taps("English")
    await ana.taps("Go on")
    assert "Before the first question" in ana.screen.text


async def test_a_gardens_link_leads_straight_to_it(coteau: App, ana: Person) -> None:
    await ana.starts("g_coteau")

    assert SECOND in ana.screen.text
    assert "Which one" not in str([message.text for message in ana.messages])


async def test_a_stranger_with_a_dead_link_hears_so_and_is_asked_which_garden(
    coteau: App, ana: Person
) -> None:
    await ana.starts("g_nope")

    assert "leads nowhere any more" in ana.screen.text
    assert buttons_of(ana) == [FIRST, SECOND]


async def test_a_missions_link_leads_to_its_garden_and_that_mission(coteau: App, ana: Person) -> None:
    number = await coteau.db.read(
        lambda tx: tx.connection.execute(
            select(missions.c.id)
            .join(gardens)
            .where(gardens.c.slug == "coteau", missions.c.slug == "harvest")
        ).scalar_one()
    )
    await ana.starts(f"m_{number}")
    assert SECOND in ana.screen.text
    await introduces(ana, start="")

    assert ana.screen.text.startswith("Harvest and make up the baskets")


async def test_the_garden_is_remembered_until_another_link_is_opened(coteau: App, ana: Person) -> None:
    await ana.starts("g_coteau")
    await ana.says("/privacy")
    assert f"What {SECOND} keeps about you" in ana.screen.text

    await ana.starts("g_jardins-de-la-levee")
    assert FIRST in ana.screen.text
    await ana.says("/privacy")

    assert f"What {FIRST} keeps about you" in ana.screen.text


async def test_each_garden_has_its_own_volunteers_and_its_own_erasure(coteau: App, ana: Person) -> None:
    await introduces(ana, start="/start g_coteau")
    await joins(ana, "Lend a hand with planting")
    await introduces(ana, start="/start g_jardins-de-la-levee")

    await ana.says("/privacy")
    await ana.taps("Erase everything")
    await ana.taps("Yes, erase everything")
    await ana.starts("g_coteau")

    assert "Good to see you again, Ana!" in ana.screen.text
    assert (await everything_kept(coteau))["profiles"].count("'Ana'") == 1


async def test_a_forged_garden_is_answered(coteau: App, ana: Person) -> None:
    await ana.says("hello")
    await ana.taps_data("n.garden.nowhere")

    assert "Which one are you writing to?" in ana.screen.text


async def test_the_coordinator_of_all_chooses_a_garden_too(coteau: App, nadia: Person) -> None:
    await nadia.starts("g_coteau")

    assert SECOND in nadia.screen.text


async def test_a_stranger_checks_a_certificate_without_choosing_a_garden(coteau: App, ana: Person) -> None:
    code = new_code(7)
    await coteau.db.run(issue_in, "coteau", code)

    await ana.starts(f"v_{code}")

    assert f"{SECOND}: 12 h of volunteering by Zoé" in ana.screen.text
    assert "Which one" not in str([message.text for message in ana.messages])


async def test_a_volunteer_who_checks_a_certificate_stays_with_their_garden(coteau: App, ana: Person) -> None:
    await ana.starts("g_jardins-de-la-levee")
    code = new_code(8)
    await coteau.db.run(issue_in, "coteau", code)

    await ana.starts(f"v_{code}")
    assert f"{SECOND}: 12 h" in ana.screen.text
    await ana.says("/help")
    await ana.says("/start")

    assert FIRST in ana.screen.text


def issue_in(tx: Transaction, slug: str, code: str) -> None:
    garden = find_garden_by_slug(tx, slug)
    assert garden is not None
    zoe = people.add_person(tx, name="Zoé", language="fr", now=MONDAY_MORNING)
    content = {"name": "Zoé", "garden": garden.name, "hours": 12}
    certificates.add_certificate(tx, garden.id, zoe.id, digest_of(code), content, MONDAY_MORNING)
