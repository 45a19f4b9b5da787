"""Owns a list of members sent into the chat: whose it may be, when it is read, what a tap below it does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.clock import Instant
from bot.domain.message import Media
from bot.domain.person import Role
from bot.domain.sheet import Sheet, SheetId, SheetState
from bot.engine.events import Enclosed
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import gardens, members, points, roles, sheets, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Lane
from bot.storage.timers import Timer
from bot.usecases.house import Caller
from bot.usecases.managing.access import may_manage
from bot.usecases.member_list.importing import plan_chunk
from bot.usecases.member_list.reading_again import plan_reading
from bot.usecases.member_list.understanding import Surroundings, Understood
from bot.usecases.notify import tell_person
from bot.usecases.refresh import about_sheet, refresh_subject

if TYPE_CHECKING:
    from collections.abc import Container

FORGETTING = "members_forget"
"""The timer of a list: it is forgotten, where nobody decided."""
SENT_LIST = "members_sheet"
KEPT = timedelta(days=1)
ENDINGS: Container[str] = frozenset({"csv", "tsv", "xlsx", "xlsm", "xls", "ods"})


class DecidedAlready(Refusal):
    message = _("That is settled already: send the list again to import it anew.")


class AnotherIsImported(Refusal):
    message = _(
        "Another list is being imported: I look at yours again right after it, then please tap once more."
    )


def is_list(tx: Transaction, caller: Caller, sent: Enclosed) -> bool:
    """Whether a coordinator sends what looks like a spreadsheet: people's addresses are passed on to nobody unasked."""
    ending = sent.name.rpartition(".")[2].lower()
    is_sheet = sent.relay.kind is Media.DOCUMENT and ending in ENDINGS
    return is_sheet and roles.has_role(tx, caller.person.id, caller.garden.id, Role.COORDINATOR)


def take_list(tx: Transaction, caller: Caller, sent: Enclosed, message_id: int) -> Refusal | None:
    """Have it read, and owe the message that says what is in it; nothing is imported before a tap."""
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    garden_id, now = caller.garden.id, caller.now
    sheet_id = sheets.add_sheet(tx, garden_id, caller.person.id, sent.relay.file_id, message_id, now)
    plan_reading(tx, sheet_id, garden_id, now)
    key = f"{FORGETTING}:{sheet_id}"
    timers.set_timer(
        tx, kind=FORGETTING, subject_id=sheet_id, key=key, due_at=now + KEPT, garden_id=garden_id
    )
    tell_person(
        tx,
        garden_id,
        caller.person.id,
        SENT_LIST,
        {"sheet": sheet_id},
        dedupe=about_sheet(sheet_id),
        subject=about_sheet(sheet_id),
        now=now,
        lane=Lane.REPLY,
    )
    return None


def surroundings_of(tx: Transaction, sheet_id: SheetId) -> tuple[Sheet, Surroundings] | None:
    """The list to be read, and what it is held against; None where nobody waits for it any more."""
    sheet = sheets.find_sheet(tx, sheet_id)
    garden = gardens.find_garden(tx, sheet.garden_id) if sheet else None
    if sheet is None or garden is None or sheet.state is not SheetState.READING:
        return None
    known = tuple(members.members_of_garden(tx, garden.id))
    return sheet, Surroundings(garden, tuple(points.list_points(tx, garden.id)), known)


def keep_list(tx: Transaction, timer: Timer, now: Instant, found: Understood | None) -> None:
    """What was understood of it is shown."""
    sheet = sheets.lock_sheet(tx, SheetId(timer.subject_id))
    if found is None or sheet is None or sheet.state is not SheetState.READING:
        return
    sheets.keep_reading(tx, sheet.id, found.state, found.summary, found.households)
    refresh_subject(tx, about_sheet(sheet.id), now)


def confirm_list(tx: Transaction, caller: Caller, sheet_id: SheetId, *, leave: bool) -> Refusal | None:
    """A coordinator has seen what it would do, and says yes. `leave`: whoever it does not name has left."""
    sheet = _waiting(tx, caller, sheet_id)
    if isinstance(sheet, Refusal):
        return sheet
    if sheets.any_importing(tx, sheet.garden_id):
        return AnotherIsImported()
    sheets.note_done(tx, sheet.id, 0, sheet.summary)
    plan_chunk(tx, sheet.id, sheet.garden_id, caller.now, leave=leave)
    timers.cancel_timer(tx, f"{FORGETTING}:{sheet_id}")
    refresh_subject(tx, about_sheet(sheet.id), caller.now)
    return None


def drop_list(tx: Transaction, caller: Caller, sheet_id: SheetId) -> Refusal | None:
    """Nothing is imported, and nothing of it is kept."""
    sheet = _waiting(tx, caller, sheet_id)
    if isinstance(sheet, Refusal):
        return sheet
    _drop(tx, sheet, caller.now)
    return None


def forget_list(tx: Transaction, timer: Timer, now: Instant) -> None:
    """Nobody decided for a day."""
    sheet = sheets.lock_sheet(tx, SheetId(timer.subject_id))
    if sheet is not None and sheet.state not in (SheetState.IMPORTING, SheetState.DONE, SheetState.DROPPED):
        _drop(tx, sheet, now)


def _drop(tx: Transaction, sheet: Sheet, now: Instant) -> None:
    sheets.end_sheet(tx, sheet.id, SheetState.DROPPED, {})
    timers.cancel_timer(tx, f"{FORGETTING}:{sheet.id}")
    refresh_subject(tx, about_sheet(sheet.id), now)


def _waiting(tx: Transaction, caller: Caller, sheet_id: SheetId) -> Sheet | Refusal:
    """The list, if it is this garden's, its reader may manage, and it waits for a decision."""
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    sheet = sheets.lock_sheet(tx, sheet_id)
    if sheet is None or sheet.garden_id != caller.garden.id:
        return NotFound()
    return sheet if sheet.state is SheetState.READY else DecidedAlready()
