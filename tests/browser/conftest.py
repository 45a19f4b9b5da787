"""The rehearsal page in a real Chromium: one browser for each worker, a window and a rehearsal for each test."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.window import Window
from tools.chromium import find_chromium, started
from tools.serving import Served, served

HERE = os.path.dirname(__file__)
CHROMIUM = find_chromium()
DESKTOP = {"width": 1280, "height": 720}

Opens = Callable[..., Awaitable[Window]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser outlives a test, so all tests of this folder share its loop."""
    for item in items:
        if str(item.path).startswith(HERE) and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without a browser all are skipped, in one line; where everything must run, that is a failure."""
    if CHROMIUM is None:
        how = (
            "no Chromium, so the page was not tried: install one (on Debian: apt install chromium-headless-shell),"
            " or name it in COUPDEMAIN_CHROMIUM, then `make test TESTS=tests/browser`"
        )
        if os.environ.get("CI"):
            pytest.fail(how, pytrace=False)
        pytest.skip(how)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    assert CHROMIUM is not None
    async with started(CHROMIUM) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def rehearsal(caplog: pytest.LogCaptureFixture) -> AsyncIterator[Served]:
    """The bot, its team and the page's server. Nothing may break in them."""
    async with served() as rehearsal:
        yield rehearsal
        assert rehearsal.emulator.complaints == []
    records = caplog.get_records("call")
    assert [record.getMessage() for record in records if record.levelno >= logging.ERROR] == []


@pytest_asyncio.fixture(loop_scope="session")
async def opens(browser: Browser, rehearsal: Served) -> AsyncIterator[Opens]:
    """Opens the page in a window of one's own; the browser may complain of nothing there."""
    windows: list[Window] = []
    async with AsyncExitStack() as stack:

        async def open_window(**look: Any) -> Window:
            context = await browser.new_context(
                **{"viewport": DESKTOP, "locale": "en-GB", "reduced_motion": "reduce", **look}
            )
            stack.push_async_callback(context.close)
            window = Window(await context.new_page())
            windows.append(window)
            await window.opens(rehearsal.address)
            return window

        yield open_window
    assert [problem for window in windows for problem in window.problems()] == []


@pytest_asyncio.fixture(loop_scope="session")
async def window(opens: Opens) -> Window:
    """A wide one, light, in English."""
    return await opens()
