"""Going back, changing answers in the review, and /profile afterwards."""

import pytest

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.seeding import everything_kept, is_welcomed, profile_of, stands_at
from tests.journey.walking import buttons_of, joins

QUESTIONS = {
    "age": ("What should we call you?", "Keep: Ana"),
    "situation": ("How old are you?", "✓ 18 or over"),
    "motivations": ("Which of these describes you best?", "✓ I am retired"),
    "forms": ("What brings you here?", "Done"),
    "skills": ("What would you like to do?", "Wherever I am useful"),
    "languages": ("What could you bring?", "None of these"),
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


async def test_profile_shows_everything_and_saving_it_unchanged_says_so(app: App, ana: Person) -> None:
    await is_welcomed(app, ana, town="guilly", skills=("cooking",), levels={"cooking": "did_it"})
    await ana.says("/profile")

    for line in ("First name: Ana", "Age: 18 or over", "Situation: I am retired", "Motivations: Meet people",
                 "Likes to: Wherever I am useful", "Skills: Cooking", "Level (Cooking): I did it before",
                 "Languages: English", "How often: Every week", "Available: Any time", "Town: Guilly",
                 "Distance: As far as needed", "Travels: By car"):  # fmt: skip
        assert line in ana.screen.text
    await ana.taps("Save")

    assert ana.screen.text == "Nothing changed."


async def test_an_edited_name_is_kept(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/profile")
    await ana.taps("Change something")
    await ana.taps("First name")
    assert buttons_of(ana)[0] == "Keep: Ana"
    await ana.says("Anaïs")
    assert "First name: Anaïs" in ana.screen.text
    await ana.taps("Save")

    assert "Your profile is up to date" in ana.screen.text
    await ana.says("/start")
    assert "Good to see you again, Anaïs!" in ana.screen.text


async def test_leaving_the_profile_changes_nothing_and_says_so(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    before = await profile_of(app, ana)
    await ana.says("/profile")
    await ana.taps("Change something")
    await ana.taps("Age")
    await ana.taps("15 to 17")
    await ana.taps("Stop")
    if "Yes, stop" in buttons_of(ana):
        await ana.taps("Yes, stop")

    assert await profile_of(app, ana) == before
    assert "your profile stays as it was" in ana.screen.text.casefold()


async def test_an_edit_that_touches_a_mission_tells_the_referent_and_the_person(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await joins(ana, "Lend a hand with planting")

    await ana.says("/profile")
    await ana.taps("Change something")
    await ana.taps("Available")
    await ana.taps("Clear")
    await ana.taps("Sun evening")
    await ana.taps("Done")
    await ana.taps("Save")

    assert "What you changed touches Lend a hand with planting" in ana.screen.text
    assert "you keep your place" in ana.screen.text
    assert "Your referent has been told" in ana.screen.text
    assert "Ana changed their profile" in solene.screen.text
    assert "takes place at other times" in solene.screen.text
    assert "Open the card" in buttons_of(solene)
    assert "'confirmed'" in (await everything_kept(app))["sign_ups"]


async def test_without_a_referent_the_coordinators_are_told_of_the_edit(
    app: App, ana: Person, nadia: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await joins(ana, "Lend a hand with planting")
    await ana.says("/profile")
    await ana.taps("Change something")
    await ana.taps("Distance")
    await ana.taps("Only from home")
    await ana.taps("Save")

    assert "Ana changed their profile" in nadia.screen.text
    assert "Your referent has been told" not in ana.screen.text
    assert "A coordinator has been told" in ana.screen.text


async def test_whoever_is_new_and_types_profile_is_welcomed_first(ana: Person) -> None:
    await ana.says("/profile")

    assert "Hello and welcome" in ana.screen.text


async def test_profile_typed_again_begins_with_what_is_saved(
    app: App, ana: Person, emulator: Emulator
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/profile")
    await ana.taps("Change something")
    await ana.taps("Situation")
    await ana.taps("I am studying")
    assert "Situation: I am studying" in ana.screen.text

    await ana.says("/profile")

    assert "Situation: I am retired" in ana.screen.text
    assert [m.buttons for m in ana.messages[:-1] if m.buttons and "Save" in str(m.buttons)] == [], (
        "one live keyboard"
    )
