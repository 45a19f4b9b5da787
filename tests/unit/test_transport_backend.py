from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from telegram import Bot, InputFile
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.transport import proxies
from bot.transport.backend import AiohttpRequest, ServerTrouble, Timeouts, Unsent

TOKEN = "1:a-token-nobody-may-see"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Line:
    """A server whose answer the test chooses, and a bot that calls it."""

    def __init__(self) -> None:
        self.answer: Answer = echo
        self.server = TestServer(self._application())
        self.peers: list[str] = []

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=2**24)
        application.router.add_post("/bot{token}/{method}", self._handle)
        return application

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        self.peers.append(str(request.transport.get_extra_info("peername")))
        return await self.answer(request)

    def bot(self, **timeouts: float) -> Bot:
        return Bot(
            TOKEN,
            base_url=f"http://127.0.0.1:{self.server.port}/bot",
            request=AiohttpRequest(connections=2, timeouts=Timeouts(**timeouts)),
            get_updates_request=AiohttpRequest(connections=1, timeouts=Timeouts(read=0.05)),
        )


async def echo(request: web.Request) -> web.Response:
    return web.json_response({"ok": True, "result": await request.json()})


async def never(request: web.Request) -> web.Response:
    await asyncio.Event().wait()
    raise AssertionError


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    line = Line()
    await line.server.start_server()
    yield line
    await line.server.close()


@asynccontextmanager
async def opened(bot: Bot) -> AsyncIterator[Bot]:
    requests = bot._request
    await asyncio.gather(*(request.initialize() for request in requests))
    try:
        yield bot
    finally:
        await asyncio.gather(*(request.shutdown() for request in requests))


def bot_at(port: int, **timeouts: float | None) -> Bot:
    request = AiohttpRequest(timeouts=Timeouts(**timeouts))
    return Bot(TOKEN, base_url=f"http://127.0.0.1:{port}/bot", request=request)


def port_of(server: asyncio.Server) -> int:
    return int(server.sockets[0].getsockname()[1])


@pytest.fixture
async def bot(line: Line) -> AsyncIterator[Bot]:
    async with opened(line.bot()) as bot:
        yield bot


async def test_a_call_carries_its_parameters_and_brings_back_the_result(bot: Bot) -> None:
    result = await bot.do_api_request("echo", {"chat_id": 7, "text": "née & <b>", "flags": [1, 2]})

    assert result == {"chat_id": 7, "text": "née & <b>", "flags": [1, 2]}


async def test_an_upload_carries_the_file_with_its_own_name(line: Line, bot: Bot) -> None:
    seen: dict[str, object] = {}

    async def take(request: web.Request) -> web.Response:
        fields = await request.post()
        document = fields["document"]
        assert isinstance(document, web.FileField)
        seen.update(chat=fields["chat_id"], name=document.filename, size=len(document.file.read()))
        return web.json_response({"ok": True, "result": True})

    line.answer = take
    await bot.do_api_request("upload", {"chat_id": 7, "document": file_of(3_000_000, "été.pdf")})

    assert seen == {"chat": "7", "name": "été.pdf", "size": 3_000_000}


def file_of(size: int, name: str = "a.pdf") -> InputFile:
    return InputFile(io.BytesIO(b"x" * size), name, read_file_handle=False)


async def test_an_upload_that_stalls_times_out_by_its_write_timeout() -> None:
    finished, hung_up = asyncio.Event(), asyncio.Event()

    async def read_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await finished.wait()
        writer.transport.abort()
        hung_up.set()

    server = await asyncio.start_server(read_nothing, "127.0.0.1", 0, limit=1024)
    async with opened(bot_at(port_of(server), read=None, media_write=0.05)) as bot:
        with pytest.raises(TimedOut):
            await bot.do_api_request("upload", {"document": file_of(30_000_000)})
        finished.set()
        await hung_up.wait()
    server.close()
    await server.wait_closed()


async def test_an_answer_that_does_not_come_is_a_timeout_of_unknown_effect(line: Line, bot: Bot) -> None:
    line.answer = never

    with pytest.raises(TimedOut) as caught:
        await bot.do_api_request("say", {"chat_id": 7}, read_timeout=0.05)

    assert not isinstance(caught.value, Unsent)


async def test_the_read_timeout_of_one_call_stands_above_the_default(line: Line) -> None:
    async def late(request: web.Request) -> web.Response:
        await asyncio.sleep(0.1)
        return await echo(request)

    line.answer = late
    async with opened(line.bot(read=0.01)) as bot:
        with pytest.raises(TimedOut):
            await bot.do_api_request("echo")
        assert await bot.do_api_request("echo", read_timeout=5) == {}


async def test_a_long_poll_waits_as_long_as_it_asked(line: Line, bot: Bot) -> None:
    async def nothing_new(request: web.Request) -> web.Response:
        await asyncio.sleep(0.15)
        return web.json_response({"ok": True, "result": []})

    line.answer = nothing_new
    assert await bot.get_updates(timeout=2) == ()


async def test_no_server_at_all_means_the_call_was_not_sent() -> None:
    async with opened(bot_at(unused_port())) as bot:
        with pytest.raises(Unsent, match=r"no connection to 127\.0\.0\.1"):
            await bot.do_api_request("say")


