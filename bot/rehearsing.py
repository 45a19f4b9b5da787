"""Owns the rehearsal: the emulator and the real bot on a garden file, in one process, nothing left behind."""

from __future__ import annotations

import asyncio
import signal
import webbrowser
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from rich.console import Console

from bot.app import App, Plan, opened
from bot.errors import Misuse
from bot.i18n import Catalogues
from bot.rehearsal import Emulator, demo
from bot.rehearsal.keyboard import typed_lines
from bot.rehearsal.messages import Json
from bot.rehearsal.page import PageServer, Production, Programme
from bot.rehearsal.page.doors import LOOPBACK, is_loopback
from bot.rehearsal.page.keepsake import Keepsake, held
from bot.rehearsal.stage import Stage, Watcher
from bot.rehearsal.team import COORDINATOR_ID, gather_team
from bot.rehearsal.terminal import Terminal
from bot.storage.migrate import migrate
from bot.transport.admission import WIDE_OPEN, Limits
from bot.usecases.garden_file import GardenFile
from bot.usecases.garden_file.nearby_dates import with_dates_near
from bot.usecases.import_garden import import_garden

IN_MEMORY = "sqlite:///:memory:"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A Telegram with simulated people, and the bot that answers them."""

    emulator: Emulator
    app: App


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """How to play. `language` is the chat's; `transcript` and `picture` are files to write, Markdown and SVG."""

    language: str
    fast: bool
    transcript: Path | None = None
    picture: Path | None = None


@dataclass(frozen=True, slots=True)
class PagePlan:
    """How to serve the page. `language` is the team's, `example` what a reset may go back to.

    `opens`: in a browser, at once. `scene`: played once the page is open. `folder`: where it is kept.
    """

    language: str
    example: Programme
    host: str = LOOPBACK
    port: int = 0
    opens: bool = False
    scene: str = ""
    folder: Path | None = None


EXPOSED = (
    "warning: with --host, others who reach this machine and know the address can read and act in this rehearsal;"
    " it is sent without encryption"
)


@asynccontextmanager
async def rehearsing(
    file: GardenFile,
    now: datetime | None = None,
    limits: Limits | None = None,
    *,
    database_url: str = IN_MEMORY,
    restore: Callable[[Emulator], None] = lambda _emulator: None,
    keeping: Callable[[Emulator], AbstractAsyncContextManager[None]] = lambda _emulator: nullcontext(),
) -> AsyncIterator[Rehearsal]:
    """Both, running until the block ends. The rehearsal's clock stands at `now` until it is moved.

    `restore` is called before the bot comes; `keeping` begins then and ends after the bot is gone.
    """
    async with Emulator(now=now, follows=True) as emulator:
        restore(emulator)
        plan = Plan(
            token=emulator.token,
            api_url=emulator.url,
            database_url=database_url,
            admins=frozenset({COORDINATOR_ID}),
            clock_url=emulator.url,
            limits=limits or Limits(),
            port=0,
        )
        async with keeping(emulator), opened(plan) as app:
            await app.db.run(import_garden, with_dates_near(file, emulator.now), emulator.now)
            async with asyncio.TaskGroup() as tasks:
                running = tasks.create_task(app.run())
                await emulator.connected()
                await emulator.settle()
                yield Rehearsal(emulator, app)
                running.cancel()


async def play_demo(file: GardenFile, plan: DemoPlan, console: Console) -> None:
    """The whole path before one's eyes, then what the database holds, then how to go live."""
    for path in (plan.transcript, plan.picture):
        _check_writable(path)
    transcript, picture = demo.Transcript(), demo.Picture()
    drawn = demo.Columns(console, None if plan.fast else demo.Pace()) if demo.fits(console) else None
    async with rehearsing(speaking_first(file, plan.language), demo.BEGINS, WIDE_OPEN) as rehearsal:
        speaker = rehearsal.app.house.catalogues.speaker(plan.language, file.garden.timezone)
        watchers: Sequence[Watcher] = [drawn or demo.Lines(console), transcript, picture]
        with drawn or nullcontext():
            ana = await demo.play(Stage(rehearsal.emulator, speaker, watchers), file)
        facts = await rehearsal.app.db.read(demo.tell_outcome, ana.id)
    demo.print_credits(console, speaker, facts)
    if plan.transcript is not None:
        _write(plan.transcript, f"{transcript.text()}\n{demo.outcome_markdown(speaker, facts)}")
    if plan.picture is not None:
        _write(plan.picture, picture.svg)


