"""The list of baskets on paper: everybody on it, boxes to tick, as many pages as it takes, the same for all."""

from __future__ import annotations

from bot.domain.prints import BasketLine, BasketList
from bot.domain.text import Words
from bot.i18n import Catalogues
from bot.printing.basket_lists import print_basket_list
from tests.unit.pdf_reader import pages_of, words_of

FRENCH, ENGLISH = Catalogues.load().speaker("fr"), Catalogues.load().speaker("en")


def a_list(count: int) -> BasketList:
    lines = tuple(
        BasketLine(f"Foyer {number:03}", "m" if number % 3 else "l", "", number % 4 == 0)
        for number in range(count)
    )
    return BasketList(
        garden="Jardin des Hirondelles",
        point=Words({"fr": "La halle de Sully", "en": "The market hall in Sully"}),
        address="Place de la Halle, 45600 Sully-sur-Loire",
        when="5 mars",
        lines=lines,
    )


def test_it_says_where_when_and_for_whom() -> None:
    said = words_of(print_basket_list(a_list(6), FRENCH))

    for part in (
        "La halle de Sully",
        "Place de la Halle",
        "6 paniers",
        "Grand : 2",
        "Moyen : 4",
        "Foyer 005",
        "Nom",
    ):
        assert part in said, part


def test_many_baskets_take_as_many_pages_as_they_need_and_nobody_is_left_out() -> None:
    pdf = print_basket_list(a_list(120), ENGLISH)

    assert pages_of(pdf) > 2
    said = words_of(pdf)
    assert all(f"Foyer {number:03}" in said for number in range(120))


def test_an_empty_list_and_hostile_names_are_printed_as_they_are() -> None:
    hostile = BasketList(
        "#panic()", "*", "[", "$x$", (BasketLine("#let x = 1 \\ *bold* 🥕", "XXL" * 30, "]" * 200),)
    )

    assert "#let x = 1" in words_of(print_basket_list(hostile, ENGLISH))
    assert pages_of(print_basket_list(a_list(0), FRENCH)) == 1
