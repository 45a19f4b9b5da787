"""Whom referents follow: what the database says of each, by page, and the same verdict on quiet as the rule's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.garden import Garden
from bot.domain.report import Outcome
from bot.domain.said import Said
from bot.domain.shift import BookingState
from bot.storage import assignments, following, notes, outbox, referents, threads
from bot.storage.database import Database, Transaction
from bot.storage.following import Wanted
from bot.storage.outbox import Lane
from bot.storage.tables import assignments as assignments_table
from bot.storage.tables import bookings, reports, rosters
from tests.contract.rows import NOON, add
from tests.contract.values import meet, plant_garden, plant_mission, plant_referent, sign_up

TODAY = NOON.date()
DAY = timedelta(days=1)
TAKEN_LONG_AGO = NOON - 30 * DAY


@pytest.fixture
async def garden(db: Database) -> Garden:
    return await db.run(plant_garden)


def follow(
    tx: Transaction,
    garden: Garden,
    name: str,
    *,
    referent: str = "",
    taken_at: datetime = TAKEN_LONG_AGO,
    contact: datetime | None = None,
    outing: date | None = None,
    next_at: datetime | None = None,
    outcome: Outcome = Outcome.CAME,
    state: BookingState = BookingState.TAKEN,
) -> None:
    """Somebody followed, with these signs of life."""
    person, mission = meet(tx, name), plant_mission(tx, garden, f"mission-{name.lower()}")
    found = referents.find_referent_by_slug(tx, garden.id, referent) if referent else None
    live = assignments.add_assignment(
        tx,
        garden_id=garden.id,
        sign_up_id=sign_up(tx, person, mission).id,
        person_id=person.id,
        referent_id=found.id if found else None,
        now=taken_at,
    )
    assignments.take_assignment(tx, live.id, taken_at)
    values: dict[str, Any] = {"garden_id": garden.id, "person_id": person.id, "mission_id": mission.id}
    if contact is not None:
        where = assignments_table.c.id == live.id
        tx.connection.execute(assignments_table.update().where(where).values(last_contact_at=contact))
    if outing is not None:
        add(tx, reports, **values, day=outing, outcome=outcome.value)
    if next_at is not None:
        roster = add(
            tx, rosters, garden_id=garden.id, mission_id=mission.id, shift_id=None, begins_at=next_at
        )
        add(tx, bookings, **values, roster_id=roster, state=state.value)


def names(tx: Transaction, wanted: Wanted, limit: int = 10, offset: int = 0) -> list[str]:
    return [one.name for one in following.list_followed(tx, wanted, limit, offset)]


CASES: dict[str, tuple[dict[str, Any], bool]] = {
    "never heard of": ({}, True),
    "taken three weeks ago to the minute": ({"taken_at": NOON - 21 * DAY}, True),
    "taken since": ({"taken_at": NOON - 20 * DAY}, False),
    "a word long ago": ({"contact": NOON - 22 * DAY}, True),
    "a word since": ({"contact": NOON - 20 * DAY}, False),
    "out long ago": ({"outing": TODAY - 21 * DAY}, True),
    "out since": ({"outing": TODAY - 20 * DAY}, False),
    "did not come": ({"outing": TODAY - 2 * DAY, "outcome": Outcome.SICK}, True),
    "comes soon": ({"next_at": NOON + 3 * DAY}, False),
    "only waits for a place": ({"next_at": NOON + 3 * DAY, "state": BookingState.WAITING}, True),
    "came to what is past": ({"next_at": NOON - 3 * DAY}, True),
}


@pytest.mark.parametrize("case", CASES)
async def test_the_database_and_the_rule_agree_on_who_has_gone_quiet(
    db: Database, garden: Garden, case: str
) -> None:
    signs, quiet = CASES[case]
    await db.run(lambda tx: follow(tx, garden, "Ana", **signs))
    wanted = Wanted(garden.id, NOON, TODAY)

    (ana,) = await db.read(following.list_followed, wanted, 10, 0)
    counted = await db.read(following.count_followed, replace(wanted, only_quiet=True))

    assert ana.is_quiet(NOON, TODAY) is quiet
    assert counted == quiet


async def test_everybody_comes_by_referent_then_by_name_page_by_page(db: Database, garden: Garden) -> None:
    await db.run(plant_referent, garden, slug="anselme", name="Anselme")
    await db.run(plant_referent, garden, slug="irene", name="Irène")
    for name, referent in (("Zoé", "anselme"), ("Ana", "irene"), ("Bea", "anselme"), ("Nobody’s", "")):
        await db.run(lambda tx, name=name, referent=referent: follow(tx, garden, name, referent=referent))
    wanted = Wanted(garden.id, NOON, TODAY)

    assert await db.read(names, wanted) == ["Nobody’s", "Bea", "Zoé", "Ana"]
    assert await db.read(names, wanted, 2, 2) == ["Zoé", "Ana"]
    irene = await db.read(referents.find_referent_by_slug, garden.id, "irene")
    assert irene is not None
    assert await db.read(names, replace(wanted, referent_id=irene.id)) == ["Ana"]


async def test_the_next_shift_and_the_last_outing_are_told(db: Database, garden: Garden) -> None:
    soon = NOON + 2 * DAY
    await db.run(lambda tx: follow(tx, garden, "Ana", outing=TODAY - DAY, next_at=soon))

    (ana,) = await db.read(following.list_followed, Wanted(garden.id, NOON, TODAY), 10, 0)

    assert (ana.last_outing, ana.next_at) == (TODAY - DAY, soon)


async def test_notes_come_newest_first_by_page_and_leave_one_by_one(db: Database, garden: Garden) -> None:
    ana, irene = await db.run(meet, "Ana"), await db.run(meet, "Irène")
    written = [
        await db.run(notes.add_note, garden.id, ana.id, irene.id, f"note {number}", NOON)
        for number in range(3)
    ]

    assert await db.read(notes.list_notes, garden.id, ana.id, 2) == [written[2], written[1]]
    assert await db.read(notes.list_notes, garden.id, ana.id, 2, 2) == [written[0]]
    assert await db.run(notes.erase_note, written[1].id)
    assert not await db.run(notes.erase_note, written[1].id)
    assert await db.read(notes.count_notes, garden.id, ana.id) == 2


async def test_the_newest_message_of_a_kind_and_the_message_before_are_found(
    db: Database, garden: Garden
) -> None:
    ana, badr = await db.run(meet, "Ana", 1), await db.run(meet, "Badr", 2)
    for number, person in ((1, ana), (2, ana), (3, badr)):
        await db.run(queue_answer, garden, person.id, number)
    first = await db.run(threads.add_thread, garden.id, ana.id, Said("one"), NOON)
    await db.run(threads.add_thread, garden.id, badr.id, Said("another’s"), NOON)
    second = await db.run(threads.add_thread, garden.id, ana.id, Said("two"), NOON)

    newest = await db.read(outbox.latest_to, "human_answer", garden.id, ana.id)

    assert newest is not None
    assert newest.payload == {"number": 2}
    assert await db.read(threads.thread_before, second) == first
    assert await db.read(threads.thread_before, first) is None


def queue_answer(tx: Transaction, garden: Garden, person_id: int, number: int) -> None:
    outbox.queue(
        tx,
        dedupe=f"answer:{number}",
        chat_id=person_id,
        kind="human_answer",
        payload={"number": number},
        lane=Lane.NOTICE,
        now=NOON,
        garden_id=garden.id,
        person_id=person_id,
    )
