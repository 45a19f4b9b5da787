"""A database of an earlier version, filled and then brought up to date."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.storage.database import Database, Transaction
from bot.storage.migrate import migrate
from bot.storage.schema import SCRIPTS


@asynccontextmanager
async def upgraded(
    folder: Path, monkeypatch: pytest.MonkeyPatch, before: str, plant: Callable[[Transaction], None]
) -> AsyncIterator[Database]:
    """What `plant` wrote in the version just before `before`, as it is now."""
    url = f"sqlite:///{folder / 'garden.sqlite3'}"
    await migrate(url, backup_folder=folder, scripts=_scripts_before(folder, before))
    with monkeypatch.context() as patched:
        patched.setattr("bot.storage.database.refuse_other_version", lambda *_: None)
        old = await Database.open(url)
        await old.run(plant)
        await old.close()
    await migrate(url, backup_folder=folder)
    db = await Database.open(url)
    try:
        yield db
    finally:
        await db.close()


def _scripts_before(folder: Path, version: str) -> Path:
    scripts = folder / "scripts"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    for script in (scripts / "versions").glob("v*.py"):
        if script.name[:5] >= version:
            script.unlink()
    return scripts
