"""Owns how the domain's values are written in columns: texts, places, sets in a settled order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.garden import Place
from bot.domain.text import Words


def words_column(words: Words) -> dict[str, str]:
    """A text in its languages, in the garden's order: the first one stands in for a missing one."""
    return dict(words.by_language)


def words_from(column: Mapping[str, str]) -> Words:
    return Words(dict(column))


def place_column(place: Place) -> dict[str, float]:
    return {"latitude": place.latitude, "longitude": place.longitude}


def place_from(column: Mapping[str, Any]) -> Place:
    return Place(column["latitude"], column["longitude"])


def sorted_column(values: Iterable[object]) -> list[str]:
    """A set, always written in the same order, so that an unchanged one is seen to be unchanged."""
    return sorted(str(value) for value in values)
