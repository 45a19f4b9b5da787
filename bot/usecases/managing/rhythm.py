"""Owns saying a series in words: what most of them are; whatever is rarer is shown as its rule."""

from __future__ import annotations

import re

from bot.domain.labels import WEEKDAYS
from bot.domain.person import Weekday
from bot.domain.series import WEEKDAYS as RULE_DAYS
from bot.domain.shift import Series
from bot.domain.text import Text, say
from bot.marks import _

_PLAIN = (
    (re.compile("FREQ=WEEKLY;BYDAY=([A-Z]{2})"), _("Every {weekday}, {hour}")),
    (re.compile("FREQ=WEEKLY;INTERVAL=2;BYDAY=([A-Z]{2})"), _("Every other {weekday}, {hour}")),
    (re.compile("FREQ=MONTHLY;BYDAY=-?[1-4]([A-Z]{2})"), _("Once a month, {weekday}, {hour}")),
)
LONGEST = 50
_WEEKDAYS = dict(zip(RULE_DAYS, Weekday, strict=True))


def in_words(series: Series) -> Text:
    """ "Every Saturday, 9:30"."""
    for pattern, words in _PLAIN:
        found = pattern.fullmatch(series.rule)
        if found and found[1] in _WEEKDAYS:
            return say(words, weekday=WEEKDAYS[_WEEKDAYS[found[1]]], hour=series.starts)
    return say(_("{rule}, {hour}"), rule=series.rule[:LONGEST], hour=series.starts)
