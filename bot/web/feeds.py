"""Owns what is answered to a calendar program that asks for somebody's dates by their secret link.

The link is the password: it stands in no log, nothing between us and the reader may keep the answer, and a wrong one
learns nothing but 404.
"""

from __future__ import annotations

import asyncio
import hashlib
import re

from aiohttp import web

from bot.calendars import write_calendar
from bot.clock import Clock
from bot.storage.database import Database
from bot.usecases.agenda.links import ENDING, PATH, Shown, read_link
from bot.usecases.house import House
from bot.web.pace import Pace

ROUTE = PATH + "{token:[A-Za-z0-9_-]{22}}" + ENDING

EVERYBODY = (200.0, 100.0)
"""Requests at once and a second, all links together: what is asked of the database has an end."""
EACH = (30.0, 1 / 30)
"""The same for one link: several devices that look every few minutes are far below."""

HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Disposition": 'inline; filename="calendar.ics"',
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
_WHEN_WRITTEN = re.compile(rb"DTSTAMP:[^\r]*\r\n")


class Feeds:
    """`await answer(request)`. Made on the loop that serves."""

    def __init__(self, db: Database, house: House, clock: Clock) -> None:
        self._db, self._house, self._clock = db, house, clock
        monotonic = asyncio.get_running_loop().time
        self._everybody, self._each = Pace(*EVERYBODY, monotonic), Pace(*EACH, monotonic)

    async def answer(self, request: web.Request) -> web.Response:
        """The dates; 304 where the reader has them so already, 404 for whatever is no link of ours."""
        token = request.match_info["token"]
        if wait := self._everybody.wait():
            return _later(wait)
        shown = await self._db.read(read_link, token, self._clock.now())
        if shown is None:
            raise web.HTTPNotFound
        if wait := self._each.wait(token):
            return _later(wait)
        written = await asyncio.to_thread(self._write, shown)
        headers = {**HEADERS, "ETag": _tag(written)}
        if _has_it(request, headers["ETag"]):
            return web.Response(status=304, headers=headers)
        return web.Response(body=written, content_type="text/calendar", charset="utf-8", headers=headers)

    def _write(self, shown: Shown) -> bytes:
        return write_calendar(shown.file, self._house.catalogues.speaker(shown.language, shown.file.zone))


def _tag(written: bytes) -> str:
    """The same for the same dates, whenever they were written: hence a weak one (RFC 9110, 8.8.1)."""
    return f'W/"{hashlib.sha256(_WHEN_WRITTEN.sub(b"", written)).hexdigest()[:32]}"'


def _has_it(request: web.Request, tag: str) -> bool:
    """Whether the reader's copy is as good; strong or weak makes no difference here (RFC 9110, 13.1.2)."""
    known = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    return "*" in known or tag.removeprefix("W/") in known


def _later(seconds: int) -> web.Response:
    return web.Response(status=429, headers={"Retry-After": str(seconds)})
