"""Two ways to be a bot in the emulator: bare calls over HTTP, and a plain python-telegram-bot application."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import aiohttp
from telegram.ext import Application, ApplicationBuilder

from bot.rehearsal import Emulator

NOW = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)

App = Application[Any, Any, Any, Any, Any, Any]


class Caller:
    """A bot that does nothing by itself: the test makes its calls and reads the answers."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.root = f"{emulator.url}/bot{emulator.token}"
        self.offset = 0
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "Caller":
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._session is not None
        await self._session.close()

    @property
    def session(self) -> aiohttp.ClientSession:
        assert self._session is not None
        return self._session

    async def answer(self, method: str, **params: Any) -> dict[str, Any]:
        """The whole body of the answer."""
        async with self.session.post(f"{self.root}/{method}", json=params) as response:
            body: dict[str, Any] = await response.json()
            assert response.status == body.get("error_code", 200)
            return body

    async def call(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        body = await self.answer(method, **params)
        assert body["ok"], body
        return body["result"]

    async def refused(self, method: str, **params: Any) -> str:
        """The description of a call that must fail."""
        body = await self.answer(method, **params)
        assert not body["ok"], body
        return str(body["description"])

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        """Fetch and confirm what is pending."""
        found: list[dict[str, Any]] = await self.call("getUpdates", offset=self.offset, **params)
        if found:
            self.offset = found[-1]["update_id"] + 1
            await self.call("getUpdates", offset=self.offset, limit=1)
        return found

    async def only_update(self) -> dict[str, Any]:
        (update,) = await self.updates()
        return update


def build_application(emulator: Emulator) -> App:
    return (
        ApplicationBuilder()
        .token(emulator.token)
        .base_url(f"{emulator.url}/bot")
        .base_file_url(f"{emulator.url}/file/bot")
        .job_queue(None)
        .build()
    )


@asynccontextmanager
async def polling(emulator: Emulator, register: Callable[[App], None]) -> AsyncIterator[App]:
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
