"""Owns what people are promised outside working hours: when somebody is there to answer, in plain words."""

from __future__ import annotations

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.garden import OpenHours
from bot.domain.labels import WEEKDAYS
from bot.domain.local_time import Instant
from bot.domain.person import Weekday
from bot.domain.text import Text, say
from bot.domain.working_time import next_opening
from bot.marks import _

A_WEEK = timedelta(days=7)


def when_answered(now: Instant, open_hours: OpenHours, zone: ZoneInfo) -> Text | None:
    """When somebody of the garden is there again: "tomorrow from 9:00"; None while somebody is."""
    opens = next_opening(now, open_hours, zone)
    if opens is None:
        return None
    local = opens.astimezone(zone)
    days = local.date() - now.astimezone(zone).date()
    hour = on_the_clock(local.time())
    if not days:
        return say(_("today from {hour}"), hour=hour)
    if days == timedelta(days=1):
        return say(_("tomorrow from {hour}"), hour=hour)
    if days < A_WEEK:
        weekday = WEEKDAYS[list(Weekday)[local.weekday()]]
        return say(_("on {weekday} from {hour}"), weekday=weekday, hour=hour)
    return say(_("on {day} from {hour}"), day=local.date(), hour=hour)


def on_the_clock(moment: time) -> Text:
    """A time of day as people say it; a whole hour has a form of its own."""
    if moment.minute == 0:
        # i18n: a whole hour, as 9:00
        return say(_("{number}:00"), number=moment.hour)
    # i18n: a time of day, as 9:30; {minutes} has two digits
    return say(_("{number}:{minutes}"), number=moment.hour, minutes=f"{moment.minute:02}")
