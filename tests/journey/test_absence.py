"""A referent is away: said in the chat in a few taps, and nobody who waits is forgotten."""

from datetime import timedelta

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.seeding import is_welcomed
from tests.journey.walking import buttons_of, joins

PLANTING = "Lend a hand with planting"
WORKSHOP = "Repair and build in the workshop"
"""Only Mehdi looks after it."""


async def goes_away(referent: Person, first: str, last: str, deputy: str) -> None:
    await referent.says("/absence")
    if "Another absence" in buttons_of(referent):
        await referent.taps("Another absence")
    await referent.says(first)
    await referent.says(last)
    await referent.taps(deputy)


async def chooses(app: App, ana: Person, mission: str = PLANTING) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await joins(ana, mission)


async def writes(ana: Person, words: str) -> None:
    await ana.says("/human")
    await ana.says(words)


def heard(person: Person, words: str) -> bool:
    return any(words in message.text for message in person.messages)


async def test_newcomers_go_to_the_deputy_from_the_first_day_on(
    app: App, emulator: Emulator, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    badr = emulator.person("Badr", language="en")
    await goes_away(mehdi, "tomorrow", "13/03", "Solène Arbaud")
    assert (
        "Noted: Mehdi Tazrout is away from Tuesday 3 March 2026 to Friday 13 March 2026. "
        "Solène Arbaud steps in" in mehdi.screen.text
    )
    assert "you step in" in solene.screen.text

    await chooses(app, ana, WORKSHOP)
    assert "Mehdi Tazrout" in team.screen.text

    await emulator.advance(timedelta(days=1))
    await chooses(app, badr, WORKSHOP)
    assert "Solène Arbaud" in team.screen.text
    assert heard(badr, "Your referent is Solène Arbaud")


async def test_who_was_proposed_to_the_one_who_leaves_is_proposed_to_the_deputy(
    app: App, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await chooses(app, ana)
    assert "Mehdi Tazrout" in team.screen.text

    await goes_away(mehdi, "today", "13/03", "Solène Arbaud")

    assert "Your referent is Solène Arbaud" in ana.screen.text
    assert "Solène Arbaud" in team.screen.text


async def test_who_waits_for_an_answer_is_told_and_the_deputy_sees_them(
    app: App, emulator: Emulator, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    badr = emulator.person("Badr", language="en")
    for person in (ana, badr):
        await chooses(app, person)
        await solene.taps("Je m’en occupe", chat=team)
    await writes(ana, "Shall I bring boots?")
    quiet = len(badr.messages)

    await goes_away(solene, "today", "13/03", "Mehdi Tazrout")

    assert "Solène Arbaud is away until Friday 13 March 2026." in ana.screen.text
    assert "Mehdi Tazrout steps in and answers you here." in ana.screen.text
    assert len(badr.messages) == quiet, "nothing of theirs waits"
    assert buttons_of(mehdi) == [f"Ana · {PLANTING}"]
    await emulator.advance(timedelta(hours=5))
    assert "À l’attention de Mehdi Tazrout, qui remplace Solène Arbaud." in team.screen.text


async def test_the_deputy_reads_of_nobody_who_waits_where_the_only_one_has_left_meanwhile(
    app: App, emulator: Emulator, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await chooses(app, ana)
    await solene.taps("Je m’en occupe", chat=team)
    await emulator.advance(timedelta(hours=13))
    await writes(ana, "Shall I bring boots?")
    await goes_away(solene, "today", "13/03", "Mehdi Tazrout")
    await ana.says("/privacy")
    await ana.taps("Erase everything")
    await ana.taps("Yes, erase everything")

    await emulator.advance(timedelta(hours=12))

    assert heard(mehdi, "You have nothing else to do.")
    assert not heard(mehdi, "These people wait for a word:")


async def test_a_message_that_nobody_answers_reaches_the_deputy_in_private(
    app: App, emulator: Emulator, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await chooses(app, ana)
    await solene.taps("Je m’en occupe", chat=team)
    await goes_away(solene, "today", "13/03", "Mehdi Tazrout")
    await writes(ana, "Shall I bring boots?")

    await emulator.advance(timedelta(days=1, hours=5))

    assert "Shall I bring boots?" in mehdi.screen.text
    assert "You read this because you step in for Solène Arbaud." in mehdi.screen.text
    assert not heard(solene, "Shall I bring boots?")


async def test_whoever_is_followed_stays_with_their_referent(
    app: App, emulator: Emulator, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await chooses(app, ana)
    await solene.taps("Je m’en occupe", chat=team)

    await goes_away(solene, "today", "13/03", "Mehdi Tazrout")

    await ana.says("/referent")
    assert "Solène Arbaud is away until Friday 13 March 2026; Mehdi Tazrout steps in" in ana.screen.text
    assert "you step in" in mehdi.screen.text
    assert buttons_of(mehdi) == []


async def test_it_is_shown_changed_and_deleted(
    app: App, emulator: Emulator, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await goes_away(mehdi, "tomorrow", "13/03", "Solène Arbaud")

    await mehdi.says("/absence")
    assert "Away from Tuesday 3 March 2026 to Friday 13 March 2026." in mehdi.screen.text
    assert "Solène Arbaud steps in." in mehdi.screen.text
    await mehdi.presses(0, 0, message=mehdi.screen)
    await mehdi.taps("Change it")
    await mehdi.says("09/03")
    await mehdi.says("20/03")
    await mehdi.taps("Solène Arbaud")
    await mehdi.says("/absence")
    assert "from Monday 9 March 2026 to Friday 20 March 2026." in mehdi.screen.text
    assert "3 March" not in mehdi.screen.text

    await mehdi.presses(0, 0, message=mehdi.screen)
    await mehdi.taps("Delete it: I am there")
    await emulator.advance(timedelta(days=7))
    await chooses(app, ana)
    assert "Mehdi Tazrout" in team.screen.text


async def test_an_absence_changed_meanwhile_begins_on_its_new_day_only(
    app: App, emulator: Emulator, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await goes_away(mehdi, "tomorrow", "13/03", "Solène Arbaud")
    await mehdi.says("/absence")
    await mehdi.presses(0, 0, message=mehdi.screen)
    await mehdi.taps("Change it")
    await mehdi.says("05/03")
    await mehdi.says("13/03")
    await mehdi.taps("Solène Arbaud")
    await chooses(app, ana)
    await mehdi.taps("Je m’en occupe", chat=team)
    await writes(ana, "Shall I bring boots?")

    await emulator.advance(timedelta(days=1))
    assert not heard(ana, "is away until Friday 13 March 2026")

    await emulator.advance(timedelta(days=2))
    assert heard(ana, "is away until Friday 13 March 2026")


async def test_with_nobody_to_step_in_whoever_fits_is_asked(
    app: App, emulator: Emulator, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await chooses(app, ana)

    await goes_away(mehdi, "today", "13/03", "Nobody")

    assert "Newcomers are proposed to others." in mehdi.screen.text
    assert "Your referent is Solène Arbaud" in ana.screen.text


async def test_the_last_day_cannot_come_before_the_first(app: App, solene: Person) -> None:
    await solene.says("/absence")
    await solene.says("09/03")

    await solene.says("06/03")

    assert "Please choose Monday 9 March 2026 or later." in solene.screen.text


async def test_in_the_group_it_is_asked_in_private_and_of_no_volunteer(
    app: App, ana: Person, nadia: Person, solene: Person, team: Group
) -> None:
    await solene.says("/absence", chat=team)
    assert "Away from which day on?" in solene.screen.text
    assert team.screen.text == "I have written to you in private."

    await ana.says("/absence")
    assert "Only a referent of the garden" in ana.screen.text


async def test_a_coordinator_says_it_for_who_is_ill_and_they_are_told(
    app: App, nadia: Person, solene: Person, mehdi: Person, ana: Person, team: Group
) -> None:
    await nadia.says("/absence")
    await nadia.taps("Mehdi Tazrout")
    await nadia.says("today")
    await nadia.says("13/03")
    await nadia.taps("Solène Arbaud")

    assert "Noted: Mehdi Tazrout is away" in nadia.screen.text
    assert (
        "From Monday 2 March 2026 to Friday 13 March 2026 you are noted as away, by a coordinator."
        in mehdi.screen.text
    )
    await chooses(app, ana, WORKSHOP)
    assert "Solène Arbaud" in team.screen.text
    await nadia.says("/people")
    assert "Away today: Mehdi Tazrout" in nadia.screen.text


async def test_who_comes_back_is_told_who_still_waits_and_nothing_where_nobody_does(
    app: App, emulator: Emulator, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await chooses(app, ana)
    await solene.taps("Je m’en occupe", chat=team)
    await goes_away(solene, "today", "tomorrow", "Mehdi Tazrout")
    await goes_away(mehdi, "today", "tomorrow", "Nobody")
    await writes(ana, "Shall I bring boots?")

    await emulator.advance(timedelta(days=2))

    welcomed = next(message for message in solene.messages if "Welcome back, Solène Arbaud!" in message.text)
    assert [label for row in welcomed.buttons for label in row] == [f"Ana · {PLANTING}"]
    assert not heard(mehdi, "Welcome back")
