"""Owns what a garden file must agree on about dates and numbers of people: shifts, series, breaks, kinds.

Like the other cross-checks they read the file as it was written, and pass over whatever has the wrong shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, TypeGuard

from bot.domain.mission import MissionId, MissionKind
from bot.domain.person import GardenId
from bot.domain.series import BadRule, occurrences
from bot.domain.shift import Break, Series, SeriesId
from bot.domain.terms import Terms
from bot.domain.text import Words
from bot.usecases.garden_file import kinds
from bot.usecases.garden_file.problems import Finding, Path
from bot.usecases.garden_file.written import Raw, items, section, word

LOOKED_AHEAD = timedelta(days=3 * 366)
"""A series that has no day for so long never has one."""

FOR_SKILLS = ("need", "transfer", "recipients")


def kinds_have_what_they_need(data: Raw) -> Iterator[Finding]:
    """Only missions with dates have dates; a skills mission says what for, and only that."""
    for number, mission in items(data, "missions"):
        kind, here = word(mission, "kind"), ("missions", number)
        dated = [key for key in ("shifts", "series") if mission.get(key)]
        for key in dated:
            if kind not in (None, MissionKind.SHIFTS.value):
                yield Finding((*here, key), f"has dates, but the kind is {kind}", 'write kind = "shifts"')
        for key in FOR_SKILLS:
            if kind == MissionKind.SKILLS.value and key not in mission:
                what = f"the skills mission does not say its {key}"
                yield Finding((*here, "kind"), what, f'add {key} = {{ fr = "…", en = "…" }}')
            elif kind != MissionKind.SKILLS.value and key in mission:
                yield Finding((*here, key), "is for skills missions", 'write kind = "skills", or remove it')


def numbers_of_people_agree(data: Raw) -> Iterator[Finding]:
    """The minimum, guests and newcomers fit under the maximum, whichever of the levels says each."""
    for path, levels in _all_terms(data):
        maximum = _number("maximum", levels)
        if maximum is None:
            continue
        for key, room in (("minimum", maximum), ("newcomers", maximum), ("guests", maximum - 1)):
            given = _number(key, levels)
            said_here = key in levels[0] or "maximum" in levels[0]
            if given is not None and given > room and said_here:
                what = f"has {key} {given}, but the maximum is {maximum}"
                yield Finding(path, what, f"lower {key} to {room}, or raise maximum")


def series_come_round(data: Raw) -> Iterator[Finding]:
    """Every rule can be read, and has a day to come within its own limits."""
    closed = _breaks(data)
    for number, mission in items(data, "missions"):
        seen: dict[str, int] = {}
        for position, item in items(mission, "series"):
            path: Path = ("missions", number, "series", position)
            slug = word(item, "slug")
            if slug is not None and slug in seen:
                what = f'"{slug}" is also the slug of series[{seen[slug] + 1}]'
                yield Finding((*path, "slug"), what, "choose another one")
            elif slug is not None:
                seen[slug] = position
            yield from _days_of(path, item, closed)


def shifts_stand_apart(data: Raw) -> Iterator[Finding]:
    """No two shifts of one mission begin at the same instant; each ends after it begins."""
    for number, mission in items(data, "missions"):
        seen: set[tuple[date, time]] = set()
        for key in ("shifts", "series"):
            for position, item in items(mission, key):
                path: Path = ("missions", number, key, position)
                starts, ends = _clock(item, "starts"), _clock(item, "ends")
                if starts and ends and ends <= starts:
                    yield Finding(
                        (*path, "ends"), f"is not after starts ({starts:%H:%M})", "write a later hour"
                    )
                day = item.get("day")
                if key == "shifts" and starts and _is_day(day):
                    if (day, starts) in seen:
                        yield Finding(
                            (*path, "day"), "stands there twice at the same hour", "keep one of them"
                        )
                    seen.add((day, starts))


def breaks_end_after_they_begin(data: Raw) -> Iterator[Finding]:
    for number, item in items(data, "breaks"):
        first, last = item.get("first_day"), item.get("last_day")
        if _is_day(first) and _is_day(last) and first > last:
            yield Finding(("breaks", number, "last_day"), f"is before {first}", "put the later day last")


def _days_of(path: Path, item: Raw, closed: list[Break]) -> Iterator[Finding]:
    series = _series(item)
    if series is None:
        return
    if series.last_day is not None and series.last_day < series.first_day:
        yield Finding((*path, "last_day"), f"is before {series.first_day}", "put the later day last")
        return
    try:
        days = occurrences(series, closed, series.first_day, series.first_day + LOOKED_AHEAD)
        if next(days, None) is None:
            fix = "check first_day and last_day, exceptions, season and [[breaks]]"
            yield Finding((*path, "rule"), "has no day to come", fix)
    except BadRule as error:
        yield Finding((*path, "rule"), str(error), 'write a rule of RFC 5545, as "FREQ=WEEKLY;BYDAY=SA"')


def _series(item: Raw) -> Series | None:
    """The series as far as its days go; None where its shape is wrong, which the schema tells."""
    rule, first, last = word(item, "rule"), item.get("first_day"), item.get("last_day")
    if rule is None or not _is_day(first) or not (last is None or _is_day(last)):
        return None
    season = item.get("season", [])
    months = [one for one in season if isinstance(one, int)] if isinstance(season, list) else []
    without = item.get("exceptions", [])
    return Series(
        id=SeriesId(0),
        garden_id=GardenId(0),
        mission_id=MissionId(0),
        slug="",
        rule=rule,
        first_day=first,
        last_day=last,
        starts=time(),
        minutes=1,
        exceptions=frozenset(day for day in without if _is_day(day))
        if isinstance(without, list)
        else frozenset(),
        season=frozenset(months),
        terms=Terms(),
        planned_until=None,
        ended_at=None,
    )


def _breaks(data: Raw) -> list[Break]:
    found = ((item.get("first_day"), item.get("last_day")) for _, item in items(data, "breaks"))
    return [Break(Words({}), first, last) for first, last in found if _is_day(first) and _is_day(last)]


def _all_terms(data: Raw) -> Iterator[tuple[Path, tuple[Raw, ...]]]:
    """Each place where numbers of people are said, with what it falls back on: itself first, the mission last."""
    for number, mission in items(data, "missions"):
        here: Path = ("missions", number)
        places = {"maximum": mission["places"]} if "places" in mission else {}
        terms = {**places, **section(mission, "terms")}
        yield ((*here, "terms"), (terms,)) if "terms" in mission else (here, (terms,))
        for key in ("shifts", "series"):
            for position, item in items(mission, key):
                yield (*here, key, position), (item, terms)


def _number(key: str, levels: tuple[Mapping[str, Any], ...]) -> int | None:
    given = (one[key] for one in levels if key in one)
    found = next(given, None)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def _clock(item: Raw, key: str) -> time | None:
    try:
        return kinds.clock(item[key]) if key in item else None
    except ValueError:
        return None


def _is_day(value: object) -> TypeGuard[date]:
    return isinstance(value, date) and not isinstance(value, datetime)
