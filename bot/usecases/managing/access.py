"""Owns who may manage a garden, and finding what they want to manage in it."""

from __future__ import annotations

from bot.domain.mission import Mission, MissionId
from bot.domain.person import Role
from bot.domain.shift import Shift, ShiftId
from bot.errors import CoordinatorsOnly, NotFound, Refusal
from bot.storage import instances, missions, roles, shifts
from bot.storage.database import Transaction
from bot.storage.instances import Instance
from bot.usecases.converse import resume
from bot.usecases.house import Caller
from bot.usecases.joining import WriteFirst


def may_manage(tx: Transaction, caller: Caller) -> Refusal | None:
    """Only coordinators, and only where Telegram lets the bot write to them in private."""
    if not roles.has_role(tx, caller.person.id, caller.garden.id, Role.COORDINATOR):
        return CoordinatorsOnly()
    return WriteFirst() if caller.person.telegram_id is None or not caller.person.reachable else None


def goes_on(tx: Transaction, caller: Caller, conversation: str, about: str) -> bool:
    """What this coordinator has begun about it comes back: to open it again throws nothing away.

    `about` is the conversation's subject up to a colon.
    """
    begun = under_way(tx, caller, conversation, about)
    if begun is not None:
        resume(tx, caller.in_private(), begun)
    return begun is not None


def under_way(tx: Transaction, caller: Caller, conversation: str, about: str) -> Instance | None:
    """What this coordinator has begun about it; None where nothing is."""
    mine = instances.instances_under_way(tx, caller.person.id, caller.garden.id)
    there = (one for one in mine if one.conversation == conversation)
    return next((one for one in there if one.subject.partition(":")[0] == about), None)


def mission_to_manage(tx: Transaction, caller: Caller, mission_id: MissionId) -> Mission | Refusal:
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    mission = missions.find_mission(tx, mission_id)
    return mission if mission is not None and mission.garden_id == caller.garden.id else NotFound()


def shift_to_manage(tx: Transaction, caller: Caller, shift_id: ShiftId) -> Shift | Refusal:
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    shift = shifts.find_shift(tx, shift_id)
    return shift if shift is not None and shift.garden_id == caller.garden.id else NotFound()
