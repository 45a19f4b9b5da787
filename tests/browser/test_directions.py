"""Right-to-left: an Arabic name and Arabic words read from the right, and nothing sticks out."""

from playwright.async_api import expect

from tests.browser.window import Window
from tools.serving import Served

NAME, WORDS = "ليلى بنت الحارث", "مرحبا، أريد أن أساعد في الحديقة يوم السبت"
DIRECTION = "node => getComputedStyle(node).direction"


async def test_arabic_reads_from_the_right_and_french_from_the_left(
    rehearsal: Served, window: Window
) -> None:
    leila = await window.welcomes(NAME, language="ar")
    await leila.starts()

    await leila.says(WORDS)
    await leila.says("Bonjour, je suis Leïla")

    texts = leila.log.locator(".message.own .text")
    assert [await one.evaluate(DIRECTION) for one in await texts.all()][-2:] == ["rtl", "ltr"]
    assert await leila.root.locator(".phone-name").evaluate(DIRECTION) == "rtl"
    assert await leila.root.locator(".phone-name").inner_text() == NAME
    assert await window.overflow() == []


async def test_words_typed_in_arabic_stand_right_while_they_are_typed(
    rehearsal: Served, window: Window
) -> None:
    leila = await window.welcomes("Leïla", language="ar")

    await leila.area.fill(WORDS)

    assert await leila.area.evaluate(DIRECTION) == "rtl"


async def test_a_word_too_long_for_a_bubble_is_broken(rehearsal: Served, window: Window) -> None:
    ana = await window.welcomes("Ana")
    await ana.starts()

    await ana.says("abcdefghij" * 40)

    bubble, phone = await ana.newest.bounding_box(), await ana.root.bounding_box()
    assert bubble is not None
    assert phone is not None
    assert bubble["x"] + bubble["width"] <= phone["x"] + phone["width"]
    await expect(ana.area).to_be_visible()
