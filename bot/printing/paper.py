"""Owns how words, days and hours stand on paper: what no font of ours draws is left out, what is too long is broken."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from bot.domain.text import Field, Text, say
from bot.i18n import Speaker
from bot.marks import _

# i18n: a number of hours in a table, as "12.5 h"
HOURS = _("{hours} h")
# i18n: from one day to another; both stand in the reader's language already
PERIOD = _("{first} – {last}")

LONGEST_WORD = 34
"""Letters after which a word may break anywhere; a bot's name with its @ has up to 33."""
TOGETHER = "\u00a0"
"""A space at which no line ends."""
BREAK = "\u200b"
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD},}}")
PICTURES_BEGIN = 0x2300
"""Signs before it, as ° and ©, are in every font."""
_DRAWN_ANYHOW = "✓✗★☆♥"
_UNSEEN = "\u200d\ufe0e\ufe0f"
"""What joins and colours emoji."""


class Paper:
    """Says things for a sheet of paper, in the speaker's language."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker

    @property
    def language(self) -> str:
        return self._speaker.language

    def say(self, text: Text, longest: int = 0) -> str:
        """The text without markup and emoji; beyond `longest` letters it ends in "…"."""
        drawn = without_pictures(self._speaker.plain(text))
        return breakable(shortened(drawn, longest) if longest else drawn)

    def phrase(self, message: str, **fields: Field) -> str:
        return self.say(say(message, None, **fields))

    def hours(self, hours: float) -> str:
        """Up to two decimals, as the language writes them."""
        return self.phrase(HOURS, hours=format_decimal(hours, "#,##0.##", self._locale))

    def day(self, day: date) -> str:
        """Written out on one line, without its weekday; French says "1er"."""
        written = self._first_of_month(day, format_date(day, "long", self._locale))
        return written.replace(" ", TOGETHER)

    def period(self, first: date, last: date) -> str:
        """One day, or from the first to the last."""
        if first == last:
            return self._short(first)
        return self.phrase(PERIOD, first=self._short(first), last=self._short(last))

    def _short(self, day: date) -> str:
        return self._first_of_month(day, format_skeleton("yMMMd", day, locale=self._locale))

    def _first_of_month(self, day: date, written: str) -> str:
        french_first = self._locale.language == "fr" and day.day == 1
        return f"1er{written[1:]}" if french_first and written.startswith("1 ") else written

    @property
    def _locale(self) -> Locale:
        return self._speaker.catalogue.locale


def without_pictures(text: str) -> str:
    """The text without emoji, which the fonts of the press do not have; spaces they leave behind go, too."""
    kept = "".join(sign for sign in text if not _is_picture(sign))
    return re.sub(r"[ \t]{2,}", " ", kept).strip()


def _is_picture(sign: str) -> bool:
    code = ord(sign)
    if code < PICTURES_BEGIN or sign in _DRAWN_ANYHOW:
        return sign in _UNSEEN
    return sign in _UNSEEN or unicodedata.category(sign) == "So" or 0x1F000 <= code < 0x20000


def breakable(text: str) -> str:
    """The text with places to break inside words that no line can hold."""
    return _LONG_WORD.sub(lambda word: BREAK.join(word.group()), text)


def shortened(text: str, longest: int) -> str:
    """The text, or its beginning up to the last whole word and "…"."""
    if len(text) <= longest:
        return text
    cut = text[:longest].rstrip()
    whole, _space, rest = cut.rpartition(" ")
    return f"{whole if whole and len(rest) < LONGEST_WORD else cut}…"
