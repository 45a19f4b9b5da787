"""A call goes to everybody once, whatever happens between two chunks; and what became of each message is counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.clock import Instant, SetClock
from bot.delivery.timers import LookFirst, Timers
from bot.domain.call import Call, CallAnswer, CallKind, Width
from bot.domain.person import PersonId
from bot.storage import calls, gardens, outbox, people, timers
from bot.storage.database import Database, Transaction
from bot.storage.tables import outbox as owed
from bot.storage.timers import Timer
from bot.usecases.calling import sending
from bot.usecases.calling.sending import CALLING, Chunk, call_chunk, find_chunk
from tests.contract.rows import NOON
from tests.contract.test_suitable import plant, volunteer
from tests.contract.values import plant_mission

PEOPLE = 23


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "CHUNK", 5)


def plant_call(tx: Transaction) -> Call:
    """A call about to be queued, for a mission that suits everybody."""
    garden = plant(tx)
    mission = plant_mission(tx, garden, required={}, slots=frozenset(), place=None, places=None)
    for number in range(PEOPLE):
        told = {"forms": frozenset({mission.form})} if number % 2 else {"forms": frozenset()}
        volunteer(tx, garden, number, skills={}, **told)
    call = calls.add_call(
        tx, garden_id=garden.id, mission_id=mission.id, shift_id=None, kind=CallKind.CALL, now=NOON
    )
    payload = {"width": Width.ALL.value, "now": Width.WELL.value, "after": 0}
    timers.set_timer(
        tx, kind=CALLING, subject_id=call.id, key=f"{CALLING}:{call.id}", due_at=NOON, payload=payload
    )
    return call


class Struck(Exception):
    """The process dies here."""


def dying(after: int) -> LookFirst[Chunk]:
    """A deed that dies in the middle of its transaction, every `after`th time."""
    turn = 0

    def do(tx: Transaction, timer: Timer, now: Instant, found: Chunk) -> None:
        nonlocal turn
        turn += 1
        call_chunk(tx, timer, now, found)
        if turn % after == 0:
            raise Struck

    return LookFirst(find_chunk, do)


async def rows(db: Database) -> list[tuple[PersonId, str]]:
    """Who is owed the message, in the order in which it goes."""
    listed = select(owed.c.person_id, owed.c.dedupe).order_by(owed.c.id)
    return await db.read(lambda tx: [(PersonId(who), key) for who, key in tx.connection.execute(listed)])


@pytest.mark.usefixtures("small_chunks")
async def test_everybody_is_owed_the_message_once_those_it_fits_well_first(db: Database) -> None:
    call = await db.run(plant_call)

    await Timers(db, {CALLING: LookFirst(find_chunk, call_chunk)}, SetClock(NOON)).fire()

    listed = await rows(db)
    assert len(listed) == len(set(listed)) == PEOPLE
    well = [int(who) % 2 == 0 for who, _ in listed]
    assert well == sorted(well, reverse=True), "those who chose this form stand before all others"
    assert (await db.read(calls.tally, call.id)).owed == PEOPLE
    assert not await db.read(timers.is_set, f"{CALLING}:{call.id}")


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("after", [2, 3])
async def test_a_process_that_dies_between_and_within_chunks_loses_and_doubles_nobody(
    db: Database, after: int
) -> None:
    call = await db.run(plant_call)
    clock = SetClock(NOON)
    mortal = Timers(db, {CALLING: dying(after)}, clock)

    for _ in range(12):
        await mortal.fire()
        clock.put(clock.now() + timedelta(hours=6))

    listed = await rows(db)
    assert len(listed) == len(set(listed)) == PEOPLE
    found = await db.read(calls.find_call, call.id)
    assert found is not None
    assert found.total == PEOPLE
    assert not await db.read(timers.is_set, f"{CALLING}:{call.id}")


@pytest.mark.usefixtures("small_chunks")
async def test_a_chunk_that_another_process_did_first_does_no_harm(db: Database) -> None:
    call = await db.run(plant_call)
    clock = SetClock(NOON)
    (timer,) = await db.read(timers.due_timers, NOON, 1)
    stale = await db.read(find_chunk, timer, NOON)
    await Timers(db, {CALLING: LookFirst(find_chunk, call_chunk)}, clock).fire()

    await db.run(call_chunk, timer, NOON, stale)
    await Timers(db, {CALLING: LookFirst(find_chunk, call_chunk)}, clock).fire()

    assert len(await rows(db)) == PEOPLE
    assert (await db.read(calls.tally, call.id)).owed == PEOPLE


async def test_what_became_of_each_message_is_counted(db: Database) -> None:
    call = await db.run(plant_call)
    await Timers(db, {CALLING: LookFirst(find_chunk, call_chunk)}, SetClock(NOON)).fire()
    listed = await rows(db)

    def send(tx: Transaction) -> None:
        ids = dict(tx.connection.execute(select(owed.c.dedupe, owed.c.id)).all())  # type: ignore[arg-type]
        for number, (who, key) in enumerate(listed[:12]):
            if number < 8:
                outbox.mark_sent(tx, ids[key], number, NOON)
            elif number < 11:
                outbox.mark_ended(tx, ids[key], "dropped", NOON)
                people.set_reachable(tx, who, number == 10)
            else:
                outbox.mark_ended(tx, ids[key], "unknown", NOON)
        calls.answer_call(tx, call.id, listed[0][0], CallAnswer.YES, NOON)
        calls.answer_call(tx, call.id, listed[1][0], CallAnswer.NO, NOON)

    await db.run(send)
    noted = 0
    while more := await db.run(calls.note_outcomes, call.id, 20):
        noted += more

    assert noted == 10, "the two who answered were counted with their answer"
    found = await db.read(calls.tally, call.id)
    assert found == calls.Tally(owed=PEOPLE - 12, sent=9, unreachable=2, dropped=1, yes=1, no=1)


async def test_a_stopped_call_takes_back_what_nobody_has_in_hand(db: Database) -> None:
    call = await db.run(plant_call)
    await Timers(db, {CALLING: LookFirst(find_chunk, call_chunk)}, SetClock(NOON)).fire()
    in_hand = await db.run(outbox.claim, NOON, limit=3, lease=timedelta(minutes=2))

    assert await db.run(calls.end_call, call.id, NOON)
    assert not await db.run(calls.end_call, call.id, NOON)
    withdrawn = 0
    while more := await db.run(calls.withdraw_messages, call.id, NOON, 7):
        withdrawn += more

    assert (len(in_hand), withdrawn) == (3, PEOPLE - 3)
    await db.run(calls.note_outcomes, call.id, PEOPLE)
    assert (await db.read(calls.tally, call.id)).dropped == PEOPLE - 3


async def test_a_second_call_leaves_alone_whom_the_first_one_goes_to(db: Database) -> None:
    first = await db.run(plant_call)
    await Timers(db, {CALLING: LookFirst(find_chunk, call_chunk)}, SetClock(NOON)).fire()

    def again(tx: Transaction) -> Call:
        garden = gardens.find_garden(tx, first.garden_id)
        assert garden is not None
        another = plant_mission(tx, garden, slug="m2", required={}, slots=frozenset(), place=None)
        second = calls.add_call(
            tx, garden_id=first.garden_id, mission_id=another.id, shift_id=None, kind=CallKind.CALL, now=NOON
        )
        payload = {"width": Width.ALL.value, "now": Width.WELL.value, "after": 0}
        timers.set_timer(
            tx, kind=CALLING, subject_id=second.id, key=f"{CALLING}:{second.id}", due_at=NOON, payload=payload
        )
        return second

    second = await db.run(again)
    await Timers(db, {CALLING: LookFirst(find_chunk, call_chunk)}, SetClock(NOON)).fire()

    assert (await db.read(calls.tally, second.id)).owed == 0
    assert len(await rows(db)) == PEOPLE
