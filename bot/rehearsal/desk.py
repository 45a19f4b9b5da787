"""Owns what happens to one call: faults, parameters, flood limits, the answer, the record. Knows no HTTP."""

from __future__ import annotations

import asyncio
import inspect
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.rehearsal.answers import ANSWERS
from bot.rehearsal.calls import Call, CallLog
from bot.rehearsal.faults import Fault, Faults, When
from bot.rehearsal.flood import Flood
from bot.rehearsal.methods import METHODS, SPELLINGS, Params, Upload
from bot.rehearsal.parameters import read_parameters
from bot.rehearsal.refusals import Refused, Unmodelled
from bot.rehearsal.webhook import delete_webhook, get_webhook_info, set_webhook
from bot.rehearsal.world import World


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back. `cut`: nothing, the line is dropped."""

    status: int
    body: dict[str, Any] | None = None
    cut: bool = False


CUT = Reply(0, cut=True)
BAD_GATEWAY = Reply(502)


class Desk:
    """Takes calls and answers them."""

    def __init__(self, world: World, faults: Faults, calls: CallLog, flood: Flood | None) -> None:
        self.world = world
        self.faults = faults
        self.calls = calls
        self.flood = flood
        self.complaints: list[str] = []

    def complain(self, what: str) -> None:
        """Keep what a test must see."""
        self.complaints.append(what)

    async def take(self, spelling: str, raw: Mapping[str, Any], files: Mapping[str, Upload]) -> Reply:
        """One call from arrival to answer."""
        method = SPELLINGS.get(spelling.lower())
        if self.faults.away:
            return self._away()
        if method is None:
            refused = Unmodelled(f"the method {spelling}")
            self.complain(refused.description)
            return Reply(refused.code, refused.wire())
        if method == "getUpdates":
            return await self._poll(raw)
        call = self.calls.open(method, {**raw, **files}, self.world.clock.now())
        try:
            return await self._answer(call, raw, files)
        finally:
            self.calls.close(call)
            self.world.updates.pulse.beat()

    def _away(self) -> Reply:
        return CUT if self.faults.away == "cut" else BAD_GATEWAY

    async def _poll(self, raw: Mapping[str, Any]) -> Reply:
        faults = self.faults.striking("getUpdates", None, raw)
        if early := await self._before(faults):
            return early
        try:
            params = read_parameters("getUpdates", raw, {})
            batch = await self.world.updates.poll(
                params.get("offset", 0),
                params.get("limit", 100),
                params.get("timeout", 0),
                params.get("allowed_updates"),
            )
        except Refused as refused:
            return self._refused(refused)
        if self.faults.away:
            return self._away()
        return await self._after(faults) or Reply(200, {"ok": True, "result": batch})

    async def _answer(self, call: Call, raw: Mapping[str, Any], files: Mapping[str, Upload]) -> Reply:
        faults = self.faults.striking(call.method, call.chat, raw) if self.faults.active else []
        if early := await self._before(faults):
            call.cut, call.error = early.cut, None if early.cut else str(early.body)
            return early
        reply = self._effect(call, raw, files)
        if faults and (late := await self._after(faults)):
            call.cut = True
            return late
        return reply

    def _effect(self, call: Call, raw: Mapping[str, Any], files: Mapping[str, Upload]) -> Reply:
        try:
            params = read_parameters(call.method, raw, files)
            call.params = params
            self._count(call.method, params)
            call.answer = self._call(call.method, params)
        except Refused as refused:
            call.error = refused.description
            return self._refused(refused)
        except Exception:  # a bug here must be seen by the test, not be taken for the network
            call.error = f"the rehearsal itself failed in {call.method}: {traceback.format_exc()}"
            self.complain(call.error)
            return Reply(500, {"ok": False, "error_code": 500, "description": "Internal Server Error"})
        return Reply(200, {"ok": True, "result": call.answer})

    def _call(self, method: str, params: Params) -> Any:
        if method in ANSWERS:
            return ANSWERS[method](self.world, params)
        return _ABOUT_UPDATES[method](self.world, params)

    def _count(self, method: str, params: Params) -> None:
        if self.flood is None or not METHODS[method].counts:
            return
        if chat := self.world.chats.get(params.get("chat_id", 0)):
            self.flood.take(chat.id, chat.kind, _messages_in(params))

    def _refused(self, refused: Refused) -> Reply:
        if isinstance(refused, Unmodelled):
            self.complain(refused.description)
        return Reply(refused.code, refused.wire())

    async def _before(self, faults: list[Fault]) -> Reply | None:
        for fault in faults:
            if await self._struck(fault, "before"):
                return CUT
            if fault.refusal is not None:
                return Reply(fault.refusal.code, fault.refusal.wire())
        return None

    async def _after(self, faults: list[Fault]) -> Reply | None:
        for fault in faults:
            if fault.seconds:
                await asyncio.sleep(fault.seconds)
        for fault in faults:
            if await self._struck(fault, "after"):
                return CUT
        return None

    async def _struck(self, fault: Fault, when: When) -> bool:
        """Let a fault of this moment happen; true where it drops the line."""
        if fault.when != when:
            return False
        if fault.callback is not None:
            done = fault.callback()
            if inspect.isawaitable(done):
                await done
        return fault.cuts


def _messages_in(params: Params) -> int:
    """How many messages a call brings: an album, or several passed on, counts as what is in it."""
    several = params.get("message_ids", params.get("media"))
    return max(1, len(several)) if isinstance(several, list) else 1


_ABOUT_UPDATES = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
