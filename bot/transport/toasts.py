"""Owns the short words over a tapped button: sent right after the commit, neither awaited nor owed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.domain.text import Text
from bot.transport.gateway import Gateway

LONGEST = 200
"""Characters of a notification (Bot API, answerCallbackQuery)."""
WAITING_AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class Toast:
    """A word of success over the button that was tapped."""

    text: Text


class Toasts:
    """Answers callback queries side by side; what cannot be said in time is dropped, for it has no meaning later."""

    def __init__(self, gateway: Gateway, at_once: int = 16) -> None:
        self._gateway = gateway
        self._at_once = at_once
        self._waiting: asyncio.Queue[tuple[str, str]] = asyncio.Queue(WAITING_AT_MOST)

    def answer(self, callback_id: str, text: str) -> None:
        """Stop the button's spinner, with a word where there is one; long words ask for a tap to close them."""
        if not self._waiting.full():
            self._waiting.put_nowait((callback_id, text[:LONGEST]))

    async def run(self) -> None:
        """Answer for as long as the program runs."""
        async with asyncio.TaskGroup() as tasks:
            for _ in range(self._at_once):
                tasks.create_task(self._answer_each())

    async def settle(self) -> None:
        """Return when every answer asked for so far was given."""
        await self._waiting.join()

    async def _answer_each(self) -> None:
        while True:
            callback_id, text = await self._waiting.get()
            try:
                await self._gateway.answer_callback(callback_id, text, alert=len(text) > 60)
            finally:
                self._waiting.task_done()
