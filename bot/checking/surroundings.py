"""Owns the doctor's look around: Telegram and the token, the clock, the disk."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp

from bot.checking.finding import Finding, note, well, wrong
from bot.clock import Clock
from bot.transport.proxies import proxy_for

TIMEOUT = 10.0
SKEW = timedelta(seconds=60)
"""Beyond this, reminders come noticeably early or late."""
ROOM = 500_000_000
"""Bytes that a database, its backup and a year of growth fit into with ease."""


async def check_telegram(api_url: str, token: str, clock: Clock) -> list[Finding]:
    """Who the token is, and how far the clocks are apart (the Date header of the answer)."""
    url = f"{api_url}/bot{token}/getMe"
    try:
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(url, proxy=proxy_for(url)) as answer,
        ):
            told = answer.headers.get("Date", "")
            body = await answer.json(content_type=None)
            return [_who(answer.status, body, api_url), *_skew(told, clock)]
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        why = type(error).__name__
        return [
            wrong("telegram", f"{api_url} cannot be reached ({why}); check the network and TELEGRAM_API_URL")
        ]


def _who(status: int, body: object, api_url: str) -> Finding:
    if status in (401, 404):
        fix = "copy it again from @BotFather (/mybots, API Token)"
        return wrong("telegram", f"refuses TELEGRAM_BOT_TOKEN ({status}); {fix}")
    result = body.get("result") if isinstance(body, dict) else None
    if status != 200 or not isinstance(result, dict):
        return wrong("telegram", f"{api_url} answered {status}; check TELEGRAM_API_URL")
    if not result.get("can_join_groups", True):
        return wrong(
            "telegram", "the bot may not join groups; send /setjoingroups to @BotFather and enable it"
        )
    return well("telegram", f"the token is @{result.get('username')}'s")


def _skew(told: str, clock: Clock) -> list[Finding]:
    try:
        apart = abs(_read_date(told) - clock.now())
    except (TypeError, ValueError):
        return []
    seconds = round(apart.total_seconds())
    if apart > SKEW:
        return [wrong("clock", f"is {seconds} s away from Telegram's; set the machine's time (NTP)")]
    return [well("clock", f"within {max(1, seconds)} s of Telegram's")]


def _read_date(told: str) -> datetime:
    return parsedate_to_datetime(told)


def check_disk(folder: Path) -> Finding:
    """The room where the database and its backups live."""
    place = folder
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    said = f"{free // 1_000_000} MB free for {folder}"
    return well("disk", said) if free > ROOM else note("disk", f"only {said}; make room")
