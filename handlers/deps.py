"""What every handler is given."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeAlias

from telegram import Update

from bot.storage.database import Transaction
from bot.transport.act import Act, Outcome
from bot.usecases.house import Caller

Callback: TypeAlias = Callable[[Update, Any], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class Deps:
    act: Act

    def doing(self, fn: Callable[[Transaction, Caller], Outcome]) -> Callback:
        """A handler that only acts: nothing to read from the update."""

        async def handle(update: Update, _context: Any) -> None:
            await self.act(update, fn)

        return handle
