"""Keeping a conversation, beginning anew, and rehearsing with a garden file of one's own."""

from playwright.async_api import expect

from tests.browser.window import Window, saved
from tools.serving import EXAMPLE, Served


async def test_a_conversation_is_kept_as_markdown_and_as_a_page_of_its_own(
    rehearsal: Served, window: Window
) -> None:
    ana = await window.welcomes("Ana")
    await ana.starts()
    await ana.taps("English")
    await ana.says("What a <b>fine</b> garden")
    await window.touches("keep")

    markdown = (await saved(window, "keep-md")).read_text("utf-8")
    page = (await saved(window, "keep-html")).read_text("utf-8")

    assert "Ana" in markdown
    assert "fine" in markdown
    assert "<script" not in page
    assert "&lt;b&gt;fine" in page


async def test_a_reset_brings_the_garden_back_as_it_was(rehearsal: Served, window: Window) -> None:
    ana = await window.welcomes("Ana")
    await ana.starts()
    await window.touches("more", "reset", "reset-yes")

    await expect(window.page.locator("[data-phone]")).to_have_count(0)
    assert [person.name for person in rehearsal.emulator.people if person.name == "Ana"] == []
    again = await window.welcomes("Ana")
    await again.starts()


async def test_a_garden_file_with_mistakes_is_refused_line_by_line(rehearsal: Served, window: Window) -> None:
    window.expected += ["422"]
    await choose_garden(window, b'[garden]\nname = 3\ntimezone = "Europe/Nowhere"\n')

    await expect(window.dialog.locator(".problem span").filter(has_text="line").first).to_be_visible()
    await expect(window.dialog.locator(".problem span").nth(1)).to_be_visible()
    await window.touches("dialog-close")

    assert rehearsal.production.programme.example


async def test_a_garden_file_of_ones_own_begins_another_rehearsal(rehearsal: Served, window: Window) -> None:
    mine = EXAMPLE.read_bytes().replace("Les Jardins de la Levée".encode(), b"Le Potager du Pont")
    await choose_garden(window, mine)

    await expect(window.page.locator(".garden-name")).to_have_text("Le Potager du Pont")
    await expect(window.dialog).to_have_count(0)
    ana = await window.welcomes("Ana")
    await ana.starts()
    await ana.taps("English")
    await ana.shows("Le Potager du Pont")


async def choose_garden(window: Window, content: bytes) -> None:
    await window.touches("more", "garden")
    await window.dialog.locator("[name=file]").set_input_files(
        {"name": "mine.toml", "mimeType": "application/toml", "buffer": content}
    )
    await window.touches("garden-send")
