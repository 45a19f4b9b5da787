"""Owns the whole rehearsal as JSON: everything Telegram would remember, frozen and thawed.

Not kept: faults, flood limits, the record of calls, who polls. A bot that comes back afterwards finds its chats,
its unconfirmed updates and its unanswered taps as they were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import Failure
from bot.rehearsal.freezing import freeze_queue, freeze_world
from bot.rehearsal.messages import Json
from bot.rehearsal.saved import Saved, Unreadable
from bot.rehearsal.thawing import Thawed
from bot.rehearsal.thawing_queue import read_queue

if TYPE_CHECKING:
    from bot.rehearsal.emulator import Emulator

VERSION = 1
NAME = "coupdemain rehearsal"


def freeze(emulator: Emulator) -> Json:
    """The rehearsal as it is now, as JSON can hold it."""
    return {
        "what": NAME,
        "version": VERSION,
        "now": emulator.now.isoformat(),
        "people": [person.id for person in emulator.people],
        "groups": [group.ids[0] for group in emulator.groups],
        "world": freeze_world(emulator.world),
        "updates": freeze_queue(emulator.updates),
    }


def thaw(emulator: Emulator, saved: object) -> None:
    """Make the rehearsal what it was when it was frozen; whoever held a person or a group of before holds nothing.

    Raises:
        Failure: where it cannot be read; the rehearsal is then as it was.
    """
    try:
        _thaw(emulator, Saved(saved, "the snapshot"))
    except Unreadable as error:
        raise Failure(
            f"the rehearsal's snapshot cannot be read: {error.args[0]}; move the file away to begin anew"
        ) from error


def _thaw(emulator: Emulator, saved: Saved) -> None:
    _check(saved)
    now = saved["now"].instant()
    world = Thawed(saved["world"], emulator.bot)
    queue = read_queue(saved["updates"])
    people = [each.one_of(world.users) for each in saved["people"]]
    groups = [each.one_of(world.chats) for each in saved["groups"]]
    emulator.clock.begin(now)
    world.move_into(emulator.world)
    queue.move_into(emulator.updates)
    emulator.inhabit(people, groups)


def _check(saved: Saved) -> None:
    if saved["what"].text() != NAME:
        raise Unreadable(f"it is something else: {saved['what'].text()!r:.50}")
    version = saved["version"].number()
    if version > VERSION:
        raise Unreadable(f"it is of version {version}, and this program reads up to {VERSION}: update it")
    if version < 1:
        raise Unreadable(f"there is no version {version}")
