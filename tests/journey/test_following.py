"""The referent's day: whom I follow, the card, notes, and two questions asked once each."""

from datetime import date, timedelta

import pytest

from bot.app import App
from bot.domain.mission import MissionId
from bot.domain.person import GardenId, PersonId
from bot.domain.report import Outcome
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.storage import assignments, gardens, people, reports, sign_ups
from bot.storage.database import Transaction
from bot.usecases.prompts import prompt_after_first_outing
from tests.journey.seeding import everything_kept, is_welcomed
from tests.journey.walking import buttons_of, joins

PLANTING = "Lend a hand with planting"
HARVEST = "Harvest and make up the baskets"
MET = "Have you met, or been in touch?"
A_WEEK = timedelta(days=7, hours=1)


async def is_followed(app: App, ana: Person, referent: Person, team: Group, mission: str = PLANTING) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await joins(ana, mission)
    await referent.taps("Je m’en occupe", chat=team)


async def opens_the_card(referent: Person, name: str = "Ana") -> None:
    await referent.says("/people")
    await referent.taps(f"{name} · {PLANTING}")


def times(person: Person, words: str) -> int:
    return sum(words in message.text for message in person.messages)


async def test_people_shows_the_last_contact_and_never_in_the_group(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await is_followed(app, ana, solene, team)
    said = len(team.messages)

    await solene.says("/people", chat=team)

    assert "Last contact: none yet" in solene.screen.text
    assert [message.text for message in team.messages[said:] if message.by_bot] == [
        "I have written to you in private."
    ]


async def test_a_word_either_way_and_a_meeting_are_contact(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await is_followed(app, ana, solene, team)
    before = solene.toasts.count("I have written to you in private.")
    await opens_the_card(solene)
    assert "Last contact: none yet" in solene.screen.text
    assert solene.toasts.count("I have written to you in private.") == before

    await solene.taps("We have met")
    assert "Last contact: Monday 2 March 2026" in solene.screen.text

    await emulator.advance(timedelta(days=1))
    await ana.says("/human")
    await ana.says("Hello")
    await opens_the_card(solene)
    assert "Last contact: Tuesday 3 March 2026" in solene.screen.text

    await emulator.advance(timedelta(days=1))
    await solene.taps("Write to them")
    await solene.says("Hello Ana")
    await opens_the_card(solene)
    assert "Last contact: Wednesday 4 March 2026" in solene.screen.text


async def test_who_has_gone_quiet_is_shown_and_can_be_listed_alone(
    app: App, emulator: Emulator, ana: Person, nadia: Person, solene: Person, team: Group
) -> None:
    badr = emulator.person("Badr", language="en")
    await is_followed(app, ana, solene, team)
    await emulator.advance(timedelta(days=15))
    await is_followed(app, badr, solene, team)
    await emulator.advance(timedelta(days=7))

    await solene.says("/people")
    assert times(solene, "Quiet for a while") == 1
    await solene.taps("🌙 Gone quiet (1)")
    assert "Ana" in solene.screen.text
    assert "Badr" not in solene.screen.text

    await opens_the_card(solene)
    await solene.taps("We have met")
    await solene.says("/people")
    assert "Quiet for a while" not in solene.screen.text
    assert "🌙 Gone quiet (1)" not in buttons_of(solene)


async def test_the_coordinator_sees_everybody_by_referent_and_pages(
    app: App, emulator: Emulator, nadia: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    for number in range(10):
        referent, mission = (solene, HARVEST) if number % 2 else (mehdi, PLANTING)
        await is_followed(app, emulator.person(f"P{number:02}", language="en"), referent, team, mission)

    await nadia.says("/people")
    shown = nadia.screen.text
    assert len(shown) < 600
    while "Show me others" in buttons_of(nadia):
        await nadia.taps("Show me others")
        shown += nadia.screen.text

    assert (
        shown.index("Mehdi Tazrout") < shown.index("P00") < shown.index("Solène Arbaud") < shown.index("P01")
    )
    assert [f"P{number:02}" for number in range(10) if f"P{number:02}" not in shown] == []
    await solene.says("/people")
    assert "P00" not in solene.screen.text


async def test_a_note_is_read_by_the_team_and_by_the_person_who_asks_and_by_nobody_else(
    app: App, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await is_followed(app, ana, solene, team)
    await opens_the_card(solene)
    await solene.taps("Add a note")
    assert "The person may ask to read it" in solene.screen.text
    await solene.says("Knows the market well")

    assert any("Knows the market well" in message.text for message in solene.messages), (
        "the card is brought up to date"
    )
    assert "Knows the market" not in str([message.text for message in team.messages])
    await mehdi.taps("Ouvrir la fiche", chat=team)
    await mehdi.taps("Read the notes")
    assert "Solène Arbaud: Knows the market well" in mehdi.screen.text
    await mehdi.taps("Delete the note of Monday 2 March 2026")
    assert "Only the garden’s referents and coordinators" in mehdi.toasts[-1]

    await ana.says("/privacy")
    await ana.taps("Read the note about me")
    assert "Knows the market well" in ana.screen.text


async def test_a_note_is_deleted_by_who_wrote_it_and_erased_with_the_person(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await is_followed(app, ana, solene, team)
    for words in ("First note", "Second note"):
        await opens_the_card(solene)
        await solene.taps("Add a note")
        await solene.says(words)
    await opens_the_card(solene)
    await solene.taps("Read the notes")
    await solene.presses(0, 0, message=solene.screen)
    assert solene.toasts[-1] == "The note is deleted."
    assert "Second note" not in str(await everything_kept(app))
    assert "First note" in str(await everything_kept(app))

    await ana.says("/privacy")
    await ana.taps("Erase everything")
    await ana.taps("Yes, erase everything")
    assert (await everything_kept(app))["notes"] == ""


async def test_a_volunteer_cannot_read_or_write_notes_about_another(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    badr = emulator.person("Badr", language="en")
    await is_followed(app, ana, solene, team)
    await opens_the_card(solene)
    await solene.taps("Add a note")
    await solene.says("Knows the market well")
    await badr.says("/help")

    for data in ("n.notes.1.0", "n.note.1", "n.unnote.1", "n.met.1"):
        await badr.taps_data(data)
        assert "Only the garden’s referents and coordinators" in badr.toasts[-1]
    await badr.taps_data("n.mynotes.0")
    assert badr.screen.text == "No note about you is kept."


async def test_a_week_without_contact_is_asked_about_once(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await is_followed(app, ana, solene, team)

    await emulator.advance(A_WEEK)
    assert MET in solene.screen.text
    await solene.taps("Do not ask me this")
    assert "I will not ask any more" in solene.screen.text
    await solene.taps("✅ Yes, we have met")

    assert any("You are in touch with Ana" in message.text for message in solene.messages)
    await emulator.advance(timedelta(days=60))
    assert times(solene, MET) == 0, "edited, and never asked again"


@pytest.mark.parametrize("how", ["they met", "they wrote"])
async def test_a_contact_puts_the_question_off_for_a_week(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group, how: str
) -> None:
    await is_followed(app, ana, solene, team)
    await emulator.advance(timedelta(days=5))
    if how == "they met":
        await opens_the_card(solene)
        await solene.taps("We have met")
    else:
        await ana.says("/human")
        await ana.says("Hello")
        await solene.says("Hello", chat=team, reply_to=team.screen)

    await emulator.advance(timedelta(days=3))
    assert times(solene, MET) == 0

    await emulator.advance(timedelta(days=7))
    assert times(solene, MET) == 1, "on the working day after a week"


async def test_nobody_is_asked_about_who_has_been_out_or_has_left(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    badr = emulator.person("Badr", language="en")
    await is_followed(app, ana, solene, team)
    await is_followed(app, badr, solene, team)
    await app.db.run(came, ana.id, emulator.now.date())
    await badr.says("/privacy")
    await badr.taps("Erase everything")
    await badr.taps("Yes, erase everything")

    await emulator.advance(timedelta(days=30))

    assert times(solene, MET) == 0


async def test_after_the_first_outing_the_referent_is_asked_for_a_word_once(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await is_followed(app, ana, solene, team)

    for _again in range(2):
        await app.db.run(first_outing, ana.id, emulator.now)
        await emulator.settle()

    assert times(solene, "has been out with us for the first time") == 1
    await solene.taps("Write to them")
    await solene.says("How was it?")
    assert "How was it?" in ana.screen.text


def came(tx: Transaction, telegram_id: int, day: date) -> None:
    person, garden, mission = _ana(tx, telegram_id)
    (followed,) = assignments.live_of_person(tx, garden, person)
    report = reports.add_log(tx, garden, person, mission, day, 2.0, followed.proposed_at)
    assert report.outcome is Outcome.CAME


def first_outing(tx: Transaction, telegram_id: int, now: object) -> None:
    person, _garden, mission = _ana(tx, telegram_id)
    garden = gardens.only_garden(tx)
    assert garden is not None
    prompt_after_first_outing(tx, garden, person, mission, now)


def _ana(tx: Transaction, telegram_id: int) -> tuple[PersonId, GardenId, MissionId]:
    person, garden = people.find_by_telegram_id(tx, telegram_id), gardens.only_garden(tx)
    assert person is not None
    assert garden is not None
    (sign_up,) = sign_ups.open_sign_ups(tx, person.id, garden.id)
    return person.id, garden.id, sign_up.mission_id


async def test_a_second_mission_keeps_the_one_contact(
    app: App, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await is_followed(app, ana, solene, team)
    before = times(ana, "Mehdi Tazrout")
    await ana.says("/missions")
    await joins(ana, HARVEST)

    assert times(ana, "Mehdi Tazrout") == before
    assert "Solène" in team.screen.text
