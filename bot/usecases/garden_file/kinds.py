"""Owns the kinds of value a garden file holds: texts in every language, slugs, choices, hours, places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from typing import Annotated, TypeAlias, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from pydantic import PlainValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from bot.domain.garden import DayOfYear, Place
from bot.domain.person import ALL_SLOTS, AgeBracket, Level, Slot
from bot.domain.text import Words
from bot.usecases.garden_file.problems import choose_from, nearest, wrong

E = TypeVar("E", bound=StrEnum)

SLUG_BYTES = 32
AGES: Mapping[int, AgeBracket] = {
    0: AgeBracket.UNDER_15,
    15: AgeBracket.FROM_15_TO_17,
    18: AgeBracket.ADULT,
}
_SLUG = re.compile(r"(?:chat_)?[a-z0-9]+(?:-[a-z0-9]+)*")  # what the chat named begins with chat_
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_CLOCK = re.compile(r"(\d{1,2})(?:[:h](\d{2})?)?")
_FOLD = re.compile(r"[ \t\r\n]+")


def shown(value: object) -> str:
    """A value as the author wrote it, cut short."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    written = f'"{value}"' if isinstance(value, str) else str(value)
    return written if len(written) <= 42 else f"{written[:40]}…"


def length(text: str) -> int:
    """In UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def text(longest: int) -> Callable[[object], str]:
    """A text in no particular language: a name, an address."""

    def read(value: object) -> str:
        return _tidy(value, longest)

    return read


def words(longest: int) -> Callable[[object, ValidationInfo], Words]:
    """A text in each of the garden's languages, in the garden's order."""

    def read(value: object, info: ValidationInfo) -> Words:
        if not isinstance(value, dict):
            raise wrong(f"is {shown(value)}", 'write it in each language: { fr = "…", en = "…" }')
        languages = (info.context or {}).get("languages") or tuple(value)
        texts, faults = {}, []
        for language in dict.fromkeys([*languages, *value]):
            try:
                texts[language] = _in_language(language, languages, value, longest)
            except PydanticCustomError as fault:
                faults.append(fault.context or {})
        if faults:
            raise wrong(" and ".join(one["what"] for one in faults), ", ".join(one["fix"] for one in faults))
        return Words(texts)

    return read


def _in_language(language: str, languages: Sequence[str], value: dict[str, object], longest: int) -> str:
    if language not in value:
        raise wrong(f"has no text in {language}", f'add {language} = "…"')
    if language not in languages:
        what = f"is written in {language}, which is not among the garden's languages"
        raise wrong(what, "add it to [garden] languages, or remove it here")
    return _tidy(value[language], longest, language)


def _tidy(value: object, longest: int, language: str = "") -> str:
    """The text with its line breaks and doubled spaces folded; what cannot be shown is refused."""
    whose = f"{language} " if language else ""
    if not isinstance(value, str):
        raise wrong(f"{whose}is {shown(value)}, not a text", "put it between quotation marks")
    folded = _FOLD.sub(" ", value).strip()
    if not any(unicodedata.category(sign)[0] in "LNPS" for sign in folded):
        raise wrong(f"{whose}is empty", "write a text")
    if bad := next((sign for sign in folded if _is_hidden(sign)), None):
        raise wrong(
            f"{whose}holds the invisible character U+{ord(bad):04X}", "delete it and type the text again"
        )
    if length(folded) > longest:
        raise wrong(f"{whose}has {length(folded)} characters", f"shorten it to {longest} at most")
    return folded


def _is_hidden(sign: str) -> bool:
    """Control signs, line separators, and what turns the direction of writing; joiners inside emoji are not."""
    return (
        unicodedata.category(sign) in ("Cc", "Zl", "Zp")
        or sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def slug(value: object) -> str:
    """A short name for links and buttons: it must never change, so it follows no language."""
    if not isinstance(value, str) or not _SLUG.fullmatch(value):
        raise wrong(f"is {shown(value)}", f'use only a-z, 0-9 and single hyphens, as "{_slugged(value)}"')
    if len(value) > SLUG_BYTES:
        raise wrong(f"has {len(value)} characters", f"shorten it to {SLUG_BYTES} at most")
    return value


def _slugged(value: object) -> str:
    plain = unicodedata.normalize("NFKD", str(value)).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:SLUG_BYTES].strip("-") or "french-lessons"


def language(value: object) -> str:
    if isinstance(value, str) and _LANGUAGE.fullmatch(value):
        return value
    raise wrong(f"is {shown(value)}", 'write a language code in small letters, as "fr", "en" or "pt-br"')


def choice(choices: type[E]) -> Callable[[object], E]:
    """One of the words the bot knows."""

    def read(value: object) -> E:
        known = [one.value for one in choices]
        if not isinstance(value, str) or value not in known:
            raise wrong(f"is {shown(value)}", choose_from(value, known))
        return choices(value)

    return read


def required_level(value: object) -> Level:
    """The lowest level accepted; `never` would ask for nothing."""
    known = [level.value for level in Level if level is not Level.NEVER]
    if isinstance(value, str) and value in known:
        return Level(value)
    raise wrong(f"is {shown(value)}", choose_from(value, known))


def slot(value: object) -> Slot:
    known = {str(one): one for one in ALL_SLOTS}
    if isinstance(value, str) and value in known:
        return known[value]
    meant = nearest(value, known)
    fix = f'did you mean "{meant}"?' if meant else 'write a day and a part of it, as "sat-morning"'
    raise wrong(f"is {shown(value)}", fix)


def age(value: object) -> AgeBracket:
    if isinstance(value, int) and not isinstance(value, bool) and value in AGES:
        return AGES[value]
    raise wrong(f"is {shown(value)}", "write 0 (everybody is welcome), 15 or 18")


def zone(value: object) -> ZoneInfo:
    known = _time_zones()
    if isinstance(value, str) and value in known:
        return ZoneInfo(value)
    by_small_letters = {name.lower(): name for name in known}
    meant = nearest(value, by_small_letters)
    fix = (
        f'did you mean "{by_small_letters[meant]}"?'
        if meant
        else 'write a region and a city, as "Europe/Paris"'
    )
    raise wrong(f"is {shown(value)}, an unknown time zone", fix)


@cache
def _time_zones() -> frozenset[str]:
    """Every time zone of the machine; listing them walks its folders."""
    return frozenset(available_timezones())


def clock(value: object) -> time:
    """A local time of day, written "9:00", "9h30" or as TOML's own 09:00:00."""
    if isinstance(value, time) and value.tzinfo is None:
        return value
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if found and int(found[1]) < 24 and int(found[2] or 0) < 60:
        return time(int(found[1]), int(found[2] or 0))
    raise wrong(f"is {shown(value)}", 'write a time of day, as "9:00" or "17:30"')


