"""A poster: one page whatever is on it, readable from afar, with a code that leads to the mission."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace

import pytest
import segno

from bot.domain.prints import PaperSize, Poster
from bot.i18n import Catalogues
from bot.printing.paper import Paper
from bot.printing.posters import poster_values, print_poster
from bot.printing.typesetting import typeset
from tests.unit.pdf_reader import pages_of, words_of
from tests.unit.picture_reader import Picture, read_modules, read_png
from tools.papers import POSTER

FRENCH, ENGLISH = Catalogues.load().speaker("fr"), Catalogues.load().speaker("en")

LONG = replace(
    POSTER,
    garden="Association pour la promotion du maraîchage biologique solidaire et de l’insertion par l’activité",
    title="Accompagnement administratif intergénérationnel et conversation en français avec les salarié·es du jardin",
    what="Nous cherchons des personnes patientes pour accompagner une personne vers l’autonomie ; " * 40,
    when=tuple(f"Mercredi {day} septembre 2026, de 9 h 30 à 12 h 15, puis chaque semaine" for day in range(1, 31)),
    where="14 bis avenue du Général-de-Gaulle, bâtiment C, troisième étage, porte de gauche, 93270 Sevran " * 4,
)  # fmt: skip
WORDS = replace(POSTER, what="x" * 33 + " et", when=("y" * 33,), where="z" * 33)
WORD = replace(
    POSTER, title="Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
)
SIDES = {PaperSize.A4: (b"595", b"841"), PaperSize.A5: (b"419", b"595")}
"""In points, without decimals."""


def picture_of(poster: Poster) -> Picture:
    return read_png(typeset("poster", poster_values(poster, Paper(FRENCH)), format="png", ppi=60))


def sizes_in(pdf: bytes) -> list[float]:
    """Of the letters in the file, in points."""
    pages = [
        zlib.decompress(stream) for stream in re.findall(rb"stream\r?\n(x.*?)\r?\nendstream", pdf, re.DOTALL)
    ]
    return [float(size) for page in pages for size in re.findall(rb"/f\d+ ([\d.]+) Tf", page)]


def test_it_says_what_when_and_where() -> None:
    said = words_of(print_poster(POSTER, FRENCH))

    for part in (
        "Un coup de main ?",
        "Jardin des Hirondelles",
        "Récolte du samedi",
        "Quand Samedi 14 mars, de 9 h à 12 h puis chaque samedi jusqu’en octobre",
        "Où 12 chemin des Cultures, Sevran (RER B, puis bus 607)",
        "t.me/coup_de_main_bot?start=m_12",
        "Sans Telegram : 01 23 45 67 89",
    ):
        assert part in said


def test_an_address_that_somebody_types_stands_on_one_line() -> None:
    url = "https://t.me/coup_de_main_des_jardins_bot?start=m_123"

    assert url.removeprefix("https://") in words_of(print_poster(replace(POSTER, url=url), FRENCH))


def test_it_is_in_the_readers_language() -> None:
    said = words_of(print_poster(POSTER, ENGLISH))

    assert "Could you lend a hand?" in said
    assert "Saturday harvest" in said


@pytest.mark.parametrize("size", PaperSize)
@pytest.mark.parametrize(
    "poster",
    [POSTER, LONG, WORD, WORDS, Poster("Jardin", "Semis", "https://t.me/b?start=m_1")],
    ids=["usual", "long", "one word", "long words", "short"],
)
def test_whatever_is_on_it_fits_one_page_and_a_scanner_reads_its_code(
    poster: Poster, size: PaperSize
) -> None:
    sized = replace(poster, size=size)
    pdf, picture = print_poster(sized, FRENCH), picture_of(sized)

    assert pages_of(pdf) == 1
    assert re.findall(rb"/MediaBox\[0 0 (\d+)\.\d+ (\d+)\.\d+\]", pdf) == [SIDES[size]]
    below_the_band = picture.rows[round(len(picture.rows) * 0.15) :]
    assert not any(any(row[:6]) or any(row[-6:]) for row in below_the_band)
    expected = segno.make(poster.url, error="q", micro=False).matrix
    assert read_modules(picture) == [[bool(module) for module in row] for row in expected]


def test_the_title_is_read_from_two_metres() -> None:
    """A letter is read from as far as 250 times its height; capitals are two thirds of the size in points."""
    assert max(sizes_in(print_poster(POSTER, FRENCH))) >= 34
    assert max(sizes_in(print_poster(LONG, FRENCH))) >= 34


def test_it_stays_readable_in_black_and_white() -> None:
    """Nothing but black, white, one dark green and their like: no pale letters."""
    assert 0.08 < picture_of(POSTER).darkness < 0.35


def test_hostile_words_are_printed_as_they_are() -> None:
    hostile = '#panic("x") *bold* $x$ \\ @ref'

    said = words_of(
        print_poster(
            replace(POSTER, garden=hostile, title=hostile, what=hostile, when=(hostile,), where=hostile),
            FRENCH,
        )
    )

    assert said.count('#panic("x") *bold* $x$ \\ @ref') == 5


def test_the_same_poster_is_the_same_file() -> None:
    assert print_poster(POSTER, FRENCH) == print_poster(POSTER, FRENCH)
