"""Owns saying a text in one language and one time zone, as Telegram's HTML or without any markup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.domain.text import Brief, Cut, Field, Language, Listed, Phrase, Text, Words, cut_at_a_word
from bot.i18n.elision import elided
from bot.i18n.french_hours import of_work, on_the_clock
from bot.i18n.template import clean, escaped
from bot.marks import _

if TYPE_CHECKING:
    from bot.i18n.catalogues import Catalogue

# i18n: a moment, as "Saturday 14 March 2026 at 18:00"; both parts are already in the reader's language
AT = _("{day} at {time}")

REMEMBERED = 512
"""Days, in as many languages as are spoken."""

APART = " · "
"""Between texts that begin with a capital each."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """One reader's language: dates are written out, instants read in `zone`, numbers as the language does."""

    catalogue: Catalogue
    zone: tzinfo = UTC

    @property
    def language(self) -> Language:
        """The catalogue's language, which may be a fallback of the one asked for."""
        return self.catalogue.language

    def say(self, text: Text) -> str:
        """Telegram HTML: the phrase's own <b>, <i> and <u> are kept, everything else is escaped."""
        return self._render(text, html=True)

    def plain(self, text: Text) -> str:
        """The same words without markup: for buttons, toasts and command menus."""
        return self._render(text, html=False)

    def _render(self, value: Field, html: bool) -> str:
        if isinstance(value, str):
            return escaped(value) if html else clean(value)
        if isinstance(value, Phrase):
            return self._phrase(value, html)
        if isinstance(value, Words):
            written = value.in_language(self.language)
            return escaped(written) if html else clean(written)
        if isinstance(value, Listed):
            items = [self._render(item, html) for item in value.items]
            return APART.join(items) if value.apart else format_list(items, locale=self._locale)
        if isinstance(value, Brief):
            return self._brief(value.moment)
        if isinstance(value, Cut):
            kept = cut_at_a_word(self._render(value.text, html=False), value.longest)
            return escaped(kept) if html else kept
        return self._figure(value, html)

    def _phrase(self, phrase: Phrase, html: bool) -> str:
        template = self.catalogue.template(phrase.message, phrase.plural, phrase.count)
        literals = template.html if html else template.plain
        if not template.names:
            return literals[0]
        parts, french = [literals[0]], self.catalogue.is_french
        for name, literal in zip(template.names, literals[1:], strict=True):
            value = _field(phrase, name)
            field = self._render(value, html)
            if french:
                parts[-1] = elided(parts[-1], field)
            if isinstance(value, float) and (french or round(value * 60) % 15):  # no language says 2.33 h
                field, literal = of_work(value, literal) or (field, literal)
            parts += (field, literal)
        return "".join(parts)

    def _figure(self, value: int | float | date | datetime | time, html: bool) -> str:
        match value:
            case datetime():
                local = value.astimezone(self.zone)
                return self._render(Phrase(AT, {"day": local.date(), "time": local.time()}), html)
            case date():
                return self._day(value)
            case time():
                return self._time(value)
            case _:
                return format_decimal(value, locale=self._locale)

    def _day(self, day: date) -> str:
        """In full, without English's comma; French says "1er", which Unicode's patterns cannot."""
        return self._first(day, _full(day, self._locale).replace(",", "", 1))

    def _first(self, day: date, written: str) -> str:
        return written.replace(" 1 ", " 1er ", 1) if self.catalogue.is_french and day.day == 1 else written

    def _brief(self, moment: date) -> str:
        """The weekday and the day, shortened as Unicode's patterns do; of an instant, the time too."""
        if not isinstance(moment, datetime):
            return self._first(moment, _short(moment, self._locale))
        local = moment.astimezone(self.zone)
        return f"{self._brief(local.date())}, {self._time(local.time())}"

    def _time(self, moment: time) -> str:
        return (
            on_the_clock(moment)
            if self.catalogue.is_french
            else format_time(moment, "short", locale=self._locale)
        )

    @property
    def _locale(self) -> Locale:
        return self.catalogue.locale


@lru_cache(REMEMBERED)
def _full(day: date, locale: Locale) -> str:
    """Written out once for everybody who reads the same day: it takes longer than the rest of a message."""
    return format_date(day, "full", locale)


@lru_cache(REMEMBERED)
def _short(day: date, locale: Locale) -> str:
    return format_skeleton("MMMEd", day, locale=locale)


def _field(phrase: Phrase, name: str) -> Field:
    if name in phrase.fields:
        return phrase.fields[name]
    if name == "count":
        return phrase.count
    raise LookupError(f"the phrase {phrase.message!r} was given no {name!r}; pass say(…, {name}=<text>)")
