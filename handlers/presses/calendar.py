"""Buttons of coordinators about dates: lists, one date, one series, what can be done to them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.mission import MissionId
from bot.domain.shift import SeriesId, ShiftId
from bot.storage.database import Transaction
from bot.transport.act import Outcome
from bot.usecases.house import Caller
from bot.usecases.managing.calendar import (
    finish_series,
    list_dates,
    list_mission_dates,
    series_card,
    shift_card,
)
from bot.usecases.managing.changing import CHANGES, open_change
from bot.usecases.managing.dates import open_dates, open_series
from handlers.presses.missions import shows
from handlers.presses.press import NUMBER, Press

PAGE = "[0-9]{1,4}"


def _add(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return open_dates(tx, caller, MissionId(int(args[0])))


def _change(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return open_change(tx, caller, ShiftId(int(args[0])), CHANGES[int(args[1])])


def _round(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return open_series(tx, caller, SeriesId(int(args[0])))


PRESSES: Mapping[str, Press] = {
    "mdates": Press(PAGE, shows(lambda tx, caller, args: list_dates(tx, caller, int(args[0])))),
    "mshifts": Press(
        rf"{NUMBER}\.{PAGE}",
        shows(lambda tx, caller, args: list_mission_dates(tx, caller, MissionId(int(args[0])), int(args[1]))),
    ),
    "mshift": Press(NUMBER, shows(lambda tx, caller, args: shift_card(tx, caller, ShiftId(int(args[0]))))),
    "mdate": Press(NUMBER, _add),
    "mround": Press(NUMBER, _round),
    "mchange": Press(rf"{NUMBER}\.[0-3]", _change),
    "mseries": Press(
        rf"{NUMBER}(\.end)?",
        shows(
            lambda tx, caller, args: (finish_series if args[1:] else series_card)(
                tx, caller, SeriesId(int(args[0]))
            )
        ),
    ),
}
