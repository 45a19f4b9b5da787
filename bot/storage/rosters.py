"""Owns the queries about rosters and their places: how many people fit, and where each place stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, case, delete, func, insert, select, update

from bot.domain.mission import MissionId
from bot.domain.person import GardenId
from bot.domain.shift import (
    BookingId,
    BookingState,
    Place,
    PlaceId,
    PlaceState,
    Roster,
    RosterId,
    ShiftId,
    Vacancy,
)
from bot.storage.database import Transaction
from bot.storage.saving import insert_once
from bot.storage.tables import bookings, places, rosters


def add_roster(tx: Transaction, roster: Roster, now: datetime) -> Roster:
    """Keep a roster with its places, all of them open; its `id` is not read."""
    number = insert_once(tx, rosters, _values(roster))
    if number is None:
        raise ValueError(f"mission {roster.mission_id}, shift {roster.shift_id} has a roster already")
    made = replace(roster, id=RosterId(number))
    _lay_places(tx, made.id, range(1, (roster.maximum or 0) + 1), now)
    return made


def save_roster(tx: Transaction, roster: Roster, now: datetime) -> None:
    """Change what a roster says; its places follow (see `resize`)."""
    tx.connection.execute(update(rosters).where(rosters.c.id == roster.id).values(_values(roster)))
    resize(tx, roster.id, roster.maximum, now)


def close_roster(tx: Transaction, roster_id: RosterId, *, is_open: bool = False) -> None:
    """Take nobody any more; with `is_open`, take people again."""
    tx.connection.execute(update(rosters).where(rosters.c.id == roster_id).values(open=is_open))


def resize(tx: Transaction, roster_id: RosterId, maximum: int | None, now: datetime) -> None:
    """As many places as `maximum`: further ones open, or vacant ones go. Nobody loses theirs: more may be left."""
    here = places_of(tx, roster_id)
    wanted = 0 if maximum is None else maximum
    vacant = [place for place in reversed(here) if place.is_vacant]
    gone = [place.id for place in vacant[: max(0, len(here) - wanted)]]
    if gone:
        tx.connection.execute(delete(places).where(places.c.id.in_(gone)))
    last = max((place.number for place in here), default=0)
    _lay_places(tx, roster_id, range(last + 1, last + 1 + max(0, wanted - len(here))), now)


def find_roster(tx: Transaction, roster_id: RosterId) -> Roster | None:
    return _one(tx, select(rosters).where(rosters.c.id == roster_id))


def find_rosters(tx: Transaction, roster_ids: Iterable[RosterId]) -> dict[RosterId, Roster]:
    """Those of the rosters that are there, by their number."""
    rows = tx.connection.execute(select(rosters).where(rosters.c.id.in_(list(roster_ids))))
    return {roster.id: roster for roster in map(_from_row, rows)}


def lock_roster(tx: Transaction, roster_id: RosterId) -> Roster | None:
    """The roster, held until the transaction ends: take it so before giving a place."""
    return _one(tx, select(rosters).where(rosters.c.id == roster_id).with_for_update())


def roster_of_shift(tx: Transaction, shift_id: ShiftId) -> Roster | None:
    return _one(tx, select(rosters).where(rosters.c.shift_id == shift_id))


def rosters_of_shifts(tx: Transaction, shift_ids: Iterable[ShiftId]) -> dict[ShiftId, Roster]:
    """The rosters of several shifts at once."""
    rows = tx.connection.execute(select(rosters).where(rosters.c.shift_id.in_(list(shift_ids))))
    found = (_from_row(row) for row in rows)
    return {roster.shift_id: roster for roster in found if roster.shift_id is not None}


def standing_roster(tx: Transaction, mission_id: MissionId) -> Roster | None:
    """The roster of a mission without dates."""
    return _one(tx, select(rosters).where(rosters.c.mission_id == mission_id, rosters.c.shift_id.is_(None)))


def places_of(tx: Transaction, roster_id: RosterId) -> list[Place]:
    """The places of a roster by their number; none where it has no limit."""
    here = select(places).where(places.c.roster_id == roster_id).order_by(places.c.number)
    return [_place(row) for row in tx.connection.execute(here)]


def count_vacant(tx: Transaction, roster_ids: Iterable[RosterId]) -> dict[RosterId, int]:
    """How many places somebody new could still get in each of several rosters with a limit; 0 is left out."""
    within = places.c.roster_id.in_(list(roster_ids))
    vacant = within & places.c.booking_id.is_(None) & (places.c.reason != Vacancy.NIGHT.value)
    rows = tx.connection.execute(
        select(places.c.roster_id, func.count()).where(vacant).group_by(places.c.roster_id)
    )
    return {RosterId(roster_id): count for roster_id, count in rows}


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many people have a place in a roster, guests counted, and how many bookings wait or are offered one."""

    roster_id: RosterId
    shift_id: ShiftId | None
    minimum: int
    maximum: int | None
    coming: int
    in_line: int

    @property
    def is_amiss(self) -> bool:
        """Whether there are too few people, or more than places."""
        return self.coming < self.minimum or (self.maximum is not None and self.coming > self.maximum)


