"""Letters to households: two on a page whatever their names are, each with its own code, silent about what is paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.prints import Letter, Letters
from bot.domain.text import Words
from bot.i18n import Catalogues
from bot.printing.letters import print_letters
from tests.unit.pdf_reader import links_of, pages_of, words_of

FRENCH, ENGLISH = Catalogues.load().speaker("fr"), Catalogues.load().speaker("en")
POINT = Words({"fr": "La halle", "en": "The hall"})
LETTERS = Letters(
    "Jardin des Hirondelles",
    tuple(
        Letter(f"Foyer {number}", f"A-{number}", POINT, f"https://t.me/coup_de_main_bot?start=i_{number:022}")
        for number in range(3)
    ),
    date(2026, 5, 31),
    "01 02 03 04 05",
)
LONG = replace(
    LETTERS,
    garden="Association pour la promotion du maraîchage biologique solidaire et de l’insertion " * 3,
    contact="bonjour@" + "jardin-des-hirondelles-" * 9 + "example.org",
    letters=(
        replace(LETTERS.letters[0], name="Marie-Bérangère de la Tour du Pin et Jean-Sébastien " * 4),
        replace(LETTERS.letters[1], name="Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 2),
    ),
)


def test_it_says_three_steps_and_for_whom_the_code_is() -> None:
    said = words_of(print_letters(LETTERS, ENGLISH))

    for part in ("Your basket, on your phone", "Hello Foyer 0,", "Install Telegram", "number A-1", "until 31 May 2026",
                 "Your pickup point: The hall", "t.me/coup_de_main_bot?start=i_"):  # fmt: skip
        assert part in said, part


def test_it_speaks_the_language_of_the_household() -> None:
    said = words_of(print_letters(LETTERS, FRENCH))

    for part in ("Votre panier, sur votre téléphone", "Bonjour Foyer 2,", "31 mai 2026", "La halle"):
        assert part in said, part


def test_each_has_a_code_of_its_own() -> None:
    found = set(links_of(print_letters(LETTERS, FRENCH)))

    assert found == {letter.url for letter in LETTERS.letters}


@pytest.mark.parametrize(("letters", "pages"), [(LETTERS, 2), (LONG, 1)])
def test_two_stand_on_a_page_however_long_the_names_are(letters: Letters, pages: int) -> None:
    for speaker in (FRENCH, ENGLISH):
        assert pages_of(print_letters(letters, speaker)) == pages


def test_the_same_letters_make_the_same_file() -> None:
    assert print_letters(LETTERS, FRENCH) == print_letters(LETTERS, FRENCH)
