"""Owns whose turn it is when more is due than may go: lanes in proportion, gardens evenly. Pure.

Replies come before everything. Every other lane yields each fourth turn to the less urgent that wait, so that
three reminders go for one broadcast, and neither waits for the other's end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import TypeAlias

REPLIES = 0
"""The lane that yields to none."""
IN_A_ROW = 3
"""Turns a lane takes before it yields one."""

Share: TypeAlias = tuple[int, int | None, int]
"""Of a lane, of a garden (None: of no garden), so many."""


def share_out(room: int, waiting: Mapping[int, Sequence[int | None]]) -> list[Share]:
    """How many each garden may have, by lane; `waiting` names the gardens with something due, in their turns' order.

    What somebody leaves is not shared out again. Where there are more gardens than room, the first have it.
    """
    shares: list[Share] = []
    lanes = sorted(lane for lane, gardens in waiting.items() if gardens)
    for lane in lanes:
        yields = lane != REPLIES and lane != lanes[-1]
        portion = ceil(room * IN_A_ROW / (IN_A_ROW + 1)) if yields else room
        room -= portion
        each, over = divmod(portion, len(waiting[lane]))
        for place, garden in enumerate(waiting[lane]):
            shares.append((lane, garden, each + (place < over)))
    return [share for share in shares if share[2]]
