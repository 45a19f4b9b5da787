from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.turns import share_out

NOTICE, REMINDER, BROADCAST = 1, 2, 3


def test_a_garden_alone_has_all_the_room() -> None:
    assert share_out(100, {REMINDER: [7]}) == [(REMINDER, 7, 100)]


def test_gardens_share_a_lane_evenly() -> None:
    assert share_out(10, {REMINDER: [7, None, 9]}) == [
        (REMINDER, 7, 4),
        (REMINDER, None, 3),
        (REMINDER, 9, 3),
    ]


def test_replies_take_all_they_can_and_every_other_lane_yields_a_quarter() -> None:
    assert share_out(8, {0: [1], NOTICE: [1]}) == [(0, 1, 8)]
    assert share_out(16, {NOTICE: [1], REMINDER: [1], BROADCAST: [1]}) == [
        (NOTICE, 1, 12),
        (REMINDER, 1, 3),
        (BROADCAST, 1, 1),
    ]


def test_where_there_is_room_for_one_only_it_is_the_most_urgent() -> None:
    assert share_out(1, {REMINDER: [2, 1], BROADCAST: [3]}) == [(REMINDER, 2, 1)]


@given(st.integers(0, 300), st.dictionaries(st.integers(0, 3), st.lists(st.integers(1, 200), unique=True)))
def test_no_more_is_shared_out_than_there_is_and_nobody_has_twice_anothers(
    room: int, waiting: dict[int, list[int]]
) -> None:
    shares = share_out(room, waiting)

    assert sum(number for *_, number in shares) == (room if any(waiting.values()) else 0)
    for lane in waiting:
        portions = [number for one, _, number in shares if one == lane]
        assert max(portions, default=0) - min(portions, default=0) <= 1
