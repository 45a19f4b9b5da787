"""Scenes on the page, and what its drawer shows behind them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.rehearsal.page import PageServer
from tests.journey.page_visitor import Visitor, served, visiting


@pytest.fixture
async def page() -> AsyncIterator[PageServer]:
    async with served() as server:
        yield server


@pytest.fixture
async def visitor(page: PageServer) -> AsyncIterator[Visitor]:
    async with visiting(page.address) as visitor:
        yield visitor


async def test_a_scene_plays_to_its_end_on_the_page(visitor: Visitor) -> None:
    await visitor.does("pace", pace=20)
    await visitor.does("scene", name="welcome")
    group = visitor.group()["id"]

    await visitor.until(
        lambda: [one for one in visitor.events if (one.get("scene") or {}).get("state") == "done"]
    )

    assert [one for one in visitor.events if one["event"] == "touch" and one["label"]]
    assert await visitor.reads(group, "Mehdi Tazrout")
    assert visitor.person("Ana")["role"] == "volunteer"


async def test_a_scene_is_paused_taken_over_and_played_by_hand(visitor: Visitor) -> None:
    await visitor.does("pace", pace=20)
    await visitor.does("scene", name="welcome")
    await visitor.event("touch")

    await visitor.does("pause")
    assert "take over first" in await visitor.fails("clock", to="hour")
    paused = await visitor.until(
        lambda: [one for one in visitor.events if (one.get("scene") or {}).get("state") == "paused"]
    )
    await visitor.does("take_over")
    await visitor.until(lambda: visitor.events[-1] == {"event": "scene", "scene": None})
    ana = (await visitor.hello())["people"][-1]

    assert paused
    assert ana["name"] == "Ana"
    await visitor.does("says", who=ana["id"], chat=ana["id"], text="/human")
    await visitor.does("clock", to="hour")


async def test_a_scene_on_a_touched_rehearsal_begins_anew(visitor: Visitor) -> None:
    await visitor.does("newcomer", name="Otto", language="en", role="outsider")
    await visitor.does("says", who=777, chat=777, text="hello")

    await visitor.does("scene", name="two_taps")
    await visitor.event("reset")
    state = await visitor.hello()
    await visitor.does("reset")

    assert "Otto" not in {person["name"] for person in state["people"]}
    assert "no such scene" in await visitor.fails("scene", name="nothing")


async def test_the_drawer_shows_outbox_calls_audit_and_the_current_step(visitor: Visitor) -> None:
    me = (await visitor.does("newcomer", name="Ana", language="en", role="volunteer"))["id"]
    await visitor.does("watch", chat=me, person=me)
    await visitor.does("says", who=me, chat=me, text="/start")
    await visitor.taps(me, me, "English")
    await visitor.taps(me, me, "Go on")

    def at_consent() -> bool:
        told = [one for one in visitor.events if one["event"] == "backstage" and one["conversation"]]
        return bool(told) and [one["state"] for one in told[-1]["conversation"]["steps"]][:4] == [
            "done", "done", "current", "ahead"
        ]  # fmt: skip

    await visitor.until(at_consent)
    await visitor.until(
        lambda: any(
            call["method"] == "editMessageText" for one in visitor.events for call in one.get("calls", ())
        )
    )
    told = [one for one in visitor.events if one["event"] == "backstage"]
    calls = [call["n"] for one in told for call in one["calls"]]

    assert calls == sorted(set(calls))
    assert {one["who"] for one in told[-1]["outbox"]} >= {"Ana"}
    assert "A referent joined" in {one["words"] for one in told[-1]["audit"]}
    await visitor.does("watch", chat=None, person=None)


async def test_two_scenes_started_at_once_leave_one(visitor: Visitor) -> None:
    await visitor.does("pace", pace=20)
    numbers = [next(visitor.numbers) for _ in range(3)]
    for number, name in zip(numbers, ("welcome", "two_taps", "welcome"), strict=True):
        await visitor.socket.send_json({"id": number, "do": "scene", "name": name})
    for number in numbers:
        assert (await visitor.answer(number))["ok"]
    await visitor.hello()

    assert visitor.state["scene"]["state"] == "playing"
    await visitor.does("take_over")
    await visitor.does("clock", to="hour")


async def test_a_scene_is_told_in_the_language_of_the_tab_that_began_it(page: PageServer) -> None:
    async with visiting(page.address, "fr") as visitor:
        await visitor.does("pace", pace=20)
        await visitor.does("scene", name="welcome")

        told = await visitor.until(
            lambda: [one["scene"] for one in visitor.events if (one.get("scene") or {}).get("chapter")]
        )

        assert told[0]["chapter"] == "Ana écrit au bot, et ne fait que toucher des boutons"
        assert visitor.person("Nadia")["language"] == "en"
