"""What people see: the remark first, where they are, few buttons, and always the way back, a pause and a human."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.message import Ask
from bot.domain.text import say
from bot.engine.conditions import answered
from bot.engine.conversation import Conversation
from bot.engine.events import Typed
from bot.engine.screen import base36, draw, draw_answered
from bot.engine.state import State, Status
from bot.engine.steps import (
    Choose,
    Contact,
    ForEach,
    Grid,
    Option,
    Page,
    Place,
    Review,
    Several,
    Shortcut,
    Unfold,
    Words,
)
from tests.unit.engine_samples import (
    DAYS,
    LEVELS,
    PARTS,
    SKILLS,
    Facts,
    Person,
    actions,
    buttons,
    check_screen,
    every_kind,
    labels,
    plain,
    ranked_missions,
)


def on(*steps: object, facts: object = None) -> Person:
    return Person(Conversation("small", list(steps), title="Small"), facts)  # type: ignore[arg-type]


def test_a_screen_says_the_remark_then_the_progress_then_the_question() -> None:
    person = on(Words("name", "Name?"), Words("wish", "Wish?"))
    person.state = replace(person.state, remark=say("Hello again."))

    assert [plain(one) for one in person.screen.paragraphs] == ["Hello again.", "1/2", "Name?"]


def test_pages_are_not_counted_in_the_progress() -> None:
    person = on(Page("story", "Read."), Words("name", "Name?"), Page("more", "Read."), Words("wish", "Wish?"))
    assert person.reads == "Read."

    person.taps("Go on")
    assert person.reads.startswith("1/2")


def test_the_progress_counts_each_item_once_they_are_known() -> None:
    person = on(
        Several("skills", "What?", options=SKILLS),
        ForEach(over="skills", step=Choose("level", "{item}?", options=LEVELS)),
    )
    assert person.reads.startswith("What?")

    person.taps("Cooking", "Driving", "Done")
    assert person.reads == "2/3\n\nCooking?"


def test_the_progress_claims_no_number_that_hangs_on_an_answer_to_come() -> None:
    person = on(
        Choose("drive", "Drive?", options=(Option("yes", "Yes"), Option("no", "No"))),
        Words("car", "Which car?", when=answered("drive", "yes")),
        Words("wish", "Wish?"),
    )
    assert person.reads.startswith("1 of about 2\n\nDrive?")

    person.taps("Yes")

    assert person.reads.startswith("2/3\n\nWhich car?")


def test_what_was_answered_before_and_what_leaves_no_choice_are_not_counted() -> None:
    person = on(
        Words("name", "Name?"),
        Words("town", "Town?"),
        Choose("mission", "Mission?", options=ranked_missions),
        Words("wish", "Wish?"),
        Words("word", "A last word?"),
        facts=Facts(missions=()),
    )
    person.state = State.begin({("town", ""): "Lyon"})
    assert person.reads.startswith("1/3\n\nName?")

    person.does(Typed("Ana"))

    assert person.reads.startswith("2/3\n\nWish?")


def test_every_question_offers_a_pause_a_human_and_the_way_out() -> None:
    person = Person(every_kind())

    assert labels(person.screen)[-3:] == ["Talk to a human", "Later", "Stop"]
    person.taps("Go on")
    assert labels(person.screen)[-4:] == ["← Back", "Later", "Talk to a human", "Stop"]


def test_buttons_carry_the_instance_the_visit_and_the_action() -> None:
    person = on(Words("name", "Name?", suggest=lambda facts, answers: "Ana"))
    person.state = replace(person.state, visit=40)

    assert next(buttons(person.screen)).data == "c.1z.14.take"


@pytest.mark.parametrize(("number", "written"), [(0, "0"), (35, "z"), (36, "10"), (2**63, "1y2p0ij32e8e8")])
def test_numbers_are_short_in_buttons(number: int, written: str) -> None:
    assert base36(number) == written
    assert int(written, 36) == number


def test_an_id_too_long_for_a_button_from_the_facts_still_fits_and_works() -> None:
    slugs = ("mission-" + "x" * 80, "jardin-été-" + "y" * 40, "~tilde")
    person = on(
        Choose("mission", "Which?", options=lambda facts, answers: tuple(Option(one, one) for one in slugs)),
        Page("end", "End."),
    )
    check_screen(person.screen, 1)

    person.taps(labels(person.screen)[1])

    assert person.state.answers.of("mission") == slugs[1]


def test_missions_are_described_three_at_a_time_with_more_on_demand() -> None:
    person = on(
        Choose(
            "mission",
            "For you:",
            options=ranked_missions,
            extra=(Option("none", "None of these"),),
            per_page=3,
        ),
        facts=Facts(),
    )
    assert "1. <b>Mission number 0</b>\nwhy Mission number 0" in person.reads
    assert labels(person.screen)[:5] == [
        "Mission number 0",
        "Mission number 1",
        "Mission number 2",
        "Show me others",
        "None of these",
    ]

    person.taps("Show me others", "Show me others")
    assert labels(person.screen)[:3] == ["Mission number 6", "Back to the first ones", "None of these"]

    person.taps("Back to the first ones")
    assert labels(person.screen)[0] == "Mission number 0"


def test_back_opens_the_page_that_holds_the_answer() -> None:
    person = on(
        Choose("mission", "For you:", options=ranked_missions, per_page=3), Page("end", "End."), facts=Facts()
    )
    person.presses("o.mission-5", "back")

    assert "✓ Mission number 5" in labels(person.screen)


def test_why_unfolds_and_folds() -> None:
    page = Page("rights", "Rights.", unfold=Unfold("Why?", ("One.", "Two.")))
    person = on(page)

    person.taps("Why?")
    assert person.reads == "Rights.\n\nOne.\n\nTwo."

    person.taps("In short")
    assert person.reads == "Rights."


def test_what_unfolds_may_take_the_place_of_the_page() -> None:
    person = on(Page("rights", "Rights.", unfold=Unfold("Why?", "Reasons.", replaces=True)))

    person.taps("Why?")

    assert person.reads == "Reasons."


def test_a_grid_has_one_row_of_short_buttons_a_day() -> None:
    person = on(Grid("slots", "When?", rows=DAYS, columns=PARTS))

    assert [len(row) for row in person.screen.rows[:3]] == [3, 3, 3]
    assert labels(person.screen)[0] == "Mon morning"


def test_shortcuts_of_a_grid_show_where_they_change_something() -> None:
    person = on(Grid("slots", "When?", rows=DAYS, columns=PARTS))
    assert "Clear" not in labels(person.screen)

    person.taps("Any time")

    assert "Any time" not in labels(person.screen)
    assert {"Clear", "Done", "✓ Wed evening"} <= set(labels(person.screen))


def test_a_shortcut_may_answer_at_once() -> None:
    shortcut = Shortcut("wed", "Only Wednesdays", ("wed-morning", "wed-afternoon"), at_once=True)
    person = on(Grid("slots", "When?", rows=DAYS, columns=PARTS, shortcuts=(shortcut,)))

    person.taps("Only Wednesdays")

    assert person.state.answers.of("slots") == ("wed-morning", "wed-afternoon")


def test_a_button_that_shares_is_drawn_as_such() -> None:
    place = on(Place("town", "Where?", share=True)).screen
    contact = on(Contact("phone", "Number?", share=True)).screen

    assert next(buttons(place)).ask is Ask.LOCATION
    assert next(buttons(contact)).ask is Ask.CONTACT


def test_an_answered_question_shows_its_answer_and_no_button() -> None:
    person = on(
        Several("skills", "What can you do?", options=SKILLS),
        ForEach(over="skills", step=Choose("level", "How well: {item}?", options=LEVELS)),
        Grid("slots", "When?", rows=DAYS, columns=PARTS),
        Words("wish", "Wish?", skippable=True),
        Page("end", "The end."),
    )
    person.taps("Cooking", "Driving", "Done", "I did it before", "It is my job")
    person.presses("+mon-morning", "+mon-evening", "+wed-evening", "done", "skip", "read")

    frozen = [
        [plain(one) for one in draw_answered(person.conversation, None, person.state, key).paragraphs]
        for key in person.state.answers
    ]

    assert frozen == [
        ["What can you do?", "✓ <b>Cooking, Driving</b>"],
        ["How well: Cooking?", "✓ <b>I did it before</b>"],
        ["How well: Driving?", "✓ <b>It is my job</b>"],
        ["When?", "✓ <b>Mon (morning, evening), Wed (evening)</b>"],
        ["Wish?", "✓ <b>skipped</b>"],
        ["The end."],
    ]


def test_a_question_no_longer_known_can_still_be_frozen() -> None:
    person = on(Words("name", "Name?"))

    message = draw_answered(person.conversation, None, person.state, ("gone", ""))

    assert [plain(one) for one in message.paragraphs] == ["Answered."]


def test_a_review_lists_the_answers_and_unfolds_their_buttons() -> None:
    person = on(
        Words("name", "Name?", summary="Name"),
        Choose("secret", "Secret?", options=SKILLS, listed=False),
        Choose("done", "Settled?", options=SKILLS, summary="Settled", barrier=True),
        Review("review", "Right?"),
    )
    person.types("Ana")
    person.presses("o.cooking", "o.selling")
    assert "<b>Name</b>: Ana\n<b>Settled</b>: Selling" in person.reads
    assert "Secret" not in person.reads

    person.taps("Change something")

    assert actions(person.screen)[:2] == ["e.name", "right"]
    assert "e.done" not in actions(person.screen)


def test_many_answers_to_change_take_turns() -> None:
    steps = [Words(f"w{n}", "Word?", summary=f"Word {n}") for n in range(31)]
    person = on(*steps, Review("review", "Right?"))
    for _step in steps:
        person.types("x")

    person.taps("Change something", "Other answers", "Other answers")

    assert labels(person.screen)[:3] == ["Word 28", "Word 29", "Word 30"]
    person.taps("Word 30")
    assert person.at == ("w30", "")


@pytest.mark.parametrize(
    ("status", "words", "shown"),
    [
        (Status.LATER, "“Small” waits for you.", ["Go on", "Talk to a human"]),
        (Status.DONE, "All done, thank you!", []),
        (Status.CANCELLED, "We stopped here. Nothing you answered is kept.", []),
        (Status.REFUSED, "We stop here, and what you answered is erased. Thank you for your time.", []),
    ],
)
def test_what_is_not_open_says_so(status: Status, words: str, shown: list[str]) -> None:
    person = on(Words("name", "Name?"))
    person.state = State(status=status)

    assert person.reads == words
    assert labels(person.screen) == shown


def test_a_typed_answer_is_shortened_on_a_button_only() -> None:
    person = on(Words("wish", "Wish?"), Page("end", "End."))
    person.types("peace " * 20)
    person.presses("back")

    keep = labels(person.screen)[0]

    assert keep.startswith("Keep: peace peace")
    assert len(keep) < 50


def test_drawing_the_same_state_twice_gives_the_same_screen() -> None:
    person = Person(every_kind())

    first, second = (draw(person.conversation, person.facts, person.state, "1z") for _ in range(2))

    assert first == second
