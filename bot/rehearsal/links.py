"""Owns what Telegram takes for a link in a text, and how it writes it: scheme and host in small letters, a path."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from bot.rehearsal.refusals import Unmodelled, cannot_parse

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_HOST_OF_TG = re.compile(r"[A-Za-z0-9_-]+")


def checked_link(url: str) -> str:
    """The link as Telegram keeps it; empty where it takes it for none, and then marks nothing."""
    found = _SCHEME.match(url)
    scheme = found.group()[:-1].lower() if found else ""
    if scheme in ("tg", "ton"):
        return _internal(scheme, url[len(scheme) + 1 :].removeprefix("//"))
    if scheme not in ("http", "https"):
        url, scheme = f"http://{url}", "http"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if "." not in host.strip(".") or any(letter.isspace() for letter in host):
        return ""
    named = f"{host}:{port}" if port else host
    user = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    return f"{scheme}://{user}{named}{_rest_of(url)}"


def _rest_of(url: str) -> str:
    rest = url.partition("://")[2]
    at = next((place for place, letter in enumerate(rest) if letter in "/?#"), len(rest))
    return rest[at:] if rest[at:].startswith("/") else f"/{rest[at:]}"


def _internal(scheme: str, rest: str) -> str:
    host = _HOST_OF_TG.match(rest)
    after = rest[host.end() :] if host else "?"
    if host is None or (after and after[0] not in "/?#"):
        return ""
    return f"{scheme}://{host.group().lower()}{after.removeprefix('/') if after[1:2] == '?' else after}"


def user_of_link(url: str) -> int | None:
    """Whom tg://user?id=… mentions."""
    found = re.fullmatch(r"tg:(?://)?user/?\?(.*)", url, re.IGNORECASE | re.DOTALL)
    number = dict(parse_qsl(found[1].partition("#")[0])).get("id", "") if found else ""
    return int(number) if number.isascii() and number.isdigit() and int(number) else None


def emoji_of_link(url: str) -> str:
    """The custom emoji tg://emoji?id=… shows. Raises: Refused."""
    scheme, colon, rest = url.partition(":")
    if not colon or scheme.lower() != "tg":
        raise cannot_parse("Custom emoji URL must have scheme tg")
    rest = rest.removeprefix("//")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0].lower()
    if host == "time":
        raise Unmodelled("tg://time in a text")
    if host != "emoji":
        raise cannot_parse('Custom emoji URL must have host "emoji"')
    query = rest[len(host) :].removeprefix("/").partition("#")[0]
    asked = dict(reversed(parse_qsl(query.removeprefix("?")))) if query.startswith("?") else {}
    if "id" not in asked:
        raise cannot_parse("Custom emoji URL must have an emoji identifier")
    if not re.fullmatch(r"[1-9][0-9]{0,18}", asked["id"]):
        raise cannot_parse("Invalid custom emoji identifier specified")
    return asked["id"]
