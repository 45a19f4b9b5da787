"""Owns how checks look into a garden file as it was written: whatever has the wrong shape is passed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Raw: TypeAlias = Mapping[str, Any]


def section(data: Raw, key: str) -> Raw:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def items(data: Raw, key: str) -> list[tuple[int, Raw]]:
    """The sections of a list, with their place in it."""
    value = data.get(key)
    listed = value if isinstance(value, list) else []
    return [(number, item) for number, item in enumerate(listed) if isinstance(item, dict)]


def word(item: Raw, key: str) -> str | None:
    value = item.get(key)
    return value if isinstance(value, str) else None


def texts(item: Raw, key: str) -> list[str]:
    value = item.get(key)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
