"""A call for volunteers: written, counted, sent to whom it suits, answered, stopped, and never sent twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.storage import bookings, missions
from bot.storage.database import Transaction
from tests.journey.conftest import MONDAY_MORNING
from tests.journey.seeding import everything_kept, is_welcomed
from tests.journey.shifts_there import a_shift, in_garden, roster_of
from tests.journey.walking import buttons_of, joins, reads_all

PLANTING = "Lend a hand with planting"
TO_ALL = "Send to all"


def plain(text: str) -> str:
    """Spaces made plain, lines joined."""
    return " ".join(text.replace("\xa0", " ").split())


def said_to(person: Person) -> str:
    return plain(person.screen.text)


def figures(nadia: Person) -> str:
    """The caller's own message, as it stands now."""
    return plain(next(message.text for message in reversed(nadia.messages) if "📣" in message.text))


async def crowd(emulator: Emulator, app: App, **told: dict[str, object]) -> dict[str, Person]:
    """Volunteers by name, each with what they told besides the usual."""
    everybody = {}
    for name, other in told.items():
        everybody[name] = emulator.person(name.capitalize(), language="en")
        await is_welcomed(app, everybody[name], **other)  # type: ignore[arg-type]
    return everybody


async def writes_call(nadia: Person, words: str = "") -> None:
    """The coordinator writes a call for planting, up to the figures."""
    await nadia.says("/call")
    await nadia.taps(PLANTING)
    if words:
        await nadia.says(words)
    else:
        await nadia.taps("Nothing to add")


def tap_label(person: Person, start: str) -> str:
    return next(label for label in buttons_of(person) if label.startswith(start))


async def test_a_call_goes_to_whom_it_suits_and_to_nobody_else(
    emulator: Emulator, app: App, nadia: Person
) -> None:
    told = await crowd(
        emulator, app,
        ana={"forms": ("give_time",)}, badr={}, chloe={"slots": ("sun-evening",)}, dina={"max_km": "0"},
    )  # fmt: skip

    await writes_call(nadia, "Bring boots, it is muddy")

    samples = [plain(message.text) for message in nadia.messages[-3:-1]]
    assert samples[0].startswith("👁 Français")
    assert samples[1].startswith("👁 English")
    assert "A word from the team: “Bring boots, it is muddy”" in samples[1]
    assert "It fits 1 person well" in said_to(nadia)
    assert "1 more person could come." in said_to(nadia)
    assert "1 is not free then" in said_to(nadia)
    assert "1 lives too far away" in said_to(nadia)
    assert all("looking for people" not in said_to(person) for person in told.values()), "nothing is sent yet"

    await nadia.taps(tap_label(nadia, TO_ALL))

    assert "looking for people" in said_to(told["ana"])
    assert "Bring boots" in said_to(told["badr"])
    assert "you chose “Lend a hand or a skill”" in said_to(told["ana"])
    assert "looking for people" not in said_to(told["chloe"])
    assert "looking for people" not in said_to(told["dina"])


async def test_the_narrow_call_only_reaches_those_it_fits_well(
    emulator: Emulator, app: App, nadia: Person
) -> None:
    told = await crowd(emulator, app, ana={"forms": ("give_time",)}, badr={})
    await writes_call(nadia)

    await nadia.taps("Send to the one it suits well")

    assert "looking for people" in said_to(told["ana"])
    assert "looking for people" not in said_to(told["badr"])


async def test_yes_gives_the_place_and_the_caller_reads_what_came_of_it(
    emulator: Emulator, app: App, nadia: Person
) -> None:
    told = await crowd(emulator, app, ana={}, badr={}, chloe={})
    await writes_call(nadia)
    await nadia.taps(tap_label(nadia, TO_ALL))
    before = len(nadia.messages)

    await told["ana"].taps("Yes, count me in")
    await told["badr"].taps("Not this time")
    await emulator.advance(timedelta(minutes=2))

    assert "You are signed up for" in said_to(told["ana"])
    assert any("✅ You said yes" in message.text for message in told["ana"].messages)
    assert "Not this time: thank you" in said_to(told["badr"])
    assert "1 said yes" in figures(nadia)
    assert "1 said not this time" in figures(nadia)
    assert "3 messages arrived" in figures(nadia)
    assert len([m for m in nadia.messages[before:] if "📣" in m.text]) == 0, "one message, edited"


async def test_whoever_blocked_the_bot_is_counted_as_out_of_reach(
    emulator: Emulator, app: App, nadia: Person
) -> None:
    told = await crowd(emulator, app, ana={}, badr={})
    await writes_call(nadia)
    told["ana"].leaves_telegram()  # nobody is told
    await nadia.taps(tap_label(nadia, TO_ALL))
    await emulator.advance(timedelta(minutes=2))

    assert "1 message arrived" in figures(nadia)
    assert "1 is out of reach" in figures(nadia)


