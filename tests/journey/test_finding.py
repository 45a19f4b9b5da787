"""Ways to a mission: this week, near me, by kind, typed words, what does not suit; the sheets of every kind."""

from datetime import UTC, datetime

import pytest

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.dates import becomes, nothing_takes_place, takes_place
from tests.journey.seeding import everything_kept, is_welcomed
from tests.journey.walking import buttons_of

THURSDAY = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 3, 7, 8, 0, tzinfo=UTC)
NEXT_MONDAY = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)


async def test_this_week_shows_dates_with_free_places_by_day(app: App, ana: Person) -> None:
    await nothing_takes_place(app)
    await takes_place(app, "planting", SATURDAY, maximum=4)
    await takes_place(app, "harvest", THURSDAY, maximum=6, minimum=3)
    await takes_place(app, "market-stall", NEXT_MONDAY, maximum=6)
    await is_welcomed(app, ana)
    await ana.says("/missions")

    await ana.taps("This week")

    assert "Thu 5 Mar and Sat 7 Mar" in ana.screen.text
    assert buttons_of(ana)[:2] == [
        "1 · Thu 5 Mar, 09:00",
        "2 · Sat 7 Mar, 09:00",
    ]
    assert "1. Thu 5 Mar, 09:00 · Harvest and make up the baskets\n" in ana.screen.text
    assert "09:00 to 12:00 · 6 places left\n3 more people needed" in ana.screen.text
    await ana.taps("Sat 7 Mar")
    assert "You are looking at Saturday 7 March 2026, 09:00 to 12:00." in ana.screen.text
    await ana.taps("Yes, I come")
    assert "You are expected at “Lend a hand with planting”" in ana.screen.text


async def test_where_nothing_takes_place_this_week_there_is_no_such_button(app: App, ana: Person) -> None:
    await nothing_takes_place(app)
    await takes_place(app, "planting", NEXT_MONDAY, maximum=4)
    await is_welcomed(app, ana)

    await ana.says("/missions")

    assert not [label for label in buttons_of(ana) if "This week" in label]


