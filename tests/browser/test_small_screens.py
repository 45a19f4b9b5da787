"""On a phone, 360 pixels wide: nothing scrolls sideways, one chat at a time, and everything is within reach."""

from playwright.async_api import expect

from tests.browser.conftest import Opens
from tools.serving import Served

SMALL = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
HIDDEN_BY_THE_BAR = """
document.querySelector(".panel-scenes h2").getBoundingClientRect().top
    < document.querySelector("header.bar").getBoundingClientRect().bottom
"""
TOOLS = ("scenes", "faults", "drawer", "keep", "language", "help", "more")


async def test_a_chat_fits_and_can_be_held(rehearsal: Served, opens: Opens) -> None:
    window = await opens(**SMALL)
    ana = await window.welcomes("Ana")
    await ana.starts()
    assert await window.overflow() == []

    for label in ("English", "Go on", "Yes, I agree"):
        await ana.taps(label)
    await ana.says("Ana Maria de la Concepción y los Remedios")

    assert await window.overflow() == []
    box = await ana.area.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 740


async def test_one_goes_from_phone_to_phone(rehearsal: Served, opens: Opens) -> None:
    window = await opens(**SMALL)
    ana = await window.welcomes("Ana")
    solene = await window.takes(rehearsal.person("Solène").id)
    await expect(solene.root).to_be_in_viewport(ratio=0.9)

    await window.touches(f"dock-{ana.number}")

    await expect(ana.root).to_be_in_viewport(ratio=0.9)
    await expect(solene.root).not_to_be_in_viewport(ratio=0.2)
    assert await window.overflow() == []


async def test_every_tool_opens_and_nothing_sticks_out(rehearsal: Served, opens: Opens) -> None:
    window = await opens(**SMALL)
    await window.welcomes("Ana")
    await window.touches("tools")
    for act in (f"clock-{to}" for to in ("now", "hour", "morning", "day", "due")):
        await expect(window.act(act)).to_be_in_viewport()
    for tool in ("clock", "scenes", "faults", "keep", "more", "help", "drawer"):
        if tool != "clock" and not await window.act(tool).count():
            await window.touches("tools")
        await window.touches(tool)

        assert await window.overflow() == [], tool
        if tool == "scenes":
            assert await window.page.evaluate(HIDDEN_BY_THE_BAR) is False

        await window.page.keyboard.press("Escape")


async def test_a_scene_that_begins_folds_the_tools_away(rehearsal: Served, opens: Opens) -> None:
    window = await opens(**SMALL)

    await window.touches("tools", "scenes", "scene-two_taps")

    await expect(window.act("scene-take-over")).to_be_visible()
    await expect(window.act("clock-day")).to_have_count(0)
    assert await window.focused() == "tools"
    await window.touches("scene-take-over")


async def test_no_button_is_too_small_for_a_thumb(rehearsal: Served, opens: Opens) -> None:
    window = await opens(**SMALL)
    ana = await window.welcomes("Ana")
    await ana.starts()

    small: list[str] = await window.page.evaluate(
        """() => [...document.querySelectorAll("button, a.button, select, input")]
            .map(node => [node, node.getBoundingClientRect()])
            .filter(([node, box]) => box.width && (box.width < 24 || box.height < 24) && !node.matches(".text *"))
            .map(([node, box]) => `${node.dataset.act ?? node.className} ${box.width}×${box.height}`)"""
    )

    assert small == []
