"""Saying no, stopping, and being erased: politely, for good, and with the door left open."""

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.seeding import everything_kept, is_welcomed, stands_at
from tests.journey.walking import Types, buttons_of, introduces, joins

NAMELESS = {"seen_update", "audit"}
"""What may stay: numbers of updates, and the trail of what was done, without a name."""


async def assert_nothing_is_left(app: App, person: Person, *words: str) -> None:
    """No row of any table knows them, their number or their words."""
    kept = await everything_kept(app)
    for table, rows in kept.items():
        for word in (person.name, *words):
            assert word not in rows, f"{word!r} is left in {table}: {rows}"
    named = {name: rows for name, rows in kept.items() if name not in NAMELESS and str(person.id) in rows}
    assert set(named) <= {"outbox"}, named
    for table in (
        "people",
        "profiles",
        "traits",
        "consents",
        "acceptances",
        "instances",
        "sign_ups",
        "assignments",
    ):
        assert str(person.id) not in kept[table]


async def test_refusing_what_is_kept_ends_it_with_nothing_kept(app: App, ana: Person) -> None:
    await stands_at(app, ana, "consent")

    await ana.taps("No, thank you")
    assert "Do you want to stop here?" in ana.screen.text
    await ana.taps("Yes, I refuse")

    assert "The door stays open" in ana.screen.text
    assert buttons_of(ana) == []
    await assert_nothing_is_left(app, ana)


async def test_refusing_the_charter_is_asked_once_more_and_then_everything_is_erased(
    app: App, emulator: Emulator
) -> None:
    ana = emulator.person("Zéphyrine", language="en")
    await introduces(
        ana, until="charter", age=["15 to 17"], guardian=[Types("Aunt Philomène, 06 99 88 77 66")]
    )

    await ana.taps("No")
    assert "Are you sure?" in ana.screen.text
    await ana.taps("No, go on")
    assert "Do you accept it?" in ana.screen.text

    await ana.taps("No")
    await ana.taps("Yes, I refuse")

    assert "Everything you told us has been erased" in ana.screen.text
    assert "/start" in ana.screen.text
    await assert_nothing_is_left(app, ana, "Philomène", "06 99 88 77 66")
    assert [message.buttons for message in ana.messages if message.buttons] == []


async def test_the_buttons_of_somebody_erased_are_dead_and_start_begins_afresh(app: App, ana: Person) -> None:
    await stands_at(app, ana, "charter")
    accept = ana.screen.inline_keyboard[0][0]["callback_data"]
    await ana.taps("No")
    await ana.taps("Yes, I refuse")

    await ana.taps_data(accept)

    assert "not there any more" in ana.toasts[-1]
    assert "'accepted" not in (await everything_kept(app))["acceptances"]
    await ana.says("/start")
    assert "Hello and welcome" in ana.screen.text


async def test_stopping_in_the_middle_is_asked_once_more(app: App, ana: Person) -> None:
    await stands_at(app, ana, "situation")

    await ana.says("/cancel")
    assert "Do you want to stop here?" in ana.screen.text
    await ana.taps("No, go on")
    assert "Which of these describes you best?" in ana.screen.text

    await ana.taps("Stop")
    await ana.taps("Yes, stop")

    assert "Everything you told us has been erased" in ana.screen.text
    await assert_nothing_is_left(app, ana)


async def test_who_stops_right_at_the_start_is_not_asked_twice(app: App, ana: Person) -> None:
    await ana.says("/start")

    await ana.taps("Stop")

    assert "The door stays open" in ana.screen.text
    await assert_nothing_is_left(app, ana)


async def test_there_may_be_nothing_to_stop(ana: Person) -> None:
    await ana.says("/cancel")

    assert "nothing to stop" in ana.screen.text


