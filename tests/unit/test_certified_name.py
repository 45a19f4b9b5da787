"""Whose name a certificate carries without anybody of the team having a look at it."""

import pytest

from bot.usecases.certified_name import is_fuller_name, is_same_name


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("Ana", "Ana"),
        ("Ana", "Ana Belkacem"),
        ("Ana", "BELKACEM Ana"),
        ("ana", "  ANA   Belkacem-Leroy "),
        ("Zoé", "Zoe Martin"),
        ("Zoe", "ZOÉ MARTIN"),
        ("Marie-Claude", "Marie Claude Dupont"),
        ("Marie Claude", "Dupont Marie-Claude"),
        ("Marie-Claude", "marie‑claude dupont"),
        ("Maria", "Maria da Conceição de Souza"),
        ("Ana Belkacem", "Ana Belkacem"),
        ("Oксана", "Oксана Шевченко"),
        ("Maëlys", "D’Arcy Maëlys"),
    ],
)
def test_the_known_name_with_a_surname_is_theirs(known: str, typed: str) -> None:
    assert is_fuller_name(known, typed)


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("Ana", "Zoé Martin"),
        ("Ana", "Anabelle Martin"),
        ("Ana", "Mariana Belkacem"),
        ("Ana", "Zoé Ana Martin"),
        ("Marie", "Anne-Marie Dupont"),
        ("Marie", "Dupont Anne-Marie"),
        ("Jean", "Jean-Pierre Martin"),
        ("Jo", "Joséphine Martin"),
        ("A.", "A. Belkacem"),
        ("", "Ana Belkacem"),
        ("🌱", "Ana Belkacem"),
        ("Ana", ""),
        ("Ana", "Ana 2"),
        ("Ana", "Ana Belkacem et Zoé Martin"),
        ("Ana", "Ana Belkacem Martin Dupont Leroy Petit Durand"),
        ("Ana Belkacem", "Ana Martin"),
        ("Ana Belkacem", "Ana"),
    ],
)
def test_what_is_not_sure_waits_for_somebody_of_the_team(known: str, typed: str) -> None:
    assert not is_fuller_name(known, typed)


def test_a_name_printed_before_is_the_same_however_it_is_typed() -> None:
    assert is_same_name("Marie-Claude Noël", "MARIE CLAUDE NOEL")
    assert not is_same_name("Ana Belkacem", "Ana Belkacem Martin")
    assert not is_same_name("", "")
