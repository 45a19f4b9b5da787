"""Owns a list of members that a coordinator sent, from the moment it is read until it is imported or forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType

from bot.domain.person import GardenId, PersonId

SheetId = NewType("SheetId", int)


class SheetState(StrEnum):
    """`unreadable`: no row of it could be read; `faulty`: some row is wrong, and nothing is imported."""

    READING = "reading"
    UNREADABLE = "unreadable"
    FAULTY = "faulty"
    READY = "ready"
    IMPORTING = "importing"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Sheet:
    """`summary` is what is told of it, and names nobody; `done` counts households written."""

    id: SheetId
    garden_id: GardenId
    person_id: PersonId
    file_id: str
    message_id: int
    state: SheetState
    summary: Mapping[str, Any]
    done: int
    created_at: datetime