async def test_nothing_goes_out_at_night_and_a_word_to_stop_in_the_evening_is_in_time(
    emulator: Emulator, app: App, nadia: Person
) -> None:
    told = await crowd(emulator, app, ana={}, badr={})
    await emulator.advance(timedelta(hours=12))  # ten in the evening
    await writes_call(nadia)
    await nadia.taps(tap_label(nadia, TO_ALL))
    await emulator.advance(timedelta(hours=1))
    assert "looking for people" not in said_to(told["ana"])
    assert "On its way: 0 of 2. Nobody is written to at night" in figures(nadia)

    await nadia.taps("Stop here")
    await emulator.advance(timedelta(hours=12))

    assert "looking for people" not in said_to(told["ana"])
    assert "2 were not asked after all" in said_to(nadia)
    assert "whoever was not written to yet is left alone" in said_to(nadia)


async def test_what_was_held_overnight_goes_in_the_morning_but_not_to_whom_it_suits_no_more(
    emulator: Emulator, app: App, nadia: Person
) -> None:
    told = await crowd(emulator, app, ana={}, badr={})
    await emulator.advance(timedelta(hours=12))
    await writes_call(nadia)
    await nadia.taps(tap_label(nadia, TO_ALL))
    await told["badr"].says("/missions")
    await joins(told["badr"], PLANTING)

    await emulator.advance(timedelta(hours=12))

    assert "looking for people" in said_to(told["ana"])
    assert not any("looking for people" in message.text for message in told["badr"].messages)


async def test_once_the_mission_is_full_nobody_else_is_asked_and_late_answers_hear_a_kind_word(
    emulator: Emulator, app: App, nadia: Person
) -> None:
    told = await crowd(emulator, app, ana={}, badr={}, chloe={})
    await app.db.run(leave_places, 1)
    await writes_call(nadia)
    await nadia.taps(tap_label(nadia, TO_ALL))

    await told["ana"].taps("Yes, count me in")
    await told["badr"].taps("Yes, count me in")

    assert "All places are taken by now" in told["badr"].toasts[-1]
    assert "Enough people have said yes by now" in said_to(told["badr"])
    await emulator.advance(timedelta(minutes=5))
    assert "enough people are found" in figures(nadia)


async def test_no_more_calls_is_kept_shown_and_taken_back(
    emulator: Emulator, app: App, nadia: Person
) -> None:
    told = await crowd(emulator, app, ana={}, badr={})
    await writes_call(nadia)
    await nadia.taps(tap_label(nadia, TO_ALL))
    ana = told["ana"]

    await ana.taps("No more calls like this")
    assert "no more calls like this will reach you" in said_to(ana)
    assert "You asked for no more calls for volunteers" in plain(await reads_all(ana, "/privacy"))
    await ana.says("/profile")
    assert any("You asked for no more calls" in message.text for message in ana.messages[-3:])
    await writes_call(nadia)
    assert "1 wants no calls" in said_to(nadia)
    assert "1 was called in the last three days" in said_to(nadia)

    await ana.taps("Send me calls again")
    record = plain(await reads_all(ana, "/privacy"))
    assert "You asked for no more calls" not in record
    assert "1 call for volunteers that reached you" in record


async def test_whoever_was_called_is_left_alone_for_three_days(
    emulator: Emulator, app: App, nadia: Person
) -> None:
    told = await crowd(emulator, app, ana={})
    await writes_call(nadia)
    assert "1 person could come." in said_to(nadia), "and no “more” where there is nobody else"
    await nadia.taps("Send to the one who could come")
    await emulator.advance(timedelta(days=2))

    await writes_call(nadia)
    assert "Nobody can be asked at the moment" in said_to(nadia)
    assert not any(label.startswith("Send to") for label in buttons_of(nadia))

    await emulator.advance(timedelta(days=1, hours=1))
    await writes_call(nadia)
    await nadia.taps("Send to the one who could come")
    assert len([m for m in told["ana"].messages if "looking for people" in m.text]) == 2


async def test_a_draft_is_written_anew_or_dropped_and_nobody_reads_it(
    emulator: Emulator, app: App, nadia: Person
) -> None:
    told = await crowd(emulator, app, ana={})
    await writes_call(nadia, "Quickly!!")

    await nadia.taps("Write it anew")
    await nadia.says("There will be soup")
    assert "“There will be soup”" in plain(nadia.messages[-2].text)
    await nadia.taps("Don’t send")

    assert "This call was not sent" in said_to(nadia)
    assert "soup" not in (await everything_kept(app))["calls"]
    assert not any("looking for people" in message.text for message in told["ana"].messages)


