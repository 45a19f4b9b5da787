"""The page's clock, its faults and starting anew: everything due on the way is lived through."""

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


async def test_the_clock_walks_through_a_nudge(visitor: Visitor) -> None:
    ana = await visitor.does("newcomer", name="Ana", language="en", role="volunteer")
    me = ana["id"]
    await visitor.does("says", who=me, chat=me, text="/start")
    await visitor.taps(me, me, "English")
    await visitor.taps(me, me, "Go on")
    await visitor.taps(me, me, "Yes, I agree")
    await visitor.reads(me, "call you")
    await visitor.until(lambda: [due for due in visitor.state["due"] if due["kind"] == "nudge"])
    due = next(due for due in visitor.state["due"] if due["kind"] == "nudge")
    before = visitor.state["now"]

    await visitor.does("clock", to="day")
    await visitor.does("clock", to="morning")
    await visitor.does("clock", to="day")

    await visitor.reads(me, "You had begun to introduce yourself")
    assert due["what"]
    assert due["who"]
    assert visitor.state["now"] > before
    assert "never goes back" in await visitor.fails("clock", to="now")


async def test_while_the_clock_walks_others_may_act(visitor: Visitor) -> None:
    number = next(visitor.numbers)
    await visitor.socket.send_json({"id": number, "do": "clock", "to": "2027-03-01T00:00"})

    helped = await visitor.asks("says", who=777, chat=777, text="/help")
    walked = await visitor.answer(number)

    assert helped["ok"]
    assert walked["result"]["now"].startswith("2027-03-01T00:00")
    assert {one["walking"] for one in visitor.events if one["event"] == "clock"} == {True, False}


async def test_a_message_that_telegram_refuses_is_due_later(visitor: Visitor) -> None:
    fault = await visitor.does("fault", kind="too_many", chat=777, seconds=90, times=1)

    await visitor.does("says", who=777, chat=777, text="/help")
    await visitor.until(lambda: [due for due in visitor.state["due"] if "could not take it" in due["what"]])
    await visitor.until(lambda: not visitor.state["faults"])
    await visitor.does("clock", to="hour")

    await visitor.reads(777, "/missions")
    assert "429" in fault["words"]
    assert "over already" in await visitor.fails("lift", fault=fault["id"])


@pytest.mark.parametrize("kind", ["slow", "cut", "server", "down", "blocked", "too_many"])
async def test_faults_are_posted_and_lifted(visitor: Visitor, kind: str) -> None:
    await visitor.does("fault", kind=kind, seconds=1)
    await visitor.does("says", who=777, chat=777, text="/help")
    await visitor.until(lambda: visitor.state["faults"])

    await visitor.does("lift_all")

    await visitor.until(lambda: not visitor.state["faults"])


async def test_a_reset_begins_anew_and_asks_for_a_hello(visitor: Visitor) -> None:
    await visitor.does("newcomer", name="Ana", language="en", role="volunteer")

    await visitor.does("reset")
    await visitor.event("reset")
    await visitor.hello()

    assert "Ana" not in {person["name"] for person in visitor.state["people"]}


async def test_a_reset_waits_for_no_clock_and_no_fault(visitor: Visitor) -> None:
    await visitor.does("fault", kind="down")
    for fields in ({"to": "2029-01-01T00:00"}, {"to": "hour"}):
        await visitor.socket.send_json({"id": next(visitor.numbers), "do": "clock", **fields})

    await visitor.does("reset")
    state = await visitor.hello()

    assert state["faults"] == []
    assert state["now"] < "2028"
