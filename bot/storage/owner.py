"""Owns the names under which processes hold leases, and the judgement whether such a process may still run."""

from __future__ import annotations

import os
import secrets
import socket


def name_of_this_process() -> str:
    """Unique among all processes ever: a name used again would take another's leases for its own."""
    return f"{_host()}-{os.getpid()}-{secrets.token_hex(4)}"


def may_be_alive(owner: str) -> bool:
    """Whether the process of this name may still run: false only for one of this machine whose number is free.

    Our own number in another's name is an earlier process's: in a container each is number 1.
    """
    host, _, number = owner.rpartition("-")[0].rpartition("-")
    if host != _host() or not number.isdecimal():
        return True
    return int(number) != os.getpid() and _is_taken(int(number))


def _is_taken(number: int) -> bool:
    if os.name == "nt":
        return True  # signal 0 is no question there, it interrupts
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _host() -> str:
    return socket.gethostname()[:32]
