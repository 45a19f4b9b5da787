"""Owns what a garden file must agree on about baskets: hours of points, their keepers, the calendar of deliveries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TypeGuard

from bot.usecases.garden_file import kinds
from bot.usecases.garden_file.problems import Finding, Path, choose_from
from bot.usecases.garden_file.written import Raw, items, section, word

FARTHEST = timedelta(days=14)
"""A delivery that is moved further is a mistake of writing: vegetables do not wait."""


def points_close_after_they_open(data: Raw) -> Iterator[Finding]:
    for path, baskets in _baskets(data):
        opens, closes = _clock(baskets, "opens"), _clock(baskets, "closes")
        if opens and closes and closes <= opens:
            yield Finding((*path, "closes"), f"is not after opens ({opens:%H:%M})", "write a later hour")


def keepers_are_referents(data: Raw) -> Iterator[Finding]:
    known = [slug for _, referent in items(data, "referents") if (slug := word(referent, "slug"))]
    for path, baskets in _baskets(data):
        keeper = word(baskets, "keeper")
        if keeper is not None and keeper not in known:
            yield Finding((*path, "keeper"), f'no referent is called "{keeper}"', choose_from(keeper, known))


def deliveries_agree(data: Raw) -> Iterator[Finding]:
    """Each ends after it begins, moves one day to one near it, and no day is said twice."""
    seen: list[tuple[date, date, int]] = []
    for number, item in items(data, "deliveries"):
        path: Path = ("deliveries", number)
        first, last = item.get("first_day"), item.get("last_day", item.get("first_day"))
        if not _is_day(first) or not _is_day(last):
            continue
        if last < first:
            yield Finding((*path, "last_day"), f"is before {first}", "put the later day last")
            continue
        yield from _move(path, item.get("moved_to"), first, last)
        for begins, ends, other in seen:
            if first <= ends and begins <= last:
                what = f"has days that deliveries[{other + 1}] has too"
                yield Finding((*path, "first_day"), what, "say each day once")
        seen.append((first, last, number))


def _move(path: Path, moved_to: object, first: date, last: date) -> Iterator[Finding]:
    if not _is_day(moved_to):
        return
    here = (*path, "moved_to")
    if last != first:
        yield Finding(here, "moves more than one day", "write one section for each day that moves")
    elif moved_to == first:
        yield Finding(here, "is the day itself", "write the day on which baskets are handed out instead")
    elif abs(moved_to - first) > FARTHEST:
        fix = f"write a day at most {FARTHEST.days} days from {first}"
        yield Finding(here, f"is {abs(moved_to - first).days} days from {first}", fix)


def _baskets(data: Raw) -> Iterator[tuple[Path, Raw]]:
    for number, point in items(data, "pickup_points"):
        if "baskets" in point:
            yield ("pickup_points", number, "baskets"), section(point, "baskets")


def _clock(item: Raw, key: str) -> time | None:
    try:
        return kinds.clock(item[key]) if key in item else None
    except ValueError:
        return None


def _is_day(value: object) -> TypeGuard[date]:
    return isinstance(value, date) and not isinstance(value, datetime)