async def test_with_every_connection_busy_the_call_is_not_sent(line: Line, bot: Bot) -> None:
    arrived = asyncio.Semaphore(0)

    async def keep_waiting(request: web.Request) -> web.Response:
        arrived.release()
        return await never(request)

    line.answer = keep_waiting
    async with asyncio.TaskGroup() as group:
        busy = [group.create_task(bot.do_api_request("echo", read_timeout=None)) for _ in range(2)]
        await arrived.acquire()
        await arrived.acquire()
        with pytest.raises(Unsent, match="busy"):
            await bot.do_api_request("echo", pool_timeout=0.01)
        for task in busy:
            task.cancel()

    assert len(line.peers) == 2


async def test_a_cut_line_is_a_network_error_of_unknown_effect(line: Line, bot: Bot) -> None:
    async def hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    line.answer = hang_up
    with pytest.raises(NetworkError) as caught:
        await bot.do_api_request("say")

    assert not isinstance(caught.value, (Unsent, TimedOut))


async def test_after_a_broken_call_the_next_one_dials_anew(line: Line, bot: Bot) -> None:
    await bot.do_api_request("echo")
    await bot.do_api_request("echo")
    line.answer = never
    with pytest.raises(TimedOut):
        await bot.do_api_request("echo", read_timeout=0.05)
    line.answer = echo
    await bot.do_api_request("echo")

    first, second, broken, fresh = line.peers
    assert first == second == broken != fresh


async def test_a_server_out_of_order_is_told_from_a_broken_line(line: Line, bot: Bot) -> None:
    async def out_of_order(request: web.Request) -> web.Response:
        return web.Response(status=502, text="<html>Bad Gateway</html>")

    line.answer = out_of_order
    with pytest.raises(ServerTrouble, match="502"):
        await bot.do_api_request("say")


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, {"ok": False, "description": "Bad Request: chat not found"}, BadRequest),
        (
            429,
            {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 7}},
            RetryAfter,
        ),
    ],
)
async def test_refusals_become_the_librarys_errors(
    line: Line, bot: Bot, status: int, body: dict[str, object], error: type[Exception]
) -> None:
    async def refuse(request: web.Request) -> web.Response:
        return web.json_response(body, status=status)

    line.answer = refuse
    with pytest.raises(error):
        await bot.do_api_request("say")


async def test_no_error_shows_the_token(line: Line, bot: Bot) -> None:
    line.answer = never
    shown = []
    for timeouts in ({"read_timeout": 0.01}, {"connect_timeout": 0.000001, "read_timeout": 0.01}):
        with pytest.raises(NetworkError) as caught:
            await bot.do_api_request("say", **timeouts)
        error: BaseException | None = caught.value
        while error is not None:
            shown.append(str(error))
            error = error.__cause__

    assert shown
    assert not any("nobody-may-see" in text for text in shown)


async def test_it_opens_and_closes_more_than_once(line: Line) -> None:
    bot = line.bot()
    for _ in range(2):
        async with opened(bot):
            await bot.do_api_request("echo")
    with pytest.raises(NetworkError, match="not initialized"):
        await bot.do_api_request("echo")


@pytest.mark.parametrize(
    ("environment", "url", "proxy"),
    [
        ({"HTTPS_PROXY": "http://p:3128"}, "https://api.telegram.org/bot", "http://p:3128"),
        ({"ALL_PROXY": "p:3128"}, "https://api.telegram.org/bot", "http://p:3128"),
        ({"HTTPS_PROXY": "http://p:3128"}, "http://tg.example/bot", None),
        ({"HTTPS_PROXY": "http://p:3128", "NO_PROXY": "telegram.org"}, "https://api.telegram.org/bot", None),
        ({"HTTP_PROXY": "http://p:3128"}, "http://127.0.0.1:8081/bot", None),
        ({"HTTP_PROXY": "http://p:3128"}, "http://localhost:8081/bot", None),
        ({}, "https://api.telegram.org/bot", None),
    ],
)
def test_the_proxy_is_the_environments(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], url: str, proxy: str | None
) -> None:
    forget_proxies(monkeypatch, environment)

    assert proxies.proxy_for(url) == proxy


def test_a_proxy_of_another_kind_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_proxies(monkeypatch, {"ALL_PROXY": "socks5://p:1080"})

    with pytest.raises(Unsent, match="socks5"):
        proxies.proxy_for("https://api.telegram.org/bot")


async def test_a_call_goes_through_the_proxy(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readline()).decode().split()[1])
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 26\r\n\r\n{"ok": true, "result": 42}')
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(relay, "127.0.0.1", 0)
    forget_proxies(monkeypatch, {"HTTP_PROXY": f"http://127.0.0.1:{port_of(server)}"})
    async with opened(Bot(TOKEN, base_url="http://telegram.invalid/bot", request=AiohttpRequest())) as bot:
        assert await bot.do_api_request("who") == 42
    server.close()

    assert asked == [f"http://telegram.invalid/bot{TOKEN}/who"]


def forget_proxies(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    proxies._proxy.cache_clear()
