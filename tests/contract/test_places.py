"""Places under any interleaving of sign-ups, drop-outs, offers, expiries and changes of capacity."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.domain.shift import BookingState
from bot.domain.terms import Terms
from bot.storage import bookings
from bot.storage.database import Database
from tests.contract.racer import ROUNDS_OF_PLACES
from tests.contract.races import Racers, run_race
from tests.contract.shift_world import (
    DEEDS,
    MONDAY,
    Place,
    act,
    arrange,
    assert_every_place_is_accounted_for,
    taken_places,
)

DEED = st.tuples(
    st.sampled_from(DEEDS), st.integers(0, 7), st.integers(0, 5), st.integers(0, 30).map(lambda h: h * 20)
)
"""What happens, to whom, how much of it, and minutes later."""
TERMS = st.builds(
    Terms,
    maximum=st.integers(0, 4),
    guests=st.integers(0, 2),
    newcomers=st.integers(0, 2),
    closes_hours=st.just(2.0),
)
LOWERED = [
    ("join", 0, 0, 20),
    ("join", 1, 0, 20),
    ("resize", 0, 1, 20),
    ("wait", 2, 0, 20),
    ("drop", 1, 0, 20),
]
"""One place instead of two, both taken: whoever gives up the second gives it up for good, line or not."""


@given(terms=TERMS, deeds=st.lists(DEED, min_size=1, max_size=25))
@example(terms=Terms(maximum=2), deeds=LOWERED)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_happens_each_place_is_accounted_for_and_capacity_is_never_exceeded(
    terms: Terms, deeds: list[tuple[str, int, int, int]]
) -> None:
    async def play() -> None:
        db = await Database.open("sqlite:///:memory:")
        try:
            there = await db.run(arrange, terms, 8)
            now, maximum = MONDAY, terms.maximum or 0
            for deed, who, amount, minutes in deeds:
                now += timedelta(minutes=minutes)
                before = await db.read(taken_places, there.roster_id)
                await db.run(act, there, deed, who, amount, now)
                maximum = amount if deed == "resize" else maximum
                await db.read(assert_every_place_is_accounted_for, there.roster_id, now)
                after = await db.read(taken_places, there.roster_id)
                assert after <= max(maximum, before), f"{deed} gave place {after} of {maximum}"
        finally:
            await db.close()

    asyncio.run(play())


@pytest.fixture
async def stage(shared_url: str) -> AsyncIterator[Database]:
    db = await Database.open(shared_url)
    yield db
    await db.close()


async def test_a_crowd_that_acts_at_once_leaves_every_place_accounted_for(stage: Database) -> None:
    there = await stage.run(arrange, Terms(maximum=3, guests=2, newcomers=1), 8)
    dice = random.Random(20260323)

    async def fidget(who: int) -> None:
        for _ in range(12):
            deed, amount = dice.choice(DEEDS), dice.randrange(6)
            await stage.run(act, there, deed, who, amount, MONDAY + timedelta(minutes=dice.randrange(600)))

    await asyncio.gather(*(fidget(who) for who in range(8)))

    late = MONDAY + timedelta(hours=11)
    await stage.run(act, there, "look", 0, 0, late)
    await stage.read(assert_every_place_is_accounted_for, there.roster_id, late)


async def test_two_processes_that_hand_out_the_same_places_never_give_one_twice(
    shared_url: str, stage: Database, racers: Racers
) -> None:
    there = await stage.run(arrange, Terms(maximum=3, guests=1, newcomers=1), 12)

    played = run_race(racers, shared_url, "places")

    assert [len(one) for one in played] == [ROUNDS_OF_PLACES, ROUNDS_OF_PLACES]
    assert all(any(one) for one in played), "one of them was refused everything: they did not race"
    late = MONDAY + timedelta(days=1)
    await stage.run(act, there, "look", 0, 0, late)
    await stage.read(assert_every_place_is_accounted_for, there.roster_id, late)


async def test_an_offer_nobody_answers_goes_down_the_line_in_its_order(db: Database) -> None:
    there = await db.run(arrange, Terms(maximum=1), 4)
    await _each(db, there, "wait", range(4))

    await db.run(act, there, "drop", 0, 0, MONDAY + timedelta(minutes=10))
    stands = {0: await _states(db, there)}
    for hours in (5, 7, 11, 24):
        await db.run(act, there, "look", 0, 0, MONDAY + timedelta(hours=hours))
        stands[hours] = await _states(db, there)

    waiting, offer = BookingState.WAITING, BookingState.OFFERED
    assert stands[0] == [None, offer, waiting, waiting]
    assert stands[5] == stands[7] == [None, None, offer, waiting]
    assert stands[11] == [None, None, None, waiting], "it lapsed after quiet hours had begun: not at night"
    assert stands[24] == [None, None, None, offer]


async def test_two_who_want_the_last_place_at_once_are_one_with_it_and_one_refused(stage: Database) -> None:
    there = await stage.run(arrange, Terms(maximum=1), 2)

    await asyncio.gather(*(stage.run(act, there, "join", who, 0, MONDAY) for who in range(2)))

    assert sorted(str(state) for state in await _states(stage, there)) == ["None", "taken"]


async def _each(db: Database, there: Place, deed: str, who: range) -> None:
    for number in who:
        await db.run(act, there, deed, number, 0, MONDAY + timedelta(seconds=number))


async def _states(db: Database, there: Place) -> list[BookingState | None]:
    found = [await db.read(bookings.open_booking, there.roster_id, person) for person in there.crowd]
    return [one.state if one else None for one in found]
