"""Events in the database: who belongs to a circle, how many come, and places under any interleaving of answers."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.event import Answer, Circle, EventState, Face, RsvpState
from bot.domain.person import PersonId, Role
from bot.storage import circles, events, people, roles, rsvps
from bot.storage.database import Database, Transaction
from tests.contract.event_world import DEEDS, MONDAY, act, arrange, assert_nobody_is_passed_over, plant_event
from tests.contract.racer import ROUNDS_OF_PLACES
from tests.contract.races import Racers, run_race
from tests.contract.rows import NOON
from tests.contract.values import meet, plant_garden, plant_mission, sign_up


async def test_an_event_comes_back_as_it_was_kept_and_counts_its_versions(db: Database) -> None:
    garden = await db.run(plant_garden)
    added = await db.run(plant_event, garden, capacity=12)
    changed = replace(added, details=replace(added.details, arrive_at=None, point=None), capacity=None)

    saved = await db.run(events.save_event, changed)
    published = await db.run(events.publish, saved)

    assert added == await db.run(lambda tx: replace(added, id=added.id))
    assert saved == replace(changed, version=1)
    assert published == replace(saved, state=EventState.PUBLISHED, told=saved.details)
    assert await db.read(events.find_event, added.id) == published
    assert await db.run(events.cancel, added.id, "Storm")
    assert not await db.run(events.cancel, added.id, "Again")
    cancelled = await db.read(events.find_event, added.id)
    assert cancelled is not None
    assert (cancelled.reason, cancelled.version) == ("Storm", 2)


@pytest.mark.parametrize("circle", list(Circle))
async def test_who_may_see_it_is_who_is_invited(db: Database, circle: Circle) -> None:
    seen, invited, expected = await db.run(_circle, circle)

    assert seen == invited == expected


def _circle(tx: Transaction, circle: Circle) -> tuple[set[str], set[str], set[str]]:
    garden, elsewhere = plant_garden(tx), plant_garden(tx, "elsewhere")
    mission = plant_mission(tx, garden)
    names = ("volunteer", "member", "referent", "coordinator", "signed_up", "visitor", "stranger", "there")
    crowd = {name: meet(tx, name, number) for number, name in enumerate(names, 1)}
    for name in ("volunteer", "member", "referent", "coordinator"):
        roles.add_role(tx, crowd[name].id, garden.id, Role(name), NOON)
    roles.add_role(tx, crowd["there"].id, elsewhere.id, Role.COORDINATOR, NOON)
    sign_up(tx, crowd["signed_up"], mission)
    people.set_garden(tx, crowd["visitor"].id, garden.id)
    event = plant_event(
        tx, garden, circle=circle, mission_id=mission.id if circle is Circle.MISSION else None
    )
    found = circles.people_to_invite(tx, event, "no_events", 0, 100)
    team = {"referent", "coordinator"}
    expected = {
        Circle.EVERYBODY: team | {"volunteer", "member", "visitor"},
        Circle.VOLUNTEERS: team | {"volunteer"},
        Circle.MISSION: team | {"signed_up"},
        Circle.TEAM: team,
    }[circle]
    seen = {name for name, one in crowd.items() if events.may_see(tx, event.id, one.id)}
    return seen, {name for name, one in crowd.items() if one.id in found}, expected


async def test_whoever_answered_objects_or_is_out_of_reach_is_not_invited(db: Database) -> None:
    def ask(tx: Transaction) -> list[PersonId]:
        garden = plant_garden(tx)
        event = plant_event(tx, garden)
        crowd = [meet(tx, f"p{number}", number) for number in range(1, 6)]
        for one in crowd:
            roles.add_role(tx, one.id, garden.id, Role.VOLUNTEER, NOON)
        rsvps.add_rsvp(tx, garden.id, event.id, crowd[0].id, Answer.NO, NOON)
        roles.record_consent(tx, crowd[1].id, garden.id, "no_events", NOON)
        people.set_reachable(tx, crowd[2].id, False)
        first = circles.people_to_invite(tx, event, "no_events", 0, 1)
        return [*first, *circles.people_to_invite(tx, event, "no_events", first[-1], 100)]

    assert len(await db.run(ask)) == 2


async def test_how_an_event_stands_is_counted_in_heads(db: Database) -> None:
    def ask(tx: Transaction) -> rsvps.Tally:
        garden = plant_garden(tx)
        event = plant_event(tx, garden)
        crowd = [meet(tx, f"p{number}", number) for number in range(1, 6)]
        mine = [rsvps.add_rsvp(tx, garden.id, event.id, one.id, Answer.YES, NOON) for one in crowd]
        family = rsvps.note_party(tx, mine[0], name="Ana", guests=1, children=2)
        rsvps.change_rsvp(tx, family, Answer.YES, RsvpState.GOING, NOON)
        rsvps.check_in(tx, family.id, NOON)
        rsvps.note_face(tx, family.id, Face.GOOD)
        rsvps.change_rsvp(tx, mine[1], Answer.YES, RsvpState.WAITING, NOON)
        rsvps.change_rsvp(tx, mine[2], Answer.MAYBE, RsvpState.OUT, NOON)
        rsvps.change_rsvp(tx, mine[3], Answer.NO, RsvpState.OUT, NOON)
        rsvps.change_rsvp(tx, mine[4], Answer.YES, RsvpState.GOING, NOON)
        return rsvps.tally(tx, event.id)

    told = await db.run(ask)

    assert told == rsvps.Tally(heads=5, concerned=4, waiting=1, maybe=1, no=1, there=4, faces={Face.GOOD: 1})


@given(
    capacity=st.integers(1, 5),
    deeds=st.lists(
        st.tuples(st.sampled_from(DEEDS), st.integers(0, 5), st.integers(0, 3), st.integers(0, 40)),
        max_size=25,
    ),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_answered_no_more_sit_than_fit_and_nobody_who_fits_waits(
    capacity: int, deeds: list[tuple[str, int, int, int]]
) -> None:
    async def play() -> None:
        db = await Database.open("sqlite:///:memory:")
        try:
            there, now = await db.run(arrange, capacity), MONDAY
            for deed, who, amount, quarters in deeds:
                now += timedelta(minutes=15 * quarters)
                await db.run(act, there, deed, who, amount, now)
                await db.run(assert_nobody_is_passed_over, there, now)
        finally:
            await db.close()

    asyncio.run(play())


async def test_two_processes_that_answer_for_the_same_places_never_seat_more_than_fit(
    shared_url: str, racers: Racers
) -> None:
    stage = await Database.open(shared_url)
    try:
        there = await stage.run(arrange, 5, 12)

        played = run_race(racers, shared_url, "seats")

        assert [len(one) for one in played] == [ROUNDS_OF_PLACES, ROUNDS_OF_PLACES]
        assert all(any(one) for one in played), "one of them was refused everything: they did not race"
        await stage.run(assert_nobody_is_passed_over, there, MONDAY + timedelta(days=1))
    finally:
        await stage.close()
