"""A newcomer goes the whole way on the page: with a mouse, and without one."""

from playwright.async_api import expect

from tests.browser.window import Phone, Window
from tests.journey.walking import ADULT
from tools.serving import Served

PLANTING = "Lend a hand with planting"
OTHERS = "Show me others"
TAPS = [act for acts in ADULT.values() for act in acts if isinstance(act, str)]
"""Every answer of somebody of age, in order."""


async def test_a_newcomer_gets_to_a_named_referent_by_mouse(rehearsal: Served, window: Window) -> None:
    ana = await window.welcomes("Ana")
    await ana.starts()

    for label in TAPS:
        await ana.taps(label)
    await finds(ana, PLANTING)
    await ana.taps("Yes, count me in")

    await ana.shows("Your referent is")
    assert rehearsal.person("Ana").unanswered_taps == 0


async def finds(phone: Phone, mission: str) -> None:
    """Open a mission's sheet, wherever in the list it stands."""
    while not await is_offered(phone, mission):
        await phone.taps(OTHERS)
    await phone.taps(mission)


async def is_offered(phone: Phone, mission: str) -> bool:
    await phone.button(mission).or_(phone.button(OTHERS)).first.wait_for()
    return await phone.button(mission).count() > 0


async def test_a_newcomer_gets_to_a_named_referent_by_keyboard_alone(
    rehearsal: Served, window: Window
) -> None:
    keys = window.page.keyboard
    await tabs_to(window, "new-volunteer")
    await keys.press("Enter")
    await keys.press("Control+a")
    await keys.type("Ana")
    await keys.press("Enter")
    await expect(window.page.locator("[data-phone]")).to_be_visible()
    ana = Phone(window, (await window.phones())[0])
    assert await window.focused() == "write"

    await keys.type("/sta")
    await expect(ana.root.get_by_role("option", selected=True)).to_contain_text("/start")
    await keys.press("Enter")
    for label in TAPS:
        await presses(window, ana, label)
    while not await is_offered(ana, PLANTING):
        await presses(window, ana, OTHERS)
    await presses(window, ana, PLANTING)
    await presses(window, ana, "Yes, count me in")

    await ana.shows("Your referent is")


async def presses(window: Window, phone: Phone, label: str) -> None:
    """Go to the newest button that reads so with Tab, and press Enter; the focus is not lost by that."""
    button = phone.button(label)
    await button.wait_for()
    for _ in range(60):
        if await button.evaluate("node => node === document.activeElement"):
            break
        await window.page.keyboard.press("Tab" if await precedes(phone, label) else "Shift+Tab")
    before = await phone.seen()
    await window.page.keyboard.press("Enter")
    await phone.changes_from(before)
    assert await window.focused() != "BODY"


async def precedes(phone: Phone, label: str) -> bool:
    """Whether what has the focus comes before that button on the page."""
    found: bool = await phone.button(label).evaluate(
        "node => Boolean(document.activeElement.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING)"
    )
    return found


async def tabs_to(window: Window, act: str) -> None:
    for _ in range(40):
        if await window.focused() == act:
            return
        await window.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {act}")
