"""Owns the codes under which a fault is logged and shown: short enough to be read out on the telephone."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, which are mistaken for one another."""


def new_incident() -> str:
    """A fresh code of six signs; one in a billion, so that a log search finds one line."""
    return "".join(secrets.choice(ALPHABET) for _ in range(6))
