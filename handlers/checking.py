"""/verify and its code: typed behind the command, or asked for."""

from __future__ import annotations

from typing import Any

from telegram import Update

from bot.usecases.certify import CHECKED_BY
from bot.usecases.verify import open_verifying
from handlers.deps import Deps


async def verify(update: Update, context: Any, deps: Deps) -> None:
    """The code may hold spaces or hyphens, as it is printed."""
    typed = "".join(context.args or ())[:100]
    await deps.act(
        update,
        lambda tx, caller: open_verifying(tx, caller, typed),
        link=f"{CHECKED_BY}{typed}" if typed else "",
    )