def day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise wrong(f"is {shown(value)}", "write a date without quotation marks, as 2027-08-01")


def day_of_year(value: object) -> DayOfYear:
    """The same day each year: "30 november" would follow a language, so it is { month = 11, day = 30 }."""
    if isinstance(value, dict) and value.keys() == {"month", "day"}:
        month, day_of_month = value["month"], value["day"]
        if all(isinstance(one, int) and not isinstance(one, bool) for one in (month, day_of_month)):
            try:
                date(2024, month, day_of_month)  # a leap year: 29 February is a day
            except ValueError:
                raise wrong(f"is day {day_of_month} of month {month}", "write a day that exists") from None
            return DayOfYear(month, day_of_month)
    raise wrong(f"is {shown(value)}", "write { month = 11, day = 30 }")


def whole(low: int, high: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        raise wrong(f"is {shown(value)}", f"write a whole number from {low} to {high}")

    return read


def number(low: float, high: float) -> Callable[[object], float]:
    def read(value: object) -> float:
        if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
            return float(value)
        raise wrong(f"is {shown(value)}", f"write a number from {low:g} to {high:g}")

    return read


def place(value: object) -> Place | str:
    """Where a mission takes place: a name of the file ("garden", a town, a pickup point), or a point."""
    if isinstance(value, str):
        return slug(value)
    if isinstance(value, dict) and value.keys() == {"latitude", "longitude"}:
        return Place(number(-90, 90)(value["latitude"]), number(-180, 180)(value["longitude"]))
    fix = 'write "garden", the slug of a town or pickup point, or { latitude = …, longitude = … }'
    raise wrong(f"is {shown(value)}", fix)


Slug: TypeAlias = Annotated[str, PlainValidator(slug)]
LanguageCode: TypeAlias = Annotated[str, PlainValidator(language)]
