"""Owns bringing a garden file's dated shifts near: a rehearsal needs dates in the weeks to come, whatever day it is."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.usecases.garden_file.schema import GardenFile, MissionSheet

WEEK = timedelta(days=7)
SOON = timedelta(days=12)
"""At the least, the first dated shift is so far ahead."""


def with_dates_near(file: GardenFile, now: datetime) -> GardenFile:
    """The same file, all its dated shifts moved by whole weeks so that the first one is 12 to 18 days ahead.

    Weekdays stay, and so do series: they come round by themselves.
    """
    days = [shift.day for mission in file.missions for shift in mission.shifts]
    if not days:
        return file
    soonest = now.astimezone(file.garden.timezone).date() + SOON
    weeks = -((min(days) - soonest) // WEEK)
    return file.model_copy(update={"missions": [_moved(one, weeks * WEEK) for one in file.missions]})


def _moved(mission: MissionSheet, by: timedelta) -> MissionSheet:
    shifts = [shift.model_copy(update={"day": shift.day + by}) for shift in mission.shifts]
    return mission.model_copy(update={"shifts": shifts})
