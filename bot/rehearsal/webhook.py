"""Owns the webhook: how it is set, and the courier that posts updates to it until they are taken."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import urlsplit

import aiohttp

from bot.clock import SetClock
from bot.rehearsal.messages import Json
from bot.rehearsal.methods import Params
from bot.rehearsal.refusals import bad_request, conflict
from bot.rehearsal.updates import Update, UpdateQueue, Webhook
from bot.rehearsal.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def set_webhook(world: World, params: Params) -> bool:
    """Telegram wants HTTPS; to this machine itself plain HTTP will do. Raises: Refused."""
    updates, url = world.updates, params["url"]
    _check_url(url)
    secret = params.get("secret_token", "")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    if params.get("drop_pending_updates"):
        updates.drop_pending()
    updates.allow(params.get("allowed_updates"))
    updates.webhook = Webhook(url, secret, params.get("max_connections", 40))
    updates.end_poll(conflict("terminated by setWebhook request"))
    if url:
        updates.hooked.set()
    updates.wake()
    return True


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if not url or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.hostname not in LOOPBACK:
        raise bad_request("bad webhook: the rehearsal posts to this machine only")


def delete_webhook(world: World, params: Params) -> bool:
    if params.get("drop_pending_updates"):
        world.updates.drop_pending()
    world.updates.webhook = Webhook()
    world.updates.wake()
    return True


def get_webhook_info(world: World, params: Params) -> Json:
    updates, webhook = world.updates, world.updates.webhook
    found: Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(updates.pending),
    }
    if webhook.url:
        found["max_connections"] = webhook.max_connections
    if webhook.last_error:
        found |= {"last_error_message": webhook.last_error, "last_error_date": webhook.last_error_date}
    if updates.allowed is not None:
        found["allowed_updates"] = sorted(updates.allowed)
    return found


class Courier:
    """Posts pending updates: of one chat in order, different chats side by side, again until answered 2xx."""

    def __init__(self, updates: UpdateQueue, clock: SetClock, *, retry: float) -> None:
        self.updates = updates
        self.clock = clock
        self.retry = retry
        self._lanes: set[int] = set()

    async def run(self) -> None:
        await self.updates.hooked.wait()
        timeout = aiohttp.ClientTimeout(total=60)
        async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as group:
            while True:
                await self.updates.pulse.until(self._has_work, float("inf"))
                for update in self._waiting():
                    self._lanes.add(update.lane)
                    group.create_task(self._carry_lane(session, update.lane))

    def _has_work(self) -> bool:
        return bool(self._waiting())

    def _waiting(self) -> list[Update]:
        """The first update of every chat nobody carries for; none while updates are held or polled."""
        webhook = self.updates.webhook
        if not webhook.url or self.updates.holding:
            return []
        first: dict[int, Update] = {}
        for update in self.updates.pending:
            if update.lane not in self._lanes:
                first.setdefault(update.lane, update)
        return list(first.values())[: max(0, webhook.max_connections - len(self._lanes))]

    async def _carry_lane(self, session: aiohttp.ClientSession, lane: int) -> None:
        attempts = 0
        try:
            while (update := self._next(lane)) is not None:
                if await self._carry(session, update):
                    attempts = 0
                else:
                    attempts += 1
                    await asyncio.sleep(min(60.0, self.retry * 2 ** (attempts - 1)))
        finally:
            self._lanes.discard(lane)
            self.updates.pulse.beat()

    def _next(self, lane: int) -> Update | None:
        if not self.updates.webhook.url or self.updates.holding:
            return None
        return next((update for update in self.updates.pending if update.lane == lane), None)

    async def _carry(self, session: aiohttp.ClientSession, update: Update) -> bool:
        webhook = self.updates.webhook
        headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
        update.delivered += 1
        try:
            async with session.post(webhook.url, json=update.wire(), headers=headers) as response:
                await response.read()
                error = (
                    ""
                    if response.ok
                    else f"Wrong response from the webhook: {response.status} {response.reason}"
                )
        except (aiohttp.ClientError, TimeoutError, OSError) as problem:
            error = f"Connection failed: {problem}"
        if error:
            webhook.last_error = error
            webhook.last_error_date = int(self.clock.now().timestamp())
            return False
        self.updates.confirm(update)
        return True
