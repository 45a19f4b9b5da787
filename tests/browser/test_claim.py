"""Two referents, side by side, tap "I take them" in their group: one wins, the other sees who."""

import asyncio

from playwright.async_api import expect

from tests.browser.window import Phone, Window
from tests.journey.walking import introduces, joins
from tools.serving import Served

PLANTING = "Lend a hand with planting"
TAKE = "m’en occupe"
"""The group reads the garden's first language."""


async def test_of_two_referents_who_tap_one_wins_and_the_other_sees_who(
    rehearsal: Served, window: Window
) -> None:
    ana = rehearsal.newcomer("Ana")
    await introduces(ana)
    await joins(ana, PLANTING)
    group = rehearsal.group.id
    solene, mehdi = [
        await in_the_group(window, rehearsal.person(name).id, group) for name in ("Solène", "Mehdi")
    ]
    fingers = [await phone.button(TAKE).element_handle() for phone in (solene, mehdi)]

    _taps, first, second = await asyncio.gather(
        window.page.evaluate("fingers => fingers.forEach(button => button.click())", fingers),
        *(phone.toast.inner_text() for phone in (solene, mehdi)),
    )

    told = {solene.number: first, mehdi.number: second}
    [won] = [number for number, words in told.items() if "Thank you" in words]
    [lost] = [number for number, words in told.items() if "already takes care" in words]
    winner = rehearsal.emulator.person_of(won).name
    assert winner in told[lost]
    for phone in (solene, mehdi):
        await expect(phone.newest).to_contain_text(winner)
        await expect(phone.newest.locator(f'button[data-label*="{TAKE}"]')).to_have_count(0)


async def in_the_group(window: Window, number: int, group: int) -> Phone:
    phone = await window.takes(number)
    await phone.opens_chat(group)
    return phone
