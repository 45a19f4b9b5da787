"""A date is cancelled when people were already asked how it went: the questions are withdrawn, and nobody is chased."""

from datetime import timedelta

import pytest

from bot.app import App
from bot.domain.report import Outcome
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from tests.journey.outings import has_a_place, reports_of
from tests.journey.seeding import is_welcomed
from tests.journey.test_confirming import came, list_message
from tests.journey.walking import buttons_of

WHY = "The gate was locked, nobody could get in."
AFTER = timedelta(hours=5, minutes=5)
"""A shift of three hours that begins in an hour is asked about by then."""


@pytest.fixture
def badr(emulator: Emulator) -> Person:
    return emulator.person("Badr", language="en")


@pytest.fixture
async def asked(
    app: App, emulator: Emulator, ana: Person, badr: Person, solene: Person, nadia: Person
) -> None:
    """Ana and Badr were asked how it went; Nadia has the date on her screen since the morning."""
    for person in (ana, badr):
        await is_welcomed(app, person)
    await has_a_place(app, ana, badr, starts_at=emulator.now + timedelta(hours=1))
    await nadia.says("/manage")
    await nadia.taps("📅 Shifts of the coming weeks")
    await nadia.taps(next(label for label in buttons_of(nadia) if "Mon 2 Mar" in label))
    await emulator.advance(AFTER)
    for person in (ana, badr):
        assert "How did it go?" in person.screen.text


async def cancels(nadia: Person) -> None:
    card = next(message for message in reversed(nadia.messages) if "Cancel" in str(message.buttons))
    await nadia.taps("Cancel", message=card)
    await nadia.says(WHY)
    await nadia.taps("Yes, cancel it")


def question_of(person: Person) -> str:
    """What stands where they were asked."""
    return next(
        one.text for one in person.messages if "nothing to answer" in one.text or "How did it go?" in one.text
    )


async def test_questions_say_that_it_did_not_take_place_and_no_reminder_follows(
    app: App, emulator: Emulator, ana: Person, badr: Person, solene: Person, nadia: Person, asked: None
) -> None:
    await cancels(nadia)

    for person in (ana, badr):
        assert "it did not take place. There is nothing to answer." in question_of(person)
        assert "did not take place on" in person.screen.text
        assert f"The reason: {WHY}" in person.screen.text
    assert {one.outcome for one in await reports_of(app)} == {Outcome.NOT_HELD}
    read = [len(person.messages) for person in (ana, badr, solene)]
    await emulator.advance(timedelta(days=3))
    assert [len(person.messages) for person in (ana, badr, solene)] == read, "no reminder, no list to confirm"


async def test_the_referent_s_list_says_so_too_whatever_was_answered(
    app: App, emulator: Emulator, ana: Person, badr: Person, solene: Person, nadia: Person, asked: None
) -> None:
    await came(ana)
    await emulator.advance(timedelta(hours=20))
    assert "Ana: 3 h" in list_message(solene).text

    await cancels(nadia)

    assert "Ana: did not take place" in list_message(solene).text
    assert "Badr: did not take place" in list_message(solene).text
    assert "Everything is right" not in str(list_message(solene).buttons)


async def test_whoever_is_just_answering_hears_that_there_is_nothing_to_answer(
    app: App, ana: Person, nadia: Person, asked: None
) -> None:
    await ana.taps("I was there: 3 h")
    await cancels(nadia)
    how = next(message for message in reversed(ana.messages) if "🙂 Good" in str(message.buttons))
    await ana.taps("🙂 Good", message=how)
    await ana.taps("Nothing to add")

    assert any("noted that this one did not take place" in message.text for message in ana.messages)
    assert {one.outcome for one in await reports_of(app, ana)} == {Outcome.NOT_HELD}
