"""Tables for spreadsheets: as a French office opens them, with nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from bot.domain.prints import Sheet, Table, TableFormat
from bot.domain.text import Words
from bot.i18n import Catalogues
from bot.printing.tables import write_table

PARIS = Catalogues.load().speaker("fr", ZoneInfo("Europe/Paris"))
ENGLISH = Catalogues.load().speaker("en")
HOURS = Table(
    (
        Sheet(
            Words({"en": "Hours 2026: all/none", "fr": "Heures 2026 : tout/rien"}),
            ("Mission", "Jour", "Début", "Heures", "Personnes"),
            (
                ("Récolte", date(2026, 5, 1), datetime(2026, 5, 1, 7, 30, tzinfo=UTC), 2.5, 3),
                ("Marché", date(2026, 5, 2), None, 1234.25, 1),
            ),
            ("Total", None, None, 1236.75, 4),
        ),
    ),
    TableFormat.CSV,
)
DANGEROUS = ["=1+1", "+33 6 00", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", '=HYPERLINK("http://x")']


def as_csv(table: Table, speaker=PARIS) -> list[list[str]]:
    written = write_table(replace(table, format=TableFormat.CSV), speaker).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(written, newline=""), delimiter=";"))


def as_xlsx(table: Table, speaker=PARIS) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_table(replace(table, format=TableFormat.XLSX), speaker)))


def test_a_french_spreadsheet_opens_the_csv_at_a_double_click() -> None:
    written = write_table(HOURS, PARIS)

    assert written.startswith("\ufeffMission;Jour;Début;Heures;Personnes\r\n".encode())
    assert as_csv(HOURS)[1:] == [
        ["Récolte", "2026-05-01", "2026-05-01 09:30", "2,5", "3"],
        ["Marché", "2026-05-02", "", "1234,25", "1"],
        ["Total", "", "", "1236,75", "4"],
    ]


def test_decimals_are_the_readers() -> None:
    assert as_csv(HOURS, ENGLISH)[1][3] == "2.5"


def test_a_workbook_holds_real_numbers_and_dates() -> None:
    page = as_xlsx(HOURS).worksheets[0]

    assert [cell.value for cell in page[2]] == [
        "Récolte", datetime(2026, 5, 1), datetime(2026, 5, 1, 9, 30), 2.5, 3
    ]  # fmt: skip
    assert [cell.is_date for cell in page[2]] == [False, True, True, False, False]
    assert [cell.font.bold for cell in (page["A1"], page["A2"], page["A4"])] == [True, False, True]
    assert page.freeze_panes == "A2"


@pytest.mark.parametrize("text", DANGEROUS)
def test_nothing_a_person_wrote_becomes_a_formula(text: str) -> None:
    table = Table((Sheet("S", (text,), ((text,),)),), TableFormat.CSV)

    assert all(row[0].startswith("'") for row in as_csv(table))
    for row in as_xlsx(table).worksheets[0].iter_rows():
        assert row[0].data_type == "s"
        assert row[0].quotePrefix


def test_names_with_separators_and_line_breaks_stay_one_cell() -> None:
    table = Table((Sheet("S", ("Nom",), (('Ana; "Lulu"\nPereira',),)),), TableFormat.CSV)

    assert as_csv(table)[1] == ['Ana; "Lulu"\nPereira']
    assert as_xlsx(table).worksheets[0]["A2"].value == 'Ana; "Lulu"\nPereira'


def test_control_characters_do_not_break_the_workbook() -> None:
    table = Table((Sheet("S", ("Nom",), (("Ana\x00\x0b\x1f\ud800",),)),), TableFormat.XLSX)

    assert as_xlsx(table).worksheets[0]["A2"].value == "Ana"


def test_several_sheets_have_titles_that_a_workbook_accepts() -> None:
    same = HOURS.sheets[0]
    table = Table((same, same, replace(same, title="x" * 50), replace(same, title="")), TableFormat.XLSX)

    assert as_xlsx(table).sheetnames == [
        "Heures 2026   tout rien",
        "Heures 2026   tout rien 2",
        "x" * 31,
        "4",
    ]


def test_several_sheets_follow_each_other_in_a_csv_under_their_titles() -> None:
    rows = as_csv(Table((HOURS.sheets[0], replace(HOURS.sheets[0], title="Autre")), TableFormat.CSV))

    assert rows[0] == ["Heures 2026 : tout/rien"]
    assert rows[5:8] == [[], ["Autre"], ["Mission", "Jour", "Début", "Heures", "Personnes"]]


def test_an_empty_table_is_its_head() -> None:
    table = Table((Sheet("S", ("Nom", "Heures"), ()),), TableFormat.CSV)

    assert as_csv(table) == [["Nom", "Heures"]]
    assert as_xlsx(table).worksheets[0].max_row == 1
