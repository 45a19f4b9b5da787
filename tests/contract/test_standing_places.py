"""A mission without dates: its places and its sign-ups go together, whatever people do and however often."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.mission import MissionKind, MissionState
from bot.domain.shift import BookingState
from bot.domain.terms import Terms
from bot.storage import bookings, missions, rosters, sign_ups
from bot.storage.database import Database, Transaction
from bot.usecases.booking import accept_offer, decline_offer
from bot.usecases.leaving import leave_mission
from bot.usecases.planning import set_mission_state
from bot.usecases.rosters import keep_standing, settle
from bot.usecases.sign_up import join_mission, wait_for_mission
from tests.contract.shift_world import MONDAY, Place, arrange, assert_every_place_is_accounted_for

DEEDS = st.tuples(
    st.sampled_from(("join", "wait", "leave", "accept", "decline", "resize", "look")),
    st.integers(0, 5),
    st.integers(1, 4),
    st.integers(0, 20).map(lambda n: n * 30),
)
"""What happens, to whom, how many places it leaves, and minutes later."""


def arrange_role(tx: Transaction, places: int) -> Place:
    """The same garden and crowd, around a mission that is taken as a whole."""
    there = arrange(tx, Terms(), 6)
    (dated,) = missions.open_missions(tx, there.garden.id)
    role = replace(dated, slug="role", kind=MissionKind.ROLE, places=places)
    number, _ = missions.save_mission(tx, role, 1)
    stored = missions.find_mission(tx, number)
    assert stored is not None
    return replace(there, roster_id=keep_standing(tx, there.garden, stored, MONDAY).id)


def act(tx: Transaction, there: Place, deed: str, who: int, places: int, now: datetime) -> object:
    person_id, garden = there.crowd[who], there.garden
    roster = rosters.find_roster(tx, there.roster_id)
    assert roster is not None
    mine = bookings.open_booking(tx, roster.id, person_id)
    held = [one for one in sign_ups.sign_ups_of_mission(tx, roster.mission_id) if one.person_id == person_id]
    match deed:
        case "join":
            return join_mission(tx, garden, person_id, roster.mission_id, now)
        case "wait":
            return wait_for_mission(tx, garden, person_id, roster.mission_id, now)
        case "leave" if held:
            return leave_mission(tx, garden, held[0].id, person_id, now)
        case "accept" if mine:
            return accept_offer(tx, garden, mine.id, person_id, now)
        case "decline" if mine:
            return decline_offer(tx, garden, mine.id, person_id, now)
        case "resize":
            mission = missions.find_mission(tx, roster.mission_id)
            assert mission is not None
            missions.save_mission(tx, replace(mission, places=places), 1)
            return keep_standing(tx, garden, replace(mission, places=places), now)
        case _:
            return settle(tx, garden, roster.id, now)


def assert_places_and_sign_ups_go_together(tx: Transaction, there: Place) -> None:
    roster = rosters.find_roster(tx, there.roster_id)
    assert roster is not None
    line = bookings.open_bookings(tx, roster.id)
    have = {one.person_id for one in line if one.state is BookingState.TAKEN}
    signed_up = [one.person_id for one in sign_ups.sign_ups_of_mission(tx, roster.mission_id)]
    assert sorted(signed_up) == sorted(have)
    mission = missions.find_mission(tx, roster.mission_id)
    assert mission is not None
    promised = sum(1 for one in line if one.state is BookingState.OFFERED)
    assert mission.taken >= len(have) + promised


@given(places=st.integers(1, 3), deeds=st.lists(DEEDS, min_size=1, max_size=20))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whoever_is_signed_up_has_a_place_and_nobody_else(
    places: int, deeds: list[tuple[str, int, int, int]]
) -> None:
    async def play() -> None:
        db = await Database.open("sqlite:///:memory:")
        try:
            there, now = await db.run(arrange_role, places), MONDAY
            for deed, who, amount, minutes in deeds:
                now += timedelta(minutes=minutes)
                await db.run(act, there, deed, who, amount, now)
                await db.read(assert_every_place_is_accounted_for, there.roster_id, now)
                await db.read(assert_places_and_sign_ups_go_together, there)
        finally:
            await db.close()

    asyncio.run(play())


async def test_while_the_mission_rests_no_offer_stands_and_the_turn_is_kept(db: Database) -> None:
    def states(tx: Transaction) -> list[BookingState]:
        there = arrange_role(tx, 1)
        has, waits, actor = there.crowd[:3]
        roster = rosters.find_roster(tx, there.roster_id)
        assert roster is not None
        found = []
        for who, deed in ((has, "join"), (waits, "wait"), (has, "leave")):
            act(tx, there, deed, there.crowd.index(who), 1, MONDAY)
        for state in (None, MissionState.PAUSED, MissionState.OPEN):
            if state is not None:
                set_mission_state(tx, there.garden, roster.mission_id, state, actor, MONDAY)
            mine = bookings.open_booking(tx, there.roster_id, waits)
            assert mine is not None
            found.append(mine.state)
        return found

    offered, waiting = BookingState.OFFERED, BookingState.WAITING
    assert await db.run(states) == [offered, waiting, offered]
