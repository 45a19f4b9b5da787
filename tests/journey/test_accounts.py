"""The year's hours for the accounts, and the names for the insurer: files for coordinators alone."""

import csv
import io
from datetime import timedelta

from openpyxl import load_workbook

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from tests.journey.outings import has_a_place
from tests.journey.seeding import everything_kept, is_welcomed
from tests.journey.test_certificate import has_confirmed_hours
from tests.journey.test_confirming import AFTER, list_message
from tests.journey.walking import reads_all

PLANTING = "Lend a hand with planting"


def file_of(emulator: Emulator, person: Person) -> bytes:
    shown = next(message for message in reversed(person.messages) if "document" in message.content)
    return emulator.world.files[shown.content["document"]["file_id"]].content


def table_of(emulator: Emulator, person: Person) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file_of(emulator, person).decode("utf-8-sig")), delimiter=";"))


async def asks_for_hours(nadia: Person, rate: str, file: str) -> None:
    await nadia.says("/manage")
    await nadia.taps("🕓 Hours and lists")
    await nadia.taps("Hours of a year, for the accounts")
    await nadia.taps("2026")
    if rate:
        await nadia.says(rate)
    else:
        await nadia.taps("Without a rate")
    await nadia.taps(file)


async def test_hours_by_mission_and_month_are_valued_at_the_rate_that_was_typed(
    app: App, emulator: Emulator, ana: Person, nadia: Person, solene: Person
) -> None:
    await has_confirmed_hours(app, emulator, ana, solene)

    await asks_for_hours(nadia, "14,50", "Plain table (CSV)")

    rows = table_of(emulator, nadia)
    assert [PLANTING, "Lend a hand or a skill", "2026-03", "3", "1", "43.5"] in rows
    assert ["Lend a hand or a skill", "3", "1", "43.5"] in rows


async def test_the_workbook_holds_numbers_and_no_value_without_a_rate(
    app: App, emulator: Emulator, ana: Person, nadia: Person, solene: Person
) -> None:
    await has_confirmed_hours(app, emulator, ana, solene)

    await asks_for_hours(nadia, "", "Workbook (XLSX)")

    first = load_workbook(io.BytesIO(file_of(emulator, nadia))).worksheets[0]
    (row,) = [row for row in first.iter_rows(values_only=True) if row[0] == PLANTING]
    assert row[3:] == (3, 1, None)


async def test_an_erased_person_stays_in_the_statistics_and_nowhere_else(
    app: App, emulator: Emulator, ana: Person, nadia: Person, solene: Person
) -> None:
    await has_confirmed_hours(app, emulator, ana, solene)
    record = await reads_all(ana, "/privacy")
    for said in (
        "Your outings: 1",
        "referents’ group on Telegram reads",
        "when you are free",
        "photograph for the team",
    ):
        assert said in record, said
    await ana.taps("Erase everything")
    await ana.taps("Yes, erase everything")

    await asks_for_hours(nadia, "10", "Plain table (CSV)")

    rows = table_of(emulator, nadia)
    assert [PLANTING, "Lend a hand or a skill", "2026-03", "3", "1", "30"] in rows
    assert ["Lend a hand or a skill", "3", "1", "30"] in rows
    kept = await everything_kept(app)
    assert kept["reports"] == kept["thanks"] == kept["certificates"] == ""
    assert "Ana" not in kept["audit"] + kept["people"] + kept["bookings"]
    assert not any("Ana" in message.text for message in solene.messages), (
        "what the team was told no longer names her"
    )


async def test_the_insurers_list_says_who_is_signed_up_when(
    app: App, emulator: Emulator, ana: Person, nadia: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now + timedelta(days=2), without="Monsieur Pelletier")

    await nadia.says("/manage")
    await nadia.taps("🕓 Hours and lists")
    await nadia.taps("Who is signed up when, for the insurer")
    await nadia.taps("2026")
    await nadia.taps("Plain table (CSV)")

    rows = table_of(emulator, nadia)
    assert [row[2:] for row in rows[1:]] == [["Ana", PLANTING, "0"], ["Monsieur Pelletier", PLANTING, "0"]]
    assert rows[1][0].startswith("2026-03-04 10:00"), "the garden's clocks"


async def test_a_referent_does_not_get_the_files(app: App, emulator: Emulator, solene: Person) -> None:
    await solene.taps_data("n.accounts")

    assert "Only a coordinator" in solene.toasts[-1]


async def test_nothing_said_and_not_confirmed_counts_in_no_account(
    app: App, emulator: Emulator, ana: Person, nadia: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now)
    await emulator.advance(AFTER)
    await ana.taps("I was there: 3 h")
    await ana.taps("🙂 Good")
    await ana.taps("Nothing to add")

    await asks_for_hours(nadia, "10", "Plain table (CSV)")

    assert [row for row in table_of(emulator, nadia) if PLANTING in row] == []
    assert list_message(solene).text.startswith("⏱")
