"""Owns measuring calls to Telegram: our HTTP backend against the stock one, over loopback, with 64 calls at once."""

from __future__ import annotations

import asyncio
import sys
from time import perf_counter

import uvloop
from aiohttp import web
from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from benchmarks.figure import Figure
from benchmarks.serving import served_by
from bot.transport.backend import AiohttpRequest

CALLS, AT_ONCE, ROUNDS = 2000, 64, 3
TOKEN = "1234567:rehearsal-benchmark"


def measure() -> list[Figure]:
    with served_by("http_backend") as url:
        stock = _best(url, HTTPXRequest)
        ours = _best(url, AiohttpRequest)
    return [
        Figure("a call answered", stock, f"the library's own HTTP backend, {AT_ONCE} at once"),
        Figure(
            "a call answered", ours, f"our HTTP backend, {AT_ONCE} at once: {stock / ours:.1f} times as many"
        ),
    ]


def _best(url: str, request: type[BaseRequest]) -> float:
    return min(uvloop.run(_echoes(url, request())) for _ in range(ROUNDS))


async def _echoes(url: str, request: BaseRequest) -> float:
    """Seconds a call, with all places busy."""
    bot = Bot(TOKEN, base_url=f"{url}/bot", request=request, get_updates_request=AiohttpRequest())
    await request.initialize()
    left = iter(range(CALLS))

    async def one_place() -> None:
        for number in left:
            message = await bot.send_message(number, f"Hello, number {number}")
            assert message.message_id > 0

    try:
        await asyncio.gather(*(bot.send_message(0, "warm") for _ in range(AT_ONCE)))
        begin = perf_counter()
        await asyncio.gather(*(one_place() for _ in range(AT_ONCE)))
        return (perf_counter() - begin) / CALLS
    finally:
        await request.shutdown()


async def _serve() -> None:
    application = web.Application()
    application.router.add_post("/bot{token}/sendMessage", _echo)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    sys.stdout.write(f"http://{host}:{port}\n")  # how the parent learns where we are
    sys.stdout.flush()
    await asyncio.Event().wait()


async def _echo(request: web.Request) -> web.Response:
    fields = await (request.json() if request.content_type == "application/json" else request.post())
    chat = {"id": int(str(fields["chat_id"])), "type": "private"}
    message = {"message_id": 1, "date": 0, "chat": chat, "text": str(fields["text"])}
    return web.json_response({"ok": True, "result": message})


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        uvloop.run(_serve())
    for figure in measure():
        sys.stdout.write(f"{figure.of}: {figure.shown}, {1 / figure.seconds:.0f} a second\n")
