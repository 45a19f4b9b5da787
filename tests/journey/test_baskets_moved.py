"""The garden moves or cancels a delivery: whoever has a basket then hears of it once, with what was and what is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.app import App
from bot.domain.pickup import PickupState
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage.database import Database
from bot.usecases.garden_file.schema import DeliverySheet
from bot.usecases.import_garden import import_garden
from tests.journey.baskets_there import HALL, SHOP, has_basket, pickups_of
from tests.journey.conftest import example
from tests.journey.test_baskets import paloma, said_to, shown  # noqa: F401
from tests.journey.test_baskets_in_calendars import files_of, takes_all_dates
from tests.journey.test_managing import another_coordinator
from tests.journey.walking import buttons_of

THURSDAY, FRIDAY = date(2026, 3, 5), date(2026, 3, 6)
REASON = {"en": "The hall is closed.", "fr": "La halle est fermée."}


def differs(first_day: date, moved_to: date | None = None) -> DeliverySheet:
    return DeliverySheet.model_validate({"reason": REASON, "first_day": first_day, "moved_to": moved_to})


MOVED, CLOSED = differs(THURSDAY, FRIDAY), differs(THURSDAY)


async def imports_calendar(db: Database, emulator: Emulator, *deliveries: DeliverySheet) -> list[str]:
    """The garden file again, with these days that differ; what the import says."""
    file = example()
    changed = file.model_copy(update={"deliveries": [*file.deliveries, *deliveries]})
    report = await db.run(import_garden, changed, emulator.now)
    await emulator.settle()
    return report.lines()


async def test_a_point_gone_from_the_file_hands_out_until_the_list_says_otherwise(
    app: App,
    emulator: Emulator,
    ana: Person,
    paloma: Person,  # noqa: F811
) -> None:
    await has_basket(app, emulator, "Ana Pereira", ana)
    file = example()
    points = [
        one if one.slug != HALL else one.model_copy(update={"baskets": None}) for one in file.pickup_points
    ]

    closed = file.model_copy(update={"pickup_points": points})
    report = await app.db.run(import_garden, closed, emulator.now)

    assert f"look at {HALL}: no hours for baskets, households: 1; give them another point" in report.lines()
    await paloma.says("/keeper")
    await paloma.taps(buttons_of(paloma)[0])
    assert "Baskets fetched: 0 of 1" in " ".join(said_to(paloma))


def news_of(person: Person) -> list[str]:
    return [text for text in said_to(person) if "has changed something about your basket" in text]


async def test_a_moved_delivery_is_told_once_and_moved_back_in_time_to_nobody(
    app: App,
    emulator: Emulator,
    ana: Person,
    paloma: Person,  # noqa: F811
) -> None:
    number = await has_basket(app, emulator, "Ana Pereira", ana)
    taken = (await takes_all_dates(ana)).dates[0]
    await ana.says("/basket")
    await ana.taps("I’m coming")

    await imports_calendar(app.db, emulator, MOVED)
    await emulator.advance(timedelta(minutes=1))
    await imports_calendar(app.db, emulator)
    await emulator.advance(timedelta(minutes=40))
    assert news_of(ana) == []

    await imports_calendar(app.db, emulator, MOVED)
    await emulator.advance(timedelta(minutes=2))
    await imports_calendar(app.db, emulator, MOVED, differs(date(2026, 3, 12)))
    await emulator.advance(timedelta(minutes=40))

    (told,) = news_of(ana)
    assert "📅 Fri 6 Mar, 17:00 instead of Thu 5 Mar, 17:00. 🚫 Thu 12 Mar, 17:00: no basket." in told
    assert told.count("The reason: The hall is closed.") == 1
    assert "please say it again" in told
    (kept,) = [text for text in said_to(paloma) if "has changed a delivery" in text]
    assert "📅 Fri 6 Mar, 17:00 instead of Thu 5 Mar, 17:00. 🚫 Thu 12 Mar, 17:00: no basket." in kept
    moved = next(one for one in files_of(ana)[1].dates if one.uid == taken.uid)
    assert moved.sequence > taken.sequence
    assert moved.starts_at == datetime(2026, 3, 6, 16, tzinfo=UTC)
    states = [(one.day, one.state) for one in await pickups_of(app, number)][:2]
    assert states == [(FRIDAY, PickupState.EXPECTED), (date(2026, 3, 12), PickupState.CANCELLED)]
    await emulator.advance(to=datetime(2026, 3, 5, 17, 30, tzinfo=UTC))
    assert "🔔 A reminder" in shown(ana)
    assert "Friday 6 March" in shown(ana)


async def test_a_cancelled_delivery_leaves_nothing_to_fetch_and_by_night_nobody_is_woken(
    app: App,
    emulator: Emulator,
    ana: Person,
    paloma: Person,  # noqa: F811
) -> None:
    await has_basket(app, emulator, "Ana Pereira", ana)
    await has_basket(app, emulator, "Chloé", None)
    badr = emulator.person("Badr", language="en")
    await has_basket(app, emulator, "Badr Amrani", badr)
    await badr.says("/basket")
    await badr.taps("Give it away")
    await emulator.advance(to=datetime(2026, 3, 2, 22, tzinfo=UTC))
    await imports_calendar(app.db, emulator, CLOSED)
    await emulator.advance(timedelta(hours=2))
    assert news_of(ana) == []

    await emulator.advance(to=datetime(2026, 3, 3, 9, tzinfo=UTC))
    assert len(news_of(ana)) == 1
    assert "No basket is handed out on Thursday 5 March" in news_of(ana)[0]
    (kept,) = [
        text for text in said_to(paloma) if "has changed a delivery at The market hall in Sully" in text
    ]
    assert "No basket is handed out on Thursday 5 March" in kept
    assert "The reason: The hall is closed." in kept
    assert news_of(badr) == [], "given away, it is nobody's way for nothing"
    await badr.taps("After all, I fetch it")
    assert "The garden hands out no basket that week" in shown(badr)
    await ana.taps("🧺 My basket")
    assert "The garden hands out no basket that week" in shown(ana)
    assert "The next one: Thursday 12 March" in shown(ana)
    assert "I’m coming" not in buttons_of(ana)

    await imports_calendar(app.db, emulator)
    await emulator.advance(timedelta(minutes=6))
    assert "It is handed out after all" in news_of(ana)[-1]
    assert "It is handed out after all" in shown(paloma)
    assert "🧺 The list of Thu 5 Mar" in buttons_of(paloma)


async def test_a_coordinator_moves_a_delivery_in_the_chat_over_the_file_and_puts_it_back(
    app: App, emulator: Emulator, ana: Person, nadia: Person
) -> None:
    number = await has_basket(app, emulator, "Ana Pereira", ana)
    await nadia.says("/manage")
    await nadia.taps("📆 Move or cancel a delivery")
    await nadia.taps(next(one for one in buttons_of(nadia) if "5 Mar" in one))
    assert "As usual after all" not in buttons_of(nadia)
    await nadia.taps("On another day")
    await nadia.says("06/03")
    await nadia.says("The truck broke down.")
    await nadia.taps("Not now")
    assert "are handed out on Friday 6 March" in shown(nadia)
    assert "It concerns 1 household" in shown(nadia)
    await nadia.taps("Yes, that is right")
    told = await imports_calendar(app.db, emulator, CLOSED, differs(date(2026, 3, 19)))
    assert [
        line for line in told if line.startswith("look at the delivery of 2026-03-05: changed in the chat")
    ]
    await emulator.advance(timedelta(minutes=6))

    told = news_of(ana)
    assert [one.split("🧺")[-1].partition("Thu 5 Mar, 17:00. ")[2] for one in told] == [
        "The reason: The truck broke down. 🚫 Thu 19 Mar, 17:00: no basket. The reason: The hall is closed. "
        "You get this because that basket is kept for you."
    ], "each reason below its day"
    await nadia.taps("📆 Another delivery")
    await nadia.taps(next(one for one in buttons_of(nadia) if "➡️" in one))
    await nadia.taps("As usual after all")
    await nadia.taps("Yes, that is right")
    await emulator.advance(timedelta(minutes=6))

    assert "Thursday 5 March 2026, 17:00 to 19:00 instead of Friday 6 March" in news_of(ana)[-1]
    assert (await pickups_of(app, number))[0].day == THURSDAY

    await emulator.advance(to=datetime(2026, 3, 3, 21, tzinfo=UTC))
    omar = await another_coordinator(app, emulator)
    for one, *acts in ((nadia, "No baskets that day"), (omar, "On another day", "13/03")):
        await one.says("/manage")
        await one.taps("📆 Move or cancel a delivery")
        await one.taps(next(label for label in buttons_of(one) if "12 Mar" in label))
        await one.taps(acts[0])
        for words in (*acts[1:], "The truck broke down."):
            await one.says(words)
        await one.taps("Not now")
        await one.taps("Yes, that is right")
    assert "members are told in the morning" in shown(nadia), "it is night"
    assert any("Before you, a coordinator had called it off" in text for text in said_to(omar))


async def test_two_baskets_on_one_day_lead_to_each_other(
    app: App, emulator: Emulator, ana: Person, nadia: Person
) -> None:
    await has_basket(app, emulator, "Ana Pereira", ana)
    badr = emulator.person("Badr", language="en")
    await has_basket(app, emulator, "Badr Amrani", badr, SHOP)
    await badr.says("/basket")
    await badr.taps("🏖 I’ll be away")
    await badr.says("05/03/2026")
    await badr.says("06/03/2026")
    await imports_calendar(app.db, emulator, differs(THURSDAY, date(2026, 3, 12)))
    await emulator.advance(timedelta(minutes=6))

    assert "Thursday 12 March 2026" in news_of(badr)[0], "moved out of a holiday, it is kept again"
    await ana.says("/basket")
    assert "Another basket of yours is handed out the same day" in shown(ana)
    one = "Another day than usual" in shown(ana)
    await ana.taps("🧺 The other basket of that day")
    assert ("Another day than usual" in shown(ana)) is not one

    await nadia.taps_data("n.bday")
    await nadia.taps(next(one for one in buttons_of(nadia) if "5 Mar" in one))
    await nadia.taps("As usual after all")
    assert "It concerns 2 households" in shown(nadia)
