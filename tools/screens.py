"""Owns the pictures of the rehearsal page in docs/ and README: the same people and words each time, in French.

`python -m tools.screens` takes them anew; what they show is the example garden on one Monday morning.
"""

from __future__ import annotations

import asyncio
import sys
from base64 import b64decode
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from playwright.async_api import Browser, Page, ViewportSize

from bot.domain.labels import AGES, LANGUAGE_NAMES, MOTIVATIONS, SITUATIONS
from bot.domain.person import AgeBracket, Motivation, Situation
from bot.domain.text import say
from bot.marks import _
from bot.rehearsal.client import Person
from bot.rehearsal.page.plays import cast_now
from bot.rehearsal.scenes import Cast, stage_on
from bot.rehearsal.scenes.steps import GO_ON, JOIN, join_unseen, mission_for, tap_all
from bot.rehearsal.stage import Stage
from tools.chromium import find_chromium, started
from tools.serving import Served, served

LANGUAGE = "fr"
DOCS = "docs/rehearsal-{name}.webp"
QUALITY, LARGEST = 82, 200_000
DESKTOP, SMALL = ViewportSize(width=1280, height=800), ViewportSize(width=375, height=760)
PATIENCE = 30_000


@dataclass(frozen=True, slots=True)
class Shown:
    """Who is in the pictures: somebody in the middle of a question, somebody announced, a referent."""

    asked: Person
    announced: Person
    referent: Person
    group: int


@dataclass(frozen=True, slots=True)
class Picture:
    """`arrange` opens what is to be seen."""

    name: str
    arrange: Callable[[Page, Shown], Awaitable[None]]
    size: ViewportSize
    scheme: Literal["light", "dark"] = "light"


async def side_by_side(page: Page, shown: Shown) -> None:
    await open_phones(page, [shown.asked, shown.announced, shown.referent])
    await page.click(f'[data-phone="{shown.referent.id}"] [data-act="chat-{shown.group}"]')


async def clock(page: Page, shown: Shown) -> None:
    await side_by_side(page, shown)
    await page.click('[data-act="clock"]')
    # The browser's own field speaks the browser's language, which here is not the page's.
    await page.evaluate("document.querySelector('.panel-clock .inline-form').remove()")


async def drawer(page: Page, shown: Shown) -> None:
    await open_phones(page, [shown.referent, shown.asked])
    await page.click(f'[data-phone="{shown.referent.id}"] [data-act="chat-{shown.group}"]')
    await page.click('[data-act="drawer"]')
    await page.click(f'[data-act="dock-{shown.asked.id}"]')
    await page.locator('aside [aria-current="step"]').first.wait_for()


async def one_phone(page: Page, shown: Shown) -> None:
    await open_phones(page, [shown.asked])


async def open_phones(page: Page, people: Sequence[Person]) -> None:
    for person in people:
        await page.click('[data-act="add-phone"]')
        await page.click(f'[data-act="person-{person.id}"]')
        await page.locator(f'[data-phone="{person.id}"] [data-act="write"]').wait_for()


PICTURES = (
    Picture("phones", side_by_side, DESKTOP),
    Picture("clock", clock, DESKTOP, "dark"),
    Picture("drawer", drawer, DESKTOP),
    Picture("small", one_phone, SMALL),
)


async def main() -> int:
    path = find_chromium()
    if path is None:
        sys.stderr.write("screens: no Chromium; install one, or name it in COUPDEMAIN_CHROMIUM\n")
        return 1
    async with started(path) as browser, served(LANGUAGE) as rehearsal:
        shown = await played(rehearsal)
        sizes = [await take(browser, rehearsal.address, picture, shown) for picture in PICTURES]
    return int(max(sizes) > LARGEST)


async def played(rehearsal: Served) -> Shown:
    production = rehearsal.production
    cast = await cast_now(production)
    stage = stage_on(rehearsal.emulator, production.house.catalogues, cast, LANGUAGE)
    announced, asked = stage.person("Bilal"), stage.person("Chloé")
    mission = mission_for(cast, plain=True)
    await join_unseen(stage, cast, announced, mission)
    await stage.taps(announced, JOIN)
    await is_asked(stage, asked)
    return Shown(asked, announced, looked_over(cast), cast.group.id)


async def is_asked(stage: Stage, who: Person) -> None:
    """Up to what brings them here, of which they have tapped two."""
    await stage.says(who, "/start")
    await tap_all(stage, who, [LANGUAGE_NAMES[LANGUAGE], GO_ON, say(_("Yes, I agree")), who.name])
    await tap_all(stage, who, [AGES[AgeBracket.ADULT], SITUATIONS[Situation.NEIGHBOUR]])
    await tap_all(stage, who, [MOTIVATIONS[Motivation.MEET_PEOPLE], MOTIVATIONS[Motivation.INCLUSION]])


def looked_over(cast: Cast) -> Person:
    """The referent whom the group's newest notice names."""
    return next(one for one in cast.referents if one.name in cast.group.screen.text)


async def take(browser: Browser, address: str, picture: Picture, shown: Shown) -> int:
    """Take one picture; its size in bytes."""
    context = await browser.new_context(
        viewport=picture.size,
        device_scale_factor=1.5,
        color_scheme=picture.scheme,
        locale="fr-FR",
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
    )
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    await page.goto(address)
    await picture.arrange(page, shown)
    await page.evaluate("document.activeElement.blur()")
    await page.evaluate("Promise.all([...document.images].map(image => image.decode()))")
    await page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    devtools = await context.new_cdp_session(page)
    told = await devtools.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    await context.close()
    return written(DOCS.format(name=picture.name), b64decode(told["data"]))


def written(path: str, content: bytes) -> int:
    with open(path, "wb") as file:
        file.write(content)
    sys.stdout.write(f"{path}: {len(content) // 1000} kB\n")
    return len(content)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
