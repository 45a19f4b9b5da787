"""Back, at every question: the one before, its answer one tap away."""

import pytest

from bot.app import App
from bot.rehearsal.client import Person
from tests.journey.seeding import profile_of, stands_at
from tests.journey.walking import buttons_of

QUESTIONS = {
    "age": ("What should we call you?", "Keep: Ana"),
    "situation": ("How old are you?", "✓ 18 or over"),
    "motivations": ("Which of these describes you best?", "✓ I am retired"),
    "forms": ("What brings you here?", "Done"),
    "skills": ("What would you like to do?", "Wherever I am useful"),
    "languages": ("What could you bring?", "Nothing in particular"),
    "rhythm": ("Which languages do you speak?", "Done"),
    "slots": ("How often would you like to come?", "✓ Every week"),
    "town": ("When are you usually free?", "Done"),
    "max_km": ("Which place is nearest to you?", "Somewhere else"),
    "travel": ("How far would you go to help?", "✓ As far as needed"),
    "rights": ("How do you usually get around?", "Done"),
    "duties": ("Your rights", "Go on"),
    "quiz": ("What we count on", "Go on"),
    "charter": ("What do you get in return?", "✓ A big thank you"),
    "review": ("Do you accept it?", "Yes, I accept"),
}
"""Where somebody stands: the question before, and the one tap that keeps its answer."""


KEEPING = ("Keep: ", "✓ ", "Go on", "Wherever", "None of", "Somewhere", "Yes, I accept")
"""How the button begins that keeps an answer, where nothing is ticked to be “Done” with."""


def keeping(labels: list[str]) -> str:
    return "Done" if "Done" in labels else next(label for label in labels if label.startswith(KEEPING))


@pytest.mark.parametrize("step", QUESTIONS)
async def test_back_shows_the_question_before_with_its_answer_one_tap_away(
    app: App, ana: Person, step: str
) -> None:
    question, keep = QUESTIONS[step]
    await stands_at(app, ana, step)
    stood = ana.screen.text.removeprefix("Here is where we were.\n\n")

    await ana.taps("← Back")
    assert question in ana.screen.text
    await ana.taps(keep)

    assert ana.screen.text.endswith(stood.split("\n\n")[-1])


async def test_back_does_not_go_behind_the_consent(app: App, ana: Person) -> None:
    await stands_at(app, ana, "first_name")

    assert "← Back" not in buttons_of(ana)
    await ana.says("back")

    assert "What should we call you?" in ana.screen.text


async def test_back_through_every_step_and_forward_again_changes_nothing(app: App, ana: Person) -> None:
    await stands_at(
        app,
        ana,
        "review",
        skills=("gardening", "cooking"),
        levels={"gardening": "could_teach", "cooking": "my_job"},
    )
    reviewed = ana.screen.text.partition("Here is what I understood")[2]
    steps = 0
    while "← Back" in buttons_of(ana):
        await ana.taps("← Back")
        steps += 1
    assert "What should we call you?" in ana.screen.text

    for _ in range(steps):
        await ana.taps(keeping(buttons_of(ana)))

    assert ana.screen.text.partition("Here is what I understood")[2] == reviewed


async def test_every_answer_can_be_changed_in_the_review(app: App, ana: Person) -> None:
    await stands_at(app, ana, "review")
    await ana.taps("Change something")

    shown = buttons_of(ana)

    assert {"First name", "Age", "Situation", "Motivations", "Likes to", "Skills", "Languages"} <= set(shown)
    assert {"How often", "Available", "Town", "Distance", "Travels"} <= set(shown)


async def test_a_skill_added_in_the_review_asks_for_its_level(app: App, ana: Person) -> None:
    await stands_at(app, ana, "review")
    await ana.taps("Change something")
    await ana.taps("Skills")
    await ana.taps("Cooking")
    await ana.taps("Done")

    assert "Cooking: how well do you know it?" in ana.screen.text
    await ana.taps("It is my job")

    assert "Level (Cooking): It is my job" in ana.screen.text
    await ana.taps("Everything is right")
    profile = await profile_of(app, ana)
    assert profile is not None
    assert {skill.value: level.value for skill, level in profile.skills.items()} == {"cooking": "my_job"}


async def test_only_from_home_needs_no_way_of_travelling(app: App, ana: Person) -> None:
    await stands_at(app, ana, "review")
    await ana.taps("Change something")
    await ana.taps("Distance")
    await ana.taps("Only from home")

    assert "Travels" not in ana.screen.text
    assert "Distance: Only from home" in ana.screen.text


async def test_an_edit_can_be_left_as_it_was(app: App, ana: Person) -> None:
    await stands_at(app, ana, "review")
    reviewed = ana.screen.text.partition("Here is what I understood")[2]
    await ana.taps("Change something")
    await ana.taps("Situation")
    await ana.taps("← Back")

    assert ana.screen.text.partition("Here is what I understood")[2] == reviewed
