"""Hours of a shift: the referent sees everybody on one screen, says yes in one tap, or changes one person."""

from datetime import timedelta

import pytest

from bot.app import App
from bot.domain.report import Outcome
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.messages import Message
from tests.journey.outings import has_a_place, is_away, reports_of
from tests.journey.seeding import is_welcomed
from tests.journey.walking import buttons_of

AFTER = timedelta(hours=4, minutes=5)


async def came(person: Person, hours: str = "I was there: 3 h", mood: str = "🙂 Good") -> None:
    await person.taps(hours)
    await person.taps(mood)
    await person.taps("Nothing to add")


def list_message(person: Person) -> Message:
    """The newest list of hours."""
    return next(message for message in reversed(person.messages) if message.text.startswith("⏱"))


def list_of(person: Person) -> str:
    """The newest list of hours, on one line."""
    return " ".join(list_message(person).text.split())


async def test_with_the_last_answer_the_list_comes_and_one_tap_confirms_everybody(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    badr = emulator.person("Badr", language="en")
    for one in (ana, badr):
        await is_welcomed(app, one)
    await has_a_place(app, ana, badr, starts_at=emulator.now)
    await emulator.advance(AFTER)
    await came(ana)
    assert not any(message.text.startswith("⏱") for message in solene.messages)
    await badr.taps("I could not come")
    await badr.taps("Something came up")
    assert "Ana: 3 h" in list_of(solene)
    assert "Badr: could not come" in list_of(solene)

    await solene.taps(
        "Everything is right", message=next(m for m in solene.messages if m.text.startswith("⏱"))
    )

    assert "✅ Confirmed by Solène Arbaud" in list_of(solene)
    assert [one.confirmed_hours for one in await reports_of(app, ana)] == [3.0]
    assert [one.confirmed_hours for one in await reports_of(app, badr)] == [0.0]


async def test_the_day_after_the_list_comes_whoever_has_answered(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now, without="Monsieur Pelletier")
    await emulator.advance(AFTER)

    await emulator.advance(timedelta(hours=20))

    assert "Ana: 3 h planned, no answer yet" in list_of(solene)
    assert "Monsieur Pelletier: 3 h planned" in list_of(solene), "who has no Telegram is on the list, too"
    await solene.taps("Everything is right")
    assert [(one.outcome, one.confirmed_hours) for one in await reports_of(app)] == [(Outcome.CAME, 3.0)] * 2


async def test_one_persons_hours_are_changed_and_they_are_told(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    badr = emulator.person("Badr", language="en")
    for one in (ana, badr):
        await is_welcomed(app, one)
    await has_a_place(app, ana, badr, starts_at=emulator.now)
    await emulator.advance(AFTER)
    await came(ana)
    await came(badr)

    await solene.taps("Change something", message=next(m for m in solene.messages if m.text.startswith("⏱")))
    await solene.taps("Badr: 3 h")
    assert buttons_of(solene).index("Another number of hours") > buttons_of(solene).index("Did not come")
    await solene.says("2h20")
    assert any("✓ 2\xa0h\xa020" in message.text for message in solene.messages), "said back as it was said"
    assert "Badr: 2\xa0h\xa020" in buttons_of(solene)
    await solene.taps("Everybody else is right")

    assert [one.confirmed_hours for one in await reports_of(app, ana)] == [3.0]
    assert [one.confirmed_hours for one in await reports_of(app, badr)] == [pytest.approx(7 / 3)]
    assert any("Solène Arbaud noted 2\xa0h\xa020" in message.text for message in badr.messages)
    assert not any("noted" in message.text and "Solène" in message.text for message in ana.messages)


async def test_somebody_who_did_not_come_has_no_hours_and_hears_no_reproach(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now)
    await emulator.advance(AFTER + timedelta(hours=20))
    said_before = len(ana.messages)

    await solene.taps("Change something")
    await solene.taps("Did not come")

    assert [(one.outcome, one.confirmed_hours) for one in await reports_of(app, ana)] == [
        (Outcome.ABSENT, 0.0)
    ]
    assert len(ana.messages) == said_before, "she had said nothing: nothing differs, nobody writes to her"


async def test_a_shift_that_did_not_take_place_counts_for_nobody(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now, without="Monsieur Pelletier")
    await emulator.advance(AFTER + timedelta(hours=20))

    await solene.taps("It did not take place")

    assert "did not take place" in list_of(solene)
    assert [one.confirmed_hours for one in await reports_of(app)] == [0.0, 0.0]


async def test_what_was_not_confirmed_waits_under_pending(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now)
    await emulator.advance(AFTER)
    await solene.says("/pending")
    assert "hours to confirm" not in solene.screen.text, "the question has just been asked"
    await came(ana)

    await solene.says("/pending")
    assert "1 list of hours to confirm" in solene.screen.text
    await solene.taps("Hours: ")
    await solene.taps("Everything is right")

    await solene.says("/pending")
    assert "hours to confirm" not in solene.screen.text
    assert [one.confirmed_hours for one in await reports_of(app, ana)] == [3.0]


async def test_a_volunteer_cannot_confirm_their_own_hours(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    shift = await has_a_place(app, ana, starts_at=emulator.now)
    await emulator.advance(AFTER)

    await ana.taps_data(f"n.hours.ok.s{shift.id}")

    assert "Only the garden’s referents and coordinators" in ana.toasts[-1]
    assert [one.is_confirmed for one in await reports_of(app, ana)] == [False]


async def test_a_referent_on_holiday_leaves_the_list_to_the_deputy(
    app: App, emulator: Emulator, ana: Person, solene: Person, mehdi: Person
) -> None:
    await is_away(app, "solene", emulator.now.date() + timedelta(days=1))
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now)

    await emulator.advance(AFTER + timedelta(hours=20))

    assert "Ana: 3 h planned" in list_of(mehdi)
    assert not any(message.text.startswith("⏱") for message in solene.messages)


async def test_of_two_referents_the_second_reads_who_was_first_and_nothing_is_undone(
    app: App, emulator: Emulator, ana: Person, solene: Person, mehdi: Person
) -> None:
    await is_welcomed(app, ana)
    shift = await has_a_place(app, ana, starts_at=emulator.now)
    await emulator.advance(AFTER)
    await came(ana)
    await solene.taps("Everything is right", message=list_message(solene))
    read = len(ana.messages)

    for late in ("none", "ok"):
        await mehdi.taps_data(f"n.hours.{late}.s{shift.id}")
        assert "Solène Arbaud has confirmed these hours already." in mehdi.toasts[-1]

    assert [one.confirmed_hours for one in await reports_of(app, ana)] == [3.0]
    assert len(ana.messages) == read


async def test_the_list_names_everybody_whose_word_stands_in_it(
    app: App, emulator: Emulator, ana: Person, solene: Person, mehdi: Person
) -> None:
    badr = emulator.person("Badr", language="en")
    for one in (ana, badr):
        await is_welcomed(app, one)
    shift = await has_a_place(app, ana, badr, starts_at=emulator.now)
    await emulator.advance(AFTER + timedelta(hours=20))
    await solene.taps("Everything is right", message=list_message(solene))

    await mehdi.taps_data(f"n.hours.edit.s{shift.id}")
    await mehdi.taps("Badr: 3 h")
    await mehdi.says("2")

    assert "✅ Confirmed by Solène Arbaud and Mehdi Tazrout." in list_of(solene)