async def test_leaving_the_missions_loses_nothing(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")

    await ana.taps("Stop")

    assert "No hurry" in ana.screen.text
    assert "'Ana'" in (await everything_kept(app))["profiles"]


async def test_erasing_with_a_mission_open_tells_the_group_and_leaves_nothing(
    app: App, emulator: Emulator, solene: Person, team: Group
) -> None:
    ana = emulator.person("Zéphyrine", language="en")
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await joins(ana, "Lend a hand with planting")
    assert "Zéphyrine" in team.screen.text

    await ana.says("/privacy")
    await ana.taps("Erase everything")
    assert "It cannot be undone" in ana.screen.text
    await ana.taps("Yes, erase everything")

    assert "has been erased" in ana.screen.text
    assert "Zéphyrine" not in team.screen.text
    assert "a quitté" in team.screen.text or "est partie" in team.screen.text
    assert buttons_of(team) == []
    told = [message.text for message in solene.messages if "has left the garden" in message.text]
    assert len(told) == 1, "the question said so"
    assert "Lend a hand with planting" in told[0]
    await assert_nothing_is_left(app, ana, "Zéphyrine")
    await ana.says("/start")
    assert "Hello and welcome" in ana.screen.text
    await ana.taps_data("n.erase")
    assert "there is nothing to erase" in ana.toasts[-1]


async def test_thinking_better_of_it_erases_nothing(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/privacy")
    await ana.taps("Erase everything")

    await ana.taps("No, keep it")

    assert ana.screen.text == "Nothing was erased."
    assert "'Ana'" in (await everything_kept(app))["profiles"]


async def test_a_coordinator_who_erases_what_they_gave_stays_a_coordinator(app: App, nadia: Person) -> None:
    await is_welcomed(app, nadia)
    await nadia.says("/privacy")
    await nadia.taps("Erase everything")
    await nadia.taps("Yes, erase everything")
    assert "You stay a coordinator" in nadia.screen.text

    await nadia.says("/people")

    assert "Not linked yet" in nadia.screen.text
    assert (await everything_kept(app))["profiles"] == ""


async def test_a_referent_who_erases_is_told_truly_that_they_stay_one_and_how_to_step_down(
    app: App, emulator: Emulator, solene: Person, team: Group
) -> None:
    await solene.says("/privacy")
    await solene.taps("Erase everything")
    assert "as a volunteer?" in solene.screen.text
    assert "You stay a referent" in solene.screen.text
    await solene.taps("Yes, erase everything")

    assert "Everything" not in solene.screen.text
    assert "To step down, ask a coordinator" in solene.screen.text
    await solene.says("/people")
    assert "Not linked yet" not in solene.screen.text


async def test_what_the_team_read_of_somebody_erased_is_taken_back(
    app: App, emulator: Emulator, nadia: Person, solene: Person, team: Group
) -> None:
    ana = emulator.person("Zéphyrine", language="en")
    await stands_at(app, ana, "review", age="15_17", guardian="Aunt Philomène, 06 99 88 77 66")
    await ana.taps("Everything is right")
    await joins(ana, "Lend a hand with planting")
    await solene.taps("Ouvrir la fiche", chat=team)
    await ana.says("/human")
    await ana.says("My shy question")
    await ana.says("/missions")
    await ana.taps("None of these")
    await ana.says("My quiet wish")
    seen = [message for chat in (nadia, solene, team) for message in chat.messages]
    words = ("Zéphyrine", "Philomène", "My shy question", "My quiet wish")
    assert all(any(word in message.text for message in seen) for word in words)

    await ana.says("/privacy")
    await ana.taps("Erase everything")
    await ana.taps("Yes, erase everything")

    left = [message.text for chat in (nadia, solene, team) for message in chat.messages]
    assert [text for text in left if any(word in text for word in words)] == []


async def test_an_erasure_half_asked_does_not_come_back_by_itself(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/privacy")
    await ana.taps("Erase everything")
    await ana.says("/missions")
    await joins(ana, "Lend a hand with planting")

    assert "You are signed up" in ana.screen.text
    assert [message.buttons for message in ana.messages if "erase everything" in str(message.buttons)] == []
