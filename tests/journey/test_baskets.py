"""Baskets as members live them: when and where, changed in one tap, late ones asked of the keeper, swapped, paused."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.app import App
from bot.domain.basket import Unclaimed
from bot.domain.entry import Entry
from bot.domain.pickup import PickupState
from bot.domain.text import Words
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.storage import contents, people, points
from bot.storage.contents import Contents
from bot.storage.database import Transaction
from bot.usecases.agenda.entries import entries_of
from bot.usecases.garden_file import GardenFile
from bot.usecases.import_garden import import_garden
from bot.usecases.pickups import closing
from tests.journey.baskets_there import SHOP, has_basket, pickups_of, point_called
from tests.journey.conftest import example
from tests.journey.shifts_there import in_garden
from tests.journey.test_calls import plain
from tests.journey.walking import buttons_of, link_referent

THURSDAY = date(2026, 3, 5)
EVE = datetime(2026, 3, 4, 17, tzinfo=UTC)
"""18:00 of the day before, when reminders go; the cut-off is two hours later."""
NIGHT = datetime(2026, 3, 4, 20, 30, tzinfo=UTC)
NOON = datetime(2026, 3, 5, 11, tzinfo=UTC)


@pytest.fixture
async def paloma(emulator: Emulator, nadia: Person, team: Group) -> Person:
    """Keeps the market hall in Sully."""
    return await link_referent(emulator, nadia, team, "Paloma Reuter")


def keeping_baskets() -> GardenFile:
    """The garden's rule is to keep what nobody fetched until the next day."""
    file = example()
    kept = file.rules.baskets.model_copy(update={"unclaimed": Unclaimed.KEEP})
    return file.model_copy(update={"rules": file.rules.model_copy(update={"baskets": kept})})


def has_room_for(tx: Transaction, slug: str, capacity: int) -> None:
    points.save_point(tx, replace(point_called(tx, slug), capacity=capacity))


def shown(person: Person) -> str:
    return plain(person.screen.text)


def said_to(person: Person) -> list[str]:
    return [plain(message.text) for message in person.messages]


async def test_who_has_no_basket_is_told_the_way_to_it(app: App, ana: Person) -> None:
    await ana.says("/basket")

    assert "I know of no basket of yours yet" in shown(ana)


