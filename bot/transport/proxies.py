"""Owns which proxy a call takes, by the environment's usual variables; this machine is never behind one."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass

from telegram.error import NetworkError


class Unsent(NetworkError):
    """The call never left: no connection, or none free. It may be made again without fear of a double."""

    __slots__ = ()


def proxy_for(url: str) -> str | None:
    """The proxy of HTTPS_PROXY, HTTP_PROXY or ALL_PROXY for this URL, unless NO_PROXY names its host.

    Raises:
        Unsent: the proxy speaks something else than HTTP.
    """
    parts = urlsplit(url)
    return _proxy(parts.scheme, parts.hostname or "")


@lru_cache(maxsize=16)
def _proxy(scheme: str, host: str) -> str | None:
    proxies = getproxies_environment()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or _is_here(host) or proxy_bypass(host):
        return None
    if "://" not in proxy:
        proxy = f"http://{proxy}"
    if urlsplit(proxy).scheme not in ("http", "https"):
        scheme = urlsplit(proxy).scheme
        raise Unsent(f"the proxy for {host} speaks {scheme}; set HTTPS_PROXY to an http:// proxy")
    return proxy


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
