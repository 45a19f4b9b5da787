"""Owns writing a list into the members, a chunk a transaction; where it stands is its timer: a crash goes on there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.member import MemberId
from bot.domain.person import GardenId
from bot.domain.sheet import Sheet, SheetId, SheetState
from bot.storage import audit, gardens, members, sheets, timers
from bot.storage.database import Transaction
from bot.storage.timers import Timer
from bot.usecases.member_list.announcing import announce_left, announce_row
from bot.usecases.member_list.comparing import compare
from bot.usecases.member_list.reading import Household
from bot.usecases.member_list.reading_again import read_others_again
from bot.usecases.member_list.understanding import household_of
from bot.usecases.pickups.weeks import plan_soon
from bot.usecases.refresh import about_sheet, refresh_subject

IMPORTING = "members_import"
CHUNK = 1_000
"""Households a transaction: replies wait for the writer no longer than that takes."""
TOLD_EVERY = 5_000


@dataclass(frozen=True, slots=True)
class Written:
    """What a chunk came to."""

    new: int
    changed: int


def write_households(
    tx: Transaction, garden: Garden, households: Sequence[Household], now: Instant
) -> Written:
    """Bring the members in line with these rows; again, and nothing changes. Whoever is joined stays joined."""
    known = members.members_by_keys(tx, garden.id, [one.key for one in households])
    changes = compare(garden, households, known)
    members.add_members(tx, garden.id, changes.new, now)
    members.change_members(tx, changes.changed, now)
    for member in known:
        if member.id in changes.changed:
            announce_row(tx, garden, member, changes.changed[member.id], now)
    return Written(len(changes.new), len(changes.changed))


def let_leave(tx: Transaction, garden: Garden, numbers: Collection[MemberId], now: Instant) -> int:
    """The list names these no more: they have no basket from now on, and are told so. How many had not left."""
    for member in members.find_members(tx, numbers).values():
        announce_left(tx, garden, member, now)
    return members.note_left(tx, numbers, now)


def plan_chunk(tx: Transaction, sheet_id: SheetId, garden_id: GardenId, now: Instant, *, leave: bool) -> None:
    """Write the next rows as soon as possible. `leave`: whoever the list does not name leaves at the end."""
    timers.set_timer(
        tx,
        kind=IMPORTING,
        subject_id=sheet_id,
        key=f"{IMPORTING}:{sheet_id}",
        due_at=now,
        garden_id=garden_id,
        payload={"leave": leave},
    )


def find_households(tx: Transaction, timer: Timer, now: Instant) -> Sequence[Household]:
    """The next rows to be written. Reads only."""
    sheet = sheets.find_sheet(tx, SheetId(timer.subject_id))
    if sheet is None or sheet.state is not SheetState.IMPORTING:
        return ()
    rows = sheets.households_of(tx, sheet.id)[sheet.done : sheet.done + CHUNK]
    return [household_of(row) for row in rows]


def import_chunk(tx: Transaction, timer: Timer, now: Instant, found: Sequence[Household]) -> None:
    """Write them, and plan the next; after the last, who is in the list no more has left."""
    sheet = sheets.lock_sheet(tx, SheetId(timer.subject_id))
    garden = gardens.find_garden(tx, sheet.garden_id) if sheet else None
    if sheet is None or garden is None or sheet.state is not SheetState.IMPORTING:
        return
    written = write_households(tx, garden, found, now)
    done = sheet.done + len(found)
    summary = {
        **sheet.summary,
        "written": sheet.summary.get("written", 0) + written.new,
        "rewritten": sheet.summary.get("rewritten", 0) + written.changed,
    }
    sheets.note_done(tx, sheet.id, done, summary)
    if found and done < sheet.summary["households"]:
        plan_chunk(tx, sheet.id, garden.id, now, leave=timer.payload["leave"])
        if done % TOLD_EVERY == 0:
            refresh_subject(tx, about_sheet(sheet.id), now)
        return
    _finish(tx, replace(sheet, summary=summary), garden, now, leave=timer.payload["leave"])


def _finish(tx: Transaction, sheet: Sheet, garden: Garden, now: Instant, *, leave: bool) -> None:
    gone = {MemberId(number) for number in sheet.summary["left"]} if leave else set()
    left = let_leave(tx, garden, gone, now)
    details = {name: sheet.summary.get(name, 0) for name in ("households", "written", "rewritten")} | {
        "gone": left
    }
    sheets.end_sheet(tx, sheet.id, SheetState.DONE, details)
    read_others_again(tx, garden.id, now)
    plan_soon(tx, garden.id, now)
    audit.note(
        tx,
        garden_id=garden.id,
        actor_id=sheet.person_id,
        action="members.imported",
        subject=about_sheet(sheet.id),
        details=details,
        now=now,
    )
    refresh_subject(tx, about_sheet(sheet.id), now)
