"""Owns who is let in: the secret in the address, the names a browser may call us by, the headers of every answer."""

from __future__ import annotations

import ipaddress
import secrets
import socket
from dataclasses import dataclass, field
from hmac import compare_digest
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

SECRET_BYTES = 16
LOOPBACK = "127.0.0.1"

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens there."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True)
class Door:
    """Lets in who knows the secret and calls us by our own name."""

    host: str
    port: int
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(SECRET_BYTES))

    @property
    def root(self) -> str:
        return f"/{self.secret}/"

    @property
    def address(self) -> str:
        """What to open in a browser."""
        host = self.host
        if host in ("0.0.0.0", "::"):
            host = socket.gethostname()
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}{self.root}"

    def is_ours(self, host: str) -> bool:
        """Whether a Host header names us: another name that leads here is another site's trick (DNS rebinding)."""
        try:
            parts = urlsplit(f"//{host}")
            name, port = parts.hostname or "", parts.port or 80
        except ValueError:
            return False
        if port != self.port:
            return False
        if is_loopback(self.host):
            return name in (LOOPBACK, "localhost", self.host.lower())
        return name in (self.host.lower(), "localhost", socket.gethostname().lower()) or _is_number(name)

    def is_from_our_page(self, request: web.Request, *, must_say: bool) -> bool:
        """Whether the page a browser sends this from is our own."""
        origin = request.headers.get("Origin")
        if origin is None:
            return not must_say
        return compare_digest(origin.encode(), f"http://{request.host}".encode())

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Everything that is not ours looks the same: nothing is there."""
        known = compare_digest(request.path.encode()[: len(self.root)], self.root.encode())
        if not known or not self.is_ours(request.headers.get("Host", "")):
            return web.Response(status=404)
        changing = request.method not in ("GET", "HEAD")
        if changing and not self.is_from_our_page(request, must_say=False):
            return web.Response(status=403)
        try:
            return await handler(request)
        except web.HTTPException as refused:
            return web.Response(status=refused.status)


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """To be called before any answer is begun."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = "coupdemain"


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
