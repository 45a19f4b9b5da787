"""Faults on demand: Telegram misbehaves, the page tells, and nothing that matters is lost."""

from playwright.async_api import expect

from tests.browser.window import Window
from tests.journey.walking import introduces
from tools.serving import Served


async def test_a_message_that_telegram_refused_for_now_arrives_later(
    rehearsal: Served, window: Window
) -> None:
    ana = await window.welcomes("Ana")
    await ana.starts()
    await window.touches("faults", "fault-too_many")
    await expect(window.page.locator(".faults-active li")).to_have_count(1)
    await window.page.keyboard.press("Escape")
    await ana.button("English").click()
    await expect(window.act("faults").locator(".badge")).to_be_hidden()
    await expect(ana.button("Go on")).to_have_count(0)

    await window.touches("clock-hour")

    await expect(ana.button("Go on")).to_be_visible()
    assert rehearsal.person("Ana").unanswered_taps == 0


async def test_a_fault_lasts_until_it_is_lifted(rehearsal: Served, window: Window) -> None:
    ana = await window.welcomes("Ana")
    await window.touches("faults")
    await window.act("fault-times").select_option("")
    await window.touches("fault-down")
    await expect(window.page.locator(".faults-active li")).to_have_count(1)
    await window.page.keyboard.press("Escape")
    await ana.act("start").click()

    await window.touches("faults", "faults-lift")
    await expect(window.page.locator(".faults-active")).to_have_count(0)
    await window.touches("clock-hour")

    await expect(ana.button("English")).to_be_visible()


async def test_who_blocks_the_bot_hears_nothing_more_and_the_page_says_so(
    rehearsal: Served, window: Window
) -> None:
    ana = await window.welcomes("Ana")
    await ana.starts()
    await introduces(rehearsal.person("Ana"), start="", until="age")
    await ana.act("phone-menu").click()
    await window.touches("block")
    await expect(ana.area).to_be_hidden()
    heard = await ana.bubbles.count()

    await window.touches("clock-day")
    await expect(window.act("clock-day")).to_be_enabled()
    await expect(ana.bubbles).to_have_count(heard)
    await ana.act("unblock").click()

    await expect(ana.area).to_be_visible()