async def test_for_a_date_yes_is_a_place_in_that_shift_and_who_was_late_is_asked_first_of_all(
    emulator: Emulator, app: App, nadia: Person
) -> None:
    told = await crowd(emulator, app, ana={}, chloe={}, badr={"slots": ("mon-evening",)})
    shift = await a_shift(app, emulator, MONDAY_MORNING + timedelta(days=15), minimum=1, maximum=1)
    await nadia.says("/call")
    await taps_through_pages(nadia, "Market stall")
    await nadia.taps(next(label for label in buttons_of(nadia) if "17" in label and ":" in label))
    await nadia.taps("Nothing to add")
    assert "1 is not free then" in said_to(nadia)

    await nadia.taps("Send to all 2 who could come")
    assert "Tuesday 17 March 2026, 10:00 to 13:00" in said_to(told["ana"])
    await told["ana"].taps("Yes, count me in")

    assert "You are expected at “Market stall”" in said_to(told["ana"])
    assert await app.db.read(lambda tx: len(bookings.taken_bookings(tx, roster_of(tx, shift)))) == 1

    await told["chloe"].taps("Yes, count me in")
    await told["ana"].taps("I can’t come")
    assert "You offered to come to “Market stall”: the place is free again" in said_to(told["chloe"])
    await told["chloe"].taps("Not this time")
    await emulator.advance(timedelta(days=6))
    assert "Could you come in their place?" not in said_to(told["badr"])


async def test_too_few_people_days_ahead_and_the_group_calls_with_one_tap(
    emulator: Emulator, app: App, nadia: Person, solene: Person, team: Group
) -> None:
    told = await crowd(emulator, app, ana={})
    await a_shift(app, emulator, MONDAY_MORNING + timedelta(days=5), minimum=2, maximum=4)
    await emulator.advance(timedelta(days=2, hours=1))

    await solene.taps("Appeler des bénévoles", chat=team)
    await solene.taps("Nothing to add")
    await solene.taps("Send to the one who could come")

    assert "“Market stall”. Would you like to come?" in said_to(told["ana"])


async def test_from_the_page_of_a_mission_and_of_a_date(emulator: Emulator, app: App, nadia: Person) -> None:
    told = await crowd(emulator, app, ana={})
    shift = await a_shift(app, emulator, MONDAY_MORNING + timedelta(days=1), minimum=1)
    await nadia.says("/manage")
    await nadia.taps_data("n.mcard.1")
    await nadia.taps("📣 Call for volunteers")
    assert "A call for “Lend a hand with planting”." in said_to(nadia)
    await nadia.says("/cancel")

    await nadia.taps_data(f"n.mshift.{shift.id}")
    await nadia.taps("📣 Call for volunteers")
    assert "A call for “Market stall”, Tuesday 3 March 2026, 10:00 to 13:00." in said_to(nadia)
    await nadia.taps("Nothing to add")
    await nadia.taps("Send to the one who could come")

    assert "Market stall" in said_to(told["ana"])
    await emulator.advance(timedelta(days=2))
    await nadia.taps_data(f"n.call.{shift.id}")
    assert "This date is over, or does not take place" in nadia.toasts[-1]


async def test_only_the_team_calls_and_only_who_was_called_answers(
    emulator: Emulator, app: App, nadia: Person
) -> None:
    told = await crowd(emulator, app, ana={}, badr={"slots": ("sun-evening",)})
    await told["ana"].says("/call")
    assert "Only the garden’s referents and coordinators" in said_to(told["ana"])
    await writes_call(nadia)

    await told["badr"].taps_data("n.callsend.1.all")
    assert "Only the garden’s referents and coordinators" in told["badr"].toasts[-1]
    await nadia.taps("Send to the one who could come")
    await told["badr"].taps_data("n.callyes.1")

    assert "✅" not in said_to(told["badr"])
    assert "1 said yes" not in plain(nadia.screen.text)


async def test_erased_the_caller_s_figures_name_nobody_and_nothing_is_left(
    emulator: Emulator, app: App, nadia: Person
) -> None:
    told = await crowd(emulator, app, ana={}, badr={})
    await writes_call(nadia)
    await nadia.taps(tap_label(nadia, TO_ALL))
    await told["ana"].taps("Yes, count me in")

    await told["ana"].says("/privacy")
    await told["ana"].taps("Erase everything")
    await told["ana"].taps("Yes, erase everything")

    assert len((await everything_kept(app))["called"].splitlines()) == 1


async def taps_through_pages(person: Person, label: str) -> None:
    for _ in range(6):
        if any(one.startswith(label) for one in buttons_of(person)):
            break
        await person.taps("Show me others")
    await person.taps(label)


def leave_places(tx: Transaction, places: int) -> None:
    garden = in_garden(tx)
    mission = missions.find_mission_by_slug(tx, garden.id, "planting")
    assert mission is not None
    missions.save_mission(tx, replace(mission, places=places), 0)


async def test_erased_who_wrote_a_draft_takes_it_along(emulator: Emulator, app: App, nadia: Person) -> None:
    await crowd(emulator, app, ana={})
    await writes_call(nadia, "There will be soup")

    await nadia.says("/privacy")
    await nadia.taps("Erase everything")
    await nadia.taps("Yes, erase everything")

    assert (await everything_kept(app))["calls"] == ""
