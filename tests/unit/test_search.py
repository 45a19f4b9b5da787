"""Typed words find missions in spite of slips and accents, and what was understood is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.person import Skill
from bot.domain.search_words import OF_SKILL
from bot.engine.search import NOTHING, Entry, entry, search

FRENCH = (
    entry("planting", (4, ["Un coup de main aux plantations"]), (3, ["Jardinage", "mardi matin", "samedi matin"]),
          (2, ["Repiquer les jeunes plants en serre"])),
    entry("market-stall", (4, ["Tenir le stand du marché"]), (3, ["Vente", "samedi matin"]),
          (2, ["Vendre des légumes avec l’équipe"])),
    entry("french-lessons", (4, ["Animer un atelier de français"]), (3, ["Enseigner le français", "lundi soir"]),
          (2, ["Préparer de petits cours"])),
    entry("board", (4, ["Siéger au conseil d’administration"]), (3, ["Comptabilité"]), (2, ["Décider ensemble"])),
)  # fmt: skip
ENGLISH = (
    entry("planting", (4, ["Lend a hand with planting"]), (3, ["Gardening", "Saturday mornings"])),
    entry("market-stall", (4, ["Staff the market stall"]), (3, ["Selling", "Saturday mornings"])),
    entry("french-lessons", (4, ["Run a French workshop"]), (3, ["Teaching French"])),
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("jardinnage", "planting"),
        ("JARDINAGE !", "planting"),
        ("samdi marché", "market-stall"),
        ("marche samedi", "market-stall"),
        ("cours de francais", "french-lessons"),
        ("je voudrais donner des cours de français svp", "french-lessons"),
        ("francès", "french-lessons"),
        ("compta", "board"),
        ("legume", "market-stall"),
        ("repiquage plants", "planting"),
    ],
)
def test_french_words_with_slips_find_what_was_meant(typed: str, found: str) -> None:
    result = search(typed, FRENCH, "fr")

    assert result.keys[0] == found
    assert not result.nearest


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("samdi marché", True),
        ("je voudrais donner des cours de français svp", True),
        ("jardinage avec mon oncle", False),
        ("jardinage lundi soir", False),
        ("zzz", False),
        ("je ne sais pas", False),
    ],
    ids=["with a slip", "small change aside", "a word more", "in no one mission", "nothing", "nothing said"],
)
def test_it_is_known_whether_all_that_was_typed_was_found(typed: str, whole: bool) -> None:
    assert search(typed, FRENCH, "fr").whole == whole


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("gardenning", "planting"),
        ("saterday market", "market-stall"),
        ("I would like to teach french", "french-lessons"),
        ("sell", "market-stall"),
    ],
)
def test_english_words_with_slips_find_what_was_meant(typed: str, found: str) -> None:
    assert search(typed, ENGLISH, "en").keys[0] == found


def test_a_mistyped_word_does_not_bring_all_that_it_begins_with() -> None:
    here = (*FRENCH, entry("tours", (4, ["Visites du jardin"])))

    assert search("jardinnage", here, "fr").keys == ("planting",)
    assert search("jardins", here, "fr").keys == ("tours",)


def test_a_word_is_told_without_its_article() -> None:
    assert search("administration", FRENCH, "fr").words == ("administration",)


@pytest.mark.parametrize(("typed", "language"), [("je ne sais pas", "fr"), ("I don't know", "en")])
def test_whoever_does_not_know_is_not_told_what_they_looked_for(typed: str, language: str) -> None:
    here = (
        *FRENCH,
        entry("seasons", (4, ["Au fil des saisons", "Knowing the seasons, not by heart: pas à pas"])),
    )

    assert search(typed, here, language) == NOTHING


def test_a_small_slip_brings_the_word_meant_and_not_each_word_like_it() -> None:
    garden = entry("tours", (4, ["Visites du jardin"]))

    assert search("jardinge", (*FRENCH, garden), "fr").keys == ("planting",)


def test_where_nothing_has_all_of_the_words_that_is_said() -> None:
    assert search("comptabilité le lundi", FRENCH, "fr").partly
    assert not search("français le lundi", FRENCH, "fr").partly


def test_whoever_has_all_of_the_words_comes_alone() -> None:
    assert search("samedi marché", FRENCH, "fr").keys == ("market-stall",)
    assert set(search("samedi", FRENCH, "fr").keys) == {"planting", "market-stall"}


def test_what_was_understood_is_told_as_it_is_written() -> None:
    assert search("samdi marche", FRENCH, "fr").words == ("samedi", "marché")


def test_words_that_fit_as_well_keep_the_order_they_came_in() -> None:
    assert search("samedi matin", FRENCH, "fr").keys == ("planting", "market-stall")
    assert search("samedi matin", FRENCH[::-1], "fr").keys == ("market-stall", "planting")


def test_where_nothing_is_found_the_nearest_is_shown_and_said_to_be_so() -> None:
    found = search("jardinerie", FRENCH, "fr")

    assert found.nearest
    assert found.keys[0] == "planting"


@pytest.mark.parametrize("typed", ["", "   ", "🙂", "xyzzy", "?!"])
def test_words_that_are_nothing_like_anything_find_nothing(typed: str) -> None:
    assert search(typed, FRENCH, "fr") == NOTHING


def test_a_short_word_is_not_bent_into_another() -> None:
    assert search("pain", (entry("a", (1, ["main"])),), "fr").keys in ((), ("a",))
    assert search("thé", (entry("a", (1, ["été"])),), "fr") == NOTHING


@given(
    st.text(max_size=60),
    st.lists(
        st.builds(Entry, st.uuids().map(str), st.tuples(st.tuples(st.integers(1, 4), st.text()))), max_size=5
    ),
)
def test_whatever_is_typed_each_thing_is_found_at_most_once(typed: str, entries: list[Entry]) -> None:
    found = search(typed, entries, "fr")

    assert len(set(found.keys)) == len(found.keys)
    assert set(found.keys) <= {one.key for one in entries}


def test_every_skill_has_words_of_its_own() -> None:
    assert OF_SKILL.keys() == set(Skill)
