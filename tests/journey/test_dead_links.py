"""Links on old posters: what they led to is gone, and people are welcomed all the same."""

import pytest

from bot.app import App
from bot.rehearsal.client import Person
from tests.journey.seeding import is_welcomed
from tests.journey.walking import introduces

NOWHERE = "Unfortunately this link leads nowhere any more"
DEAD = ["g_nope", "g_", "m_9999", "m_", "m_x", "m_99999999999999999999"]


def said_to(person: Person) -> list[str]:
    return [message.text for message in person.messages if message.by_bot]


@pytest.mark.parametrize("link", DEAD)
async def test_a_dead_link_says_so_once_and_goes_on_with_the_welcome(
    app: App, ana: Person, link: str
) -> None:
    await ana.starts(link)

    first, second = said_to(ana)
    assert first.startswith(NOWHERE)
    assert "/human" in first
    assert "Hello and welcome" in second


async def test_a_volunteer_who_opens_a_dead_link_to_a_garden_is_welcomed_back(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)

    await ana.starts("g_nope")

    *_, first, second = said_to(ana)
    assert first.startswith(NOWHERE)
    assert "Good to see you again" in second


async def test_a_volunteer_who_opens_a_dead_link_to_a_mission_sees_those_there_are(
    app: App, ana: Person
) -> None:
    await is_welcomed(app, ana)

    await ana.starts("m_9999")

    *_, first, second = said_to(ana)
    assert first.startswith(NOWHERE)
    assert "best first" in second


@pytest.mark.parametrize("link", ["", "poster", "g_jardins-de-la-levee", "m_1"])
async def test_a_link_that_leads_somewhere_or_only_says_where_it_hung_is_followed_quietly(
    app: App, ana: Person, link: str
) -> None:
    await ana.starts(link)
    await introduces(ana, start="")

    assert NOWHERE not in "".join(said_to(ana))
