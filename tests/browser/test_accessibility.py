"""Every view, as axe-core judges it, and the page as a screen reader is told it."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.axe import find_barriers
from tests.browser.conftest import Opens
from tests.browser.test_small_screens import SMALL
from tests.browser.window import Phone, Window
from tests.journey.walking import introduces, joins
from tools.serving import Served

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "small": SMALL,
}


async def busy(rehearsal: Served, window: Window) -> Phone:
    """A volunteer who was announced, and a referent with the group open."""
    ana = rehearsal.newcomer("Ana")
    await introduces(ana)
    await joins(ana, "Lend a hand with planting")
    await window.takes(ana.id)
    solene = await window.takes(rehearsal.person("Solène").id)
    await solene.opens_chat(rehearsal.group.id)
    return solene


TOOLS = ("clock", "scenes", "faults", "keep", "more", "help", "drawer")
DIALOGS = (
    ["add-phone"],
    ["new-volunteer"],
    ["more", "reset"],
    ["more", "garden"],
    ["more", "new-group"],
    ["attach", "attach-photo"],
    ["attach", "attach-contact"],
    ["attach", "attach-location"],
)


@pytest.mark.parametrize("look", LOOKS)
async def test_nothing_keeps_anybody_out_of_a_view(rehearsal: Served, opens: Opens, look: str) -> None:
    window = await opens(**LOOKS[look])
    found = {"first sight": await find_barriers(window.page)}
    solene = await busy(rehearsal, window)
    await solene.says("مرحبا بكم")
    await solene.button("m’en occupe").click()
    found["chats"] = await find_barriers(window.page)

    for tool in TOOLS:
        if not await window.act(tool).count():
            await window.touches("tools")
        await window.touches(tool)
        found[tool] = await find_barriers(window.page, "header, .dock, aside, .panel, .menu, dialog")
        await window.page.keyboard.press("Escape")

    assert {view: barriers for view, barriers in found.items() if barriers} == {}


@pytest.mark.parametrize("look", ["light", "dark"])
async def test_nothing_keeps_anybody_out_of_a_dialog(rehearsal: Served, opens: Opens, look: str) -> None:
    window = await opens(**LOOKS[look])
    await window.welcomes("Ana")
    found = {}

    for way in DIALOGS:
        await window.touches(*way)
        await expect(window.dialog).to_be_visible()
        found[way[-1]] = await find_barriers(window.page, "dialog[open]")
        await window.page.keyboard.press("Escape")
        await expect(window.dialog).to_have_count(0)

    assert {view: barriers for view, barriers in found.items() if barriers} == {}


async def test_a_screen_reader_is_told_phones_chats_messages_and_buttons(
    rehearsal: Served, window: Window
) -> None:
    solene = await busy(rehearsal, window)

    await expect(solene.root).to_match_aria_snapshot(SOLENE)
    await expect(solene.log).to_have_attribute("aria-live", "polite")
    tree = await window.page.locator("body").aria_snapshot()
    assert not re.findall(r"- (?:button|link|textbox|combobox|tab)(?::|$| \[)", tree, re.MULTILINE), (
        "all are named"
    )


SOLENE = """
- region "Solène Arbaud’s phone":
  - tablist "Chats":
    - tab /Coup de Main/
    - tab /Referents/ [selected]
  - tabpanel /Referents/:
    - log /Messages.*Referents/:
      - article:
        - group:
          - button /m’en occupe/
  - textbox "Write a message"
  - button "Send"
"""


async def test_what_the_bot_says_is_announced_and_the_focus_is_not_lost(
    rehearsal: Served, window: Window
) -> None:
    ana = await window.welcomes("Ana")
    await ana.starts()
    await ana.button("English").focus()
    await window.page.keyboard.press("Enter")

    await expect(ana.button("Read on")).to_be_focused()
