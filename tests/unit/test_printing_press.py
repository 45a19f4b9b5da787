"""The press: beside the event loop, one document at a time, and with a clear word where it is not installed."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.checking.finding import Verdict
from bot.checking.printing import check_printing
from bot.domain.prints import Code, Printable, Sheet, Table, TableFormat
from bot.errors import CannotPrint
from bot.i18n import Catalogues, Speaker
from bot.printing import press as press_module
from bot.printing.paper import Paper, breakable, shortened, without_pictures
from bot.printing.press import Press, print_content
from bot.printing.typesetting import _OWN_SCRIPTS, FIX, typeset
from tests.unit.picture_reader import read_modules, read_png
from tools.papers import CERTIFICATE, POSTER

FRENCH, ENGLISH = Catalogues.load().speaker("fr"), Catalogues.load().speaker("en")

CODE = Code("https://t.me/coup_de_main_bot?start=m_12")
TABLE = Table((Sheet("S", ("Nom",), ()),), TableFormat.CSV)


@pytest.fixture
def without_typst(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)


async def test_it_prints_whatever_there_is_to_print() -> None:
    press = Press()

    assert (await press(CERTIFICATE, FRENCH)).startswith(b"%PDF")
    assert (await press(POSTER, FRENCH)).startswith(b"%PDF")
    assert await press(TABLE, FRENCH) == "\ufeffNom\r\n".encode()


async def test_the_loop_goes_on_while_it_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, released = threading.Event(), threading.Event()

    def print_slowly(content: Printable, speaker: Speaker) -> bytes:
        begun.set()
        assert released.wait(10)
        return b"printed"

    monkeypatch.setattr(press_module, "print_content", print_slowly)
    printing = asyncio.ensure_future(Press()(POSTER, FRENCH))
    assert await asyncio.to_thread(begun.wait, 10)  # the loop turns, though the press is at work
    released.set()

    assert await printing == b"printed"


async def test_it_prints_one_document_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    at_work, most = 0, 0

    def count(content: Printable, speaker: Speaker) -> bytes:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        threading.Event().wait(0.01)
        at_work -= 1
        return b""

    monkeypatch.setattr(press_module, "print_content", count)
    press = Press()
    await asyncio.gather(*(press(POSTER, FRENCH) for _ in range(5)))

    assert most == 1


@pytest.mark.parametrize("content", [CERTIFICATE, POSTER], ids=["certificate", "poster"])
def test_where_it_is_not_installed_the_operator_reads_the_fix(
    without_typst: None, content: Printable
) -> None:
    with pytest.raises(CannotPrint) as trouble:
        print_content(content, FRENCH)

    assert str(trouble.value) == FIX


@pytest.mark.parametrize("content", [TABLE, CODE], ids=["table", "code"])
def test_tables_and_codes_need_no_press(without_typst: None, content: Printable) -> None:
    assert print_content(content, FRENCH)


def test_a_code_held_out_on_a_phone_is_scanned_with_another() -> None:
    picture = read_png(print_content(CODE, FRENCH))

    expected = segno.make(CODE.url, error="m", micro=False).matrix
    assert read_modules(picture) == [[bool(module) for module in row] for row in expected]
    assert not any(map(any, picture.rows[:40]))  # the quiet zone


def test_the_doctor_prints_a_page() -> None:
    assert check_printing().verdict is Verdict.OK


def test_the_doctor_says_what_is_missing(without_typst: None) -> None:
    found = check_printing()

    assert (found.verdict, "coupdemain[print]" in found.said) == (Verdict.NOTE, True)


def test_what_breaks_the_press_is_said_in_one_line() -> None:
    with pytest.raises(CannotPrint, match=r"typst refuses poster.typ \(.*does not contain key") as trouble:
        typeset("poster", {})

    assert "\n" not in str(trouble.value)


def test_a_fault_inside_typst_does_not_end_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """As PyO3 raises it."""

    def panic(*given: object, **more: object) -> bytes:
        raise PanicException("index out of bounds")

    monkeypatch.setattr("typst.compile", panic)

    with pytest.raises(CannotPrint, match="index out of bounds"):
        print_content(POSTER, FRENCH)


def test_a_cancelled_print_stays_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*given: object, **more: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("typst.compile", interrupt)

    with pytest.raises(KeyboardInterrupt):
        print_content(POSTER, FRENCH)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200), st.text(max_size=60))
def test_whatever_people_are_called_it_prints(name: str, title: str) -> None:
    missions = (replace(CERTIFICATE.missions[0], title=title),)

    assert print_content(replace(CERTIFICATE, person=name, missions=missions, skills=(title,)), FRENCH)
    assert print_content(replace(POSTER, garden=name, title=title, what=name, where=title), ENGLISH)


def test_it_is_loaded_only_when_something_is_printed() -> None:
    """It weighs more than all the rest; a bot that prints nothing does without."""
    shown = subprocess.run(
        [sys.executable, "-c", "import sys, bot.app; print({'typst', 'openpyxl'} & set(sys.modules))"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert shown.stdout == "set()\n"


@pytest.mark.parametrize(
    "name", ["Ana Ælfgifu-Łucja", "Мария", "Ελένη", "محمد", "שלום", "Անի", "ნინო", "“é” – …"]
)
def test_most_names_need_no_font_of_the_system(name: str) -> None:
    assert _OWN_SCRIPTS.fullmatch(name)


@pytest.mark.parametrize("name", ["陈伟", "தமிழ்", "አበበ", "한국"])
def test_others_are_looked_for_among_the_fonts_of_the_system(name: str) -> None:
    assert _OWN_SCRIPTS.fullmatch(name) is None


def test_hours_and_days_are_written_as_people_do() -> None:
    french, english = Paper(FRENCH), Paper(ENGLISH)
    first, last = CERTIFICATE.missions[0].first_day, CERTIFICATE.issued_on

    assert [french.hours(hours) for hours in (2, 2.5, 1 / 3)] == ["2 h", "2,5 h", "0,33 h"]
    assert english.hours(1234.5) == "1,234.5 h"
    assert french.day(last) == "1er\u00a0juin\u00a02026"  # on one line
    assert french.period(first, last) == "6 sept. 2025 – 1er juin 2026"
    assert english.period(last, last) == "1 Jun 2026"


def test_what_is_too_long_ends_at_a_word() -> None:
    assert shortened("Récolte des carottes", 15) == "Récolte des…"
    assert shortened("Récolte", 7) == "Récolte"
    assert shortened("x" * 50, 10) == "x" * 10 + "…"


def test_words_that_no_line_holds_may_break() -> None:
    assert breakable("court " + "x" * 34).replace("\u200b", "|") == "court " + "|".join("x" * 34)


def test_pictures_are_left_out_and_signs_kept() -> None:
    assert without_pictures("🥕 Récolte 👩‍🌾 · 5 €, n° 3 → ✓") == "Récolte · 5 €, n° 3 → ✓"
