"""A rehearsal that is kept in a folder: it goes on where it stopped, or where it was killed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import Failure, Misuse
from bot.rehearsal.page import PageServer
from bot.rehearsal.page.keepsake import SNAPSHOT, Keepsake, held
from bot.rehearsing import putting_on
from tests.journey.page_visitor import Visitor, example, served, visiting


def kept_in(folder: Path):  # type: ignore[no-untyped-def]
    keepsake = Keepsake(folder)
    return served(lambda wanted: putting_on(wanted, language="en", keepsake=keepsake))


async def begins(visitor: Visitor) -> int:
    """Ana, asked for her first name."""
    ana = await visitor.does("newcomer", name="Ana", language="en", role="outsider")
    me = int(ana["id"])
    await visitor.does("says", who=me, chat=me, text="/start")
    for label in ("English", "Go on", "Yes, I agree"):
        await visitor.taps(me, me, label)
    await visitor.reads(me, "call you")
    return me


async def goes_on(page: PageServer, me: int) -> None:
    async with visiting(page.address) as visitor:
        assert visitor.person("Ana")["role"] == "volunteer" or visitor.person("Ana")["role"] == "outsider"
        await visitor.does("says", who=me, chat=me, text="Anaïs")
        await visitor.reads(me, "How old")


async def test_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    async with kept_in(tmp_path) as page, visiting(page.address) as visitor:
        assert visitor.state["restores"] is True
        me = await begins(visitor)
        await visitor.does("clock", to="hour")
        now, count = visitor.state["now"], len(visitor.messages)

    async with kept_in(tmp_path) as page:
        async with visiting(page.address) as visitor:
            assert visitor.state["now"] == now
            assert len(visitor.messages) == count
        await goes_on(page, me)


async def test_after_a_kill_nobody_is_taken_for_somebody_already_heard(tmp_path: Path) -> None:
    async with kept_in(tmp_path) as page, visiting(page.address) as visitor:
        me = await begins(visitor)
    snapshot = tmp_path / SNAPSHOT
    snapshot.write_text(json.dumps(json.loads(snapshot.read_text("utf-8")) | {"closed": False}), "utf-8")

    async with kept_in(tmp_path) as page:
        await goes_on(page, me)


async def test_a_reset_leaves_nothing_of_before(tmp_path: Path) -> None:
    async with kept_in(tmp_path) as page, visiting(page.address) as visitor:
        await begins(visitor)
        await visitor.does("reset")

    async with kept_in(tmp_path) as page, visiting(page.address) as visitor:
        assert "Ana" not in {person["name"] for person in visitor.state["people"]}


async def test_no_scene_throws_away_what_is_kept(tmp_path: Path) -> None:
    async with kept_in(tmp_path) as page, visiting(page.address) as visitor:
        await visitor.does("says", who=777, chat=777, text="/help")

        assert "Start anew first" in await visitor.fails("scene", name="welcome")
        await visitor.does("reset")
        await visitor.hello()
        await visitor.does("scene", name="welcome")


async def test_a_snapshot_that_cannot_be_read_is_told_and_left_alone(tmp_path: Path) -> None:
    async with kept_in(tmp_path):
        pass
    (tmp_path / SNAPSHOT).write_text("{", "utf-8")

    with pytest.raises(Failure, match="move it away"):
        Keepsake(tmp_path).begin(example())

    assert (tmp_path / SNAPSHOT).read_text("utf-8") == "{"


async def test_two_rehearsals_do_not_share_a_folder(tmp_path: Path) -> None:
    async with held(tmp_path):
        with pytest.raises(Misuse, match="another rehearsal"):
            async with held(tmp_path):
                pass


async def test_another_gardens_folder_is_left_alone(tmp_path: Path) -> None:
    async with kept_in(tmp_path):
        pass
    keepsake, same = Keepsake(tmp_path), example()
    garden = same.file.garden.model_copy(update={"slug": "another"})
    other = replace(same, file=same.file.model_copy(update={"garden": garden}), example=False)

    keepsake.check(same, same)
    with pytest.raises(Misuse, match="name another folder"):
        keepsake.check(other, same)
    assert keepsake.programme(same) is same
