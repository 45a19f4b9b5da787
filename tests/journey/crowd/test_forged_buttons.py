"""Buttons of others, buttons long gone, buttons nobody drew: answered, and without effect."""

import pytest

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from tests.journey.seeding import count_rows, everything_kept, is_welcomed, stands_at
from tests.journey.walking import buttons_of

RHYTHM = "How often would you like to come?"


@pytest.mark.parametrize(
    "data",
    ["c.zzz.1.o.x", "c.zzzzzzzzzzzzz.1.o.x", "c.zzzzzzzzzzzz.zzzzzzz.later", "n.take.999999999999999", "n.take.-1",
     "n.take.1", "n.page.people.99999", "n.page.nothing.0", "n.page.people.x", "x", "\x00", "ж" * 32,
     "n.", "c...", "c.1.1.", "c.1.0.o.x", "n.approve.1.1", "n.invite.1", "n.guardian.1", "n.resume.1",
     "n.answer.1", "n.card.1", "n.write.1", "n.over.1", "n.yes.1", "n.no.1", "n.me.1", "n.me.99", "n.link", "n.keep",
     "n.report.came.1", "n.report.x.1", "n.hours.ok.s1", "n.hours.edit.r1", "n.hours.ok.x1", "n.word.1",
     "n.words.2026.0", "n.month.1.2026-02-30", "n.cert.1", "n.accounts", "n.stop.x"],
)  # fmt: skip
async def test_forged_button_data_is_answered_and_does_nothing(
    app: App, emulator: Emulator, ana: Person, nadia: Person, data: str
) -> None:
    await ana.says("/help")
    before = await count_rows(app)

    await ana.taps_data(data)

    assert ana.unanswered_taps == 0
    assert ana.toasts[-1] != "", "a tap that does nothing says why"
    after = await count_rows(app)
    assert after["sign_ups"] == after["assignments"] == after["invitations"] == after["profiles"] == 0
    assert after["roles"] == before["roles"]


@pytest.mark.parametrize(
    "data", ["n.page.people.99999", "n.page.pending.99999", "n.page.people.999999999999999"]
)
async def test_a_page_far_beyond_the_last_is_answered(app: App, nadia: Person, data: str) -> None:
    await nadia.taps_data(data)

    assert nadia.screen.by_bot
    assert nadia.unanswered_taps == 0


async def test_another_persons_buttons_do_nothing(app: App, emulator: Emulator, ana: Person) -> None:
    await stands_at(app, ana, "rhythm")
    badr = emulator.person("Badr", language="en")
    await badr.says("/help")

    for row in ana.screen.inline_keyboard:
        for button in row:
            await badr.taps_data(button["callback_data"])

    assert "not there any more" in badr.toasts[-1]
    assert RHYTHM in ana.screen.text
    assert buttons_of(ana)[:1] == ["Once, to see"]


async def test_buttons_of_a_finished_conversation_are_answered(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/language")
    old = ana.screen.inline_keyboard[0][0]["callback_data"]
    await ana.taps("English")

    await ana.taps_data(old)

    assert "not there any more" in ana.toasts[-1]
    await ana.says("/help")
    assert "What you can do here" in ana.screen.text


async def test_taps_on_questions_long_answered_show_where_they_are(app: App, ana: Person) -> None:
    await stands_at(app, ana, "situation")
    question = ana.screen
    old = question.inline_keyboard[0][0]["callback_data"]
    await ana.taps("I am retired")
    here = ana.screen.text

    await ana.taps_data(old, question)

    assert ana.screen.text == here
    assert ana.toasts[-1] == "Answered already: the next question is below."
    assert ana.alerts == []
    profile = (await everything_kept(app))["instances"]
    assert "neighbour" not in profile
