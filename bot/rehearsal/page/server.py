"""Owns the page's own server: its socket, its addresses, its files, and the tabs that are open."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from aiohttp import WSCloseCode, WSMsgType, web

from bot.domain.text import say
from bot.errors import Failure, Refusal
from bot.i18n import Catalogues, Speaker
from bot.rehearsal.messages import Json
from bot.rehearsal.page import files, uploads
from bot.rehearsal.page.asked import (
    NotUnderstood,
    RealToken,
    read_frame,
    refuse_real_token,
)
from bot.rehearsal.page.desk import Desk, answered
from bot.rehearsal.page.doors import LOOPBACK, Door, add_headers
from bot.rehearsal.page.feed import Tabs
from bot.rehearsal.page.gardens import LARGEST, in_lines, read_programme
from bot.rehearsal.page.production import Opener, Production, Programme, Theatre
from bot.rehearsal.page.seats import Seat, written
from bot.rehearsal.page.watching import Watching
from bot.usecases.garden_file import GardenFileError

log = logging.getLogger(__name__)

BODY_BYTES = 21 * 1024 * 1024
FAREWELL_SECONDS = 1.0
LARGEST_FRAME = 4 * 1024 * 1024
"""Bytes; whoever sends more loses the line, and comes back."""

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
        example: Programme,
        host: str = LOOPBACK,
        port: int = 0,
    ) -> None:
        self.catalogues = catalogues
        self.tabs = Tabs()
        self.theatre = Theatre(programme, opener, self)
        self._listener = listen(host, port)
        self.door = Door(host, self._listener.getsockname()[1])
        self._tasks = asyncio.TaskGroup()
        self.desk = Desk(self.theatre, self.tabs, example, self._tasks)
        self._answering: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        return self.door.address

    async def run(
        self, stop: asyncio.Event, opened: Callable[[], None] = lambda: None, *, scene: str = ""
    ) -> None:
        """Serve until `stop`. `opened` is called once the rehearsal runs; `scene` plays once a tab is open."""
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            async with self._tasks:
                running = self._tasks.create_task(self.theatre.run())
                await self.theatre.begins()
                await web.SockSite(runner, self._listener).start()
                opened()
                if scene:
                    playing = self._tasks.create_task(self._play(scene))
                    self._answering.add(playing)
                    playing.add_done_callback(self._answering.discard)
                await stop.wait()
                self.desk.plays.take_over()
                await self._see_out()
                for task in (running, *self._answering):
                    task.cancel()
        finally:
            await runner.cleanup()
            self._listener.close()

    async def _play(self, scene: str) -> None:
        """As soon as somebody can see it."""
        await self.tabs.came.wait()
        language = next((seat.language for seat in self.tabs.seats), "")
        try:
            await self.desk.plays.start(scene, language, self._tasks)
        except Refusal as refusal:
            log.error("%s", refusal.message)

    async def attend(self, production: Production) -> None:
        """Tell the open tabs what happens in this production."""
        watching = Watching(production, self.tabs)
        self.tabs.tell_all({"event": "reset"})
        for seat in self.tabs.seats:
            seat.listens, seat.watched, seat.calls_told = False, None, 0
        self.desk.watching = watching
        try:
            await watching.run()
        finally:
            self.desk.watching = None

    def _application(self) -> web.Application:
        app = web.Application(client_max_size=BODY_BYTES, middlewares=[self.door.guard])
        app.on_response_prepare.append(add_headers)
        root = self.door.root
        app.router.add_get(root, files.index)
        app.router.add_get(root + "static/{name:.+}", files.static)
        app.router.add_get(root + "words/{language}.json", partial(files.words, self.catalogues))
        app.router.add_get(root + "files/{unique}/{name}", partial(files.sent, self.theatre))
        app.router.add_get(root + "keep/{chat:-?[0-9]+}.{form:md|html}", partial(files.kept, self.theatre))
        app.router.add_get(root + "socket", self._socket)
        app.router.add_post(root + "upload", self._upload)
        app.router.add_post(root + "garden", self._garden)
        return app

    async def _upload(self, request: web.Request) -> web.Response:
        """A file somebody sends."""

        async def work() -> Json:
            return await uploads.send(self.theatre.production, await uploads.read_upload(request))

        return self._answer_to(await answered(work, None, self._asker(request)), 422)

    async def _garden(self, request: web.Request) -> web.Response:
        """One's own garden file; what runs goes on where it is wrong."""
        raw = await _read_whole(request, LARGEST)
        try:
            refuse_real_token(raw.decode(errors="replace"))
            programme = read_programme(raw)
        except GardenFileError as error:
            return web.json_response({"ok": False, "errors": in_lines(error)}, status=422)
        except RealToken as refusal:
            errors = [self._asker(request).plain(say(refusal.message))]
            return web.json_response({"ok": False, "errors": errors}, status=422)
        await self.desk.begin_anew(programme)
        return web.json_response({"ok": True})

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if not self.door.is_from_our_page(request, must_say=True):
            return web.Response(status=403)
        ws = web.WebSocketResponse(max_msg_size=LARGEST_FRAME, heartbeat=30.0, timeout=2.0)
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
        try:
            asked = read_frame(text)
            number = asked.number
            refuse_real_token(text)
            if asked.verb == "hello":
                language = asked.words("lang", longest=20, default="")
                seat.language = self.catalogues.speaker(language).language
                work = partial(self.desk.state, seat)
                self.tabs.came.set()
            else:
                work = partial(self.desk.do, seat, asked)
        except (NotUnderstood, RealToken) as refusal:
            work = partial(_raise, refusal)
        seat.tell(written(await answered(work, number, self._speaker(seat))))

    def _asker(self, request: web.Request) -> Speaker:
        """The language of a request without a socket: the one it names, else an open tab's."""
        language = next((seat.language for seat in self.tabs.seats), "")
        return self.catalogues.speaker(request.query.get("lang", language))

    @staticmethod
    def _answer_to(answer: Json, refused: int) -> web.Response:
        del answer["id"]
        return web.json_response(answer, status=200 if answer["ok"] else refused)

    def _speaker(self, seat: Seat) -> Speaker:
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


async def _read_whole(request: web.Request, most: int) -> bytes:
    """The body, in however many pieces it comes; of one that is larger than `most`, a little more than that."""
    raw = bytearray()
    async for piece in request.content.iter_any():
        raw += piece
        if len(raw) > most:
            break
    return bytes(raw)


def _drop(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
