"""A certificate of volunteering: what stands on it, in whose words, and that a third party can check it."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date

import pytest
import segno

from bot.domain.prints import Certificate, DoneMission, Letterhead, Signatory
from bot.i18n import Catalogues
from bot.printing.certificates import bot_of, certificate_values, print_certificate
from bot.printing.paper import Paper
from bot.printing.typesetting import typeset
from tests.unit.pdf_reader import pages_of, title_of, words_of
from tests.unit.picture_reader import read_modules, read_png
from tools.papers import CERTIFICATE

FRENCH, ENGLISH = Catalogues.load().speaker("fr"), Catalogues.load().speaker("en")

HOSTILE = '#panic("x") *bold* $x^2$ _it_ \\ #image("/etc/passwd") <label> @ref // `raw` [x] "q" {{'
"""Markup of Typst, which a name may well hold."""


def test_it_says_who_attests_of_whom_what_and_how_long() -> None:
    said = words_of(print_certificate(CERTIFICATE, FRENCH))

    for part in (
        "Jardin des Hirondelles",
        "Association Les Hirondelles, loi 1901",
        "RNA W931234567",
        "12 chemin des Cultures, 93270 Sevran",
        "Attestation de bénévolat",
        "Claire Martin, coordinatrice du bénévolat, atteste, pour Jardin des Hirondelles",
        "Ana Pereira",
        "Récolte du samedi et stand au marché 6 sept. 2025 – 30 mai 2026 42,5 h",
        "Portes ouvertes : accueil des familles 1er mai 2026 6 h",
        "Total 66,5 h",
        "2025 21 h",
        "2026 45,5 h",
        "Tenir un stand et une caisse",
        "Fait à Sevran, le 1er juin 2026",
        "K7QM-2XRD-93FT-4WVB-HJN8-6PYC-5EGZ",
        "@coup_de_main_bot",
    ):
        assert part in said


def test_it_is_in_the_readers_language() -> None:
    pdf = print_certificate(CERTIFICATE, ENGLISH)

    said = words_of(pdf)
    assert "Saturday harvest and market stall 6 Sept 2025 – 30 May 2026 42.5 h" in said
    assert "Issued in Sevran, on 1 June 2026" in said
    assert title_of(pdf) == "Certificate of volunteering – Ana Pereira"
    assert b"/Lang(en" in pdf


def test_the_code_on_paper_leads_into_the_chat() -> None:
    values = certificate_values(CERTIFICATE, Paper(FRENCH))
    picture = read_png(typeset("certificate", values, format="png", ppi=120))

    expected = segno.make(CERTIFICATE.check_url, error="q", micro=False).matrix
    assert read_modules(picture) == [[bool(module) for module in row] for row in expected]
    assert 0.01 < picture.darkness < 0.2


def test_one_page_is_enough_for_most_and_many_missions_take_more() -> None:
    many = tuple(replace(CERTIFICATE.missions[0], title=f"Mission {number}") for number in range(60))

    pdf = print_certificate(replace(CERTIFICATE, missions=many), FRENCH)

    assert pages_of(print_certificate(CERTIFICATE, FRENCH)) == 1
    assert pages_of(pdf) == 3
    said = words_of(pdf)
    assert said.count("Mission Période Heures") == 2  # none above what sums up

    assert all(f"Mission {number} 6 sept. 2025" in said for number in range(60))
    assert "K7QM-2XRD-93FT-4WVB-HJN8-6PYC-5EGZ · 3 / 3" in said


def test_what_the_garden_did_not_give_leaves_no_gap() -> None:
    bare = Certificate(
        Letterhead("Jardin"), "Bo", (DoneMission("Semis", date(2026, 3, 2), date(2026, 3, 2), 2),), (), (),
        Signatory("Li"), "", date(2026, 3, 9), "ABCD", "https://t.me/b?start=v_ABCD",
    )  # fmt: skip

    said = words_of(print_certificate(bare, FRENCH))

    assert "Li atteste, pour Jardin" in said
    assert "Fait le 9 mars 2026" in said
    assert "Compétences" not in said
    assert "Heures par année" not in said


@pytest.mark.parametrize("speaker", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_hostile_words_are_printed_as_they_are(speaker) -> None:
    hostile = replace(
        CERTIFICATE,
        person=HOSTILE,
        place=HOSTILE,
        letterhead=Letterhead(*[HOSTILE] * 5),
        missions=(replace(CERTIFICATE.missions[0], title=HOSTILE),),
        skills=(HOSTILE,),
        signatory=Signatory(HOSTILE, HOSTILE),
    )

    said = words_of(print_certificate(hostile, speaker))

    assert said.count('#panic("x") *bold* $x^2$ _it_ \\') >= 8


@pytest.mark.parametrize("name", ["Мария Чайковская", "Ελένη Παπαδοπούλου", "Đặng Thị Ngọc", "Łucja Świątek"])
def test_names_of_other_scripts_are_written(name: str) -> None:
    assert name in words_of(print_certificate(replace(CERTIFICATE, person=name), FRENCH))


@pytest.mark.parametrize("name", ["محمد عبد الرحمن", "שלום כהן"])
def test_right_to_left_names_run_from_right_to_left(name: str) -> None:
    drawn = words_of(print_certificate(replace(CERTIFICATE, person=name), FRENCH))

    assert "�" not in drawn
    assert (
        "".join(reversed(name)) in drawn
    )  # the file holds the signs as they stand on the line, left to right


def test_emoji_which_no_font_here_has_are_left_out() -> None:
    said = words_of(print_certificate(replace(CERTIFICATE, person="Ana 🌱 Pereira ☀️"), FRENCH))

    assert "Ana Pereira a participé" in said


def test_the_same_certificate_is_the_same_file() -> None:
    assert print_certificate(CERTIFICATE, FRENCH) == print_certificate(CERTIFICATE, FRENCH)


def test_it_has_no_place_for_health_status_or_income() -> None:
    asked = {field.name for kind in (Certificate, DoneMission, Letterhead) for field in fields(kind)}

    assert asked == {
        "letterhead", "person", "missions", "years", "skills", "signatory", "place", "issued_on", "code", "check_url",
        "title", "first_day", "last_day", "hours",
        "name", "legal_name", "registration", "address", "contact",
    }  # fmt: skip


def test_it_gives_no_advice_and_promises_nothing() -> None:
    said = words_of(print_certificate(CERTIFICATE, ENGLISH))

    assert "by itself it opens no right" in said
    assert not re.search(r"entitle|guarantee|salary|allowance", said)


def test_people_find_the_bot_by_its_name() -> None:
    assert bot_of("https://t.me/coup_de_main_bot?start=v_1") == "@coup_de_main_bot"
