"""After a shift: how it went, in two or three taps; one reminder; nobody is blamed."""

from datetime import datetime, timedelta

from bot.app import App
from bot.domain.report import Mood, Outcome
from bot.domain.shift import Shift
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.storage import gardens
from bot.storage.database import Transaction
from bot.usecases.planning import cancel_shift, move_shift
from tests.journey.conftest import MONDAY_MORNING
from tests.journey.outings import has_a_place, reports_of
from tests.journey.seeding import is_welcomed
from tests.journey.walking import buttons_of

AFTER = timedelta(hours=4, minutes=5)
"""A shift of three hours that begins now is asked about by then."""


async def test_a_shift_is_reported_in_three_taps(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now)

    await emulator.advance(AFTER)
    assert "How did it go?" in ana.screen.text
    await ana.taps("I was there: 3 h")
    await ana.taps("🙂 Good")
    await ana.taps("Nothing to add")

    (report,) = await reports_of(app, ana)
    assert (report.outcome, report.hours, report.mood) == (Outcome.CAME, 3.0, Mood.GOOD)
    assert "3 h for" in " ".join(message.text for message in ana.messages)


async def test_typed_words_answer_as_well_as_taps(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now)
    await emulator.advance(AFTER)

    await ana.says("I was there, other hours")
    await ana.says("2h30")
    await ana.says("so-so")
    await ana.says("The tomatoes are beautiful.")

    (report,) = await reports_of(app, ana)
    assert (report.outcome, report.hours, report.mood) == (Outcome.CAME, 2.5, Mood.MIXED)
    assert any("The tomatoes are beautiful." in message.text for message in solene.messages)


async def test_words_that_mean_something_else_do_not_open_the_question(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now)
    await emulator.advance(AFTER)

    await ana.says("Where does the bus to the market stop?")

    assert "I did not understand it" in ana.screen.text
    assert [report.outcome for report in await reports_of(app, ana)] == [None]


async def test_whoever_was_not_well_is_comforted_and_their_referent_invited_to_ask_how_they_are(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now)
    await emulator.advance(AFTER)

    await ana.taps("I could not come")
    await ana.taps("I was not well")

    assert "Get well soon" in ana.screen.text
    told = next(message for message in solene.messages if "was unwell" in message.text)
    assert "ask how they are" in told.text
    (report,) = await reports_of(app, ana)
    assert (report.outcome, report.hours) == (Outcome.SICK, None)


async def test_no_answer_brings_one_reminder_and_never_another(
    app: App, emulator: Emulator, ana: Person, nadia: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now, slug="")
    await emulator.advance(AFTER)
    asked = len(ana.messages)

    await emulator.advance(timedelta(days=3))
    assert len(ana.messages) == asked + 1
    assert "I ask a last time" in ana.screen.text

    await emulator.advance(timedelta(days=20))
    assert len(ana.messages) == asked + 1


async def test_a_shift_that_ends_in_the_evening_is_asked_about_in_the_morning(
    app: App, emulator: Emulator, ana: Person, nadia: Person
) -> None:
    await is_welcomed(app, ana)
    before = len(ana.messages)
    await has_a_place(app, ana, starts_at=emulator.now + timedelta(hours=9))  # 19:00 to 22:00

    await emulator.advance(timedelta(hours=21, minutes=55))  # 7:55
    assert len(ana.messages) == before
    await emulator.advance(timedelta(minutes=10))
    assert "How did it go?" in ana.screen.text


async def test_whoever_does_not_want_to_be_asked_is_not_asked_again(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now)
    await emulator.advance(AFTER)

    await ana.taps("Do not ask me after shifts")
    await has_a_place(app, ana, starts_at=emulator.now)
    before = len(ana.messages)
    await emulator.advance(timedelta(days=4))

    assert len(ana.messages) == before
    assert "Ana" in solene.screen.text, "the referent notes the hours"


async def test_an_answer_can_be_changed_until_it_is_confirmed(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now)
    await emulator.advance(AFTER)
    question = ana.screen
    await ana.taps("It did not take place")
    await ana.taps("Nothing to add")

    await ana.taps("Change my answer", message=question)
    await ana.taps("I was there: 3 h")
    await ana.taps("🙂 Good")
    await ana.taps("Nothing to add")
    assert [report.outcome for report in await reports_of(app, ana)] == [Outcome.CAME]

    await solene.taps("Everything is right")
    assert question.buttons == []


async def test_somebody_else_cannot_answer_for_ana(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=MONDAY_MORNING)
    await emulator.advance(AFTER)
    zoe = emulator.person("Zoé", language="en")
    await is_welcomed(app, zoe)

    await zoe.taps_data("n.report.came.1")

    assert [report.outcome for report in await reports_of(app, ana)] == [None]
    assert buttons_of(ana)[0] == "I was there: 3 h"


async def test_a_voice_note_reaches_the_referent_as_it_is(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now)
    await emulator.advance(AFTER)

    await ana.taps("I was there: 3 h")
    await ana.taps("🙂 Good")
    await ana.sends_voice()

    assert any("voice" in message.content for message in solene.messages)
    assert [report.hours for report in await reports_of(app, ana)] == [3.0]


async def test_a_cancelled_shift_asks_nothing(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    shift = await has_a_place(app, ana, starts_at=emulator.now + timedelta(hours=2))
    await app.db.run(cancels, shift, emulator.now)

    await emulator.advance(timedelta(days=4))

    assert not any("How did it go?" in message.text for message in ana.messages)
    assert await reports_of(app) == []


async def test_a_moved_shift_is_asked_about_after_its_new_end(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    shift = await has_a_place(app, ana, starts_at=emulator.now + timedelta(hours=1))
    await app.db.run(moves, shift, timedelta(days=1), emulator.now)

    await emulator.advance(timedelta(hours=10))
    assert not any("How did it go?" in message.text for message in ana.messages)
    await emulator.advance(timedelta(hours=20))

    assert "Tuesday 3 March 2026. How did it go?" in ana.screen.text


def cancels(tx: Transaction, shift: Shift, now: datetime) -> None:
    garden = gardens.only_garden(tx)
    assert garden is not None
    cancel_shift(tx, garden, shift.id, "Too much rain", None, now)


def moves(tx: Transaction, shift: Shift, by: timedelta, now: datetime) -> None:
    garden = gardens.only_garden(tx)
    assert garden is not None
    move_shift(tx, garden, shift.id, shift.starts_at + by, shift.ends_at + by, now)
