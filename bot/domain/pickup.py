"""Owns the values of a basket that is fetched: where and when, what its holder said, what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from bot.domain.member import MemberId
from bot.domain.person import GardenId
from bot.domain.point import PointId

PickupId = NewType("PickupId", int)
RequestId = NewType("RequestId", int)


class PickupState(StrEnum):
    """`unclaimed`: its point has closed and nobody came. `cancelled`: the garden hands out none that week after all."""

    EXPECTED = "expected"
    COLLECTED = "collected"
    UNCLAIMED = "unclaimed"
    DONATED = "donated"
    PAUSED = "paused"
    CANCELLED = "cancelled"


class PickupAnswer(StrEnum):
    NONE = ""
    COMING = "coming"
    LATE = "late"
    FRIEND = "friend"


@dataclass(frozen=True, slots=True)
class Pickup:
    """One member's basket of one day. Nothing in it says what they pay: whoever reads it cannot tell.

    `week` is the Monday of the week it belongs to, wherever its day went. Its holder is `taken_by` where two members
    have swapped, else `member_id`. `changed_at`: by hand, so that planning leaves it alone.
    """

    id: PickupId
    garden_id: GardenId
    member_id: MemberId
    week: date
    day: date
    point_id: PointId
    opens_at: datetime
    closes_at: datetime
    state: PickupState
    answer: PickupAnswer
    friend_name: str
    taken_by: MemberId | None
    changed_at: datetime | None
    collected_at: datetime | None
    version: int

    @property
    def holder(self) -> MemberId:
        """The member who fetches it."""
        return self.taken_by or self.member_id

    @property
    def is_expected(self) -> bool:
        return self.state is PickupState.EXPECTED


class RequestKind(StrEnum):
    """What is asked of somebody else: a keeper after the cut-off, or another member."""

    MOVE = "move"
    DONATE = "donate"
    SWAP = "swap"


class RequestState(StrEnum):
    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class PickupRequest:
    """`point_id`: where a basket is to go; `other_id`: the basket that somebody else is to swap for it."""

    id: RequestId
    garden_id: GardenId
    pickup_id: PickupId
    kind: RequestKind
    point_id: PointId | None
    other_id: PickupId | None
    state: RequestState
    asked_at: datetime
