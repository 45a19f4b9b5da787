"""A coordinator sends the garden's list: what it would do is shown, and done only at a tap; nothing of it lingers."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.app import App
from bot.domain.sheet import SheetId, SheetState
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage import gardens, people
from bot.storage import sheets as storage_sheets
from bot.storage.database import Transaction
from bot.storage.tables import audit, sheets
from bot.usecases.member_list import importing
from tests.journey.conftest import COORDINATOR_ID
from tests.journey.households import ALI, HEAD, SILVA, imports, known, sends_list, speaks
from tests.journey.seeding import is_welcomed
from tests.journey.walking import buttons_of
from tests.unit.member_lists import csv_of, xlsx_of


def kept_rows(tx: Transaction) -> list[object]:
    return list(tx.connection.execute(select(sheets.c.households)).scalars())


async def test_a_list_is_shown_first_and_imported_at_a_tap(app: App, nadia: Person) -> None:
    await sends_list(nadia, SILVA, ALI)

    shown = nadia.screen.text
    assert "Your list: 2 households" in shown
    assert "2 new households" in shown
    assert "“Point de retrait” → pickup point" in shown
    assert nadia.screen.reply_to is not None
    assert await known(app) == {}

    await nadia.taps("✅ Import")

    assert "Imported" in nadia.screen.text
    found = await known(app)
    assert [found[key].name for key in ("12", "13")] == ["Foyer Silva", "Foyer Ali"]
    assert (found["12"].phone, found["12"].solidarity, found["12"].language) == ("+33600000000", True, "en")
    assert await app.db.read(kept_rows) == [None]


async def test_the_same_list_again_changes_nothing_and_says_so(app: App, nadia: Person) -> None:
    await imports(nadia, SILVA, ALI)
    before = await known(app)

    await nadia.sends_document("liste.xlsx", xlsx_of([HEAD, SILVA, ALI]))

    assert "there is nothing to import" in nadia.screen.text
    assert buttons_of(nadia) == ["✕ Do not import"]
    assert await known(app) == before


async def test_who_is_named_no_more_leaves_only_if_the_coordinator_says_so(app: App, nadia: Person) -> None:
    await imports(nadia, SILVA, ALI)

    await sends_list(nadia, (*SILVA[:2], "La boutique du jardin", *SILVA[3:]))
    assert "1 household changes" in nadia.screen.text
    assert "1 is no longer on the list" in nadia.screen.text
    await nadia.taps("Import; nobody leaves")

    found = await known(app)
    assert found["13"].left_at is None
    assert found["12"].point_id == found["13"].point_id

    await sends_list(nadia, SILVA)
    await nadia.taps("Import; 1 leaves")

    assert (await known(app))["13"].left_at is not None
    assert "1 household left" in nadia.screen.text
    await imports(nadia, SILVA, ALI)
    assert (await known(app))["13"].left_at is None


async def test_every_slip_is_told_and_nothing_is_imported(app: App, nadia: Person) -> None:
    wrong = [(str(number), "", "halle", "12", "", "") for number in range(4)]

    await sends_list(nadia, SILVA, *wrong)

    assert "12 things to correct in your list" in nadia.screen.text
    assert "Line 3, Point de retrait: “halle” is not one of the garden’s points." in nadia.screen.text
    await nadia.taps("📄 All of them, as a table")
    assert nadia.screen.file is not None
    assert nadia.screen.file.name == "To correct.xlsx"
    assert await known(app) == {}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("liste.csv", b"%PDF-1.7 and so on", "This is a PDF, not a list."),
        ("liste.xlsx", b"PK\x03\x04 torn", "This spreadsheet is damaged."),
        ("liste.csv", csv_of([("Photo", "Couleur"), ("1", "vert")]), "I find no row that names the columns."),
    ],
)
async def test_what_is_no_list_gets_one_clear_line(
    app: App, nadia: Person, name: str, content: bytes, says: str
) -> None:
    await nadia.sends_document(name, content)

    assert says in nadia.screen.text
    assert "Nothing has been imported." in nadia.screen.text


async def test_a_list_that_is_not_wanted_is_forgotten(app: App, nadia: Person) -> None:
    await sends_list(nadia, SILVA)

    await nadia.taps("✕ Do not import")

    assert "nothing of it is kept" in nadia.screen.text
    assert await app.db.read(kept_rows) == [None]
    assert await known(app) == {}


async def test_a_list_nobody_decides_on_is_forgotten_after_a_day(
    app: App, emulator: Emulator, nadia: Person
) -> None:
    await sends_list(nadia, SILVA)
    shown = nadia.screen

    await emulator.advance(timedelta(hours=25))

    assert "nothing of it is kept" in shown.text
    assert await app.db.read(kept_rows) == [None]


async def test_what_another_import_changed_meanwhile_is_shown_before_anything_is_written(
    app: App, nadia: Person
) -> None:
    await sends_list(nadia, SILVA, ALI)
    first = nadia.screen
    assert "2 new households" in first.text
    await sends_list(nadia, (SILVA[0], "Silva and Costa", *SILVA[2:]))
    await nadia.taps("✅ Import")

    shown = next(one for one in nadia.messages if one.id == first.id)
    assert "1 new household\n1 household changes" in shown.text
    await nadia.taps_data(shown.inline_keyboard[0][0]["callback_data"], shown)
    assert (await known(app))["12"].name == "Foyer Silva"


def another_goes_in(tx: Transaction, now: datetime) -> SheetId:
    """Another list of the garden, in the middle of its import."""
    garden, person = gardens.only_garden(tx), people.find_by_telegram_id(tx, COORDINATOR_ID)
    assert garden is not None
    assert person is not None
    number = storage_sheets.add_sheet(tx, garden.id, person.id, "file", 1, now)
    storage_sheets.note_done(tx, number, 0, {})
    return number


async def test_two_taps_import_once_and_not_while_another_is_imported(
    app: App, emulator: Emulator, nadia: Person
) -> None:
    await sends_list(nadia, SILVA)
    shown, data = nadia.screen, nadia.screen.inline_keyboard[0][0]["callback_data"]
    other = await app.db.run(another_goes_in, emulator.now)
    await nadia.taps_data(data, shown)
    assert nadia.toasts[-1].startswith("Another list is being imported")
    assert await known(app) == {}
    await app.db.run(storage_sheets.end_sheet, other, SheetState.DONE, {})

    await nadia.taps_data(data, shown)
    await nadia.taps_data(data, shown)

    assert nadia.toasts[-1].startswith("That is settled already")
    imported = select(audit.c.action).where(audit.c.action == "members.imported")
    assert len(await app.db.read(lambda tx: tx.connection.execute(imported).all())) == 1


async def test_a_large_list_goes_in_by_chunks_and_says_how_far_it_is(
    app: App, nadia: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 10)
    monkeypatch.setattr(importing, "TOLD_EVERY", 20)
    rows = [(str(number), f"Foyer {number}", "halle-de-sully", "", "", "") for number in range(45)]

    await imports(nadia, *rows)

    assert "45 new households" in nadia.screen.text
    assert len(await known(app)) == 45


async def test_a_list_from_anybody_else_is_no_list(app: App, nadia: Person, ana: Person) -> None:
    await is_welcomed(app, ana)

    await ana.sends_document("adhérents.csv", csv_of([HEAD, SILVA]))

    assert "Shall I pass this on to the team?" in ana.screen.text
    assert await known(app) == {}


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_the_table_the_bot_gives_is_a_list_it_reads_again(
    app: App, nadia: Person, language: str
) -> None:
    await imports(nadia, SILVA, (*ALI[:5], "en"))
    await app.db.run(speaks, nadia.id, language)
    await nadia.says("/manage")
    await nadia.taps_data("n.members")

    await nadia.taps_data("n.hexport")
    assert nadia.screen.file is not None
    await nadia.sends_document("foyers.xlsx", nadia.screen.file.content)

    assert ("nothing to import" if language == "en" else "rien à importer") in nadia.screen.text
