"""A list of members is understood whatever spreadsheet saved it, and every slip is told with its line and a fix."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.basket import BasketRhythm
from bot.domain.garden import PickupPoint, Place
from bot.domain.member import Member, MemberId
from bot.domain.phone import read_phone
from bot.domain.point import PointId
from bot.domain.text import Text, Words
from bot.i18n import Catalogues
from bot.usecases.member_list.columns import Column, meaning_of
from bot.usecases.member_list.comparing import compare
from bot.usecases.member_list.reading import Household, MemberList, read_list
from bot.usecases.member_list.understanding import Surroundings, household_of, understand
from bot.usecases.member_list.unreadable import (
    Broken,
    ColumnsMissing,
    ColumnTwice,
    Empty,
    Merged,
    NoHead,
    NoList,
    NoMembers,
    OldWorkbook,
    OpenQuote,
    TooLarge,
    Unreadable,
    WrongSigns,
)
from bot.usecases.replies import refusal_text
from tests.unit.member_lists import ANA, BEN, HEAD, HERE, POINTS, csv_of, read, xlsx_of

LIST = [HEAD, ANA, BEN]
ENGLISH = Catalogues.load().speaker("en")


def plain(text: Text) -> str:
    return ENGLISH.plain(text)


def told(found: MemberList) -> list[str]:
    return [plain(one.told()) for one in found.problems]


def values(found: MemberList, number: int = 0) -> dict[str, Any]:
    return found.households[number].values


WAYS: dict[str, Callable[[], bytes]] = {
    "semicolons": lambda: csv_of(LIST),
    "commas": lambda: csv_of(LIST, separator=","),
    "tabs": lambda: csv_of(LIST, separator="\t"),
    "UTF-8 with its mark": lambda: csv_of(LIST, encoding="utf-8-sig"),
    "Windows": lambda: csv_of(LIST, encoding="cp1252"),
    "an old Mac": lambda: csv_of(LIST, encoding="mac_roman").replace(b"\r\n", b"\r"),
    "UTF-16, as Excel's Unicode text": lambda: csv_of(LIST, separator="\t", encoding="utf-16"),
    "Excel's own line": lambda: b"sep=;\r\n" + csv_of(LIST),
    "XLSX": lambda: xlsx_of(LIST),
    "XLSX with a title above": lambda: xlsx_of([("Nos paniers",), (), *LIST], merged="A1:I1"),
    "XLSX, its first sheet empty": lambda: _second_sheet(),
}


def _second_sheet() -> bytes:
    from openpyxl import Workbook

    book, file = Workbook(), io.BytesIO()
    sheet = book.create_sheet("Adhérents")
    for row in LIST:
        sheet.append(list(row))
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("way", WAYS)
def test_a_list_says_the_same_however_it_was_saved(way: str) -> None:
    found = read(WAYS[way]())

    assert told(found) == []
    assert [one.key for one in found.households] == ["A-1", "A-2"]
    assert values(found) == {
        "name": "Ana Silva",
        "email": "ana@example.org",
        "phone": "+33612345678",
        "point_id": 1,
        "size": "s",
        "rhythm": "even",
        "solidarity": True,
    }
    assert values(found, 1)["rhythm"] == "weekly"


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("Numéro d'adhérent", Column.KEY),
        ("N°", Column.KEY),
        ("Membre", Column.NAME),
        ("NOM", Column.LAST_NAME),
        ("Prenon", Column.FIRST_NAME),
        ("Courriel ", Column.EMAIL),
        ("Telephonne portable", Column.PHONE),
        ("Tél.", Column.PHONE),
        ("Point de retrai", Column.POINT),
        ("pick-up pont", Column.POINT),
        ("Taile du panier", Column.SIZE),
        ("Semaine paire/impaire", Column.RHYTHM),
        ("Solidaire ?", Column.SOLIDARITY),
        ("Member since", Column.SINCE),
        ("Jusqu’au", Column.UNTIL),
        ("Langue", Column.LANGUAGE),
        ("Code postal", None),
        ("Commentaires", None),
        ("Date de naissance", None),
        ("Prix", None),
        ("Ville", None),
    ],
)
def test_columns_are_known_by_their_names_slips_forgiven(title: str, column: Column | None) -> None:
    assert meaning_of(title) is column


def test_a_column_that_means_nothing_is_left_alone_and_said_so() -> None:
    found = read(csv_of([(*HEAD, "Commentaire"), (*ANA, "aime les blettes")]))

    assert found.head.ignored == ("Commentaire",)
    assert "Commentaire" not in values(found)


def test_one_column_of_names_is_the_whole_name() -> None:
    found = read(csv_of([("Numéro", "Nom", "Dépôt"), ("7", "Famille Roux", "halle")]))

    assert values(found) == {"name": "Famille Roux", "point_id": 1}


def test_a_size_of_the_gardens_own_stays_as_its_first_row_spells_it() -> None:
    sizes = ("Grand", "Panier Œufs & pain", "panier œufs et pain", "PANIER ŒUFS & PAIN", "x" * 33)
    rows = [(str(number), "Silva", "halle", size) for number, size in enumerate(sizes)]

    found = read(csv_of([("Numéro", "Nom", "Point", "Taille"), *rows]))

    read_as = [one.values["size"] for one in found.households]
    assert read_as == ["l", "Panier Œufs & pain", "panier œufs et pain", "Panier Œufs & pain", None]
    assert "Shorten it to 32 characters" in told(found)[0]


def test_of_several_phones_the_first_that_is_there_counts() -> None:
    head = ("Numéro", "Nom", "Point", "Portable", "Tél fixe", "Téléphone")
    rows = [head, ("7", "Roux", "halle", "", "", "0238010203")]

    assert values(read(csv_of(rows)))["phone"] == "+33238010203"


def test_numbers_and_days_of_a_workbook_stay_what_they_are() -> None:
    rows = [
        ("Numéro", "Nom", "Point", "Téléphone", "Depuis", "Fin"),
        (1042, "Roux", "halle", 612345678, datetime(2025, 9, 1), date(2026, 12, 31)),
        (1043.0, "Blanc", "gare", "06.12.34.56.79 / 02 38 01 02 03", "1/9/25", "2026-12-31"),
    ]

    found = read(xlsx_of(rows))

    assert told(found) == []
    assert [one.key for one in found.households] == ["1042", "1043"]
    assert [values(found, n)["phone"] for n in (0, 1)] == ["+33612345678", "+33612345679"]
    assert {(values(found, n)["since"], values(found, n)["until"]) for n in (0, 1)} == {
        (date(2025, 9, 1), date(2026, 12, 31))
    }


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize(
    "name", ["Élodie D’Aÿ", "Hélène Noël-Müller", "Željko Šarić", "JOSÉ LEÃO", "Søren Ångström", "Nuñez n° 4"]
)
def test_letters_of_windows_and_of_an_old_mac_are_told_apart(name: str, encoding: str) -> None:
    rows = [("Numéro", "Nom", "Point", "Téléphone"), ("1", name, "halle", "")]

    content = csv_of(rows, encoding="utf-8").decode().encode(encoding, "replace")

    assert values(read(content))["name"] == name.encode(encoding, "replace").decode(encoding)


def test_a_number_is_the_same_household_however_a_spreadsheet_writes_it() -> None:
    head = ("Numéro", "Nom", "Point")
    keys = [one.key for one in read(csv_of([head, ("007", "A", "gare"), ("A-07", "B", "gare")])).households]
    by_excel = [one.key for one in read(xlsx_of([head, (7, "A", "gare"), (0, "C", "gare")])).households]

    twice = read(csv_of([head, ("1", "A", "gare"), ("01", "B", "gare"), ("1.0", "C", "gare")]))

    assert (keys, by_excel) == (["7", "A-07"], ["7", "0"])
    assert [one.line for one in twice.problems] == [3, 4]
    assert "“1” stands in line 2 already" in told(twice)[0]
    assert "zeros in front do not count" in told(twice)[0]


def test_a_cell_however_long_is_cut_or_told_with_its_column() -> None:
    long = "x" * 200_000
    rows = [("Numéro", "Nom", "Point", "Notes"), ("1", "Silva", "halle", long), ("2", long, "halle", "")]

    found = read(csv_of(rows))

    assert values(found)["name"] == "Silva"
    assert [line.partition(" is too long")[0][:20] for line in told(found)] == ["Line 3, Nom: “xxxxxx"]


def test_every_problem_is_told_at_once_with_its_line_and_a_fix() -> None:
    rows = [
        (*HEAD, "Depuis", "Jusqu’au"),
        (*ANA, "01/09/2025", "01/01/2025"),
        ("A-1", "", "", "ana@", "12", "La hale", "M", "quinzaine", "peut-être", "hier", ""),
        ("", "Blanc", "Luc", "", "", "", "", "", "", "31/02/2026", ""),
        ("A-4", "=B2", "Luc", "", "", "halle", "", "", "", "", ""),
    ]

    assert told(read(csv_of(rows))) == [
        "Line 2, Jusqu’au: the last day, Wednesday 1 January 2025, is before the first, Monday 1 September 2025. Put "
        "the later day last.",
        "Line 3, N° adhérent: the number “A-1” stands in line 2 already. Keep one of the two, or give one a number of "
        "its own.",
        "Line 3, E-mail: “ana@” is no e-mail address. Write it as name@example.org, or leave the cell empty.",
        "Line 3, Téléphone: “12” is no phone number. Write it as 06 12 34 56 78 or +33 6 12 34 56 78, or leave the "
        "cell empty.",
        "Line 3, Point de retrait: “La hale” is not one of the garden’s points. Did you mean “The hall”?",
        "Line 3, Semaines: “quinzaine” does not say which weeks. Write: every week, even weeks, or odd weeks.",
        "Line 3, Solidaire: “peut-être” says neither yes nor no. Write: yes, or no.",
        "Line 3, Depuis: “hier” is no day. Write it as 31/12/2026 (day, month, year), or leave the cell empty.",
        "Line 3, Nom: the name is missing. Write the name of the household.",
        "Line 4, N° adhérent: the number is missing. Give each household a number of its own.",
        "Line 4, Point de retrait: the pickup point is missing. Write one of: The hall · The station",
        "Line 4, Depuis: “31/02/2026” is no day. Write it as 31/12/2026 (day, month, year), or leave the cell empty.",
        "Line 5, Nom: a formula stands there, not what it gives. Copy the column and paste it as values.",
    ]


def test_a_point_without_hours_for_baskets_is_told_apart_from_an_unknown_one() -> None:
    bare = PickupPoint("mairie", Words({"fr": "La mairie"}), "Place", Words({}), Place(47.7, 2.3))
    garden = replace(HERE, pickup_points=(bare,))

    found = read_list(csv_of([HEAD, (*ANA[:5], "Mairie", *ANA[6:])]), garden, POINTS)

    assert told(found) == [
        "Line 2, Point de retrait: no hours for baskets are known of “Mairie”. Give it [pickup_points.baskets] in the "
        "garden file, or write one of: The hall · The station"
    ]


def test_a_formula_that_nobody_reckoned_is_told_with_its_line() -> None:
    rows = [HEAD, ANA, ("=ROW()", *BEN[1:])]

    assert told(read(xlsx_of(rows))) == [
        "Line 3, N° adhérent: a formula stands there, not what it gives. Copy the column and paste it as values."
    ]


def _bomb() -> bytes:
    """Small, and 500 MB once unpacked."""
    file = io.BytesIO(xlsx_of(LIST))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/image.xml", bytes(130_000_000))
    return file.getvalue()


def _ods() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", "<x/>")
    return file.getvalue()


MALFORMED: dict[str, tuple[Callable[[], bytes], type[Unreadable], str]] = {
    "empty": (lambda: b"", Empty, "holds nothing"),
    "only spaces": (lambda: b"\xef\xbb\xbf \r\n\r\n", Empty, "holds nothing"),
    "only separators": (lambda: b";;;\r\n;;;\r\n", NoMembers, "no row"),
    "an empty workbook": (lambda: xlsx_of([]), NoMembers, "no row"),
    "a PDF renamed": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", NoList, "This is a PDF, not a list"),
    "a picture renamed": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(64), NoList, "a picture"),
    "a web page": (lambda: b"<!DOCTYPE html><table>", NoList, "a web page"),
    "LibreOffice's own": (_ods, NoList, "LibreOffice"),
    "old Excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), OldWorkbook, ".xls"),
    "a workbook cut off": (lambda: xlsx_of(LIST)[:2000], Broken, "damaged"),
    "a workbook with a torn sheet": (lambda: _torn(), Broken, "damaged"),
    "a zip bomb": (_bomb, TooLarge, "too large"),
    "letters broken twice": (
        lambda: csv_of(LIST).decode("cp1252", "replace").encode(),
        WrongSigns,
        "The letters of this file are broken (“NÂ° adhÃ©",
    ),
    "neither UTF-8, Windows nor Mac": (
        lambda: b"Num\x8ero;Nom;Point\r\n1;\x81\xb0;halle",
        WrongSigns,
        "line 2",
    ),
    "zeros inside": (lambda: csv_of(LIST) + bytes(4), WrongSigns, "line 4"),
    "a quotation mark left open": (lambda: csv_of(LIST) + b'A-3;"Blanc;Luc', OpenQuote, "In line 4"),
    "merged cells": (lambda: xlsx_of(LIST, merged="A2:A3"), Merged, "A2:A3"),
    "no names of columns": (lambda: csv_of([ANA, BEN]), NoHead, "names the columns"),
    "no pickup point": (lambda: csv_of([HEAD[:5], ANA[:5]]), ColumnsMissing, "no column for: pickup point."),
    "two columns alike": (
        lambda: csv_of([(*HEAD, "Mail"), (*ANA, "x@y.fr")]),
        ColumnTwice,
        "“E-mail” and “Mail”",
    ),
    "nobody in it": (lambda: csv_of([HEAD]), NoMembers, "no row"),
    "too many columns": (lambda: csv_of([HEAD, [*ANA, *["x"] * 300]]), TooLarge, "309 columns"),
}


def _torn() -> bytes:
    whole, torn = zipfile.ZipFile(io.BytesIO(xlsx_of(LIST))), io.BytesIO()
    with zipfile.ZipFile(torn, "w") as packed:
        for name in whole.namelist():
            content = whole.read(name)
            packed.writestr(name, content[:200] if "worksheets" in name else content)
    return torn.getvalue()


@pytest.mark.parametrize("what", MALFORMED)
def test_a_malformed_file_gets_one_clear_line(what: str) -> None:
    made, expected, says = MALFORMED[what]

    with pytest.raises(expected) as caught:
        read(made())

    line = plain(refusal_text(caught.value))
    assert says in line
    assert "\n" not in line
    assert len(line) < 300


@given(st.binary(max_size=400))
def test_whatever_bytes_come_there_is_an_answer(content: bytes) -> None:
    try:
        found = read(content)
    except Unreadable:
        return
    assert found.households


@given(st.lists(st.lists(st.text(max_size=12), min_size=9, max_size=9), max_size=5))
def test_whatever_the_cells_hold_each_row_is_read_or_told_of(rows: list[list[str]]) -> None:
    content = csv_of([HEAD, ANA, *rows], encoding="utf-8-sig")
    try:
        found = read(content)
    except Unreadable:
        return

    complained = {one.line for one in found.problems}
    assert all(one.line in complained or (one.key and one.values["name"]) for one in found.households)


def member(number: int, household: Household) -> Member:
    usual = {"language": "fr", "size": "", "email": "", "phone": ""}
    kept = {**usual, **household.values}
    return Member(
        id=MemberId(number),
        garden_id=HERE.id,
        key=household.key,
        **{**kept, "rhythm": BasketRhythm(kept["rhythm"]), "point_id": PointId(kept["point_id"])},
    )


def test_the_same_list_again_changes_nothing() -> None:
    households = read(csv_of(LIST)).households
    known = [member(number, one) for number, one in enumerate(households)]

    changes = compare(HERE, households, known)

    assert (changes.new, changes.changed, changes.unchanged, changes.left) == ((), {}, 2, frozenset())


def test_a_column_the_list_lacks_leaves_what_is_known() -> None:
    known = [member(number, one) for number, one in enumerate(read(csv_of(LIST)).households)]
    shorter = read(
        csv_of([("Numéro", "Nom", "Point"), ("A-1", "Ana Silva", "gare"), ("A-3", "Luc Blanc", "halle")])
    )

    changes = compare(HERE, shorter.households, known)

    (changed,) = changes.changed.values()
    assert (changed["point_id"], changed["phone"], changed["size"]) == (2, "+33612345678", "s")
    assert [one["key"] for one in changes.new] == ["A-3"]
    assert changes.left == {MemberId(1)}


def test_what_waits_for_a_yes_comes_back_as_it_was_read() -> None:
    rows = [(*HEAD, "Depuis"), (*ANA, "01/09/2025")]
    understood = understand(csv_of(rows), Surroundings(HERE, POINTS, ()))

    assert understood.households is not None
    assert [household_of(one) for one in understood.households] == list(read(csv_of(rows)).households)


@pytest.mark.parametrize(
    ("written", "zone", "expected"),
    [
        ("06 12 34 56 78", "Europe/Paris", "+33612345678"),
        ("06.12.34.56.78", "Europe/Paris", "+33612345678"),
        ("612345678", "Europe/Paris", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "Europe/Paris", "+33612345678"),
        ("0033612345678", "Europe/Paris", "+33612345678"),
        ("33612345678", "Europe/Paris", "+33612345678"),
        ("+33 06 12 34 56 78", "Europe/Paris", "+33612345678"),
        ("0470 12 34 56", "Europe/Brussels", "+32470123456"),
        ("+213 555 12 34 56", "Europe/Paris", "+213555123456"),
        ("06 12 34 56", "Europe/Paris", None),
        ("06 12 34 56 78", "Asia/Tokyo", None),
        ("٠٦١٢٣٤٥٦٧٨", "Europe/Paris", None),
        ("voir mail", "Europe/Paris", None),
        ("+0612345678", "Europe/Paris", None),
    ],
)
def test_phones_are_compared_in_one_form(written: str, zone: str, expected: str | None) -> None:
    assert read_phone(written, zone) == expected


@given(st.integers(100_000_000, 999_999_999))
def test_a_number_with_its_country_is_the_number_at_home(digits: int) -> None:
    number = str(digits)
    forms = {f"0{number}", f"+33{number}", f"0033 {number}", f"+33 (0) {number}", " ".join(f"0{number}")}

    assert {read_phone(form, "Europe/Paris") for form in forms} == {f"+33{number}"}


@pytest.mark.parametrize(
    ("written", "day"),
    [("1er janvier 2026", date(2026, 1, 1)), ("le 3 février 2027", date(2027, 2, 3)),
     ("2 March 2026", date(2026, 3, 2)), ("31 février 2026", None), ("mars 2026", None), ("demain", None)],
)  # fmt: skip
def test_a_day_in_words_is_read_where_its_year_stands_with_it(written: str, day: date | None) -> None:
    rows = [("Numéro", "Nom", "Point", "Depuis"), ("7", "Ana", "halle", written), ("8.0", "Ben", "halle", "")]
    found = read(csv_of(rows))

    if day is None:
        assert "is no day" in told(found)[0]
    else:
        assert values(found)["since"] == day
        assert [one.key for one in found.households] == ["7", "8"], "8.0 is what a spreadsheet makes of 8"
