"""/privacy: everything that is kept is shown, in plain words."""

from bot.app import App
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.seeding import everything_kept, is_welcomed, stands_at
from tests.journey.walking import buttons_of, joins, reads_all

MOTHER = "Claire, 06 11 22 33 44"


async def test_somebody_new_sees_that_almost_nothing_is_kept(ana: Person) -> None:
    await ana.says("/privacy")

    assert "Your Telegram number and your language" in ana.screen.text
    assert "you have not told us anything yet" in ana.screen.text


async def test_everything_that_is_kept_is_shown(app: App, ana: Person, solene: Person, team: Group) -> None:
    await is_welcomed(
        app, ana, age="15_17", guardian=MOTHER, town="guilly", max_km="10", skills=("cooking",),
        levels={"cooking": "did_it"},
    )  # fmt: skip
    await ana.says("/missions")
    await joins(ana, "Lend a hand with planting")
    await ana.says("/human")
    await ana.says("May I bring my dog?")

    told = await reads_all(ana, "/privacy")

    for kept in ("What Les Jardins de la Levée keeps about you", "Ana", "15 to 17", MOTHER, "I am retired",
                 "Meet people", "Cooking (I did it before)", "English", "Every week", "any time", "Guilly",
                 "Within 10 km", "By car", "Charter: version 1, accepted on Monday 2 March 2026",
                 "Lend a hand with planting", "May I bring my dog?", "Your Telegram number",
                 "36 months after your last message", "donnees@jardins-levee.example"):  # fmt: skip
        assert kept in told, kept
    assert buttons_of(ana) == ["‹ From the start", "Change something", "Erase everything"]


async def test_a_wish_is_shown_too(app: App, ana: Person, nadia: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.taps("None of these")
    await ana.says("Beekeeping")

    told = await reads_all(ana, "/privacy")

    assert "Beekeeping" in told
    assert max(len(message.text) for message in ana.messages[-3:]) < 600


async def test_answers_of_an_onboarding_under_way_are_shown_too(app: App, ana: Person) -> None:
    await stands_at(app, ana, "rights", first_name="Ana-Maria", situation="seeking_work")

    told = await reads_all(ana, "/privacy")

    assert "Ana-Maria" in told
    assert "I am looking for work" in told
    assert "you have not told us anything yet" not in told


async def test_a_referent_reads_that_they_are_one(solene: Person) -> None:
    await solene.says("/privacy")

    assert "Solène Arbaud" in solene.screen.text
    assert "referent" in solene.screen.text


async def test_change_something_opens_the_profile(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/privacy")

    await ana.taps("Change something")

    assert "Your profile" in ana.screen.text


async def test_in_the_middle_of_the_onboarding_change_something_leads_back_to_it(
    app: App, ana: Person
) -> None:
    await stands_at(app, ana, "rhythm")
    await ana.says("/privacy")

    await ana.taps("Change something")

    assert "How often would you like to come?" in ana.screen.text


async def test_words_to_a_human_are_kept_nowhere_once_answered(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await ana.says("/human")
    await ana.says("May I bring my dog?")
    assert "my dog" in str(await everything_kept(app))

    await solene.says("Of course you may!", chat=team, reply_to=team.screen)

    kept = str(await everything_kept(app))
    assert "my dog" not in kept
    assert "Of course" not in kept


async def test_answers_are_kept_in_one_place_once_the_introduction_is_over(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await stands_at(app, ana, "review", first_name="Ana-Maria")
    await ana.taps("Everything is right")
    await joins(ana, "Lend a hand with planting")

    kept = await everything_kept(app)

    assert {table for table, rows in kept.items() if "Ana-Maria" in rows} == {"people", "profiles"}
