"""/verify and its code: typed behind the command, or asked for."""

from __future__ import annotations

from typing import Any

from telegram import Update

from bot.domain.certificate import read_code
from bot.usecases.certify import CHECKED_BY
from bot.usecases.verify import open_verifying
from handlers.deps import Deps

LONGEST = 200
"""Characters of what was typed after the command: a code, and a sentence around it."""


async def verify(update: Update, context: Any, deps: Deps) -> None:
    """The code may hold spaces or hyphens, as it is printed."""
    typed = " ".join(context.args or ())[:LONGEST]
    code = read_code(typed) or "".join(typed.split())
    await deps.act(
        update,
        lambda tx, caller: open_verifying(tx, caller, typed),
        link=f"{CHECKED_BY}{code}" if code else "",
    )
