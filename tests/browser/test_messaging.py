"""What a chat app does: keyboards, files, edits, replies, commands, toasts, formatting, each in the page."""

import base64
from typing import Any

import aiohttp
from playwright.async_api import expect

from tests.browser.window import Phone, Window, saved
from tools.serving import Served

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

TWICE_THE_SAME = """
import(new URL("static/toasts.js", document.baseURI)).then(({showToast}) => {
    const place = document.createElement("div");
    for (const words of ["Thank you.", "Thank you.", "Noted."]) showToast(place, words);
    return place.textContent;
})
"""


async def bot_calls(rehearsal: Served, method: str, **params: Any) -> Any:
    """The bot's own voice, for what no conversation of this garden says."""
    emulator = rehearsal.emulator
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{emulator.url}/bot{emulator.token}/{method}", json=params) as answer,
    ):
        told = await answer.json()
    assert told["ok"], told
    return told["result"]


async def bot_sends_file(rehearsal: Served, chat: int, name: str, content: bytes, mime: str) -> None:
    form = aiohttp.FormData({"chat_id": str(chat), "caption": "Here you are"})
    form.add_field("document", content, filename=name, content_type=mime)
    emulator = rehearsal.emulator
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{emulator.url}/bot{emulator.token}/sendDocument", data=form) as answer,
    ):
        assert answer.status == 200, await answer.text()


async def greeted(window: Window, name: str = "Ana") -> Phone:
    phone = await window.welcomes(name)
    await phone.starts()
    return phone


async def test_a_reply_keyboard_types_for_one_and_goes_when_it_is_taken_away(
    rehearsal: Served, window: Window
) -> None:
    ana = await greeted(window)
    keyboard = {"keyboard": [[{"text": "Saturday"}, {"text": "Sunday"}]], "resize_keyboard": True}
    await bot_calls(rehearsal, "sendMessage", chat_id=ana.number, text="Which day?", reply_markup=keyboard)

    await ana.key("Sunday").click()

    await expect(ana.log.locator(".message.own").last).to_contain_text("Sunday")
    await bot_calls(
        rehearsal, "sendMessage", chat_id=ana.number, text="Noted", reply_markup={"remove_keyboard": True}
    )
    await expect(ana.key("Sunday")).to_have_count(0)


async def test_a_message_of_ones_own_is_edited_with_the_up_key(rehearsal: Served, window: Window) -> None:
    ana = await greeted(window)
    await ana.says("Helo")

    await ana.area.press("ArrowUp")
    await expect(ana.area).to_have_value("Helo")
    await ana.area.fill("Hello")
    await ana.area.press("Enter")

    edited = ana.log.locator(".message.own").filter(has_text="Hello")
    await expect(edited.locator(".edited")).to_be_visible()
    assert [m.text for m in rehearsal.person("Ana").messages if m.text == "Hello"] == ["Hello"]


async def test_a_reply_shows_what_it_answers(rehearsal: Served, window: Window) -> None:
    ana = await greeted(window)
    await ana.newest.hover()
    await ana.newest.locator('[data-act="message-menu"]').click()
    await window.touches("message-reply")

    await ana.says("Yes please")

    await expect(ana.log.locator(".message.own").last.locator(".quote")).to_be_visible()


async def test_a_slash_opens_the_commands_and_arrows_choose(rehearsal: Served, window: Window) -> None:
    ana = await greeted(window)
    await ana.area.press_sequentially("/")
    options = ana.root.get_by_role("option")
    await expect(options.first).to_be_visible()

    await ana.area.press("ArrowDown")
    chosen = await ana.root.get_by_role("option", selected=True).get_attribute("data-command")
    await ana.area.press("Enter")

    await expect(ana.log.locator(".message.own").last).to_contain_text(f"/{chosen}")
    await expect(options).to_have_count(0)


async def test_shift_enter_makes_a_line_and_escape_puts_away(rehearsal: Served, window: Window) -> None:
    ana = await greeted(window)
    await ana.area.press_sequentially("one")
    await ana.area.press("Shift+Enter")
    await ana.area.press_sequentially("two")
    assert await ana.area.input_value() == "one\ntwo"

    await ana.area.press("Escape")

    await expect(ana.area).to_have_value("")


async def test_photo_voice_and_document_are_sent_and_shown(rehearsal: Served, window: Window) -> None:
    ana = await greeted(window)
    for kind in ("photo", "voice", "document"):
        await ana.act("attach").click()
        await window.touches(f"attach-{kind}", "attach-send")
        await expect(window.dialog).to_have_count(0)

    await expect(ana.log.locator(".message.own .picture img")).to_be_visible()
    await expect(ana.log.locator(".message.own .voice-card")).to_be_visible()
    await expect(ana.log.locator(".message.own .file-card")).to_be_visible()
    image = ana.log.locator(".message.own .picture img")
    await expect(image).to_have_js_property("complete", True)
    assert await image.evaluate("image => image.naturalWidth") > 0


