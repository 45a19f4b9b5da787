"""Baskets in one's own calendar: whoever put them there is sent each change, and nobody else is."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from tests.calendar_readers import ReadFile, read_strictly
from tests.journey.baskets_there import SHOP, has_basket
from tests.journey.test_calls import plain
from tests.journey.walking import buttons_of


def files_of(person: Person) -> list[ReadFile]:
    return [read_strictly(one.file.content) for one in person.messages if one.by_bot and one.file]


async def takes_all_dates(person: Person) -> ReadFile:
    await person.says("/calendar")
    await person.taps("My dates as a file")
    return files_of(person)[-1]


async def test_a_basket_that_is_fetched_elsewhere_moves_in_the_calendar_too(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await has_basket(app, emulator, "Ana Pereira", ana)
    before = (await takes_all_dates(ana)).dates[0]

    await ana.says("/basket")
    await ana.taps("Another point or day")
    await ana.taps(next(one for one in buttons_of(ana) if "The garden shop" in one))

    after = files_of(ana)[-1].only
    assert (before.title, after.uid) == ("🧺 Vegetable basket", before.uid)
    assert after.sequence > before.sequence
    assert after.starts_at != before.starts_at
    assert "garden shop" in after.where


async def test_holidays_take_the_baskets_out_in_one_message(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await has_basket(app, emulator, "Ana Pereira", ana)
    taken = await takes_all_dates(ana)

    await ana.says("/basket")
    await ana.taps("🏖 I’ll be away")
    await ana.says("08/03/2026")
    await ana.says("20/03/2026")

    assert len(files_of(ana)) == 2
    gone = files_of(ana)[-1]
    assert {one.status for one in gone.dates} == {"CANCELLED"}
    assert {one.uid for one in gone.dates} < {one.uid for one in taken.dates}


async def test_whoever_swaps_has_the_other_basket_in_the_calendar_and_their_own_no_more(
    app: App, emulator: Emulator, ana: Person
) -> None:
    badr = emulator.person("Badr", language="en")
    await has_basket(app, emulator, "Ana Pereira", ana)
    await has_basket(app, emulator, "Badr Amrani", badr, SHOP)
    mine = (await takes_all_dates(ana)).dates[0]

    await emulator.advance(to=datetime(2026, 3, 4, 17, 30, tzinfo=UTC))
    await ana.says("/basket")
    await ana.taps("Swap")
    await ana.taps(next(one for one in buttons_of(ana) if "The garden shop" in one))
    await badr.taps("Yes, let’s swap")

    gone, new = sorted(files_of(ana)[-1].dates, key=lambda one: one.uid != mine.uid)
    assert (gone.uid, gone.status) == (mine.uid, "CANCELLED")
    assert "garden shop" in new.where
    said = [plain(one.text) for one in ana.messages]
    assert said.count("🔁 Somebody else fetches this basket now.") == 2, "the card, and the reminder"
    assert files_of(badr) == []
    assert mine.uid not in {one.uid for one in (await takes_all_dates(ana)).dates}
