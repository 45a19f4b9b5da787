"""Owns whom a notice goes to: one person, the referents' group, the coordinators. Composed only when sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Instant
from bot.domain.person import GardenId, Person, PersonId
from bot.storage import assignments, groups, outbox, people, referents, roles
from bot.storage.database import Transaction
from bot.storage.outbox import Lane

ON_BEHALF = "on_behalf"
"""A notice for somebody without Telegram, told to whoever follows them."""

Payload = Mapping[str, Any]
"""Numbers of rows, never a person's words, but for the key `text`, which is emptied once sent."""


def tell_person(
    tx: Transaction,
    garden_id: GardenId,
    person_id: PersonId,
    kind: str,
    payload: Payload,
    *,
    dedupe: str,
    now: Instant,
    subject: str = "",
    lane: Lane = Lane.NOTICE,
    unasked: bool = False,
    not_before: datetime | None = None,
    expires_after: timedelta | None = None,
) -> bool:
    """Owe one person a message in their private chat; False where Telegram cannot reach them.

    For somebody registered without Telegram, their referent is told what they would have been told.
    """
    person = people.find_person(tx, person_id)
    if person is not None and person.telegram_id is None and kind != ON_BEHALF:
        _tell_on_behalf(
            tx,
            garden_id,
            person,
            kind,
            payload,
            dedupe=dedupe,
            subject=subject,
            now=now,
            not_before=not_before,
        )
    if person is None or person.telegram_id is None:
        return False
    outbox.queue(
        tx,
        dedupe=f"{dedupe}:p{person_id}",
        chat_id=person.telegram_id,
        kind=kind,
        subject=subject,
        payload=payload,
        lane=lane,
        now=now,
        garden_id=garden_id,
        person_id=person_id,
        unasked=unasked,
        not_before=not_before,
        expires_at=now + expires_after if expires_after else None,
    )
    return person.reachable


def _tell_on_behalf(
    tx: Transaction,
    garden_id: GardenId,
    person: Person,
    kind: str,
    payload: Payload,
    *,
    dedupe: str,
    subject: str,
    now: Instant,
    not_before: datetime | None,
) -> None:
    """Whoever follows them passes it on; while nobody does, the coordinators."""
    numbers = {key: value for key, value in payload.items() if key != "text"}
    wrapped = {"person": person.id, "kind": kind, "payload": numbers}
    if "text" in payload:  # where it is found to be emptied
        wrapped["text"] = payload["text"]
    for helper in _helpers_of(tx, garden_id, person.id):
        tell_person(
            tx,
            garden_id,
            helper,
            ON_BEHALF,
            wrapped,
            dedupe=f"{ON_BEHALF}:{dedupe}:{person.id}",
            subject=subject,
            now=now,
            not_before=not_before,
        )


def _helpers_of(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> list[PersonId]:
    live = assignments.live_of_person(tx, garden_id, person_id)
    known = (referents.find_referent(tx, one.referent_id) for one in live if one.referent_id is not None)
    linked = [one.person_id for one in known if one is not None and one.person_id is not None]
    if linked:
        return list(dict.fromkeys(linked))
    return [one.id for one in roles.coordinators(tx, garden_id)]


def tell_group(
    tx: Transaction,
    garden_id: GardenId,
    kind: str,
    payload: Payload,
    *,
    dedupe: str,
    now: Instant,
    subject: str = "",
    not_before: datetime | None = None,
) -> bool:
    """Owe the referents' group a notice; False where the garden has no group, and coordinators should know."""
    group = groups.live_group(tx, garden_id)
    if group is None:
        return False
    outbox.queue(
        tx,
        dedupe=f"{dedupe}:g",
        chat_id=group.chat_id,
        thread_id=group.thread_id,
        kind=kind,
        subject=subject,
        payload=payload,
        lane=Lane.NOTICE,
        now=now,
        garden_id=garden_id,
        not_before=not_before,
    )
    return True


def tell_group_or_coordinators(
    tx: Transaction,
    garden_id: GardenId,
    kind: str,
    payload: Payload,
    *,
    dedupe: str,
    now: Instant,
    subject: str = "",
) -> None:
    """Owe the referents' group a notice; where the garden has no group, its coordinators."""
    if not tell_group(tx, garden_id, kind, payload, dedupe=dedupe, subject=subject, now=now):
        tell_coordinators(tx, garden_id, kind, payload, dedupe=dedupe, subject=subject, now=now)


def tell_coordinators(
    tx: Transaction,
    garden_id: GardenId,
    kind: str,
    payload: Payload,
    *,
    dedupe: str,
    now: Instant,
    subject: str = "",
    not_before: datetime | None = None,
) -> int:
    """Owe every coordinator a notice in private; the number of those Telegram can reach."""
    return sum(
        tell_person(
            tx,
            garden_id,
            coordinator.id,
            kind,
            payload,
            dedupe=dedupe,
            subject=subject,
            now=now,
            not_before=not_before,
        )
        for coordinator in roles.coordinators(tx, garden_id)
    )
