"""Scenes: one plays by itself, is paused, is taken over by hand, and ends as the hand decides."""

from playwright.async_api import expect

from tests.browser.window import Phone, Window
from tools.serving import Served

TAKE = "m’en occupe"


async def test_a_scene_is_paused_taken_over_and_finished_by_hand(rehearsal: Served, window: Window) -> None:
    await window.touches("scenes", "scene-two_taps")
    strip = window.page.locator(".scene-strip")
    await expect(strip).to_have_attribute("data-state", "playing")
    await window.touches("scene-pause")
    await expect(strip).to_have_attribute("data-state", "paused")
    await window.touches("scene-resume")
    await expect(strip).to_have_attribute("data-state", "playing")
    solene = await window.takes(rehearsal.person("Solène").id)
    await solene.opens_chat(rehearsal.group.id)
    await expect(solene.button(TAKE)).to_be_visible()

    await window.touches("scene-take-over")
    await expect(strip).to_be_hidden()
    await solene.button(TAKE).click()

    await expect(solene.newest).to_contain_text("Solène Arbaud")
    await expect(solene.button(TAKE)).to_have_count(0)


async def test_a_scene_plays_to_its_end_and_both_see_what_came_of_it(
    rehearsal: Served, window: Window
) -> None:
    await window.touches("scenes", "scene-two_taps")
    await window.act("scene-pace").select_option("4")

    await expect(window.page.locator(".scene-strip")).to_have_attribute("data-state", "done", timeout=60_000)

    ana = Phone(window, rehearsal.person("Ana").id)
    await ana.shows("Your referent is")
    assert "s’en occupe" in rehearsal.group.screen.text.replace("\xa0", " ")


async def test_the_first_sight_offers_a_scene_which_opens_its_own_phones(
    rehearsal: Served, window: Window
) -> None:
    await window.touches("welcome-scene")
    await window.act("scene-pace").select_option("4")

    await expect(window.page.locator(".scene-strip strong")).to_have_text("A volunteer joins")
    await expect(window.page.locator("[data-phone] .message.own")).to_contain_text("/start")
    await window.touches("scene-take-over")
