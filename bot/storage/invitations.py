"""Owns the queries about invitations: single-use links, of which only a digest is stored."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.domain.person import GardenId, PersonId
from bot.storage.database import Transaction
from bot.storage.tables import invitations


class Purpose(StrEnum):
    """What an invitation opens; `subject_id` is the number of the referent, person or member."""

    REFERENT = "referent"
    PERSON = "person"  # registered without Telegram, and joining it now
    MEMBER = "member"  # a household of the garden's list


@dataclass(frozen=True, slots=True)
class Invitation:
    id: int
    garden_id: GardenId
    purpose: Purpose
    subject_id: int
    created_by: PersonId | None
    expires_at: datetime
    used_at: datetime | None
    used_by: PersonId | None

    def is_open(self, now: datetime) -> bool:
        return self.used_at is None and now < self.expires_at


def create_invitation(
    tx: Transaction,
    *,
    garden_id: GardenId,
    purpose: Purpose,
    subject_id: int,
    created_by: PersonId | None,
    now: datetime,
    expires_at: datetime,
    random_bytes: Callable[[int], bytes] = secrets.token_bytes,
) -> str:
    """Make a link's token, 128 random bits in 22 characters of [A-Za-z0-9_-]; it can never be read again."""
    token = base64.urlsafe_b64encode(random_bytes(16)).rstrip(b"=").decode()
    values = {
        "garden_id": garden_id,
        "token_hash": _digest(token),
        "purpose": purpose.value,
        "subject_id": subject_id,
        "created_by": created_by,
        "created_at": now,
        "expires_at": expires_at,
    }
    tx.connection.execute(insert(invitations).values(values))
    return token


def find_invitation(tx: Transaction, token: str) -> Invitation | None:
    """An invitation, used and expired ones included: why a link does not work any more."""
    statement = select(invitations).where(invitations.c.token_hash == _digest(token))
    row = tx.connection.execute(statement).one_or_none()
    return None if row is None else _from_row(row)


def redeem_invitation(
    tx: Transaction, token: str, purpose: Purpose, used_by: PersonId, now: datetime
) -> Invitation | None:
    """Use an invitation up. None: unknown, for another purpose, used or expired; nothing was changed."""
    row = tx.connection.execute(
        update(invitations)
        .where(
            invitations.c.token_hash == _digest(token),
            invitations.c.purpose == purpose.value,
            invitations.c.used_at.is_(None),
            invitations.c.expires_at > now,
        )
        .values(used_at=now, used_by=used_by)
        .returning(*invitations.c)
    ).one_or_none()
    return None if row is None else _from_row(row)


def revoke_invitations(tx: Transaction, purpose: Purpose, subject_id: int, now: datetime) -> int:
    """Whatever was given out for this and not used opens nothing any more. How many."""
    still = (
        invitations.c.purpose == purpose.value,
        invitations.c.subject_id == subject_id,
        invitations.c.used_at.is_(None),
        invitations.c.expires_at > now,
    )
    return tx.connection.execute(update(invitations).where(*still).values(expires_at=now)).rowcount


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _from_row(row: Row[Any]) -> Invitation:
    return Invitation(
        id=row.id,
        garden_id=GardenId(row.garden_id),
        purpose=Purpose(row.purpose),
        subject_id=row.subject_id,
        created_by=None if row.created_by is None else PersonId(row.created_by),
        expires_at=row.expires_at,
        used_at=row.used_at,
        used_by=None if row.used_by is None else PersonId(row.used_by),
    )