async def test_near_me_by_a_town_of_the_garden(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.taps("Near me")

    await ana.says("Paris")
    assert "I do not know that town." in ana.screen.text
    await ana.says("Sulli")

    assert "The nearest first" in ana.screen.text
    assert "✓ Sully-sur-Loire" in "\n".join(message.text for message in ana.messages)
    assert "– about" in ana.screen.text
    first = buttons_of(ana)[0]
    await ana.taps(first)
    assert ana.screen.text.startswith(first)


async def test_near_me_by_a_shared_position_which_is_kept_nowhere(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.taps("Near me")
    assert "it makes this list, and I do not keep it" in ana.screen.text

    await ana.shares_location(47.777123, 2.361456)

    assert "– less than a kilometre from there" in ana.screen.text
    kept = "\n".join((await everything_kept(app)).values())
    assert "47.777123" not in kept
    assert "2.361456" not in kept
    await ana.taps(buttons_of(ana)[0])
    await ana.says("back")
    assert "– less than a kilometre from there" in ana.screen.text, "the list is there without it"
    await ana.says("back")
    assert "Where from?" in ana.screen.text


async def test_by_kind_of_help(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.taps("Other ways")
    await ana.taps("By kind of help")

    await ana.taps("Sit on the board")

    assert "Sit on the board" in ana.screen.text
    assert "Talk to a human" in buttons_of(ana)
    assert not [label for label in buttons_of(ana) if "planting" in label]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("parrainage", "Former un duo avec une personne en parcours"),
        ("jardiner", "Un coup de main aux plantations"),
        ("cuisine", "Cuisiner le repas partagé"),
        ("bricolage", "Réparer et fabriquer à l’atelier"),
        ("je voudrais apprendre le français à quelqu’un", "Animer un atelier de français"),
    ],
)
async def test_words_that_stand_on_no_sheet_find_what_is_meant_by_them(
    app: App, emulator: Emulator, typed: str, found: str
) -> None:
    lea = emulator.person("Léa", language="fr")
    await is_welcomed(app, lea, language="fr")
    await lea.says("/missions")

    await lea.says(typed)

    first, *lines = lea.screen.text.splitlines()  # a single one is opened at once
    assert found == first or f"1. {found}" in lines
    assert "approche le plus" not in lea.screen.text


async def test_other_words_are_looked_for_in_one_s_own_language(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")

    await ana.says("sponsorship")

    assert "1. Pair up with someone on their way back to work\n" in ana.screen.text
    assert buttons_of(ana)[0] == "Pair up with someone on their way back…"


async def test_typed_words_with_slips_find_a_mission_and_say_what_was_understood(
    app: App, ana: Person
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")

    await ana.says("saterday gardenning")

    assert "I looked for “Saturday” and “gardening”." in ana.screen.text.replace("Gardening", "gardening")
    assert "Lend a hand with planting" in buttons_of(ana)
    await ana.says("french lessons for adults")
    assert "Run a French workshop" in ana.screen.text


async def test_words_in_french_with_slips_and_without_accents(app: App, emulator: Emulator) -> None:
    lea = emulator.person("Léa", language="fr")
    await is_welcomed(app, lea, language="fr")
    await lea.says("/missions")

    await lea.says("jardinnage")
    assert "Un coup de main aux plantations" in buttons_of(lea)

    await lea.says("samdi marché")
    assert "marché" in lea.screen.text
    assert [label for label in buttons_of(lea) if "marché" in label]


async def test_nothing_found_shows_the_nearest_and_a_way_on(app: App, ana: Person, nadia: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")

    await ana.says("submarines")
    assert "I found nothing for “submarines”." in ana.screen.text

    await ana.taps("Say what I would like")
    await ana.taps("submarines")
    assert "submarines" in nadia.screen.text


async def test_words_typed_anywhere_on_the_way_are_looked_for(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.taps("Other ways")
    await ana.says("bicycle repairs")
    found = ana.screen.text
    assert "I looked for" in found
    await ana.taps(buttons_of(ana)[0])

    await ana.says("selling vegetables")

    assert "I looked for" in ana.screen.text
    assert ana.screen.text != found


async def test_what_does_not_suit_says_why_and_offers_a_human(app: App, ana: Person) -> None:
    await is_welcomed(app, ana, age="15_17", guardian="Claire, 06 11 22 33 44")
    await ana.says("/missions")
    await ana.taps("Other ways")

    await ana.taps("What does not suit, and why")

    assert "minimum age" in ana.screen.text
    await ana.says("repair workshop")
    assert "tell a human: much can be arranged" in ana.screen.text
    assert "Yes, count me in" not in buttons_of(ana)
    await ana.taps("Change my profile")
    assert "Age" in ana.screen.text


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("task", "no fixed time"),
        ("pair", "Their name is never written here"),
        ("pole", "It reports to the board"),
        ("skills", "What you hand on: Keeping accounts"),
    ],
)
async def test_each_kind_says_what_is_particular_about_it(
    app: App, ana: Person, kind: str, said: str
) -> None:
    words = {
        "need": {"en": "Accounts"},
        "transfer": {"en": "Keeping accounts"},
        "recipients": {"en": "The board"},
    }
    await becomes(app, "planting", kind=kind, **(words if kind == "skills" else {}))
    await is_welcomed(app, ana)
    await ana.says("/missions")

    await ana.says("lend a hand with planting")
    if kind == "skills":
        await ana.taps("Read more")

    assert said in ana.screen.text


async def test_back_later_and_a_human_stand_on_every_list(app: App, ana: Person) -> None:
    await takes_place(app, "planting", SATURDAY, maximum=4)
    await is_welcomed(app, ana)
    for ways in (["This week"], ["Other ways"], ["Other ways", "By kind of help"]):
        await ana.says("/missions")
        for way in ways:
            await ana.taps(way)
        assert {"← Back", "Later", "Talk to a human", "Stop"} <= set(buttons_of(ana)), ways


async def test_missions_begins_afresh_whatever_was_looked_at(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.says("market stall")

    await ana.says("/missions")

    assert "best first" in ana.screen.text


async def test_a_mission_shared_is_a_text_ready_to_forward_with_its_link(
    app: App, ana: Person, emulator: Emulator, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.says("market stall")

    await ana.taps("Share")

    assert "forward them the next message" in ana.messages[-2].text
    assert "photo" in ana.messages[-2].content
    link = next(word for message in ana.messages for word in message.text.split() if "start=m_" in word)
    badr = emulator.person("Badr", language="en")
    await badr.opens(link)
    assert "Hello and welcome" in badr.screen.text


async def test_a_link_to_a_date_leads_to_that_date(app: App, ana: Person) -> None:
    await takes_place(app, "planting", THURSDAY, maximum=4)
    wanted = await takes_place(app, "planting", SATURDAY, maximum=4, meeting_point="At the white greenhouse")
    await is_welcomed(app, ana)

    await ana.starts(f"s_{wanted.id}")

    assert buttons_of(ana)[0] == "Yes, I come: Sat 7 Mar, 09:00"
    assert "At the white greenhouse" in ana.screen.text
    await ana.taps("Yes, I come")
    assert "You are expected" in ana.screen.text


async def test_a_link_to_a_date_that_is_gone_says_so(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)

    await ana.starts("s_99999")

    assert any("leads nowhere any more" in message.text for message in ana.messages)
