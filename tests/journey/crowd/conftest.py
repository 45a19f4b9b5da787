"""One bot for all tests of a module: everybody who meets it is new, and leaves nothing behind for the next."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.conftest import COORDINATOR_ID, MONDAY_MORNING, assert_nothing_broke, bot_of
from tests.journey.walking import link_referent

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a module share its event loop."""
    for item in items:
        if HERE in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="module"), append=False)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(now=MONDAY_MORNING, follows=True) as emulator:
        yield emulator
        assert emulator.complaints == []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(emulator: Emulator) -> AsyncIterator[App]:
    async with bot_of(emulator) as app:
        yield app


@pytest.fixture(autouse=True)
def nothing_breaks(emulator: Emulator, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert_nothing_broke(emulator, caplog)
    assert emulator.complaints == []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def nadia(emulator: Emulator, app: App) -> Person:
    nadia = emulator.person("Nadia", language="en", id=COORDINATOR_ID)
    await nadia.says("/help")
    return nadia


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def team(emulator: Emulator, nadia: Person) -> Group:
    group = emulator.group("Référents", members=[nadia], supergroup=True)
    await group.adds_bot(by=nadia)
    await nadia.says("/link", chat=group)
    return group


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def solene(emulator: Emulator, nadia: Person, team: Group) -> Person:
    return await link_referent(emulator, nadia, team, "Solène Arbaud")
