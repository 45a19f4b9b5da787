"""Owns what the commands do to a database and a bot, once the settings are read; prints only through `tell`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.config import Settings
from bot.errors import Failure, Misuse
from bot.storage import gardens
from bot.storage.database import Database
from bot.storage.migrate import Migrated, migrate
from bot.storage.standing import read_standing

if TYPE_CHECKING:
    from bot.usecases.export import HoursLine, Line
    from bot.usecases.garden_file import GardenFile
    from bot.usecases.import_report import ImportReport

EMPTY = (
    "the database holds no garden; run: coupdemain import <garden.toml> (examples/garden.toml is one to copy), "
    "or set COUPDEMAIN_GARDEN to your file"
)


async def run_bot(settings: Settings, token: str) -> None:
    """Bring the database up to date, fill it where it is empty, then answer until told to stop."""
    from bot.app import Plan  # loaded here: every other command starts without it
    from bot.living import live

    if settings.webhook_url:
        raise Misuse("this version polls and takes no webhook yet; unset WEBHOOK_URL")
    await bring_up_to_date(settings)
    await _hold_a_garden(settings)
    plan = Plan(
        token=token,
        api_url=settings.api_url,
        database_url=settings.database_url.get_secret_value(),
        admins=settings.admins,
        clock_url=settings.clock_url,
        port=settings.port,
        listen_address=settings.listen_address,
        public_url=settings.public_url,
    )
    await live(plan)


async def bring_up_to_date(settings: Settings) -> Migrated:
    """Migrate where there is something to migrate; what is current already is only read."""
    url = settings.database_url.get_secret_value()
    _make_folder(settings.data)
    standing = await read_standing(url)
    if standing.is_current:
        return Migrated(standing.found, standing.newest, None)
    return await migrate(url, backup_folder=settings.data / "backups")


async def import_into(settings: Settings, file: GardenFile) -> ImportReport:
    from bot.usecases.import_garden import import_garden

    await bring_up_to_date(settings)
    async with _opened(settings) as db:
        return await db.run(import_garden, file, SystemClock().now())


async def export_from(settings: Settings) -> list[Line]:
    from bot.usecases.export import list_volunteers

    async with existing(settings) as db:
        if not await db.read(gardens.list_gardens):
            raise Misuse(EMPTY)
        return await db.read(list_volunteers)


async def hours_from(settings: Settings, year: int, rate: float | None) -> list[HoursLine]:
    from bot.usecases.export import list_hours

    async with existing(settings) as db:
        if not await db.read(gardens.list_gardens):
            raise Misuse(EMPTY)
        return await db.read(list_hours, year, rate)


async def export_gardens_from(settings: Settings) -> list[str]:
    """The garden file of each garden, as things stand."""
    from bot.usecases.export_garden import export_gardens

    async with existing(settings) as db:
        if not await db.read(gardens.list_gardens):
            raise Misuse(EMPTY)
        return await db.read(export_gardens, SystemClock().now())


async def back_up(settings: Settings, target: Path) -> None:
    async with existing(settings) as db:
        await db.backup(target)


async def _hold_a_garden(settings: Settings) -> None:
    """An empty database is filled from COUPDEMAIN_GARDEN; without it there is nothing to run.

    It writes, even if nothing: a database that stays locked is told at the start and not at the first message.
    """
    async with _opened(settings) as db:
        if await db.run(gardens.list_gardens):
            return
        if settings.garden_file is None:
            raise Misuse(EMPTY)
        from bot.usecases.garden_file import read_garden_file
        from bot.usecases.import_garden import import_garden

        await db.run(import_garden, read_garden_file(settings.garden_file), SystemClock().now())


@asynccontextmanager
async def existing(settings: Settings) -> AsyncIterator[Database]:
    """A database that is there already: reading never makes an empty one."""
    standing = await read_standing(settings.database_url.get_secret_value())
    if standing.found is None:
        raise Misuse(EMPTY)
    async with _opened(settings) as db:
        yield db


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Database]:
    db = await Database.open(settings.database_url.get_secret_value())
    try:
        yield db
    finally:
        await db.close()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Failure(
            f"the data folder {folder} cannot be made ({why}); set COUPDEMAIN_DATA to another"
        ) from None