def headcounts(tx: Transaction) -> list[Headcount]:
    """Every roster with its numbers, in one query."""
    taken = case((bookings.c.state == BookingState.TAKEN.value, 1 + bookings.c.guests), else_=0)
    in_line = case(
        (bookings.c.state.in_((BookingState.WAITING.value, BookingState.OFFERED.value)), 1), else_=0
    )
    what = (rosters.c.id, rosters.c.shift_id, rosters.c.minimum, rosters.c.maximum)
    counted = (func.coalesce(func.sum(taken), 0), func.coalesce(func.sum(in_line), 0))
    joined = rosters.outerjoin(bookings, bookings.c.roster_id == rosters.c.id)
    rows = tx.connection.execute(select(*what, *counted).select_from(joined).group_by(*what))
    return [
        Headcount(
            RosterId(number), None if shift is None else ShiftId(shift), least, most, int(have), int(wait)
        )
        for number, shift, least, most, have, wait in rows
    ]


def give_places(
    tx: Transaction,
    place_ids: Sequence[PlaceId],
    booking_id: BookingId,
    state: PlaceState,
    now: datetime,
    until: datetime | None = None,
) -> None:
    """These places are taken by, or offered to, a booking."""
    values = {"state": state.value, "reason": "", "since": now, "until": until, "booking_id": booking_id}
    tx.connection.execute(update(places).where(places.c.id.in_(list(place_ids))).values(values))


def confirm_places(tx: Transaction, booking_id: BookingId, now: datetime) -> None:
    """What was offered to a booking is taken by it."""
    mine = (places.c.booking_id == booking_id, places.c.state == PlaceState.OFFERED.value)
    values = {"state": PlaceState.TAKEN.value, "since": now, "until": None}
    tx.connection.execute(update(places).where(*mine).values(values))


def free_places(tx: Transaction, booking_id: BookingId, now: datetime) -> int:
    """Whatever a booking had is open again; how many places that were."""
    values = {
        "state": PlaceState.OPEN.value,
        "reason": Vacancy.FREE.value,
        "since": now,
        "until": None,
        "booking_id": None,
    }
    return tx.connection.execute(
        update(places).where(places.c.booking_id == booking_id).values(values)
    ).rowcount


def stand_place(
    tx: Transaction,
    place_id: PlaceId,
    state: PlaceState,
    reason: Vacancy,
    now: datetime,
    until: datetime | None,
) -> None:
    """A vacant place stands so from now on."""
    values = {"state": state.value, "reason": reason.value, "since": now, "until": until}
    vacant = (places.c.id == place_id, places.c.booking_id.is_(None))
    tx.connection.execute(update(places).where(*vacant).values(values))


def _lay_places(tx: Transaction, roster_id: RosterId, numbers: Iterable[int], now: datetime) -> None:
    """New places, open to whoever comes first until `settle` says otherwise."""
    free = {"state": PlaceState.OPEN.value, "reason": Vacancy.FREE.value, "since": now}
    rows = [{"roster_id": roster_id, "number": number, **free} for number in numbers]
    if rows:
        tx.connection.execute(insert(places).values(rows))


def _values(roster: Roster) -> dict[str, Any]:
    return {
        "garden_id": roster.garden_id,
        "mission_id": roster.mission_id,
        "shift_id": roster.shift_id,
        "minimum": roster.minimum,
        "maximum": roster.maximum,
        "guests": roster.guests,
        "newcomers": roster.newcomers,
        "begins_at": roster.begins_at,
        "sign_up_until": roster.sign_up_until,
        "drop_out_until": roster.drop_out_until,
        "newcomers_until": roster.newcomers_until,
        "open": roster.open,
    }


def _one(tx: Transaction, statement: Select[Any]) -> Roster | None:
    row = tx.connection.execute(statement).one_or_none()
    return None if row is None else _from_row(row)


def _from_row(row: Row[Any]) -> Roster:
    return Roster(
        id=RosterId(row.id),
        garden_id=GardenId(row.garden_id),
        mission_id=MissionId(row.mission_id),
        shift_id=None if row.shift_id is None else ShiftId(row.shift_id),
        minimum=row.minimum,
        maximum=row.maximum,
        guests=row.guests,
        newcomers=row.newcomers,
        begins_at=row.begins_at,
        sign_up_until=row.sign_up_until,
        drop_out_until=row.drop_out_until,
        newcomers_until=row.newcomers_until,
        open=row.open,
    )


def _place(row: Row[Any]) -> Place:
    return Place(
        id=PlaceId(row.id),
        roster_id=RosterId(row.roster_id),
        number=row.number,
        state=PlaceState(row.state),
        reason=row.reason,
        since=row.since,
        until=row.until,
        booking_id=None if row.booking_id is None else BookingId(row.booking_id),
    )
