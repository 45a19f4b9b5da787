"""What moves do: back, an edit, a pause, a stop, a refusal; and buttons that are old, double or forged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.engine.events import Meant, Move, Moved, Tapped, Typed
from bot.engine.runner import Cancelled, HumanWanted, Postponed, Refused
from bot.engine.state import State, Status
from bot.engine.steps import (
    Choose,
    Several,
)
from tests.unit.engine_samples import (
    AGES,
    SKILLS,
    Person,
    every_kind,
    finish,
    labels,
    small,
    until,
)


@pytest.fixture
def ana() -> Person:
    return Person(every_kind())


def test_back_proposes_the_answer_and_one_tap_keeps_it(ana: Person) -> None:
    until(ana, "age")
    ana.does(Typed("Zoé"))
    ana.taps("18 or over", "← Back", "← Back")

    assert ana.at == ("first_name", "")
    ana.taps("Keep: Ana")

    assert ana.at == ("age", "")
    assert "✓ 18 or over" in labels(ana.screen)


def test_back_does_not_cross_what_happened_outside(ana: Person) -> None:
    until(ana, "first_name")

    assert "← Back" not in labels(ana.screen)
    ana.does(Moved(Move.BACK))

    assert ana.at == ("first_name", "")
    assert "settled" in ana.reads


def test_back_at_the_very_first_question_says_so(ana: Person) -> None:
    ana.does(Moved(Move.BACK))

    assert ana.at == ("story", "")
    assert "very first question" in ana.reads


def test_a_double_tap_answers_once(ana: Person) -> None:
    until(ana, "age")
    tap = Tapped(ana.state.visit, "o.adult")

    ana.does(tap)
    again = ana.does(tap)

    assert again == ()
    assert ana.at == ("skills", "")


@pytest.mark.parametrize(
    "action", ["o.nobody", "", "o.", "e.age", "sure.stop", "sure.refuse", "x" * 60, "+cooking"]
)
def test_a_forged_button_changes_nothing(ana: Person, action: str) -> None:
    until(ana, "age")
    before = ana.state

    outputs = ana.does(Tapped(before.visit, action))

    assert (ana.state, outputs) == (before, ())


def test_editing_from_the_review_comes_back_to_it(ana: Person) -> None:
    until(ana, "review")
    ana.taps("Change something", "First name")

    ana.types("Zoé")

    assert ana.at == ("review", "")
    assert "First name: Zoé" in ana.reads.replace("<b>", "").replace("</b>", "")


def test_back_while_editing_returns_to_the_review_unchanged(ana: Person) -> None:
    until(ana, "review")
    ana.taps("Change something", "Age", "← Back")

    assert ana.at == ("review", "")
    assert ana.state.answers.text("age") == "adult"


def test_an_edit_asks_what_is_newly_needed_and_drops_what_no_longer_applies(ana: Person) -> None:
    until(ana, "review")

    ana.taps("Change something", "Age", "Under 18")
    assert ana.at == ("guardian", "")
    ana.types("Mum, 06 12 34 56 78")
    assert ana.at == ("review", "")

    ana.taps("Change something", "Age", "18 or over")
    assert ana.at == ("review", "")
    assert ("guardian", "") not in ana.state.answers


def test_an_item_added_in_an_edit_is_the_only_one_asked_about(ana: Person) -> None:
    until(ana, "review")
    ana.taps("Change something", "Skills", "Driving", "Done")

    assert ana.at == ("level", "driving")
    ana.taps("It is my job")

    assert ana.at == ("review", "")
    assert ana.state.answers.by_item("level") == {"cooking": "did_it", "driving": "job"}


def test_stopping_asks_once_and_keeps_nothing(ana: Person) -> None:
    until(ana, "skills")
    ana.taps("Stop")
    assert "not be kept" in ana.reads

    ana.taps("Yes, stop")

    assert ana.outputs[-1] == Cancelled()
    assert ana.state.status is Status.CANCELLED
    assert not ana.state.answers


def test_going_on_after_all_shows_the_same_question(ana: Person) -> None:
    until(ana, "skills")

    ana.taps("Stop", "No, go on")

    assert ana.at == ("skills", "")
    assert "What can you do?" in ana.reads


def test_stopping_before_any_answer_stops_at_once(ana: Person) -> None:
    ana.taps("Stop")

    assert ana.outputs == [Cancelled()]


def test_refusing_asks_once_and_erases(ana: Person) -> None:
    until(ana, "privacy")
    ana.taps("I refuse")
    assert "erased" in ana.reads

    ana.taps("Yes, I refuse")

    assert ana.outputs[-1] == Refused(ana.conversation.steps[1].leaf)
    assert ana.state == State(visit=ana.state.visit, status=Status.REFUSED)


def test_an_option_that_ends_asks_once_too(ana: Person) -> None:
    until(ana, "mission")

    ana.taps("I would rather leave")
    assert ana.state.status is Status.OPEN
    ana.taps("Yes, I refuse")

    assert ana.state.status is Status.REFUSED


def test_confirming_one_thing_never_confirms_another(ana: Person) -> None:
    until(ana, "privacy")
    ana.taps("I refuse")
    refusal = Tapped(ana.state.visit, "sure.refuse")
    ana.presses("go", "cancel")

    ana.does(refusal)

    assert ana.state.status is not Status.REFUSED


def test_later_keeps_everything_and_coming_back_says_where_we_were(ana: Person) -> None:
    until(ana, "skills")
    ana.presses("+cooking")
    assert ana.does(Moved(Move.LATER)) == (Postponed(),)
    assert "waits for you: everything you answered is kept." in ana.reads

    ana.does(Moved(Move.RESUME))

    assert "Here is where we were." in ana.reads
    assert ana.at == ("skills", "")
    assert "✓ Cooking" in labels(ana.screen)


def test_words_typed_to_what_was_put_off_answer_nothing(ana: Person) -> None:
    until(ana, "first_name")
    ana.does(Moved(Move.LATER))

    ana.does(Typed("Zoé"))

    assert ana.at == ("first_name", "")
    assert ana.state.status is Status.OPEN
    assert ("first_name", "") not in ana.state.answers


def test_an_old_keyboard_of_what_was_put_off_still_works(ana: Person) -> None:
    until(ana, "age")
    ana.does(Moved(Move.LATER))

    ana.presses("o.adult")

    assert ana.at == ("skills", "")


@pytest.mark.parametrize("status", list(Status))
def test_a_human_is_there_at_any_moment(ana: Person, status: Status) -> None:
    ana.state = replace(ana.state, status=status)

    assert ana.does(Moved(Move.HUMAN)) == (HumanWanted(),)
    assert ana.state.status is status


def test_what_is_over_takes_no_event(ana: Person) -> None:
    finish(ana)
    before = ana.state

    for event in (Typed("hello"), Tapped(before.visit, "o.adult"), Moved(Move.BACK), Moved(Move.RESUME)):
        assert ana.does(event) == ()

    assert ana.state == before


def test_typing_while_asked_to_confirm_answers_nothing(ana: Person) -> None:
    until(ana, "first_name")
    ana.taps("Stop")

    ana.does(Typed("Zoé"))

    assert ("first_name", "") not in ana.state.answers
    assert "Please tap one of the buttons." in ana.reads


def test_several_buttons_meant_at_once_stop_at_the_next_question() -> None:
    person = small(Several("skills", "What?", options=SKILLS), Choose("age", "Age?", options=AGES))

    person.does(Meant(1, ("+cooking", "+driving", "done", "o.adult")))

    assert person.state.answers.of("skills") == ("cooking", "driving")
    assert person.at == ("age", "")
