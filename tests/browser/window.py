"""Owns what hands and eyes do on the page: opening phones, tapping, typing, reading. Every wait ends after a while."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.async_api import ConsoleMessage, Error, Locator, Page, expect

PATIENCE = 15_000
"""Milliseconds until something that should appear is given up; machines stall."""

expect.set_options(timeout=PATIENCE)

SEEN = """
node => JSON.stringify([
    node.querySelector("[role=log]").textContent,
    node.querySelectorAll("button.inline").length,
    node.querySelectorAll("[role=log] [aria-busy=true]").length,
])
"""
CHANGED = (
    f"([node, before]) => !node.querySelector('[role=log] [aria-busy=true]') && ({SEEN})(node) !== before"
)


class Window:
    """A browser window with the page in it. What the browser complains of is collected in `complaints`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.expected: list[str] = []
        """Parts of complaints that this test provokes."""
        page.set_default_timeout(PATIENCE)
        page.on("console", self._logged)
        page.on("pageerror", self._threw)

    async def opens(self, address: str) -> None:
        await self.page.goto(address)
        await expect(self.act("add-phone")).to_be_visible()

    def act(self, name: str) -> Locator:
        """The control of that name."""
        return self.page.locator(f'[data-act="{name}"]:visible')

    async def touches(self, *names: str) -> None:
        """One control after the other."""
        for name in names:
            await self.act(name).first.click()

    async def takes(self, number: int) -> Phone:
        """Open the phone of somebody who is there already."""
        await self.touches("add-phone", f"person-{number}")
        return await self._opened(number)

    async def welcomes(self, name: str, language: str = "en", role: str = "volunteer") -> Phone:
        """Open the phone of somebody new."""
        known = await self.phones()
        await self.touches("new-volunteer")
        dialog = self.dialog
        await dialog.locator("[name=name]").fill(name)
        await dialog.locator("[name=language]").select_option(language)
        await dialog.locator("[name=role]").select_option(role)
        await self.touches("newcomer-create")
        await expect(self.page.locator("[data-phone]")).to_have_count(len(known) + 1)
        return await self._opened(next(one for one in await self.phones() if one not in known))

    async def _opened(self, number: int) -> Phone:
        phone = Phone(self, number)
        await expect(phone.root).to_be_visible()
        return phone

    async def phones(self) -> list[int]:
        """Whose phones are open, in order."""
        found: list[str] = await self.page.eval_on_selector_all(
            "[data-phone]", "all => all.map(one => one.dataset.phone)"
        )
        return [int(number) for number in found]

    @property
    def dialog(self) -> Locator:
        return self.page.locator("dialog[open]")

    async def focused(self) -> str:
        """What has the keyboard: the name of a control, else a button's label, else what it is."""
        said: str = await self.page.evaluate(
            "(({dataset, tagName}) => dataset.act ?? dataset.label ?? tagName)(document.activeElement)"
        )
        return said

    async def overflow(self) -> list[str]:
        """What sticks out of the window sideways."""
        found: list[str] = await self.page.evaluate(STICKS_OUT)
        return found

    def problems(self) -> list[str]:
        return [one for one in self.complaints if not any(part in one for part in self.expected)]

    def _logged(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def _threw(self, error: Error) -> None:
        self.complaints.append(f"thrown: {error.message}")


class Phone:
    """One person's phone on the page."""

    def __init__(self, window: Window, number: int) -> None:
        self.window = window
        self.number = number
        self.root = window.page.locator(f'[data-phone="{number}"]')
        self.log = self.root.get_by_role("log")
        self.area = self.root.locator('[data-act="write"]')
        self.bubbles = self.log.locator("[data-message]")
        self.toast = self.root.locator(".toast, .alert")

    @property
    def newest(self) -> Locator:
        return self.bubbles.last

    def act(self, name: str) -> Locator:
        return self.root.locator(f'[data-act="{name}"]:visible')

    def button(self, label: str) -> Locator:
        """The newest inline button whose label contains this."""
        return self.log.locator(f'button.inline[data-label*="{label}"]').last

    def key(self, label: str) -> Locator:
        """A button of the reply keyboard."""
        return self.root.locator(f'button.key[data-label*="{label}"]')

    async def says(self, text: str) -> None:
        """Type and send; returns once it stands there."""
        await self.area.fill(text)
        await self.area.press("Enter")
        await expect(self.log.locator(".message.own").filter(has_text=text).last).to_be_visible()

    async def starts(self) -> None:
        """The app's own button in an empty chat."""
        await self.act("start").click()
        await self.shows("")

    async def taps(self, label: str) -> None:
        """Tap, and wait until the screen is another."""
        button = self.button(label)
        await button.wait_for()
        before = await self.seen()
        await button.click()
        await self.changes_from(before)

    async def seen(self) -> str:
        """What one sees of the chat, to compare."""
        return str(await self.root.evaluate(SEEN))

    async def changes_from(self, before: str) -> None:
        await self.window.page.wait_for_function(CHANGED, arg=[await self.root.element_handle(), before])

    async def shows(self, text: str | re.Pattern[str]) -> None:
        """Something the bot said contains this."""
        await expect(self.log.locator(".message.theirs").filter(has_text=text).last).to_be_visible()

    async def opens_chat(self, number: int, topic: int | None = None) -> None:
        await self.act(f"chat-{number}").click()
        if topic is not None:
            await self.act(f"topic-{topic}").click()
        await expect(self.root.locator(f'[data-chat="{number}"]')).to_be_visible()


STICKS_OUT = """
() => {
    const wide = document.documentElement.clientWidth;
    const hidden = node => {
        for (let up = node; up; up = up.parentElement) {
            const {overflowX, position} = getComputedStyle(up);
            if (up !== node && overflowX !== 'visible') return up.getBoundingClientRect().right <= wide + 1;
            if (position === 'fixed') return false;
        }
        return false;
    };
    const found = [...document.body.querySelectorAll(':not(svg *)')].filter(node => {
        const box = node.getBoundingClientRect();
        return box.width && (box.right > wide + 1 || box.left < -1) && !hidden(node);
    });
    const page = document.scrollingElement.scrollWidth > wide ? ['the page scrolls sideways'] : [];
    const told = node => `${node.tagName}.${node.className} ${Math.round(node.getBoundingClientRect().right)}`;
    return [...page, ...found.map(told)];
}
"""


async def saved(window: Window, trigger: str) -> Path:
    """The file that a control hands over."""
    async with window.page.expect_download(timeout=PATIENCE) as caught:
        await window.touches(trigger)
    download = await caught.value
    return Path(await download.path())
