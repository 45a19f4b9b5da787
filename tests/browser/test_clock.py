"""The rehearsal's clock: what is due is told with its reason and its recipient, and moving walks through it."""

from datetime import timedelta

from playwright.async_api import expect

from tests.browser.window import Window
from tests.journey.walking import introduces, joins
from tools.serving import Served


async def test_the_next_due_message_comes_when_the_clock_is_moved_to_it(
    rehearsal: Served, window: Window
) -> None:
    ana = rehearsal.newcomer("Ana")
    await introduces(ana, until="age")
    phone = await window.takes(ana.id)
    begun = rehearsal.emulator.now
    newest = await phone.newest.get_attribute("data-message")
    await window.touches("clock")
    due = window.page.locator("ol.due li").filter(has_text="Ana")
    await expect(due).to_have_count(1)
    reason = await due.inner_text()

    await window.touches("clock-due")

    await expect(phone.newest).not_to_have_attribute("data-message", newest or "")
    assert "stopped midway" in reason
    await expect(window.page.locator("ol.due li").filter(has_text=reason)).to_have_count(0)
    assert rehearsal.emulator.now > begun + timedelta(hours=1)
    await expect(phone.newest).to_contain_text(ana.screen.text.splitlines()[0])


async def test_what_nobody_takes_is_brought_back_to_mind_when_days_pass(
    rehearsal: Served, window: Window
) -> None:
    ana = rehearsal.newcomer("Ana")
    await introduces(ana)
    await joins(ana, "Lend a hand with planting")
    solene = await window.takes(rehearsal.person("Solène").id)
    await solene.opens_chat(rehearsal.group.id)
    shown = await solene.bubbles.count()

    await window.touches("clock-day")

    await expect(window.page.locator("time.clock-time")).to_have_attribute(
        "datetime", "2026-03-03T10:00:00+01:00"
    )
    await expect(solene.bubbles).not_to_have_count(shown)
    await expect(solene.newest).to_contain_text("Ana")


async def test_each_button_moves_the_clock_as_far_as_it_says(rehearsal: Served, window: Window) -> None:
    time = window.page.locator("time.clock-time")
    for act, reads in (
        ("hour", "2026-03-02T11:00"),
        ("morning", "2026-03-03T09:00"),
        ("day", "2026-03-04T09:00"),
    ):
        await window.touches(f"clock-{act}")

        await expect(time).to_have_attribute("datetime", f"{reads}:00+01:00")
