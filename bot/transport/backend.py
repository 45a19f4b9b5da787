"""Owns the HTTP calls to Telegram, on aiohttp. It puts no URL into an error: a URL holds the token."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.transport.proxies import Unsent, proxy_for
from bot.transport.upload import multipart

UNSENT = (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError, aiohttp.ConnectionTimeoutError)
"""What aiohttp raises while there is no connection yet."""

OUT_OF_ORDER = (500, 502, 503)
"""Answers that tell of no effect; 504 is left out: a gateway that lost patience knows nothing."""


class ServerTrouble(NetworkError):
    """Telegram's side answered that it is out of order: the call had no effect."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. `read` and `write` bound each wait on the socket, `connect` one attempt, `pool` the wait for a
    free place; None is no bound."""

    read: float | None = 10.0
    write: float | None = 10.0
    media_write: float | None = 20.0
    connect: float | None = 5.0
    pool: float | None = 3.0


class _Line:
    """A session and how many calls are under way on it."""

    __slots__ = ("calls", "retired", "session")

    def __init__(self) -> None:
        self.session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),  # the places are counted by the request itself
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": BaseRequest.USER_AGENT},
        )
        self.calls = 0
        self.retired = False


class AiohttpRequest(BaseRequest):
    """Calls over kept connections, at most `connections` at once.

    After a call broke in flight, idle connections are not trusted any more: the next call dials anew, so that
    a dead line is told from a slow answer.
    """

    __slots__ = ("_line", "_places", "_timeouts")

    def __init__(self, connections: int = 256, timeouts: Timeouts | None = None) -> None:
        self._timeouts = timeouts or Timeouts()
        self._places = asyncio.Semaphore(connections)
        self._line: _Line | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._timeouts.read

    async def initialize(self) -> None:
        if self._line is None:
            self._line = _Line()

    async def shutdown(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            await line.session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call.

        Raises:
            Unsent: the call surely never reached Telegram.
            ServerTrouble: Telegram surely did nothing.
            TimedOut, NetworkError: the call was in flight; whether it had its effect is unknown.
        """
        own = self._timeouts
        uploads = request_data is not None and request_data.contains_files
        write = _given(write_timeout, own.media_write if uploads else own.write)
        bounds = aiohttp.ClientTimeout(
            total=None,
            sock_connect=_given(connect_timeout, own.connect),
            sock_read=_given(read_timeout, own.read),
        )
        async with self._place(_given(pool_timeout, own.pool)), self._on_line() as session:
            body, headers = _body(request_data, write)
            code, content = await _call(session, method, url, body, headers, bounds)
        if code in OUT_OF_ORDER:
            raise ServerTrouble(f"Telegram is out of order (HTTP {code})")
        return code, content

    @asynccontextmanager
    async def _place(self, patience: float | None) -> AsyncIterator[None]:
        if not self._places.locked():
            await self._places.acquire()
        else:
            try:
                async with asyncio.timeout(patience):
                    await self._places.acquire()
            except TimeoutError:
                raise Unsent("every connection to Telegram is busy; the call was not made") from None
        try:
            yield
        finally:
            self._places.release()

    @asynccontextmanager
    async def _on_line(self) -> AsyncIterator[aiohttp.ClientSession]:
        line = self._line
        if line is None:
            raise RuntimeError("this request is not initialized; call initialize() first")
        line.calls += 1
        try:
            yield line.session
        except Unsent:
            raise
        except NetworkError:
            line.retired = True
            if self._line is line:
                self._line = _Line()
            raise
        finally:
            line.calls -= 1
            if line.retired and not line.calls:
                await line.session.close()


async def _call(
    session: aiohttp.ClientSession,
    method: str,
    url: str,
    body: bytes | aiohttp.Payload | None,
    headers: dict[str, str] | None,
    bounds: aiohttp.ClientTimeout,
) -> tuple[int, bytes]:
    """One call, its failures told in Telegram's errors. Chained to nothing: aiohttp's texts show the URL."""
    try:
        async with session.request(
            method,
            url,
            data=body,
            headers=headers,
            timeout=bounds,
            proxy=proxy_for(url),
            allow_redirects=False,
        ) as response:
            return response.status, await response.read()
    except UNSENT as error:
        raise Unsent(f"no connection to {urlsplit(url).netloc}: {_reason(error)}") from None
    except TimeoutError:
        raise TimedOut(f"{urlsplit(url).netloc} did not answer in time") from None
    except (aiohttp.ClientError, OSError) as error:
        raise NetworkError(f"the line to {urlsplit(url).netloc} broke: {_reason(error)}") from None


def _given(value: Any, default: float | None) -> float | None:
    return default if value is BaseRequest.DEFAULT_NONE else value


def _body(
    request_data: RequestData | None, write: float | None
) -> tuple[bytes | aiohttp.Payload | None, dict[str, str] | None]:
    if request_data is None:
        return None, None
    if request_data.contains_files:
        return multipart(request_data, write), None
    return json.dumps(request_data.parameters).encode(), {"Content-Type": "application/json"}


def _reason(error: Exception) -> str:
    cause = getattr(error, "os_error", error)
    return getattr(cause, "strerror", None) or type(error).__name__
