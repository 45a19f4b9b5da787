"""Owns fetching a list of members that was sent, and having it read beside the event loop."""

from __future__ import annotations

import asyncio

from bot.domain.sheet import SheetId
from bot.storage.database import Database
from bot.storage.timers import Timer
from bot.transport.gateway import Gateway
from bot.usecases.member_list.receiving import surroundings_of
from bot.usecases.member_list.understanding import Understood, understand


class ListReading:
    """`await reading(timer)`: the list that the timer is about, understood; None where nobody waits for it any more."""

    def __init__(self, db: Database, gateway: Gateway) -> None:
        self._db = db
        self._gateway = gateway

    async def __call__(self, timer: Timer) -> Understood | None:
        found = await self._db.read(surroundings_of, SheetId(timer.subject_id))
        if found is None:
            return None
        sheet, around = found
        content = await self._gateway.fetch(sheet.file_id)
        return await asyncio.to_thread(understand, content, around)
