"""/start and its links: which garden, which mission, which invitation."""

from __future__ import annotations

from typing import Any

from telegram import Update

from bot.usecases.start import start
from handlers.deps import Deps


async def open_bot(update: Update, context: Any, deps: Deps) -> None:
    """The payload is at most 64 of [A-Za-z0-9_-] (Telegram, deep linking); anything else is no link of ours."""
    payload = context.args[0] if context.args else ""
    await deps.act(update, lambda tx, caller: start(tx, caller, payload), link=payload)
