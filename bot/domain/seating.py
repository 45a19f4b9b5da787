"""Owns how many fit into an event, and who of those in line is next: nobody beyond the limit, families together."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.event import Rsvp, RsvpState

SEATED = frozenset({RsvpState.GOING, RsvpState.OFFERED})


def seats_left(capacity: int | None, line: Sequence[Rsvp], but: Rsvp | None = None) -> int | None:
    """Heads that still fit, those offered counted as taken; None without a limit. `but` is left out of the count."""
    if capacity is None:
        return None
    seated = (one for one in line if one.state in SEATED and (but is None or one.id != but.id))
    return max(0, capacity - sum(one.heads for one in seated))


def next_in_line(capacity: int | None, line: Sequence[Rsvp]) -> list[Rsvp]:
    """Who can be offered a place now, of a line in its order.

    A party that does not fit whole keeps its rank, and those behind it who do fit go ahead.
    """
    left = seats_left(capacity, line)
    chosen: list[Rsvp] = []
    for one in line:
        if one.state is not RsvpState.WAITING:
            continue
        if left is None or one.heads <= left:
            chosen.append(one)
            left = None if left is None else left - one.heads
    return chosen
