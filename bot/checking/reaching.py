"""Owns the check of the bot's own HTTP server: whether it is set up, runs, and is reached from outside."""

from __future__ import annotations

import json

import aiohttp

from bot.checking.finding import Finding, note, well, wrong
from bot.transport.proxies import proxy_for

TIMEOUT = 10.0
HEALTH = "/health"
PASS_ON = "have your proxy pass /calendar/ and /health on to PORT"


async def check_reach(port: int | None, listen_address: str, public_url: str) -> list[Finding]:
    """What stands between a phone's calendar and somebody's dates."""
    if port is None:
        said = "not served: PORT and PUBLIC_URL are not set; /calendar gives files, and no link"
        return [note("calendar links", said)]
    here = await _health_at(f"http://{_dialled(listen_address)}:{port}")
    if here is None:
        return [note("calendar links", f"nothing answers on port {port} yet; ask again while the bot runs")]
    if not isinstance(here, dict):
        return [wrong("calendar links", f"another program answers on port {port}; set PORT to another")]
    found = [_how_it_is(here)]
    if not public_url:
        said = f"port {port} is served, but PUBLIC_URL is not set; /calendar gives files, and no link"
        return [*found, note("calendar links", said)]
    there = await _health_at(public_url)
    if isinstance(there, dict):
        return [*found, well("calendar links", f"reached at {public_url}")]
    why = "does not answer" if there is None else f"answers, but not as the bot does ({there})"
    return [*found, wrong("calendar links", f"{public_url} {why}; {PASS_ON}")]


def _how_it_is(health: dict[str, object]) -> Finding:
    ill = sorted(name for name, is_well in health.items() if is_well is not True)
    if ill:
        return wrong("health", f"the bot runs, but not its {' and '.join(ill)}; read its log")
    return well("health", "the bot runs, its database and its outbox too")


def _dialled(listen_address: str) -> str:
    """Whoever listens everywhere is found here."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}
    return everywhere.get(listen_address, f"[{listen_address}]" if ":" in listen_address else listen_address)


async def _health_at(url: str) -> dict[str, object] | str | None:
    """What a bot says of itself there; else what was answered instead; None: nothing."""
    url += HEALTH
    try:
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(url, proxy=proxy_for(url), allow_redirects=False) as answer,
        ):
            told, status = await answer.text(), answer.status
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
        return None
    return _read(told) or str(status)


def _read(told: str) -> dict[str, object] | None:
    try:
        health = json.loads(told)
    except ValueError:
        return None
    ours = isinstance(health, dict) and health.keys() == {"database", "outbox"}
    return health if ours else None
