"""What answers do: each kind of step takes its own and answers kindly whatever it cannot take."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.garden import Place as Point
from bot.domain.message import Media, Relay
from bot.domain.said import Said
from bot.engine.conditions import answered
from bot.engine.conversation import Conversation
from bot.engine.events import Enclosed, Move, Moved, SharedContact, SharedPlace, Tapped, Typed, Unreadable
from bot.engine.path import walk
from bot.engine.runner import Answered, Completed
from bot.engine.state import Answers, State, Status
from bot.engine.steps import (
    Choose,
    Contact,
    Day,
    ForEach,
    Number,
    Option,
    Page,
    Place,
    Review,
    Several,
    Words,
)
from tests.unit.engine_samples import (
    AGES,
    LEVELS,
    SKILLS,
    Facts,
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


def test_the_whole_way_gives_every_answer_that_applies(ana: Person) -> None:
    finish(ana)

    done = ana.outputs[-1]
    assert isinstance(done, Completed)
    assert done.answers.text("first_name") == "Ana"
    assert done.answers.by_item("level").keys() == {"cooking", "selling"}
    assert not done.answers.said("drive")
    assert ana.state.status is Status.DONE


def test_each_answer_is_reported_with_its_step(ana: Person) -> None:
    until(ana, "first_name")

    outputs = ana.does(Typed("  Zoé   ☀ "))

    assert outputs == (Answered(ana.conversation.steps[2].leaf, ("first_name", ""), "Zoé ☀"),)


def test_an_option_gone_from_the_facts_is_asked_again() -> None:
    person = small(
        Choose("town", "Which?", options=lambda facts, answers: tuple(Option(t, t) for t in facts)),
        Words("name", "Name?"),
    )
    person.facts = ("a", "b")
    person.presses("o.b")

    person.facts = ("a", "c")
    person.types("Ana")

    assert person.at == ("town", "")
    assert "changed meanwhile" in person.reads
    assert ("name", "") not in person.state.answers


def test_what_was_settled_outside_stays_answered_whatever_the_facts_become(ana: Person) -> None:
    until(ana, "mission")
    ana.presses("o.none")

    ana.facts = Facts(missions=())
    ana.does(Moved(Move.SHOW))

    assert ana.at == ("wish", "")


def test_a_question_with_nothing_to_choose_from_is_passed_over() -> None:
    person = small(
        Choose("town", "Which?", options=lambda facts, answers: ()),
        Several("towns", "Which?", options=lambda facts, answers: (), minimum=1),
        Words("name", "Name?"),
    )

    assert person.at == ("name", "")


def test_more_ticks_than_there_are_is_never_asked_for() -> None:
    person = small(Several("two", "Which?", options=lambda facts, answers: SKILLS[:1], minimum=2))

    person.taps("Cooking", "Done")

    assert person.state.status is Status.DONE


def test_ticks_too_few_and_too_many_are_explained(ana: Person) -> None:
    until(ana, "skills")

    ana.presses("+cooking", "+driving")
    assert "At most 2" in ana.reads

    ana.presses("-cooking", "-selling", "done")
    assert ana.at == ("slots", "")
    ana.presses("done")
    assert "at least 1" in ana.reads
    assert "Done" not in labels(ana.screen)


def test_none_of_these_is_an_answer() -> None:
    person = small(
        Several("skills", "What?", options=SKILLS),
        ForEach(over="skills", step=Choose("level", "{item}?", options=LEVELS)),
    )

    person.taps("None of these")

    assert person.state.status is Status.DONE
    assert person.state.answers.of("skills") == ()


def test_a_wrong_answer_to_the_quiz_explains_and_asks_again(ana: Person) -> None:
    until(ana, "quiz")
    visit = ana.state.visit

    ana.taps("no of free")

    assert ana.at == ("quiz", "free")
    assert "Not quite. Because free." in ana.reads
    assert ana.state.visit == visit


def test_a_right_answer_to_the_quiz_is_explained_on_the_next_screen(ana: Person) -> None:
    until(ana, "quiz")

    ana.taps("yes of free")

    assert ana.at == ("quiz", "leave")
    assert ana.reads.startswith("That is right! Because free.")


def test_a_quiz_nobody_can_win_is_not_asked(ana: Person) -> None:
    until(ana, "quiz")

    ana.facts = Facts(questions=())
    ana.does(Moved(Move.SHOW))

    assert ana.at == ("review", "")


@pytest.mark.parametrize("words", ["", "   ", "🎉🥕", "12", "..."])
def test_a_name_without_letters_is_asked_again_kindly(ana: Person, words: str) -> None:
    until(ana, "first_name")

    ana.does(Typed(words))

    assert ana.at == ("first_name", "")
    assert "a name in letters" in ana.reads


def test_a_phone_number_behind_a_name_is_asked_to_be_left_out(ana: Person) -> None:
    until(ana, "first_name")

    ana.does(Typed("Anaïs Belkacem 06 12 34 56 78"))

    assert ana.at == ("first_name", "")
    assert "without a number" in ana.reads


def test_a_whole_name_is_asked_to_be_a_first_name_alone(ana: Person) -> None:
    until(ana, "first_name")

    ana.does(Typed("Marie Dupont-Leroy"))

    assert ana.at == ("first_name", "")
    assert "Perhaps “Marie”?" in ana.reads
    ana.does(Typed("Marie-Claire"))
    assert ana.state.answers.text("first_name") == "Marie-Claire"


def test_five_thousand_characters_are_refused_with_the_limit(ana: Person) -> None:
    until(ana, "first_name")

    ana.does(Typed("x" * 5000))

    assert "5000 characters long, and I can keep 40" in ana.reads


@pytest.mark.parametrize("name", ["<b>&</b>", "محمد", "O'Brien", "李"])
def test_any_name_of_letters_is_kept_as_it_is(ana: Person, name: str) -> None:
    until(ana, "first_name")

    ana.does(Typed(name))

    assert ana.state.answers.text("first_name") == name


@pytest.mark.parametrize(
    "event",
    [Unreadable("voice"), Unreadable("sticker"), SharedPlace(Point(48, 2)), SharedContact("1", "A", True)],
)
def test_what_a_question_cannot_use_is_answered_with_what_it_expects(ana: Person, event: object) -> None:
    until(ana, "first_name")

    ana.does(event)  # type: ignore[arg-type]

    assert "I cannot use that here. Please write it in words." in ana.reads


def test_words_that_match_no_button_are_answered_with_help(ana: Person) -> None:
    until(ana, "age")

    ana.types("a hundred years old")

    assert "I did not understand that. Please tap one of the buttons" in ana.reads


@pytest.mark.parametrize(
    ("words", "value"),
    [("3", 3), ("we are 12", 12), ("4,5", None), ("0", None), ("21", None), ("1 or 2", None)],
)
def test_a_number_is_read_and_bounded(ana: Person, words: str, value: int | None) -> None:
    until(ana, "people")

    ana.does(Typed(words))

    assert ana.state.answers.of("people") == value


def test_a_day_that_is_over_is_refused_where_only_days_to_come_are_asked(ana: Person) -> None:
    until(ana, "start")

    ana.types("2026-03-09")
    assert "is over" in ana.reads

    ana.types("tomorrow")
    assert ana.state.answers.of("start") == "2026-03-11"


def test_a_place_may_be_shared_tapped_or_typed() -> None:
    town = Place("town", "Where?", options=(Option("sevran", "Sevran"),), free=True)
    for event, value in (
        (SharedPlace(Point(48.9, 2.5)), {"latitude": 48.9, "longitude": 2.5}),
        (Tapped(1, "o.sevran"), {"town": "sevran"}),
        (Typed(" Near the  canal "), {"words": "Near the canal"}),
    ):
        person = small(town)
        person.does(event)  # type: ignore[arg-type]
        assert person.state.answers.of("town") == value


def test_of_a_shared_place_only_what_was_made_of_it_is_kept() -> None:
    near = Place(
        "near", "Where from?", keeps=lambda facts, point: ["mill"] if point.latitude > 48 else ["barn"]
    )
    person = small(near)

    person.does(SharedPlace(Point(48.9123, 2.5123)))

    assert person.state.answers.of("near") == {"instead": ["mill"]}
    assert "48.9" not in str(person.state.to_json())


def test_a_town_nobody_knows_is_said_so_where_only_known_ones_do() -> None:
    person = small(Place("town", "Where?", options=(Option("sevran", "Sevran"),)))

    person.types("Marseille")

    assert "I do not know that town" in person.reads


def test_somebody_elses_card_is_refused_where_ones_own_is_asked() -> None:
    person = small(Contact("phone", "Your number?", own_only=True))

    person.does(SharedContact("+336", "Somebody", False))
    assert "somebody else" in person.reads

    person.does(SharedContact("+337", "Ana", True))
    assert person.state.answers.of("phone") == {"phone": "+337", "name": "Ana", "own": True}


def test_a_suggestion_that_would_be_refused_is_not_offered() -> None:
    person = small(Words("name", "Name?", suggest=lambda facts, answers: "🎉"))

    assert "🎉" not in labels(person.screen)


def test_answers_known_beforehand_are_not_asked() -> None:
    conversation = Conversation(
        "profile", [Words("name", "Name?", summary="Name"), Review("review", "Right?")], title="Profile"
    )
    person = Person(conversation, state=State.begin({("name", ""): "Ana"}))

    assert person.at == ("review", "")


def test_answers_reopened_from_the_start_are_asked_with_their_proposal() -> None:
    conversation = Conversation("profile", [Words("name", "Name?"), Page("end", "End.")], title="Profile")
    person = Person(conversation, state=State.begin({("name", ""): "Ana"}, reopened=[("name", "")]))

    assert person.at == ("name", "")
    assert person.proposal == "Ana"


def test_nothing_left_to_ask_is_complete_at_the_first_event() -> None:
    person = Person(
        Conversation("profile", [Words("name", "Name?")], title="Profile"),
        state=State.begin({("name", ""): "Ana"}),
    )

    assert isinstance(person.does(Moved(Move.SHOW))[0], Completed)


def test_a_skip_is_an_answer_and_may_be_undone() -> None:
    person = small(Words("wish", "Wish?", skippable=True), Choose("age", "Age?", options=AGES))

    person.taps("Skip")
    assert person.state.answers == {("wish", ""): None}

    person.taps("← Back")
    person.types("Peace")
    assert person.state.answers.of("wish") == "Peace"


def test_an_answer_is_kept_while_the_one_it_depends_on_is_asked_again() -> None:
    person = small(
        Choose("first", "First?", options=lambda facts, answers: tuple(Option(one, one) for one in facts)),
        Choose("age", "Age?", options=AGES, when=answered("first")),
        Words("guardian", "Who?", when=answered("age", "minor")),
        Page("end", "End."),
    )
    person.facts = ("a", "b")
    person.presses("o.a", "o.minor")
    person.does(Typed("Mum"))

    person.facts = ("b",)
    person.does(Moved(Move.SHOW))
    person.presses("o.b")

    assert person.at == ("end", "")
    assert person.state.answers.of("guardian") == "Mum"


def test_a_number_and_a_day_are_kept_in_one_tap() -> None:
    person = small(
        Number("people", "How many?", options=(Option("2", "Two"), Option("5", "Five"))),
        Day("when", "When?"),
        Page("end", "End."),
    )
    person.taps("Five")
    person.types("2026-05-01")
    person.taps("← Back", "Keep: 2026-05-01", "← Back", "← Back")

    assert "✓ Five" in labels(person.screen)
    person.taps("✓ Five")
    assert person.at == ("when", "")


def test_a_day_that_another_answer_or_the_calendar_has_overtaken_is_asked_again() -> None:
    def first_day(facts: object, answers: Answers) -> date:
        return date.fromisoformat(answers.text("first"))

    person = small(
        Day("first", "From when?", past=False),
        Day("last", "Until when?", earliest=first_day),
        Page("end", "End."),
    )
    person.types("2026-05-01", "2026-05-03")
    assert person.at == ("end", "")

    overtaken = walk(person.conversation, person.facts, person.state, date(2026, 5, 2)).stand
    person.taps("← Back", "← Back")
    person.types("2026-05-10")

    assert overtaken is not None
    assert overtaken.key == ("first", "")
    assert person.at == ("last", "")
    assert not [label for label in labels(person.screen) if label.startswith("Keep")]


VOICE = Enclosed(Relay(Media.VOICE, "file-1"), "listen")


def test_a_voice_answers_where_it_is_asked_for() -> None:
    person = small(Words("message", "What?", encloses=True))

    *_, done = person.does(VOICE)

    assert isinstance(done, Completed)
    assert Said.from_json(done.answers.of("message")) == Said("listen", VOICE.relay)


def test_a_voice_answers_no_question_that_asks_for_words_alone() -> None:
    person = small(Words("name", "Name?"))

    assert person.does(VOICE) == ()
    assert person.at == ("name", "")


def test_what_is_kept_of_a_voice_survives_being_stored() -> None:
    person = small(Words("message", "What?", encloses=True), Words("name", "Name?"))
    person.does(VOICE)

    person.state = State.from_json(person.state.to_json())

    assert person.at == ("name", "")
    assert Said.from_json(person.state.answers.of("message")) == Said("listen", VOICE.relay)