async def test_the_next_basket_says_when_where_how_big_and_what_can_be_changed_until_when(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await has_basket(app, emulator, "Ana Pereira", ana)

    def tell(tx: Transaction) -> None:
        told = Contents(date(2026, 3, 2), Words({"en": "carrots, leeks"}), Words({"en": "Soup: boil it."}))
        contents.save_contents(tx, in_garden(tx).id, told)

    await app.db.run(tell)
    await ana.says("/basket")

    assert "Thursday 5 March 2026, 17:00 to 19:00" in shown(ana) or "5:00 PM" in shown(ana)
    assert "The market hall in Sully, Place de la Halle" in shown(ana)
    assert "Size: Medium" in shown(ana)
    assert "In it: carrots, leeks" in shown(ana)
    assert "Another point or a pause: until" in shown(ana)
    assert "The next one: Thursday 12 March" in shown(ana)
    assert len(ana.screen.text) < 600
    await ana.taps("📖 Recipe")
    assert "Soup: boil it." in shown(ana)


async def test_a_reminder_is_answered_inside_and_the_keeper_sees_it_at_once(
    app: App, emulator: Emulator, ana: Person, paloma: Person
) -> None:
    await has_basket(app, emulator, "Ana Pereira", ana)
    await emulator.advance(to=EVE)
    assert "🔔 A reminder" in shown(ana)
    assert {
        "I’m coming",
        "I’ll be late",
        "A friend collects it",
        "Another point or day",
        "Give it away",
        "Swap",
    } <= {*buttons_of(ana)}
    await paloma.says("/keeper")
    await paloma.taps(buttons_of(paloma)[0])
    assert "Baskets fetched: 0 of 1" in shown(paloma)

    await ana.taps("I’ll be late")
    assert "You will be late: the keeper sees it" in " ".join(said_to(ana))
    assert "Ana Pereira: running late" in shown(paloma)

    await emulator.advance(to=datetime(2026, 3, 5, 15, 40, tzinfo=UTC))
    assert "⏰ Running late at “The market hall in Sully”: Ana Pereira." in shown(paloma)
    badr = emulator.person("Badr", language="en")
    await has_basket(app, emulator, "Badr Amrani", badr)
    await badr.says("/basket")
    await badr.taps("I’ll be late")
    assert "⏰ Running late at “The market hall in Sully”: Badr Amrani." in shown(paloma)
    await paloma.taps("Only show it in the list")
    await paloma.taps("After all, do send them")
    await paloma.says("/keeper")
    await paloma.taps(buttons_of(paloma)[0])

    await ana.taps("A friend collects it")
    await ana.says("Luc")
    assert "Luc collects your basket" in " ".join(said_to(ana))
    assert "Ana Pereira: Luc collects" in shown(paloma)


async def test_two_hours_before_closing_it_is_said_again_and_never_of_one_given_away(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await has_basket(app, emulator, "Ana Pereira", ana)
    await emulator.advance(to=EVE)
    await ana.taps("Give it away")

    await emulator.advance(to=datetime(2026, 3, 6, 8, tzinfo=UTC))

    assert len([text for text in said_to(ana) if "🔔" in text]) <= 1
    assert "After all, I fetch it" in buttons_of(ana)
    assert "It goes to the solidarity programme. Thank you!" in " ".join(said_to(ana))


async def test_what_was_given_away_can_be_taken_back_while_there_is_time(
    app: App, emulator: Emulator, ana: Person
) -> None:
    number = await has_basket(app, emulator, "Ana Pereira", ana)
    await ana.says("/basket")
    await ana.taps("Give it away")
    assert "It goes to the solidarity programme" in shown(ana)

    await ana.taps("After all, I fetch it")

    assert "I’m coming" in buttons_of(ana)
    assert (await pickups_of(app, number))[0].state is PickupState.EXPECTED


async def test_before_the_cut_off_one_tap_takes_the_basket_to_the_garden_and_says_what_is_to_be_seen(
    app: App, emulator: Emulator, ana: Person, paloma: Person
) -> None:
    number = await has_basket(app, emulator, "Ana Pereira", ana)
    await ana.says("/basket")

    assert "You could also fetch it at the garden on Thursday 5 March" in shown(ana)
    await ana.taps("Another point or day")
    assert "At the garden you see where it all grows" in shown(ana)
    assert "one tap is enough" in shown(ana)
    await app.db.run(has_room_for, SHOP, 0)
    await ana.taps(next(one for one in buttons_of(ana) if "The garden shop" in one))
    assert "No room is left at The garden shop that day" in ana.toasts[-1]
    assert len(buttons_of(ana)) > 1, "nothing is decided yet"
    await ana.says("/basket")
    assert "at the garden" not in shown(ana)
    await ana.taps("Another point or day")
    assert not any("The garden shop" in one for one in buttons_of(ana)), "it is full"
    await app.db.run(has_room_for, SHOP, 1)
    await ana.says("/basket")
    await ana.taps("Another point or day")
    asked = ana.screen
    await ana.taps(next(one for one in buttons_of(ana) if "The garden shop" in one))
    assert asked.buttons == [], "it is decided"

    await ana.says("/basket")
    assert "The garden shop" in shown(ana)
    moved = (await pickups_of(app, number))[0]
    assert moved.changed_at is not None
    await emulator.advance(to=EVE + timedelta(minutes=1))
    assert "The garden shop" in shown(ana), "reminded of where it is now"


async def test_after_the_cut_off_the_keeper_is_asked_and_answers_with_one_tap(
    app: App, emulator: Emulator, ana: Person, paloma: Person
) -> None:
    await has_basket(app, emulator, "Ana Pereira", ana, SHOP)
    await emulator.advance(to=NIGHT)
    await ana.says("/basket")
    await ana.taps("Another point or day")
    await ana.taps(next(one for one in buttons_of(ana) if "market hall" in one))
    assert "Ana Pereira asks" not in shown(paloma), "nobody is asked at night what can wait"
    await emulator.advance(to=datetime(2026, 3, 5, 7, 30, tzinfo=UTC))

    assert "Ana Pereira asks to fetch the basket of this week at The market hall in Sully" in shown(paloma)
    await paloma.taps("Yes, that works")

    assert "You said yes. They know." in shown(paloma)
    assert "The keeper says yes. Your basket is now here" in shown(ana)
    assert "The market hall in Sully" in shown(ana)


async def test_a_keeper_may_say_no_and_everything_stays(
    app: App, emulator: Emulator, ana: Person, paloma: Person
) -> None:
    number = await has_basket(app, emulator, "Ana Pereira", ana)
    await emulator.advance(to=datetime(2026, 3, 5, 15, 30, tzinfo=UTC))
    await ana.says("/basket")
    await ana.taps("Give it away")
    assert "The keeper is asked whether it can still be given away" in " ".join(said_to(ana))
    assert "Can it still go to the solidarity programme?" in shown(paloma)

    await paloma.taps("No, sorry")

    assert "Unfortunately that is no longer possible" in shown(ana)
    assert (await pickups_of(app, number))[0].is_expected


async def test_two_members_swap_once_both_have_said_so(
    app: App, emulator: Emulator, ana: Person, paloma: Person, nadia: Person
) -> None:
    badr = emulator.person("Badr", language="en")
    mine = await has_basket(app, emulator, "Ana Pereira", ana)
    yours = await has_basket(app, emulator, "Badr Amrani", badr, SHOP)
    await has_basket(app, emulator, "Big basket", None, SHOP, size="l")
    await ana.says("/basket")

    await ana.taps("Swap")
    assert "Nobody sees who asks" in shown(ana)
    await badr.says("/basket")
    await badr.taps("A friend collects it")
    await badr.says("Luc")
    await ana.taps(next(one for one in buttons_of(ana) if "The garden shop" in one))
    assert "Somebody would like to swap baskets with you" in shown(badr)
    assert "Ana" not in shown(badr)
    before = await pickups_of(app, mine)
    assert before[0].taken_by is None, "nothing happens before the second yes"
    await badr.taps("Yes, let’s swap")

    assert "Somebody else fetches this basket now" in " ".join(said_to(ana)), "the old message says so"
    assert "This week you fetch at The market hall in Sully" in shown(badr)
    assert "Please tell Luc, who collects it for you" in shown(badr)
    assert "this week you fetch at The garden shop" in shown(ana)
    assert (await pickups_of(app, mine))[0].taken_by == yours
    await emulator.advance(to=EVE)
    assert "The garden shop" in shown(ana), "reminded of the basket they fetch"
    assert "The market hall in Sully" in shown(badr)
    await paloma.says("/keeper")
    await paloma.taps(buttons_of(paloma)[0])
    assert any("Badr Amrani" in one for one in buttons_of(paloma))
    assert not any("Ana" in one for one in buttons_of(paloma))
    assert "Luc collects" in shown(paloma)

    await badr.says("/privacy")
    await badr.taps("Erase everything")
    await badr.taps("Yes, erase everything")
    assert "collects" not in shown(paloma), "what was said of a swapped basket goes as well"


async def test_what_was_asked_ends_in_an_answer_even_where_nobody_gives_one(
    app: App, emulator: Emulator, ana: Person, paloma: Person, nadia: Person
) -> None:
    badr = emulator.person("Badr", language="en")
    await has_basket(app, emulator, "Ana Pereira", ana)
    await has_basket(app, emulator, "Badr Amrani", badr, SHOP)
    await ana.says("/basket")
    await ana.taps("Swap")
    await ana.taps(buttons_of(ana)[0])
    await badr.taps("No, thank you")
    assert badr.toasts[-1] == "Thank you for telling us."
    assert "Nobody could swap with you this week. Your basket stays here: The market hall" in shown(ana)
    await ana.taps("🧺 My basket")
    await ana.taps("Swap")
    await ana.taps(buttons_of(ana)[0])
    await badr.taps("Do not ask me to swap")
    assert len([text for text in said_to(ana) if "Nobody could swap with you" in text]) == 2

    await emulator.advance(to=datetime(2026, 3, 5, 15, 30, tzinfo=UTC))
    await badr.says("/basket")
    await badr.taps("Give it away")
    assert "I reach nobody who keeps The garden shop: so you are asked, as a coordinator" in shown(nadia)
    await badr.taps("I’m coming")
    assert "This has settled itself in the meantime" in shown(nadia)
    await ana.says("/basket")
    assert "I now ask the keeper" in shown(ana)
    assert "until" not in shown(ana)
    await ana.taps("Give it away")
    await emulator.advance(to=datetime(2026, 3, 5, 18, tzinfo=UTC))

    assert "nobody answered before the point closed" in shown(ana)
    assert "It is too late to answer this now" in shown(paloma)
    assert not any("The keeper is asked" in text for text in said_to(ana))


async def test_nobody_to_swap_with_is_said_kindly(app: App, emulator: Emulator, ana: Person) -> None:
    await has_basket(app, emulator, "Ana Pereira", ana)
    await has_basket(app, emulator, "Big basket", None, SHOP, size="l")
    await ana.says("/basket")

    await ana.taps("Swap")

    assert "Nobody else can swap with you this week" in " ".join([*ana.toasts, *ana.alerts])


async def test_holidays_pause_every_basket_that_is_not_prepared_yet(
    app: App, emulator: Emulator, ana: Person
) -> None:
    number = await has_basket(app, emulator, "Ana Pereira", ana)
    await emulator.advance(to=NIGHT)
    await ana.says("/basket")

    await ana.taps("🏖 I’ll be away")
    await ana.says("05/03/2026")
    await ana.says("20/03/2026")

    states = {one.day.day: one.state for one in await pickups_of(app, number)}
    assert (states[5], states[12], states[19], states[26]) == (
        PickupState.EXPECTED,
        PickupState.PAUSED,
        PickupState.PAUSED,
        PickupState.EXPECTED,
    )
    away = ana.screen
    assert "2 baskets are not prepared" in shown(ana)
    assert "It is too late for this one" in shown(ana)
    await ana.says("/basket")
    assert "🏖 Away from Thursday 5 March 2026 to Friday 20 March 2026." in shown(ana)
    await ana.taps("I am back: keep my baskets", message=away)
    assert all(one.is_expected for one in await pickups_of(app, number))
    assert away.buttons == []
    await ana.says("/basket")
    assert "🏖 I’ll be away" in buttons_of(ana)


async def test_what_nobody_fetched_is_asked_about_once_then_goes_to_the_solidarity_programme(
    app: App, emulator: Emulator, ana: Person, paloma: Person
) -> None:
    number = await has_basket(app, emulator, "Ana Pereira", ana)
    badr = emulator.person("Badr", language="en")
    await has_basket(app, emulator, "Zoé Amrani", badr)
    await has_basket(app, emulator, "Élise", None)
    await emulator.advance(to=datetime(2026, 3, 5, 17, tzinfo=UTC))
    await paloma.says("/keeper")
    await paloma.taps(buttons_of(paloma)[0])
    in_order = ["⬜ Ana Pereira · Medium", "⬜ Élise · Medium", "⬜ Zoé Amrani · Medium"]
    assert buttons_of(paloma)[:3] == in_order
    await paloma.taps("⬜ Élise · Medium")
    assert "Baskets fetched: 1 of 3" in shown(paloma)

    await emulator.advance(to=datetime(2026, 3, 5, 18, tzinfo=UTC))
    assert "It was not ticked as fetched, and the point has closed" in shown(ana)
    assert "I’m coming" not in buttons_of(ana)
    await ana.says("/basket")
    assert "Without a word from you by" in shown(ana)
    assert "I’m on my way" in buttons_of(ana)
    await badr.taps("I have it")
    assert "Baskets fetched: 2 of 3" in shown(paloma)
    await emulator.advance(to=datetime(2026, 3, 5, 19, tzinfo=UTC))

    assert (await pickups_of(app, number))[0].state is PickupState.DONATED
    assert "It goes to the solidarity programme" in shown(ana)
    assert len([text for text in said_to(ana) if "🧺 Your basket of" in text]) == 1


async def test_where_the_garden_keeps_baskets_it_says_until_when_and_then_they_go(
    app: App, emulator: Emulator, ana: Person, paloma: Person, nadia: Person
) -> None:
    number = await has_basket(app, emulator, "Ana Pereira", ana)
    await has_basket(app, emulator, "Chloé", None)
    await app.db.run(import_garden, keeping_baskets(), emulator.now)
    await emulator.advance(to=datetime(2026, 3, 5, 17, tzinfo=UTC))
    for keeper in (paloma, nadia):
        await keeper.says("/keeper")
        await keeper.taps(next(one for one in buttons_of(keeper) if "5 Mar" in one and "market hall" in one))

    await asyncio.gather(*(keeper.taps("⬜ Chloé · Medium") for keeper in (paloma, nadia)))
    assert ["Baskets fetched: 1 of 2" in shown(keeper) for keeper in (paloma, nadia)] == [True, True]
    await emulator.advance(to=datetime(2026, 3, 5, 18, tzinfo=UTC))
    assert "It is kept for you until Fri 6 Mar, 19:00" in shown(ana)
    await emulator.advance(to=datetime(2026, 3, 6, 17, 59, tzinfo=UTC))
    assert (await pickups_of(app, number))[0].state is PickupState.UNCLAIMED
    await emulator.advance(to=datetime(2026, 3, 6, 18, tzinfo=UTC))

    assert (await pickups_of(app, number))[0].state is PickupState.DONATED


async def test_where_nobody_ticked_anything_nobody_is_asked_and_every_message_says_it_has_closed(
    app: App, emulator: Emulator, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "AT_ONCE", 1)
    number = await has_basket(app, emulator, "Ana Pereira", ana)
    badr = emulator.person("Badr", language="en")
    await has_basket(app, emulator, "Badr Amrani", badr)
    await emulator.advance(to=datetime(2026, 3, 5, 17, tzinfo=UTC))
    await badr.says("/basket")
    reminded = [one for person in (ana, badr) for one in person.messages if "🔔" in one.text]
    assert len(reminded) == 4

    await emulator.advance(to=datetime(2026, 3, 5, 18, tzinfo=UTC))

    assert not [text for text in said_to(ana) if "was not ticked" in text]
    assert (await pickups_of(app, number))[0].is_expected
    cards = [one for person in (ana, badr) for one in person.messages if "The point has closed" in one.text]
    assert {one.id for one in reminded} < {one.id for one in cards}
    assert {button for one in cards for row in one.buttons for button in row} <= {
        "🧺 My basket",
        "🗺 Map",
        "🏖 I’ll be away",
        "💬 Talk to a human",
    }
    assert "🧺 My basket" in buttons_of(ana)
    assert "solidarity programme" not in shown(badr)


async def test_a_coordinator_tells_in_the_chat_what_is_in_the_baskets(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await has_basket(app, emulator, "Ana Pereira", ana)
    await nadia.says("/manage")
    await nadia.taps("🥕 What is in the baskets")
    await nadia.taps(buttons_of(nadia)[0])
    await nadia.says("Carrots, leeks and a lettuce")
    await nadia.taps("No recipe")
    await nadia.taps("Not now")

    await ana.says("/basket")

    assert "In it: Carrots, leeks and a lettuce" in shown(ana)


async def test_a_basket_stands_in_ones_own_calendar_and_keeps_its_name_where_it_moves(
    app: App, emulator: Emulator, ana: Person, paloma: Person
) -> None:
    number = await has_basket(app, emulator, "Ana Pereira", ana)

    def dates(tx: Transaction) -> list[Entry]:
        mine = people.find_by_telegram_id(tx, ana.id)
        assert mine is not None
        return entries_of(tx, in_garden(tx), mine.id, emulator.now)

    before = (await app.db.read(dates))[0]
    await ana.says("/basket")
    await ana.taps("Another point or day")
    await ana.taps(next(one for one in buttons_of(ana) if "The garden shop" in one))
    after = (await app.db.read(dates))[0]

    assert "📅 Add to my calendar" in [
        label for message in ana.messages for row in message.buttons for label in row
    ]
    assert before.starts_at == (await pickups_of(app, number))[0].opens_at + timedelta(hours=1)
    assert (after.uid, after.sequence) == (before.uid, before.sequence + 1)
    assert after.starts_at == before.starts_at - timedelta(hours=1)


async def test_who_joins_by_the_list_of_the_garden_has_baskets_and_reminders_at_once(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await nadia.sends_document(
        "paniers.csv", b"numero;nom;telephone;point de retrait\n1;Ana;+33600000009;halle-de-sully"
    )
    await nadia.taps("✅ Import")
    await ana.says("/member")
    await ana.shares_contact(phone="+33600000009")

    await ana.taps("🧺 My basket")

    assert "Thursday 5 March 2026" in shown(ana)
    await emulator.advance(to=EVE)
    assert "🔔 A reminder" in shown(ana)


async def test_a_coordinator_names_a_keeper_in_the_chat_and_the_file_does_not_undo_it(
    app: App, emulator: Emulator, nadia: Person, team: Group, paloma: Person, ana: Person
) -> None:
    irene = await link_referent(emulator, nadia, team, "Irène Vauclair")
    await has_basket(app, emulator, "Ana Pereira", ana)
    await emulator.advance(to=datetime(2026, 3, 5, 14, 30, tzinfo=UTC))
    await ana.says("/basket")
    await ana.taps("I’ll be late")
    await ana.taps("Give it away")
    assert "cannot fetch the basket" in shown(paloma)
    await nadia.says("/manage")
    await nadia.taps("🔑 Who keeps which point")
    assert "kept by Paloma Reuter" in shown(nadia)
    await nadia.taps("The market hall in Sully")
    await nadia.taps("Irène Vauclair")
    assert "Irène Vauclair keeps “The market hall in Sully”" in shown(nadia)
    await nadia.taps("Yes, that is right")
    report = await app.db.run(import_garden, example(), emulator.now)
    await emulator.settle()

    assert report.kept_from_chat == ("halle-de-sully",)
    named, asked = said_to(irene)[-2:]
    assert (
        "From now on you keep this pickup point: The market hall in Sully, Thursday, 17:00 to 19:00" in named
    )
    assert "Ana Pereira cannot fetch the basket" in asked, "what is open is asked of the new keeper"
    assert "ou no longer keep this pickup point: The market hall in Sully" in shown(paloma)
    assert "somebody else is asked now" in " ".join(said_to(paloma))
    await paloma.says("/keeper")
    assert "Only whoever keeps a pickup point sees its list" in shown(paloma)
    await emulator.advance(to=datetime(2026, 3, 5, 15, 40, tzinfo=UTC))
    assert "Running late at “The market hall in Sully”: Ana Pereira" in shown(irene)
    await irene.taps("🧺 Lists of baskets")
    await irene.taps(buttons_of(irene)[0])
    assert "Baskets fetched: 0 of 1" in shown(irene)
