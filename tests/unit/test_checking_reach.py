"""What the doctor says of the bot's own server: not set up, not running, somebody else's, not reached, ill, well."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from aiohttp import web

from bot.checking.finding import Finding, Verdict
from bot.checking.reaching import check_reach
from bot.web import listen

WELL = {"database": True, "outbox": True}
HERE = "127.0.0.1"


@asynccontextmanager
async def answering(body: Mapping[str, bool] | str, status: int = 200) -> AsyncIterator[int]:
    """A server of somebody's; its port."""

    async def answer(_request: web.Request) -> web.Response:
        if isinstance(body, str):
            return web.Response(text=body, status=status)
        return web.json_response(dict(body), status=status)

    app = web.Application()
    app.router.add_get("/health", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    listener = listen(HERE, 0)
    await web.SockSite(runner, listener).start()
    try:
        yield listener.getsockname()[1]
    finally:
        await runner.cleanup()


def a_free_port() -> int:
    with socket.socket() as one:
        one.bind((HERE, 0))
        return int(one.getsockname()[1])


def told(found: list[Finding]) -> list[tuple[Verdict, str, str]]:
    return [(one.verdict, one.what, one.said) for one in found]


async def test_without_a_port_there_are_files_and_no_links():
    [(verdict, what, said)] = told(await check_reach(None, HERE, ""))

    assert (verdict, what) == (Verdict.NOTE, "calendar links")
    assert "PORT and PUBLIC_URL are not set" in said


async def test_before_the_bot_runs_nothing_can_be_said():
    [(verdict, _what, said)] = told(await check_reach(a_free_port(), HERE, "https://bot.example.org"))

    assert verdict is Verdict.NOTE
    assert "ask again while the bot runs" in said


@pytest.mark.parametrize("listens", [HERE, "0.0.0.0"])
async def test_all_is_well(listens: str):
    async with answering(WELL) as port:
        found = await check_reach(port, listens, f"http://{HERE}:{port}")

    assert [one.verdict for one in found] == [Verdict.OK, Verdict.OK]


async def test_a_port_without_an_address_outside_gives_no_links():
    async with answering(WELL) as port:
        found = told(await check_reach(port, HERE, ""))

    assert found[1][0] is Verdict.NOTE
    assert "PUBLIC_URL is not set" in found[1][2]


async def test_another_program_at_the_port_is_told():
    async with answering("It works!") as port:
        [(verdict, _what, said)] = told(await check_reach(port, HERE, ""))

    assert verdict is Verdict.WRONG
    assert f"another program answers on port {port}; set PORT to another" in said


async def test_what_is_ill_is_named():
    async with answering({"database": True, "outbox": False}, 503) as port:
        first = told(await check_reach(port, HERE, ""))[0]

    assert first == (Verdict.WRONG, "health", "the bot runs, but not its outbox; read its log")


Elsewhere = Callable[[], AbstractAsyncContextManager[int]]


@pytest.mark.parametrize(
    ("elsewhere", "why"),
    [(lambda: answering("", 502), "answers, but not as the bot does (502)"), (None, "does not answer")],
)
async def test_a_proxy_that_does_not_pass_on_is_told_what_to_pass(elsewhere: Elsewhere | None, why: str):
    async with answering(WELL) as port:
        if elsewhere is None:
            found = told(await check_reach(port, HERE, f"http://{HERE}:{a_free_port()}"))
        else:
            async with elsewhere() as other:
                found = told(await check_reach(port, HERE, f"http://{HERE}:{other}"))

    assert found[1][0] is Verdict.WRONG
    assert why in found[1][2]
    assert "pass /calendar/ and /health on to PORT" in found[1][2]
