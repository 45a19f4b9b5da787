"""/profile: everything is shown and edited, and whoever it touches is told."""

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.seeding import everything_kept, is_welcomed, profile_of
from tests.journey.walking import buttons_of, joins


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

    assert "What you changed touches “Lend a hand with planting”" in ana.screen.text
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
