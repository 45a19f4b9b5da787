"""Owns the page's own server: its socket, its addresses, its files, and the tabs that are open."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from aiohttp import WSCloseCode, WSMsgType, web

from bot.errors import Failure
from bot.i18n import Catalogues, Speaker
from bot.rehearsal.messages import Json
from bot.rehearsal.page import desk, files
from bot.rehearsal.page.asked import LONGEST_FRAME, Asked, NotUnderstood, read_frame
from bot.rehearsal.page.doors import LOOPBACK, Door, add_headers
from bot.rehearsal.page.feed import Feed, Tabs
from bot.rehearsal.page.production import Opener, Production, Programme, Starting, Theatre
from bot.rehearsal.page.seats import Seat, written
from bot.rehearsal.page.state import state_shape

BODY_BYTES = 21 * 1024 * 1024
FAREWELL_SECONDS = 1.0
MOST_ANSWERING = 50
"""Requests of one tab under way at once; more wait their turn."""


class PageServer:
    """The page of one rehearsal. `run` serves until cancelled."""

    def __init__(
        self,
        programme: Programme,
        opener: Opener,
        catalogues: Catalogues,
        *,
        host: str = LOOPBACK,
        port: int = 0,
    ) -> None:
        self.catalogues = catalogues
        self.tabs = Tabs()
        self.theatre = Theatre(programme, opener, self)
        self._listener = listen(host, port)
        self.door = Door(host, self._listener.getsockname()[1])
        self._feed: Feed | None = None
        self._tasks = asyncio.TaskGroup()
        self._answering: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        return self.door.address

    async def run(self, stop: asyncio.Event, opened: Callable[[], None] = lambda: None) -> None:
        """Serve until `stop`; `opened` is called once the rehearsal runs."""
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            async with self._tasks:
                running = self._tasks.create_task(self.theatre.run())
                await self.theatre.begins()
                await web.SockSite(runner, self._listener).start()
                opened()
                await stop.wait()
                await self._see_out()
                for task in (running, *self._answering):
                    task.cancel()
        finally:
            self._listener.close()
            await runner.cleanup()

    async def attend(self, production: Production) -> None:
        """Tell the open tabs what happens in this production."""
        feed = Feed(production, self.tabs)
        changes = production.emulator.world.changes
        changes.watch(feed)
        self._feed = feed
        self.tabs.tell_all({"event": "reset"})
        for seat in self.tabs.seats:
            seat.listens = False
        try:
            await feed.run()
        finally:
            changes.unwatch(feed)
            self._feed = None

    def _application(self) -> web.Application:
        app = web.Application(client_max_size=BODY_BYTES, middlewares=[self.door.guard])
        app.on_response_prepare.append(add_headers)
        root = self.door.root
        app.router.add_get(root, files.index)
        app.router.add_get(root + "static/{name:.+}", files.static)
        app.router.add_get(root + "words/{language}.json", partial(files.words, self.catalogues))
        app.router.add_get(root + "files/{unique}/{name}", partial(files.sent, self.theatre))
        app.router.add_get(root + "socket", self._socket)
        return app

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if not self.door.is_from_our_page(request, must_say=True):
            return web.Response(status=403)
        ws = web.WebSocketResponse(max_msg_size=LONGEST_FRAME, heartbeat=30.0, timeout=2.0)
        await ws.prepare(request)
        seat = Seat(ws, self.catalogues.languages[0], partial(_drop, request))
        self.tabs.seats.add(seat)
        sending = self._tasks.create_task(seat.run())
        try:
            await self._listen(ws, seat)
        finally:
            self.tabs.seats.discard(seat)
            seat.end()
            await sending
        return ws

    async def _listen(self, ws: web.WebSocketResponse, seat: Seat) -> None:
        """Answer frame after frame. Requests begin in order; a long one holds up no other."""
        places = asyncio.Semaphore(MOST_ANSWERING)
        async for frame in ws:
            if frame.type is not WSMsgType.TEXT:
                continue
            await places.acquire()
            answering = self._tasks.create_task(self._answer(seat, frame.data))
            self._answering.add(answering)
            answering.add_done_callback(self._answering.discard)
            answering.add_done_callback(lambda _done: places.release())

    async def _answer(self, seat: Seat, text: str) -> None:
        number: int | None = None
        asked: Asked | None = None
        try:
            asked = read_frame(text)
            number = asked.number
            if asked.verb == "hello":
                await self._hello(seat, asked)
                return
        except (NotUnderstood, Starting) as refusal:
            answer = await desk.answered(partial(_raise, refusal), number, self._speaker(seat))
        else:
            answer = await desk.answered(partial(self._do, seat, asked), number, self._speaker(seat))
        seat.tell(written(answer))

    async def _do(self, seat: Seat, asked: Asked) -> Json:
        return await desk.act(self.theatre, asked)

    async def _hello(self, seat: Seat, asked: Asked) -> None:
        """The whole state, and from then on what changes."""
        language = asked.words("lang", longest=20, default="")
        seat.language = self.catalogues.speaker(language).language
        await self.theatre.begins()
        speaker = self._speaker(seat)
        answer = await desk.answered(partial(self._state, seat), asked.number, speaker)
        seat.listens = True
        seat.tell(written(answer))
        self.tabs.came.set()

    async def _state(self, seat: Seat) -> Json:
        production, feed = self.theatre.production, self._feed
        if feed is None:
            raise Starting
        rest: Json = {"due": [], "scenes": [], "scene": None, "faults": [], "restores": False}
        return await state_shape(production, feed, self._speaker(seat), rest)

    def _speaker(self, seat: Seat) -> Speaker:
        if self.theatre.is_open:
            return self.theatre.production.speaker(seat.language)
        return self.catalogues.speaker(seat.language)

    async def _see_out(self) -> None:
        """Tell the open tabs that the program ends, and close them; one that does not answer is left behind."""
        self.tabs.tell_all({"event": "stopping"})
        with suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL_SECONDS):
                for seat in [*self.tabs.seats]:
                    seat.end()
                    await seat.ended.wait()
                    await seat.socket.close(code=WSCloseCode.GOING_AWAY)


def listen(host: str, port: int) -> socket.socket:
    """A socket bound there. Raises: Failure."""
    try:
        family, kind, number, _name, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, number)
    except OSError as error:
        raise Failure(f"{host} is no address of this machine ({error.strerror}); leave out --host") from None
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(where)
    except OSError as error:
        listener.close()
        raise Failure(
            f"port {port} of {host} cannot be used ({error.strerror}); choose another --port"
        ) from None
    return listener


async def _raise(refusal: Exception) -> Json:
    raise refusal


def _drop(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