async def test_a_file_of_ones_own_is_sent_with_its_caption(rehearsal: Served, window: Window) -> None:
    ana = await greeted(window)
    await ana.act("attach").click()
    await window.touches("attach-photo")
    await window.dialog.locator("[name=file]").set_input_files(
        {"name": "me.png", "mimeType": "image/png", "buffer": PIXEL}
    )
    await window.dialog.locator("[name=caption]").fill("That is me")
    await window.touches("attach-send")

    await expect(ana.log.locator(".message.own").filter(has_text="That is me")).to_be_visible()


async def test_a_contact_card_and_a_place_are_sent(rehearsal: Served, window: Window) -> None:
    ana = await greeted(window)
    await ana.act("attach").click()
    await window.touches("attach-contact", "contact-own")
    await expect(ana.log.locator(".message.own .contact-card")).to_be_visible()

    await ana.act("attach").click()
    await window.touches("attach-location", "location-send")

    await expect(ana.log.locator(".message.own .place-card")).to_be_visible()


async def test_a_calendar_file_of_the_bot_can_be_saved_as_it_is(rehearsal: Served, window: Window) -> None:
    ana = await greeted(window)
    content = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"

    await bot_sends_file(rehearsal, ana.number, "saturday.ics", content, "text/calendar")

    await expect(ana.newest.locator(".file-name")).to_have_text("saturday.ics")
    assert (await saved(window, "file-save")).read_bytes() == content


async def test_a_tap_is_answered_by_a_toast_and_an_alert_stays_until_it_is_put_away(
    rehearsal: Served, window: Window
) -> None:
    ana = await greeted(window)
    old = await ana.newest.get_attribute("data-message")
    button = {"text": "Anything?", "callback_data": "nobody.knows"}
    await bot_calls(
        rehearsal, "sendMessage", chat_id=ana.number, text="Old", reply_markup={"inline_keyboard": [[button]]}
    )

    await ana.button("Anything?").click()

    await expect(ana.toast).to_be_visible()
    assert old
    assert await window.page.evaluate(TWICE_THE_SAME) == "Thank you.Noted.", "the same words do not pile up"


async def test_formatting_is_shown_and_a_spoiler_opens(rehearsal: Served, window: Window) -> None:
    ana = await greeted(window)
    words = (
        "<b>bold</b> <i>italic</i> <u>under</u> <s>struck</s> <code>code</code> <tg-spoiler>secret</tg-spoiler>"
        " <a href='https://example.org/a'>link</a> <blockquote>quoted</blockquote> 🧑‍🌾 <b>after</b>"
    )
    await bot_calls(rehearsal, "sendMessage", chat_id=ana.number, text=words, parse_mode="HTML")

    text = ana.newest.locator(".text")
    for tag, inside in (
        ("strong", "bold"),
        ("em", "italic"),
        ("u", "under"),
        ("s", "struck"),
        ("code", "code"),
    ):
        await expect(text.locator(tag).first).to_have_text(inside)
    await expect(text.locator("strong").last).to_have_text("after")
    await expect(text.locator("a")).to_have_attribute("rel", "noopener noreferrer")
    await text.get_by_role("button", name="Hidden text").press("Enter")
    await expect(text.locator(".spoiler.open")).to_have_text("secret")


async def test_words_that_look_like_markup_stay_words(rehearsal: Served, window: Window) -> None:
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    ana = await window.welcomes(evil[:60])
    await ana.starts()

    await ana.says(evil)

    assert await ana.log.locator("img, script").count() == 0
    assert await ana.root.locator(".phone-name").inner_text() == evil[:60]


async def test_a_message_longer_ago_is_fetched_when_asked(rehearsal: Served, window: Window) -> None:
    ana = rehearsal.newcomer("Ana")
    await ana.says("/start")
    for number in range(130):
        await bot_calls(rehearsal, "sendMessage", chat_id=ana.id, text=f"number {number}")
    phone = await window.takes(ana.id)
    await expect(phone.newest).to_contain_text("number 129")

    while not await phone.log.get_by_text("/start", exact=True).count():
        first = await phone.bubbles.first.get_attribute("data-message")
        await phone.act("earlier").press("Enter")
        await expect(phone.bubbles.first).not_to_have_attribute("data-message", first or "")


async def test_a_command_in_a_text_says_itself_when_it_is_tapped(rehearsal: Served, window: Window) -> None:
    ana = await greeted(window)
    await bot_calls(rehearsal, "sendMessage", chat_id=ana.number, text="Try /help now")

    await ana.newest.get_by_role("button", name="/help").click()

    await expect(ana.log.locator(".message.own").last).to_contain_text("/help")
