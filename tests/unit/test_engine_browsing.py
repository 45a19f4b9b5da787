"""Looking through a list: its pages, words that are looked up, things done beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from bot.domain.text import Text, say
from bot.engine.conditions import answered, in_words, not_
from bot.engine.conversation import Conversation
from bot.engine.declaration import DeclarationError
from bot.engine.events import Tapped, Typed
from bot.engine.path import walk
from bot.engine.runner import Answered, Beside, Completed
from bot.engine.state import Answers
from bot.engine.steps import Browse, Choose, Option
from bot.engine.understanding import understand
from tests.unit.engine_samples import TODAY, Person, labels, plain

SHEETS = ("planting", "market", "kitchen", "market garden", "office")


@dataclass(frozen=True)
class Shelf:
    """What there is to find; `noted` remembers which of it was described."""

    there: tuple[str, ...] = SHEETS
    noted: tuple[list[str], ...] = ([],)


def shelf() -> Shelf:
    return Shelf(noted=([],))


def all_of_it(facts: Shelf, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(one, one.capitalize()) for one in facts.there)


def what_was_meant(facts: Shelf, answers: Answers) -> tuple[Option, ...]:
    match answers.of("mission"):
        case {"words": str(words)}:
            return tuple(Option(one, one.capitalize()) for one in facts.there if words in one)
        case _:
            return ()


def describe(facts: Shelf, answers: Answers, id: str) -> Text | None:
    facts.noted[0].append(id)
    return say("about {id}", id=id)


def gone(facts: Shelf, answers: Answers, id: str) -> Text | None:
    return say("{id}, which was", id=id)


def looking() -> Conversation:
    return Conversation(
        "looking",
        title=say("Looking"),
        counted=False,
        steps=[
            Browse("mission", say("Which?"), options=all_of_it, note=describe, per_page=2,
                   extra=lambda facts, answers: (Option(":all", say("All")), Option(":none", say("None"))),
                   extra_columns=2),
            Browse("found", say("Found:"), when=in_words("mission"), options=what_was_meant, looked_up_at="mission"),
            Browse("sheet", say("The sheet"), when=not_(answered("mission", ":none")), named=gone,
                   options=(Option("yes", say("Yes, please")), Option("share", say("Share"))), asides=("share",),
                   looked_up_at="mission"),
            Choose("sure", say("Sure?"), options=(Option("yes", say("Yes")),)),
        ],
    )  # fmt: skip


@pytest.fixture
def ana() -> Person:
    return Person(looking(), shelf())


def test_only_what_is_on_the_page_is_described(ana: Person) -> None:
    assert "1. <b>Planting</b>\nabout planting" in ana.reads

    assert set(ana.facts.noted[0]) == {"planting", "market"}
    ana.taps("Show me others")
    assert "about kitchen" in ana.reads
    assert set(ana.facts.noted[0]) == {"planting", "market", "kitchen", "market garden"}


def test_ways_beside_the_list_stand_on_every_page_two_in_a_row(ana: Person) -> None:
    rows = [[plain(button.label) for button in row] for row in ana.screen.rows]

    assert ["All", "None"] in rows
    ana.taps("Show me others")
    assert ["All", "None"] in [[plain(button.label) for button in row] for row in ana.screen.rows]


def test_words_that_are_no_button_are_looked_up(ana: Person) -> None:
    ana.types("garden")

    assert ana.at == ("sheet", "")  # one option has the word: it is meant
    fresh = Person(looking(), shelf())
    fresh.types("e")

    assert fresh.at == ("found", "")
    assert {"Market", "Kitchen", "Office"} <= set(labels(fresh.screen))


def test_words_that_could_be_two_options_are_looked_up_and_not_asked_back(ana: Person) -> None:
    meant = understand(ana.conversation, ana.facts, ana.state, Typed("market g"), plain, "en", TODAY)
    both = understand(ana.conversation, ana.facts, ana.state, Typed("mark"), plain, "en", TODAY)

    assert not isinstance(meant, Typed)
    assert both == Typed("mark")


def test_words_typed_further_on_begin_the_search_anew(ana: Person) -> None:
    ana.types("e")
    ana.taps("Kitchen")
    assert ana.at == ("sheet", "")

    outputs = ana.does(Typed("pl"))

    assert ana.at == ("found", "")
    assert [one.key for one in outputs if isinstance(one, Answered)] == [("mission", "")]
    assert "Planting" in labels(ana.screen)
    assert not ana.state.answers.said("found")


@pytest.mark.parametrize("words", ["yes", "ok", "back", "oui", "   ", "🙂"])
def test_small_talk_is_not_looked_up(ana: Person, words: str) -> None:
    ana.does(Typed(words))

    assert ana.at == ("mission", "")
    assert not ana.state.answers.said("mission")


def test_something_done_beside_leaves_the_question_as_it_is(ana: Person) -> None:
    ana.taps("Planting")
    before = ana.state

    outputs = ana.does(
        ana.tap_of(next(b for row in ana.screen.rows for b in row if plain(b.label) == "Share"))
    )

    assert [(type(one), getattr(one, "value", "")) for one in outputs] == [(Beside, "share")]
    assert ana.state == before
    ana.taps("Yes, please", "Yes")
    assert isinstance(ana.outputs[-1], Completed)


def test_an_empty_list_is_shown_and_not_passed_over() -> None:
    ana = Person(looking(), replace(shelf(), there=()))
    ana.types("garden")

    assert ana.at == ("found", "")
    assert "← Back" in labels(ana.screen)


def test_what_was_chosen_and_is_gone_keeps_its_name(ana: Person) -> None:
    step = ana.conversation.step("sheet")
    assert isinstance(step, Browse)
    ana.taps("Planting")
    stand = walk(ana.conversation, ana.facts, ana.state).stand
    assert stand is not None
    assert plain(step.worded(stand, "old")) == "old, which was"
    assert plain(step.worded(stand, "yes")) == "Yes, please"


def test_questions_are_not_counted_where_one_only_looks_around(ana: Person) -> None:
    ana.taps("Planting")

    assert "2/" not in ana.reads


def test_a_condition_on_words_needs_a_step_before_it() -> None:
    with pytest.raises(DeclarationError, match="an earlier step"):
        Conversation(
            "x", title=say("x"), steps=[Browse("a", say("a"), when=in_words("b"), options=all_of_it)]
        )


def test_words_are_looked_for_as_a_whole_or_not_at_all() -> None:
    asked: list[str] = []

    def found(_facts: object, words: str) -> bool:
        asked.append(words)
        return True

    step = Browse("a", say("a"), options=all_of_it, found=found)
    ana = Person(Conversation("x", title=say("x"), steps=[step]), shelf())
    stand = walk(ana.conversation, ana.facts, ana.state).stand
    assert stand is not None

    assert step.finds(stand, "  a  market\nstall ")
    assert not step.finds(stand, "…")
    assert not step.finds(stand, "market " * 20)
    assert asked == ["a market stall"]


def test_a_line_too_long_for_a_button_stands_numbered_in_the_message() -> None:
    title = "Harvest and make up the baskets of the whole village"
    dates = (
        Option("thu", say("Thu 5 Mar · {title}", title=title), short=say("Thu 5 Mar")),
        Option("sat", say("Sat 7 Mar · {title}", title=title), short=say("Sat 7 Mar")),
    )
    ana = Person(Conversation("days", title=say("Days"), steps=[Choose("day", say("Which?"), options=dates)]))

    assert plain(ana.screen.paragraphs[-1]) == f"1. Thu 5 Mar · {title}\n2. Sat 7 Mar · {title}"
    assert labels(ana.screen)[:2] == ["1 · Thu 5 Mar", "2 · Sat 7 Mar"]
    typed = understand(
        ana.conversation, ana.facts, ana.state, Typed(f"sat 7 mar {title}"), plain, "en", TODAY
    )
    assert typed == Tapped(ana.state.visit, "o.sat")
