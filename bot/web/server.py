"""Owns the bot's own HTTP server: its socket, its addresses, and that no secret of an address is ever logged."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from aiohttp import web

from bot.clock import Clock
from bot.domain.incident import new_incident
from bot.errors import DatabaseBusy, Failure
from bot.storage.database import Database
from bot.usecases.house import House
from bot.web.feeds import ROUTE, Feeds

log = logging.getLogger(__name__)

HEALTH = "/health"
BODY_BYTES = 1024
"""Nobody has anything to send us."""
RETRY_SECONDS = 5

Health: TypeAlias = Callable[[], Awaitable[Mapping[str, bool]]]
"""What is looked at, and whether it is well."""


class WebServer:
    """`run` serves until cancelled. Listens where `listener` is bound already; TLS is a proxy's business."""

    def __init__(
        self, db: Database, house: House, clock: Clock, health: Health, listener: socket.socket
    ) -> None:
        self._db, self._house, self._clock, self._health = db, house, clock, health
        self._listener = listener

    async def run(self) -> None:
        app = web.Application(client_max_size=BODY_BYTES, middlewares=[_guard])
        app.on_response_prepare.append(_say_little)
        app.router.add_get(HEALTH, self._tell_health)
        app.router.add_get(ROUTE, Feeds(self._db, self._house, self._clock).answer)
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.SockSite(runner, self._listener).start()
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def _tell_health(self, request: web.Request) -> web.Response:
        """For whoever watches over this process: 200 where all is well, 503 where something is not."""
        found = await self._health()
        return web.json_response(dict(found), status=200 if all(found.values()) else 503)


@web.middleware
async def _guard(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Whatever breaks is told under an incident, without the address it was asked by."""
    try:
        return await handler(request)
    except web.HTTPException as refusal:
        return web.Response(status=refusal.status, text=refusal.reason)
    except DatabaseBusy:
        return web.Response(status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    except Exception:
        incident = new_incident()
        log.exception("incident %s: a request could not be answered", incident, extra={"incident": incident})
        return web.Response(status=500, text=incident)


async def _say_little(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers["Server"] = "coupdemain"
    response.headers["X-Content-Type-Options"] = "nosniff"


def listen(host: str, port: int) -> socket.socket:
    """A socket bound there; port 0 is any free one. Raises: Failure, where it cannot be had."""
    try:
        family, kind, number, _name, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, number)
    except OSError as error:
        fix = "mend LISTEN_ADDRESS"
        raise Failure(f"{host} is no address of this machine ({error.strerror}); {fix}") from None
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(where)
    except OSError as error:
        listener.close()
        fix = "set PORT to another, or stop what uses it"
        raise Failure(f"port {port} of {host} cannot be used ({error.strerror}); {fix}") from None
    return listener
