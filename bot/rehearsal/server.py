"""Owns the HTTP side: the loopback socket, the paths, the bodies of requests, dropped lines."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.errors import Failure
from bot.rehearsal.clock import Following
from bot.rehearsal.desk import Desk, Reply
from bot.rehearsal.forms import read_multipart
from bot.rehearsal.methods import Upload
from bot.rehearsal.refusals import bad_request, too_large

LOOPBACK = "127.0.0.1"
LONGEST_BODY = 60 * 1024 * 1024
FOLLOW_SECONDS = 50.0
_PATH = re.compile(r"/(file/)?bot([^/]*)/(.+)")
_REAL_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{35}")


def looks_real(token: str) -> bool:
    """Whether this could be a token Telegram gave to someone."""
    return _REAL_TOKEN.fullmatch(token) is not None


class Server:
    """Listens on this machine only."""

    def __init__(self, desk: Desk, following: Following, token: str, port: int) -> None:
        self.desk = desk
        self.following = following
        self.token = token
        self.port = port
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, self.port))
        except OSError as error:
            listener.close()
            raise Failure(f"port {self.port} of this machine is taken: choose another") from error
        self.port = listener.getsockname()[1]
        app = web.Application(client_max_size=LONGEST_BODY)
        app.router.add_route("POST", "/rehearsal/clock", self._follow)
        app.router.add_route("GET", "/rehearsal/clock", self._tell_time)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.SockSite(self._runner, listener).start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        found = _PATH.fullmatch(request.path)
        if found is None:
            return _json(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        if found[2] != self.token:
            return self._stranger(found[2])
        if found[1]:
            return self._file(found[3])
        try:
            raw, files = await _read_body(request)
        except web.HTTPRequestEntityTooLarge:
            return _json(413, too_large().wire())
        except (ValueError, TypeError):
            return _json(400, bad_request("can't parse the body of the request").wire())
        return _send(request, await self.desk.take(found[3], raw, files))

    def _stranger(self, token: str) -> web.Response:
        if looks_real(token):
            self.desk.complain(
                "a token that looks real was sent to the rehearsal; it was refused and not kept"
            )
        return _json(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})

    def _file(self, path: str) -> web.Response:
        if file := self.desk.world.file_at(path):
            return web.Response(body=file.content, content_type="application/octet-stream")
        return _json(404, {"ok": False, "error_code": 404, "description": "Not Found"})

    async def _follow(self, request: web.Request) -> web.Response:
        asked = await request.json()
        due = asked["next_due"]
        deadline = asyncio.get_running_loop().time() + FOLLOW_SECONDS
        found = await self.following.follow(
            asked["answered"], datetime.fromisoformat(due) if due else None, deadline
        )
        if found is None:
            return web.Response(status=204)
        return _json(200, {"now": found[0].isoformat(), "ask": found[1]})

    async def _tell_time(self, request: web.Request) -> web.Response:
        return _json(200, {"now": self.following.clock.now().isoformat()})


def _json(status: int, body: dict[str, Any]) -> web.Response:
    return web.Response(
        status=status, body=json.dumps(body, separators=(",", ":")).encode(), content_type="application/json"
    )


def _send(request: web.Request, reply: Reply) -> web.Response:
    if reply.cut:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)
    if reply.body is None:
        return web.Response(
            status=reply.status, text="<html><h1>Bad Gateway</h1></html>", content_type="text/html"
        )
    return _json(reply.status, reply.body)


async def _read_body(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """The raw parameters and the uploads of a request, whatever its form."""
    raw: dict[str, Any] = dict(request.query) if request.query_string else {}
    if request.method == "GET" or not request.can_read_body:
        return raw, {}
    kind = request.headers.get("Content-Type", "")
    body = await request.read()
    if kind.startswith("application/json"):
        return raw | dict(json.loads(body)), {}
    if kind.startswith("multipart/form-data"):
        fields, files = read_multipart(kind, body)
        return raw | fields, files
    return raw | dict(parse_qsl(body.decode(), keep_blank_values=True)), {}
