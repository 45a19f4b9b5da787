"""Owns the parcel: one row of the outbox as the rest of the program sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import Row


class Lane(IntEnum):
    """Who goes first when everything is due."""

    REPLY = 0
    NOTICE = 1
    REMINDER = 2
    BROADCAST = 3


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message owed to a chat; `payload` is rendered in the recipient's language when it is sent.

    `uncertain`: an earlier attempt was cut off while the call was in flight, so it may have arrived.
    """

    id: int
    garden_id: int | None
    person_id: int | None
    dedupe: str
    chat_id: int
    thread_id: int
    kind: str
    subject: str
    payload: Mapping[str, Any]
    lane: Lane
    unasked: bool
    not_before: datetime
    expires_at: datetime | None
    attempts: int
    uncertain: bool
    created_at: datetime
    message_id: int | None

    @classmethod
    def from_row(cls, row: Row[Any]) -> Parcel:
        """The parcel of a whole row of the outbox table."""
        return cls(
            id=row.id,
            garden_id=row.garden_id,
            person_id=row.person_id,
            dedupe=row.dedupe,
            chat_id=row.chat_id,
            thread_id=row.thread_id,
            kind=row.kind,
            subject=row.subject,
            payload=row.payload,
            lane=Lane(row.lane),
            unasked=row.unasked,
            not_before=row.not_before,
            expires_at=row.expires_at,
            attempts=row.attempts,
            uncertain=row.sending_since is not None,
            created_at=row.created_at,
            message_id=row.message_id,
        )