async def rehearse_on_page(programme: Programme | None, plan: PagePlan, tell: Callable[[str], None]) -> None:
    """On a page in the browser, until Ctrl-C or SIGTERM. `programme` None: what is kept, else the example."""
    async with _kept_in(plan.folder) as keepsake:
        if programme is None:
            programme = (keepsake.programme(plan.example) if keepsake else None) or plan.example
        elif keepsake is not None:
            keepsake.check(programme, plan.example)
        opener = partial(putting_on, language=plan.language, keepsake=keepsake)
        server = PageServer(
            programme, opener, Catalogues.load(), example=plan.example, host=plan.host, port=plan.port
        )
        if not is_loopback(plan.host):
            tell(EXPOSED)

        def opened() -> None:
            tell(f"the rehearsal is open at {server.address}")
            tell("stop it with Ctrl-C")
            if plan.opens:
                webbrowser.open(server.address)

        await server.run(stop_asked(), opened, scene=plan.scene)


@asynccontextmanager
async def _kept_in(folder: Path | None) -> AsyncIterator[Keepsake | None]:
    if folder is None:
        yield None
        return
    keepsake = Keepsake(folder)
    async with held(folder):
        yield keepsake


@asynccontextmanager
async def putting_on(
    programme: Programme, *, language: str, keepsake: Keepsake | None = None, now: datetime | None = None
) -> AsyncIterator[Production]:
    """A garden at work: its team in their group, and the bot. With a keepsake it goes on where it stopped.

    `now`: where a clock that has not stopped before begins; else at the present.
    """
    if keepsake is None:
        running = rehearsing(programme.file, now, WIDE_OPEN)
        snapshot = None
    else:
        snapshot = keepsake.begin(programme)
        await migrate(keepsake.database_url, backup_folder=keepsake.backups)
        running = rehearsing(
            programme.file,
            now,
            WIDE_OPEN,
            database_url=keepsake.database_url,
            restore=partial(_restore, keepsake, snapshot),
            keeping=keepsake.keeping,
        )
    async with running as rehearsal:
        emulator, app = rehearsal.emulator, rehearsal.app
        if snapshot is None:
            speaker = app.house.catalogues.speaker(language, programme.file.garden.timezone)
            await gather_team(emulator, app.db, speaker)
        yield Production(
            programme,
            emulator,
            app.db,
            app.house,
            language,
            began=emulator.now,
            declared={} if keepsake is None else keepsake.declared,
            is_kept=keepsake is not None,
        )


def _restore(keepsake: Keepsake, snapshot: Json | None, emulator: Emulator) -> None:
    if snapshot is None:
        keepsake.declared.clear()
    else:
        keepsake.restore(emulator, snapshot)


def stop_asked() -> asyncio.Event:
    """Set by Ctrl-C or SIGTERM; a second one ends the program at once."""
    asked = asyncio.Event()
    loop, running = asyncio.get_running_loop(), asyncio.current_task()

    def stop() -> None:
        if asked.is_set() and running is not None:
            running.cancel()
        asked.set()

    with suppress(NotImplementedError):  # Windows ends it with KeyboardInterrupt
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop)
    return asked


async def rehearse_here(file: GardenFile, language: str, console: Console) -> None:
    """By hand, in this terminal, until `:quit`, the end of the input or Ctrl-C. The clock starts at the present."""
    async with rehearsing(file) as rehearsal:
        speaker = rehearsal.app.house.catalogues.speaker(language, file.garden.timezone)
        stage = Stage(rehearsal.emulator, speaker)
        team = await gather_team(rehearsal.emulator, rehearsal.app.db, speaker)
        stage.group = team.group
        ana = rehearsal.emulator.person("Ana", language=language)
        people = {person.name.casefold(): person for person in (ana, *team.people)}
        for person in people.values():
            stage.follow(person)
        terminal = Terminal(stage, people, ana, console)
        stage.watch(terminal)
        await terminal.run(typed_lines())


def speaking_first(file: GardenFile, language: str) -> GardenFile:
    """The same garden, whose group speaks `language`: a garden's first one is what its group reads."""
    if language not in file.garden.languages:
        return file
    ordered = sorted(file.garden.languages, key=lambda one: one != language)
    return file.model_copy(update={"garden": file.garden.model_copy(update={"languages": ordered})})


def _write(path: Path, text: str) -> None:
    _check_writable(path)
    path.write_text(text, encoding="utf-8")


def _check_writable(path: Path | None) -> None:
    """Known before anything is played."""
    try:
        if path is not None:
            path.open("a").close()
    except OSError as error:
        raise Misuse(f"{path} cannot be written ({error.strerror}); name another file") from None
