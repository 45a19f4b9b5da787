"""How the page looks: dark when the system is, in the reader's language, and readable where contrast is forced."""

from playwright.async_api import expect

from tests.browser.conftest import Opens
from tests.browser.window import Window
from tools.serving import Served

BACKGROUND = "getComputedStyle(document.querySelector('header.bar')).backgroundColor"

FIRST_OF_APRIL = """
import(new URL("static/dates.js", document.baseURI)).then(({shortDay}) => shortDay("2026-04-01T08:00:00+02:00"))
"""


def brightness(colour: str) -> float:
    red, green, blue = [float(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    return (red + green + blue) / 3


async def test_the_page_is_dark_where_the_system_is(rehearsal: Served, opens: Opens) -> None:
    light, dark = await opens(color_scheme="light"), await opens(color_scheme="dark")

    assert brightness(await light.page.evaluate(BACKGROUND)) > 180
    assert brightness(await dark.page.evaluate(BACKGROUND)) < 80


async def test_the_page_speaks_the_browsers_language_and_switches(rehearsal: Served, opens: Opens) -> None:
    window = await opens(locale="fr-FR")
    html = window.page.locator("html")
    await expect(html).to_have_attribute("lang", "fr")
    assert await window.page.evaluate(FIRST_OF_APRIL) == "mer. 1er avr."
    volunteer = await window.act("new-volunteer").inner_text()

    await window.touches("language")

    await expect(html).to_have_attribute("lang", "en")
    await expect(window.act("new-volunteer")).not_to_have_text(volunteer)


async def test_switching_the_language_keeps_the_open_phones(rehearsal: Served, window: Window) -> None:
    ana = await window.welcomes("Ana")
    await ana.starts()

    await window.touches("language")

    await expect(window.page.locator("html")).to_have_attribute("lang", "fr")
    await expect(ana.button("English")).to_be_visible()


async def test_a_page_that_is_loaded_again_shows_the_same_phones(rehearsal: Served, window: Window) -> None:
    ana = await window.welcomes("Ana")
    await ana.starts()

    await window.page.reload()

    await expect(ana.button("English")).to_be_visible()
