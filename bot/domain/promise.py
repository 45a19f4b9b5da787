"""Owns what people are promised outside working hours: when somebody is there to answer, in plain words."""

from __future__ import annotations

from datetime import timedelta
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
    hour = local.time()
    if not days:
        return say(_("today from {hour}"), hour=hour)
    if days == timedelta(days=1):
        return say(_("tomorrow from {hour}"), hour=hour)
    if days < A_WEEK:
        weekday = WEEKDAYS[list(Weekday)[local.weekday()]]
        return say(_("on {weekday} from {hour}"), weekday=weekday, hour=hour)
    return say(_("on {day} from {hour}"), day=local.date(), hour=hour)
