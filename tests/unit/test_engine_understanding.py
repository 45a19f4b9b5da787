"""A typed answer works wherever a button does, and nothing is guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.engine.conversation import Conversation
from bot.engine.events import Meant, Tapped, Typed, Unsure
from bot.engine.state import State, Status
from bot.engine.steps import Choose, Consent, Day, Grid, Number, Option, Page, Place, Review, Several, Words
from tests.unit.engine_samples import DAYS, PARTS, Person, labels, plain

TOWNS = (
    Option("sevran", "Sevran"),
    Option("livry", "Livry-Gargan"),
    Option("montreuil", "Montreuil"),
    Option("montfermeil", "Montfermeil"),
    Option("other", "🗺 Somewhere else"),
)
WEEK = (Option("mon", "Lundi"), Option("tue", "Mardi"), Option("wed", "Mercredi"))


def asked(*steps: object) -> Person:
    last = Words("last", "Anything else?")
    return Person(Conversation("small", [*steps, last], title="Small"), language="fr")  # type: ignore[list-item]


@pytest.fixture
def town() -> Person:
    return asked(Choose("town", "Which town?", options=TOWNS))


@pytest.mark.parametrize(
    ("words", "option"),
    [
        ("Sevran", "sevran"),
        ("sevran", "sevran"),
        ("  SEVRAN !!", "sevran"),
        ("à Sevran", "sevran"),
        ("Sevrn", "sevran"),
        ("livry gargan", "livry"),
        ("Livry", "livry"),
        ("gargan", "livry"),
        ("somewhere else", "other"),
        ("1", "sevran"),
        ("2.", "livry"),
        ("n°3", "montreuil"),
    ],
)
def test_words_mean_the_option_they_name(town: Person, words: str, option: str) -> None:
    assert town.meaning(words) == Tapped(1, f"o.{option}")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Sulli", Tapped(1, "o.sully")),
        ("a Suly", Tapped(1, "o.sully")),
        ("benoit", Tapped(1, "o.benoit")),
        ("Paris", Typed("Paris")),
        ("Saint-Malo", Typed("Saint-Malo")),
        ("Bourg sur Loire", Typed("Bourg sur Loire")),
    ],
)
def test_a_slip_in_the_name_of_a_town_is_forgiven(words: str, meant: object) -> None:
    towns = (
        Option("sully", "Sully-sur-Loire"),
        Option("pere", "Saint-Père-sur-Loire"),
        Option("benoit", "Saint-Benoît-sur-Loire"),
        Option("lorris", "Lorris"),
    )

    assert asked(Place("from", "Where from?", options=towns)).meaning(words) == meant


@pytest.mark.parametrize("words", ["", "🎉", "Marseille", "9", "0", "x" * 5000, "مرحبا", "je ne sais pas"])
def test_words_that_name_no_option_stay_words(town: Person, words: str) -> None:
    assert town.meaning(words) == Typed(words)


def test_the_small_words_of_an_answer_do_not_name_it() -> None:
    person = asked(
        Choose("situation", "You?", options=(Option("retired", "Je suis à la retraite"), TOWNS[0]))
    )

    assert person.meaning("je suis") == Typed("je suis")
    assert person.meaning("retraite") == Tapped(1, "o.retired")


def test_words_between_two_options_are_asked_back(town: Person) -> None:
    event = town.meaning("mont")

    assert isinstance(event, Unsure)
    assert [plain(one) for one in event.between] == ["Montreuil", "Montfermeil"]
    town.does(event)
    assert "Did you mean “Montreuil” or “Montfermeil”?" in town.reads


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("retour", "back"),
        ("plus tard", "later"),
        ("annuler", "cancel"),
        ("stop", "cancel"),
        ("Stop", "cancel"),
        ("aide", "human"),
        ("talk to a human", "human"),
        ("help", "human"),
    ],
)
def test_the_foot_of_the_screen_can_be_typed(words: str, action: str) -> None:
    person = asked(Page("page", "Read."), Words("name", "Name?"))
    person.taps("Go on")

    assert person.meaning(words) == Tapped(person.state.visit, action)


@pytest.mark.parametrize(
    ("step", "yes"),
    [
        (Page("page", "Read."), "read"),
        (Consent("consent", "Agreed?"), "agree"),
        (Words("name", "Name?", suggest=lambda facts, answers: "Ana"), "take"),
    ],
)
@pytest.mark.parametrize("words", ["oui", "Yes", "ok", "D'accord !", "OUI"])
def test_yes_means_the_way_on(step: Page, yes: str, words: str) -> None:
    assert asked(step).meaning(words) == Tapped(1, yes)


def test_yes_means_that_the_review_is_right() -> None:
    person = asked(Choose("town", "Which?", options=TOWNS), Review("review", "Right?"))
    person.types("Sevran")

    assert person.meaning("oui") == Tapped(2, "right")


def test_no_means_to_refuse_and_yes_to_confirm_it() -> None:
    person = asked(Consent("consent", "Agreed?"))

    person.types("non", "oui")

    assert person.state.status is Status.REFUSED


def test_free_words_are_left_alone_even_where_they_resemble_a_button() -> None:
    person = asked(Words("name", "Name?", skippable=True, suggest=lambda facts, answers: "Anatole"))

    assert person.meaning("Anatol") == Typed("Anatol")
    assert person.meaning("1") == Typed("1")


@pytest.mark.parametrize("words", ["lundi et mardi", "Lundi, mardi", "1, 2", "mardi & lundi", "lundi\nmardi"])
def test_several_can_be_named_at_once(words: str) -> None:
    person = asked(Several("days", "Which days?", options=WEEK))

    event = person.meaning(words)

    assert isinstance(event, Meant)
    assert set(event.actions) == {"+mon", "+tue"}


def test_a_tick_named_again_stays_ticked() -> None:
    person = asked(Several("days", "Which days?", options=WEEK))

    person.types("lundi", "lundi")

    assert "✓ Lundi" in labels(person.screen)


def test_one_unknown_among_several_is_not_skipped_in_silence() -> None:
    person = asked(Several("days", "Which days?", options=WEEK))

    person.types("lundi et dimanche")

    assert "I did not understand that." in person.reads


def test_that_is_all_ends_the_ticking() -> None:
    person = asked(Several("days", "Which days?", options=WEEK, minimum=1))

    person.types("lundi", "c'est tout")

    assert person.state.answers.of("days") == ("mon",)


def test_nothing_is_not_said_where_something_is_ticked() -> None:
    person = asked(Several("days", "Which days?", options=WEEK))
    assert person.meaning("rien") == Tapped(1, "done")

    person.types("lundi")

    assert person.meaning("rien") == Typed("rien")


@pytest.mark.parametrize(
    ("words", "ticks"),
    [
        ("mon morning", {"+mon-morning"}),
        ("monday mornings", {"+mon-morning"}),
        ("wednesday", {"+wed-morning", "+wed-afternoon", "+wed-evening"}),
        ("evenings", {"+mon-evening", "+tue-evening", "+wed-evening"}),
        ("monday morning and tuesday evening", {"+mon-morning", "+tue-evening"}),
    ],
)
def test_a_grid_understands_days_parts_and_both(words: str, ticks: set[str]) -> None:
    person = asked(Grid("slots", "When?", rows=DAYS, columns=PARTS))

    event = person.meaning(words)

    actions = set(event.actions) if isinstance(event, Meant) else {event.action}  # type: ignore[union-attr]
    assert actions == ticks


def test_any_time_can_be_typed() -> None:
    person = asked(Grid("slots", "When?", rows=DAYS, columns=PARTS))

    assert person.meaning("any time") == Tapped(1, "s.any")


def test_an_option_of_another_page_can_be_typed() -> None:
    person = asked(Choose("town", "Which?", options=TOWNS, per_page=2))

    assert person.meaning("montfermeil") == Tapped(1, "o.montfermeil")
    assert person.meaning("3") == Typed("3")


def test_a_day_is_understood_where_a_day_is_asked() -> None:
    person = asked(Day("from", "From when?"))

    assert person.meaning("demain") == Tapped(1, "d.2026-03-11")
    assert person.meaning("le 12") == Tapped(1, "d.2026-03-12")


def test_a_number_typed_is_the_number_and_not_the_place_of_a_button() -> None:
    person = asked(Number("people", "How many?", options=(Option("5", "Five"), Option("9", "Nine"))))

    person.types("1")

    assert person.state.answers.of("people") == 1


def test_digits_are_never_a_typo() -> None:
    person = asked(Choose("age", "Age?", options=(Option("young", "15 to 17"), Option("old", "18 to 99"))))

    assert person.meaning("15 to 19") == Typed("15 to 19")


def test_going_on_can_be_typed_to_what_was_put_off() -> None:
    person = asked(Choose("town", "Which?", options=TOWNS))
    person.state = replace(person.state, status=Status.LATER)

    assert person.meaning("oui") == Tapped(1, "resume")


@pytest.mark.parametrize("status", [Status.DONE, Status.CANCELLED, Status.REFUSED])
def test_words_typed_to_what_is_over_stay_words(status: Status) -> None:
    person = asked(Choose("town", "Which?", options=TOWNS))
    person.state = State(status=status)

    assert person.meaning("Sevran") == Typed("Sevran")
