"""Owns a rehearsal on disk: the bot's database, Telegram's side as a snapshot, the garden file. In one folder."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.errors import Failure, Misuse
from bot.rehearsal.emulator import Emulator
from bot.rehearsal.messages import Json
from bot.rehearsal.page.production import Programme
from bot.rehearsal.snapshot import freeze, thaw
from bot.usecases.garden_file import read_garden_file

DATABASE, SNAPSHOT, GARDEN, LOCK = "rehearsal.sqlite3", "telegram.json", "garden.toml", "in-use"
PAUSE = 1.0
"""Seconds between two looks at whether there is something new to keep."""

SELDOM = 20
"""How many times as long as writing took is waited for afterwards."""

LOST = 1_000_000
"""What the updates' numbers jump by after a kill: those given since the last snapshot were answered already."""


class Keepsake:
    """What is kept of a rehearsal in `folder`. `declared` is what people were added as on the page."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.declared: dict[int, str] = {}
        self._serial = 0
        self._writing = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Misuse(
                f"{folder} cannot be used ({error.strerror}); name another folder with --data"
            ) from None

    @property
    def database_url(self) -> str:
        return f"sqlite:///{(self.folder / DATABASE).resolve()}"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    def programme(self, example: Programme) -> Programme | None:
        """What was rehearsed here last; None where nothing was. Raises: GardenFileError."""
        path = self.folder / GARDEN
        if not path.exists() or not (self.folder / SNAPSHOT).exists():
            return None
        source = path.read_bytes()
        return (
            example if source == example.source else Programme(read_garden_file(path), source, example=False)
        )

    def check(self, wanted: Programme, example: Programme) -> None:
        """Raises: Misuse, where another garden is kept here."""
        kept = self.programme(example)
        if kept is not None and kept.file.garden.slug != wanted.file.garden.slug:
            raise Misuse(
                f"{self.folder} keeps a rehearsal of {kept.file.garden.name}; leave out the garden file to go on with"
                " it, or name another folder with --data"
            )

    def begin(self, programme: Programme) -> Json | None:
        """The snapshot to go on from; None: begin anew, with nothing left of before. Raises: Failure."""
        snapshot = None if programme.fresh else self._read()
        if snapshot is None:
            for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", SNAPSHOT):
                (self.folder / name).unlink(missing_ok=True)
        _write_whole(self.folder / GARDEN, programme.source)
        return snapshot

    def _read(self) -> Json | None:
        path = self.folder / SNAPSHOT
        if not path.exists() or not (self.folder / DATABASE).exists():
            return None
        try:
            found: Json = json.loads(path.read_text("utf-8"))
            self.declared = {int(number): str(role) for number, role in found["declared"].items()}
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            raise Failure(f"{path} cannot be read; move it away to begin anew") from None
        return found

    def restore(self, emulator: Emulator, snapshot: Json) -> None:
        """Raises: Failure."""
        thaw(emulator, snapshot.get("telegram"))
        if not snapshot.get("closed"):
            emulator.updates.jump(emulator.updates.next_id + LOST)

    @asynccontextmanager
    async def keeping(self, emulator: Emulator) -> AsyncIterator[None]:
        """Write every so often meanwhile, and at the end."""
        try:
            async with asyncio.TaskGroup() as tasks:
                writing = tasks.create_task(self._write_again_and_again(emulator))
                yield
                writing.cancel()
        finally:
            self._write(self._frozen(emulator, closed=True), self._next_serial())

    async def _write_again_and_again(self, emulator: Emulator) -> None:
        """The more there is to write, the more seldom: nobody at the page is to notice."""
        loop, told = asyncio.get_running_loop(), None
        while True:
            began = loop.time()
            sign = (emulator.calls.started, emulator.updates.next_id, emulator.now, len(emulator.world.users))
            if sign != told:
                told = sign
                kept, serial = self._frozen(emulator, closed=False), self._next_serial()
                await asyncio.to_thread(self._write, kept, serial)
            await asyncio.sleep(max(PAUSE, SELDOM * (loop.time() - began)))

    def _frozen(self, emulator: Emulator, *, closed: bool) -> Json:
        return {"telegram": freeze(emulator), "declared": dict(self.declared), "closed": closed}

    def _next_serial(self) -> int:
        self._serial += 1
        return self._serial

    def _write(self, kept: Json, serial: int) -> None:
        """What is older than something written or about to be is left alone. Raises: Failure."""
        content = json.dumps(kept).encode()
        with self._writing:
            if serial == self._serial:
                _write_whole(self.folder / SNAPSHOT, content)


@asynccontextmanager
async def held(folder: Path) -> AsyncIterator[None]:
    """Nobody else rehearses in this folder meanwhile. Raises: Misuse."""
    try:
        import fcntl
    except ImportError:  # Windows: two rehearsals in one folder are the operator's own look-out
        yield
        return
    with (folder / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Misuse(
                f"another rehearsal uses {folder}; stop it, or name another folder with --data"
            ) from None
        try:
            yield
        finally:
            with suppress(OSError):
                (folder / LOCK).unlink()


def _write_whole(path: Path, content: bytes) -> None:
    """All of it or nothing, whatever happens meanwhile. Raises: Failure."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise Failure(
            f"{path} cannot be written ({error.strerror}); check the folder and the disk"
        ) from error
