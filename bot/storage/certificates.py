"""Owns the queries about certificates: what was printed, found again by the digest of its code alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select

from bot.domain.certificate import CertificateId, Issued
from bot.domain.person import GardenId, PersonId
from bot.storage.database import Transaction
from bot.storage.tables import certificates


def add_certificate(
    tx: Transaction,
    garden_id: GardenId,
    person_id: PersonId,
    code_hash: str,
    content: Mapping[str, Any],
    now: datetime,
) -> CertificateId:
    """Keep what was printed; `content` is as `bot.usecases.certify` writes it."""
    values = {
        "garden_id": garden_id,
        "person_id": person_id,
        "code_hash": code_hash,
        "content": dict(content),
        "issued_at": now,
    }
    made = tx.connection.execute(insert(certificates).values(values).returning(certificates.c.id))
    return CertificateId(made.scalar_one())


def remove_certificate(tx: Transaction, certificate_id: CertificateId) -> bool:
    """As if it had never been issued; False where it is gone already."""
    gone = tx.connection.execute(delete(certificates).where(certificates.c.id == certificate_id))
    return gone.rowcount == 1


def find_by_digest(tx: Transaction, code_hash: str) -> Issued | None:
    """The certificate with this code, in whatever garden."""
    row = tx.connection.execute(
        select(certificates).where(certificates.c.code_hash == code_hash)
    ).one_or_none()
    return None if row is None else _from_row(row)


def content_of(tx: Transaction, certificate_id: CertificateId) -> dict[str, Any] | None:
    """What was printed, to print it again; None once it is erased."""
    found = select(certificates.c.content).where(certificates.c.id == certificate_id)
    column: dict[str, Any] | None = tx.connection.execute(found).scalar_one_or_none()
    return column


def certificates_of(tx: Transaction, person_id: PersonId, garden_id: GardenId) -> list[Issued]:
    """The person's certificates, the oldest first."""
    mine = (certificates.c.person_id == person_id, certificates.c.garden_id == garden_id)
    rows = tx.connection.execute(select(certificates).where(*mine).order_by(certificates.c.id))
    return [_from_row(row) for row in rows]


def _from_row(row: Row[Any]) -> Issued:
    return Issued(
        id=CertificateId(row.id),
        garden_id=GardenId(row.garden_id),
        person_id=PersonId(row.person_id),
        name=row.content["name"],
        garden=row.content["garden"],
        hours=row.content["hours"],
        issued_at=row.issued_at,
    )
