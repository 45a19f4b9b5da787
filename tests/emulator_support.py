"""A plain python-telegram-bot bot, run in the test's own process against the emulator."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from telegram.ext import Application, ApplicationBuilder

from bot.rehearsal import Emulator


def build_application(emulator: Emulator) -> "Application[Any, Any, Any, Any, Any, Any]":
    return (
        ApplicationBuilder()
        .token(emulator.token)
        .base_url(f"{emulator.url}/bot")
        .base_file_url(f"{emulator.url}/file/bot")
        .job_queue(None)
        .build()
    )


@asynccontextmanager
async def polling(
    emulator: Emulator, register: Callable[[Any], None]
) -> "AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]":
    """The bot, polling until the end of the block."""
    application = build_application(emulator)
    register(application)
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(timeout=5)
        try:
            yield application
        finally:
            emulator.updates.nudge()
            await application.updater.stop()
            await application.stop()
