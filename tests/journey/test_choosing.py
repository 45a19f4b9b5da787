"""Choosing a mission: three that suit, more on demand, a wish, a link."""

from sqlalchemy import select, update

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.storage.tables import missions
from tests.journey.seeding import everything_kept, is_welcomed, stands_at
from tests.journey.walking import buttons_of, introduces, joins

PLANTING = "Lend a hand with planting"


async def number_of(app: App, slug: str) -> int:
    """What a mission's link carries."""
    number = select(missions.c.id).where(missions.c.slug == slug)
    return await app.db.read(lambda tx: int(tx.connection.execute(number).scalar_one()))


async def test_three_missions_with_their_reasons_and_more_on_demand(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    first = buttons_of(ana)[:3]
    assert ana.screen.text.count("as you said") == 3

    await ana.taps("Show me others")
    second = buttons_of(ana)[:3]

    assert not set(first) & set(second)
    while "Back to the first ones" not in buttons_of(ana):
        await ana.taps("Show me others")
    await ana.taps("Back to the first ones")
    assert buttons_of(ana)[:3] == first


async def test_a_mission_is_asked_for_by_typing_its_name_wherever_it_stands(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")

    await ana.says("portraits know how")

    assert "Make portraits of know-how" in ana.screen.text
    assert "What you do:" not in ana.screen.text
    await ana.taps("Read more")
    assert "What you do:" in ana.screen.text
    await ana.taps("In short")
    assert "What you do:" not in ana.screen.text
    await ana.says("yes")
    assert "You are signed up for “Make portraits of know-how”" in ana.screen.text


async def test_what_was_said_yes_to_stays_readable(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await joins(ana, PLANTING)

    sheet = next(message.text for message in ana.messages if "count me in" in message.text)

    assert sheet.startswith(PLANTING)
    assert "📍 At the garden" in sheet


async def test_none_of_these_takes_a_wish_to_the_coordinators(app: App, ana: Person, nadia: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.taps("None of these")
    await ana.says("Beekeeping <b>& honey")

    assert "The coordinators read it" in ana.screen.text
    assert "Ana found no mission that suits" in nadia.screen.text
    assert "Beekeeping <b>& honey" in nadia.screen.text


async def test_a_wish_may_stay_unsaid(app: App, ana: Person, nadia: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.taps("None of these")
    await ana.taps("I would rather not say")

    assert "The coordinators read it" not in ana.screen.text
    assert "they did not say" in nadia.screen.text


async def test_missions_held_already_are_not_offered_again(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await joins(ana, PLANTING)

    await ana.says("/missions")

    assert PLANTING not in ana.screen.text
    await joins(ana, "Harvest and make up the baskets")
    await ana.says("/referent")
    assert PLANTING in ana.screen.text
    assert "Harvest and make up the baskets" in ana.screen.text


async def test_a_link_opens_the_missions_sheet_and_the_others_stand_behind_it(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)

    await ana.starts(f"m_{await number_of(app, 'portraits')}")

    assert ana.screen.text.startswith("Make portraits of know-how")
    assert buttons_of(ana)[0] == "Yes, count me in"
    await ana.taps("← Back")
    assert "best first" in ana.screen.text
    assert "✓ Make portraits of know-how" in buttons_of(ana)[0]


async def test_a_stranger_with_a_missions_link_is_welcomed_and_comes_back_to_it(
    app: App, ana: Person
) -> None:
    await ana.starts(f"m_{await number_of(app, 'portraits')}")
    assert "Hello and welcome" in ana.screen.text
    await introduces(ana, start="")

    assert "Make portraits of know-how" in ana.screen.text
    assert buttons_of(ana)[0] == "Yes, count me in"


async def test_a_link_opened_while_choosing_shows_the_new_one(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.starts(f"m_{await number_of(app, 'portraits')}")
    assert "Make portraits of know-how" in ana.screen.text
    await ana.taps("Yes, count me in")

    assert "You are signed up for “Make portraits of know-how”" in ana.screen.text
    assert not any("Yes, count me in" in str(message.buttons) for message in ana.messages)


async def test_a_link_to_a_mission_one_holds_says_so(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await joins(ana, PLANTING)

    await ana.starts(f"m_{await number_of(app, 'planting')}")

    assert f"You are signed up for “{PLANTING}” already" in ana.screen.text


async def test_a_link_to_a_mission_that_does_not_suit_says_why(app: App, ana: Person) -> None:
    await is_welcomed(app, ana, age="15_17", guardian="Claire, 06 11 22 33 44")

    await ana.starts(f"m_{await number_of(app, 'repair-workshop')}")

    assert "minimum age" in ana.screen.text
    assert "best first" in ana.screen.text


async def test_links_that_lead_nowhere_still_welcome(app: App, emulator: Emulator, ana: Person) -> None:
    for payload in ("m_999999999", "m_", "m_x", "g_nowhere", "i_nothing", "x" * 64, "m_" + "9" * 62, "-_-"):
        await ana.starts(payload)
        assert ana.screen.by_bot
        assert "Hello and welcome" in ana.screen.text or "invitation" in ana.screen.text, payload
    badr = emulator.person("Badr", language="en")
    await is_welcomed(app, badr)
    for payload in ("m_999999999", "m_" + "9" * 62, "g_nowhere"):
        await badr.starts(payload)
        assert "best first" in badr.screen.text or "Good to see you again" in badr.screen.text, payload


async def test_the_last_place_gone_meanwhile_is_said_and_others_are_shown(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.taps(PLANTING)
    full = update(missions).where(missions.c.slug == "planting").values(places=0)
    await app.db.run(lambda tx: tx.connection.execute(full) and None)

    await ana.taps("Yes, count me in")

    assert "Here is what suits you" in ana.screen.text
    assert PLANTING not in buttons_of(ana)
    assert "You are signed up" not in ana.screen.text
    assert (await everything_kept(app))["sign_ups"] == ""


async def test_where_nothing_suits_it_is_said_and_a_wish_is_asked(
    app: App, ana: Person, nadia: Person
) -> None:
    await is_welcomed(app, ana)
    await app.db.run(lambda tx: tx.connection.execute(update(missions).values(state="closed")) and None)

    await ana.says("/missions")

    assert "Right now no mission fits" in ana.screen.text
    await ana.taps("Say what I would like")
    await ana.says("Anything outdoors")
    assert "Anything outdoors" in nadia.screen.text


async def test_a_mission_is_not_confirmed_where_a_level_is_asked(
    app: App, ana: Person, irene: Person, team: Group
) -> None:
    await stands_at(app, ana, "review", skills=("french_teaching",), levels={"french_teaching": "my_job"})
    await ana.taps("Everything is right")
    await joins(ana, "Run a French workshop")

    assert "Your request for “Run a French workshop” has been sent" in ana.screen.text
    assert "'requested'" in (await everything_kept(app))["sign_ups"]
