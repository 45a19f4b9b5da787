from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.hand import PLACES, Hand
from bot.storage.outbox import Lane, Parcel

NOW = datetime(2026, 5, 12, tzinfo=UTC)


def parcel(number: int, chat: int = 7, lane: Lane = Lane.NOTICE) -> Parcel:
    return Parcel(
        id=number,
        garden_id=None,
        person_id=None,
        dedupe=str(number),
        chat_id=chat,
        thread_id=0,
        kind="note",
        subject="",
        payload={},
        lane=lane,
        unasked=False,
        not_before=NOW,
        expires_at=None,
        attempts=0,
        uncertain=False,
        created_at=NOW,
        message_id=None,
    )


parcels = st.builds(parcel, st.integers(1, 60), st.integers(1, 5), st.sampled_from(Lane))
steps = st.lists(st.one_of(parcels, st.sampled_from(["begin", "end", "again", "give up"])), max_size=120)


@given(steps)
def test_whatever_happens_a_chat_has_one_parcel_under_way_and_none_is_forgotten(
    steps: list[Parcel | str],
) -> None:
    hand, waiting, under_way = Hand(), dict[int, Parcel](), dict[int, Parcel]()
    for step in steps:
        match step:
            case Parcel():
                if step.id not in waiting and step.id not in under_way:
                    waiting[step.id] = step
                if step.id not in under_way:
                    hand.take(waiting[step.id])
            case "begin":
                begun = hand.begin()
                if begun is not None:
                    check_turn(begun, waiting, under_way)
                    under_way[begun.id] = waiting.pop(begun.id)
                else:
                    busy = {one.chat_id for one in under_way.values()}
                    assert all(one.chat_id in busy for one in waiting.values())
            case "end" if under_way:
                hand.end(under_way.pop(min(under_way)))
            case "again" if under_way:
                one = under_way.pop(min(under_way))
                waiting[one.id] = one
                hand.again(one)
            case "give up" if waiting:
                chat = next(iter(waiting.values())).chat_id
                assert {one.id for one in hand.give_up(chat)} == {
                    n for n, one in waiting.items() if one.chat_id == chat
                }
                waiting = {number: one for number, one in waiting.items() if one.chat_id != chat}
        assert len(hand) == len(waiting) + len(under_way)
        assert hand.under_way == len(under_way)


def check_turn(begun: Parcel, waiting: dict[int, Parcel], under_way: dict[int, Parcel]) -> None:
    """The oldest of its chat; and no chat whose first parcel is more urgent was passed over."""
    busy = {one.chat_id for one in under_way.values()}
    assert begun.chat_id not in busy
    firsts: dict[int, Parcel] = {}
    for number in sorted(waiting):
        if waiting[number].chat_id not in busy:
            firsts.setdefault(waiting[number].chat_id, waiting[number])
    assert firsts[begun.chat_id].id == begun.id
    assert begun.lane == min(first.lane for first in firsts.values())


def test_each_lane_has_places_that_no_other_takes() -> None:
    hand = Hand()
    for number in range(1, 301):
        hand.take(parcel(number, chat=number, lane=Lane.REMINDER))
    for number in range(301, 601):
        hand.take(parcel(number, chat=number, lane=Lane.BROADCAST))
    while hand.begin():
        pass
    assert hand.under_way == PLACES[Lane.REMINDER] + PLACES[Lane.BROADCAST]

    hand.take(parcel(700, chat=700, lane=Lane.REPLY))
    begun = hand.begin()
    assert begun is not None
    assert begun.id == 700
