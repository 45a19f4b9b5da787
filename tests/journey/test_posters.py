"""A coordinator prints a poster from the chat; whoever scans it is where it says."""

import re

from bot.app import App
from bot.domain.event import Circle
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from tests.journey.gatherings import an_event
from tests.journey.seeding import is_welcomed
from tests.journey.test_managing import mission_called
from tests.journey.walking import buttons_of
from tests.unit.pdf_reader import links_of, pages_of, words_of

PLANTING = "Lend a hand with planting"


def paper(person: Person) -> bytes:
    assert person.screen.file is not None
    return person.screen.file.content


async def opens_card(nadia: Person, title: str = PLANTING) -> None:
    await nadia.says("/manage")
    await nadia.taps("🌱 Missions")
    await nadia.taps(f"🟢 {title}")


async def test_a_poster_of_a_mission_is_printed_and_leads_to_it(app: App, nadia: Person, ana: Person) -> None:
    await is_welcomed(app, ana)
    await opens_card(nadia)

    await nadia.taps("🖨 Poster")
    assert "Poster: “Lend a hand with planting”" in nadia.screen.text
    await nadia.taps("A4 · Français")

    assert nadia.screen.file is not None
    assert re.fullmatch(r"Poster .* A4 fr\.pdf", nadia.screen.file.name)
    assert "To print as it is" in nadia.screen.text
    said = words_of(paper(nadia))
    assert pages_of(paper(nadia)) == 1
    assert "Un coup de main ?" in said
    assert "Les Jardins de la Levée" in said
    (link,) = links_of(paper(nadia))
    await ana.opens(link)
    assert PLANTING in ana.screen.text


async def test_it_comes_in_the_size_and_language_that_were_chosen(app: App, nadia: Person) -> None:
    await opens_card(nadia)
    await nadia.taps("🖨 Poster")

    await nadia.taps("A5 · English")

    assert b"/MediaBox[0 0 419" in paper(nadia)
    assert PLANTING in words_of(paper(nadia))
    assert "To print as it is" in nadia.screen.text


async def test_the_next_dates_stand_on_it(app: App, nadia: Person) -> None:
    await opens_card(nadia, "Harvest and make up the baskets")
    await nadia.taps("🖨 Poster")

    await nadia.taps("A4 · English")

    said = words_of(paper(nadia))
    when = said[said.index(" When ") : said.index(" Where ")]
    assert len(re.findall(r"\w+day \d+ March 2026, \d\d:\d\d to \d\d:\d\d", when)) == 3, when


async def test_the_whole_garden_has_a_poster_too(app: App, nadia: Person, ana: Person) -> None:
    await nadia.says("/manage")
    await nadia.taps("🖨 A poster for the garden")
    await nadia.taps("A4 · English")

    assert "Come and lend a hand in the garden" in words_of(paper(nadia))
    (link,) = links_of(paper(nadia))
    await ana.opens(link)
    assert "Les Jardins de la Levée" in ana.screen.text


async def test_a_mission_that_is_paused_says_so_before_it_is_printed(app: App, nadia: Person) -> None:
    await opens_card(nadia)
    await nadia.taps("⏸ Pause")
    mission = await mission_called(app, PLANTING)

    await nadia.taps_data(f"n.mposter.{mission.id}")

    assert "whoever scans the code hears so" in nadia.screen.text


async def test_only_coordinators_print_posters(app: App, nadia: Person, ana: Person) -> None:
    await is_welcomed(app, ana)
    mission = await mission_called(app, PLANTING)

    for data in (
        f"n.mposter.{mission.id}",
        f"n.mposter.{mission.id}.a4-fr",
        "n.mposter.0",
        "n.mposter.0.a4-fr",
    ):
        await ana.taps_data(data)
        assert ana.screen.file is None
        assert buttons_of(ana) != ["A4 · Français"]


async def test_a_language_or_mission_of_no_garden_is_refused(app: App, nadia: Person) -> None:
    await opens_card(nadia)

    for data in ("n.mposter.0.a4-xx", "n.mposter.999999.a4-fr", "n.mposter.0.a3-fr"):
        await nadia.taps_data(data)
    assert [alert[:26] for alert in nadia.alerts] == ["This is not there any more"] * 3


async def test_an_event_is_passed_on_by_a_link_a_code_and_a_poster(
    app: App, emulator: Emulator, nadia: Person
) -> None:
    event = await an_event(app, emulator)
    await nadia.says("/manage")
    await nadia.taps("🎪 Events")
    await nadia.taps("🟢 Sat 14 Mar · Spring party")
    await nadia.taps("↗️ Pass it on")
    link = f"https://t.me/{app.house.bot_name}?start=e_{event.id}"
    assert link in nadia.screen.text
    await nadia.taps_data(f"n.evposter.{event.id}")
    await nadia.taps("A5 · English")

    assert "Open day" in words_of(paper(nadia))
    assert "Spring party" in words_of(paper(nadia))
    (printed,) = links_of(paper(nadia))
    chloe = emulator.person("Chloé", language="en")
    await chloe.opens(printed)
    assert printed == link
    assert "Spring party" in chloe.screen.text
    assert "✅ I’m coming" in buttons_of(chloe)
    secret = await an_event(app, emulator, circle=Circle.TEAM, title={"en": "Team"})
    await chloe.says(f"/start e_{secret.id}")
    assert "Team" not in chloe.screen.text
    await nadia.taps_data(f"n.evshare.{secret.id}")
    assert "for some people only" in nadia.toasts[-1]

    await emulator.advance(to=event.ends_at)
    (sheet,) = [one for one in chloe.messages if "🤔 Maybe" in str(one.buttons)]
    await chloe.taps("🤔 Maybe", message=sheet)
    assert "nothing can be answered any more" in chloe.toasts[-1]
    assert [one for one in chloe.messages if "🤔 Maybe" in str(one.buttons)] == [], (
        "the old message has learned it"
    )
    await chloe.opens(printed)
    assert "It is over." in chloe.screen.text
    await nadia.taps_data(f"n.evposter.{event.id}.a5-en")
    assert "is over" in nadia.alerts[-1], "nobody hangs it up any more"
