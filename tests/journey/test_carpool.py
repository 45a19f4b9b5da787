"""Sharing a ride to an event: seats offered and looked for by town, asked and answered, contact through the bot."""

import pytest

from bot.app import App
from bot.domain.event import Event
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from tests.journey.gatherings import an_event, said_to
from tests.journey.seeding import everything_kept, is_welcomed
from tests.journey.walking import buttons_of, reads_all


@pytest.fixture
async def badr(app: App, emulator: Emulator, ana: Person) -> Person:
    badr = emulator.person("Badr", language="en")
    await is_welcomed(app, ana)
    await is_welcomed(app, badr)
    return badr


@pytest.fixture
async def party(app: App, emulator: Emulator, badr: Person) -> Event:
    return await an_event(app, emulator, carpool=True)


async def comes(person: Person) -> None:
    await person.taps("✅ I’m coming")
    await person.taps("🚗 Share a ride")


async def offers(person: Person, town: str = "Sully-sur-Loire", seats: str = "1") -> None:
    await comes(person)
    await person.taps("I have free seats")
    await person.taps(town)
    await person.taps(seats)


async def looks(person: Person, town: str = "Sully-sur-Loire") -> None:
    await comes(person)
    await person.taps("I am looking for a seat")
    await person.taps(town)


async def test_a_seat_is_found_in_the_same_town_and_both_write_through_the_bot(
    ana: Person, badr: Person, party: Event
) -> None:
    await offers(ana)
    assert "You offer 1 seat from Sully" in ana.screen.text
    await looks(badr)
    assert "Ana, from Sully" in badr.screen.text
    await badr.taps("Ask Ana for a seat")
    assert "Badr would like to ride with you" in ana.screen.text
    await ana.taps("Yes, gladly")
    assert "Ana takes you along" in badr.screen.text
    await badr.taps("✉️ Write to Ana")
    await badr.says("At nine by the church?")
    assert "Sent to Ana." in badr.screen.text
    assert "“At nine by the church?”" in ana.screen.text
    await ana.taps("Answer")
    await ana.says("Gladly!")

    assert "✉️ Ana, about the way to “Spring party”:" in badr.screen.text
    assert "“Gladly!”" in badr.screen.text


async def test_whoever_looks_hears_of_an_offer_from_their_town_and_of_no_other(
    app: App, emulator: Emulator, ana: Person, badr: Person, party: Event
) -> None:
    chloe = emulator.person("Chloé", language="en")
    await is_welcomed(app, chloe)
    await chloe.says("/events")
    await chloe.taps("Sat 14 Mar · Spring party")
    await looks(badr)
    assert "Nobody offers a seat yet." in badr.screen.text
    await offers(chloe, town="Somewhere else")
    assert said_to(badr, "offers 1 seat") == []
    await offers(ana)

    (told,) = said_to(badr, "Ana offers 1 seat to “Spring party”")
    assert "You get this because you are looking for a seat from there." in told
    assert [label for label in buttons_of(badr) if label.startswith("Ask")] == ["Ask Ana for a seat"]


async def test_the_last_seat_is_given_once(
    app: App, emulator: Emulator, ana: Person, badr: Person, party: Event
) -> None:
    chloe = emulator.person("Chloé", language="en")
    await is_welcomed(app, chloe)
    await chloe.says("/events")
    await chloe.taps("Sat 14 Mar · Spring party")
    await offers(ana)
    for who in (badr, chloe):
        await looks(who)
        await who.taps("Ask Ana for a seat")
    first, second = (message for message in ana.messages if "would like to ride" in message.text)
    await ana.taps("Yes, gladly", message=first)
    await ana.taps("Yes, gladly", message=second)

    assert "No seat is left in this car." in ana.toasts[-1]
    assert said_to(badr, "Ana takes you along") != []
    assert said_to(chloe, "Ana takes you along") == []


async def test_a_driver_who_cannot_come_leaves_nobody_waiting_at_the_roadside(
    app: App, ana: Person, badr: Person, party: Event
) -> None:
    await offers(ana)
    await looks(badr)
    await badr.taps("Ask Ana for a seat")
    await ana.taps("Yes, gladly")
    await ana.taps("I can’t come")

    assert "Ana cannot take you along to “Spring party” after all." in badr.screen.text
    assert said_to(badr, "Ana takes you along") == []
    assert said_to(badr, "Ana had a seat for you to “Spring party”: it fell through.") != []
    kept = await everything_kept(app)
    assert len(kept["lifts"].splitlines()) == 1
    assert kept["rides"] == ""


async def test_a_driver_of_whom_nothing_is_kept_is_not_named(ana: Person, badr: Person, party: Event) -> None:
    await offers(ana)
    await looks(badr)
    await badr.taps("Ask Ana for a seat")
    await ana.taps("Yes, gladly")
    await reads_all(ana, "/privacy")
    await ana.taps("Erase everything")
    await ana.taps("Yes, erase everything")

    assert said_to(badr, "takes you along") == []
    assert "Whoever offered you a seat to “Spring party” is not here any more." in badr.screen.text


async def test_sharing_the_way_is_for_those_who_come_and_nobody_answers_for_another(
    ana: Person, badr: Person, party: Event
) -> None:
    await badr.taps_data(f"n.evlift.{party.id}")
    assert "Sharing a ride is for those who come" in badr.toasts[-1]
    await offers(ana)
    await looks(badr)
    await badr.taps("Ask Ana for a seat")
    for data in ("n.ride.1.yes", "n.liftask.99", "n.ridewrite.99"):
        await badr.taps_data(data)

    assert said_to(badr, "takes you along") == []
