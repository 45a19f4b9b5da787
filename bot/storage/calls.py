"""Owns the queries about calls for volunteers: what was asked, of whom, and what they answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Row,
    Select,
    String,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    update,
)

from bot.domain.call import Call, CallAnswer, Called, CalledState, CallId, CallKind
from bot.domain.mission import MissionId
from bot.domain.person import GardenId, PersonId
from bot.domain.shift import ShiftId
from bot.storage.database import Transaction
from bot.storage.insert import insert as insert_or
from bot.storage.tables import called, calls, outbox, people

CALL_MESSAGE = "call"
"""The kind of the message that a call sends; its subject names the call and the person."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a call is: messages on their way, arrived, impossible, not needed any more; and the answers."""

    owed: int
    sent: int
    unreachable: int
    dropped: int
    yes: int
    no: int


def add_call(
    tx: Transaction,
    *,
    garden_id: GardenId,
    mission_id: MissionId,
    shift_id: ShiftId | None,
    kind: CallKind,
    now: datetime,
    text: str = "",
    created_by: PersonId | None = None,
) -> Call:
    values = {
        "garden_id": garden_id,
        "mission_id": mission_id,
        "shift_id": shift_id,
        "kind": kind.value,
        "text": text,
        "created_by": created_by,
        "created_at": now,
        "total": 0,
    }
    return _from_row(tx.connection.execute(insert(calls).values(values).returning(*calls.c)).one())


def find_call(tx: Transaction, call_id: CallId) -> Call | None:
    return _one(tx, select(calls).where(calls.c.id == call_id))


def lock_call(tx: Transaction, call_id: CallId) -> Call | None:
    """The call, held until the transaction ends: two taps on one button are one deed."""
    return _one(tx, select(calls).where(calls.c.id == call_id).with_for_update())


def running_search(tx: Transaction, shift_id: ShiftId) -> Call | None:
    """The stand-in being looked for, for a shift."""
    running = (
        calls.c.shift_id == shift_id,
        calls.c.kind == CallKind.STAND_IN.value,
        calls.c.ended_at.is_(None),
    )
    return _one(tx, select(calls).where(*running).order_by(calls.c.id.desc()).limit(1))


def send_draft(tx: Transaction, call_id: CallId, now: datetime) -> bool:
    """Somebody said whom it goes to: from now on it is a call. False: it was no draft any more."""
    draft = (calls.c.id == call_id, calls.c.kind == CallKind.DRAFT.value)
    sent = update(calls).where(*draft).values(kind=CallKind.CALL.value, created_at=now)
    return tx.connection.execute(sent).rowcount == 1


def drop_drafts(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> list[CallId]:
    """Forget what somebody wrote and sent to nobody; which drafts that were."""
    mine = (
        calls.c.garden_id == garden_id,
        calls.c.created_by == person_id,
        calls.c.kind == CallKind.DRAFT.value,
    )
    gone = tx.connection.execute(delete(calls).where(*mine).returning(calls.c.id))
    return [CallId(number) for number in gone.scalars()]


def count_more(tx: Transaction, call_id: CallId, more: int) -> None:
    """It went to so many more people."""
    tx.connection.execute(update(calls).where(calls.c.id == call_id).values(total=calls.c.total + more))


def end_call(tx: Transaction, call_id: CallId, now: datetime) -> bool:
    """Nobody else is asked, and the caller's words are forgotten. False: it was over already."""
    running = (calls.c.id == call_id, calls.c.ended_at.is_(None))
    return tx.connection.execute(update(calls).where(*running).values(ended_at=now, text="")).rowcount == 1


def call_people(tx: Transaction, call_id: CallId, person_ids: Sequence[PersonId]) -> int:
    """Note that the call goes to these people; how many it did not go to before."""
    rows = select(literal(call_id), people.c.id, literal(CalledState.OWED.value)).where(
        people.c.id.in_(person_ids)
    )
    new = insert_or(tx, called).from_select(["call_id", "person_id", "state"], rows)
    return tx.connection.execute(new.on_conflict_do_nothing()).rowcount


def find_called(tx: Transaction, call_id: CallId, person_id: PersonId) -> Called | None:
    mine = (called.c.call_id == call_id, called.c.person_id == person_id)
    row = tx.connection.execute(select(called).where(*mine)).one_or_none()
    return None if row is None else _called(row)


def called_of_person(tx: Transaction, person_id: PersonId, garden_id: GardenId) -> list[Called]:
    """The calls of a garden that went to somebody, the newest first."""
    mine = select(called).join(calls, calls.c.id == called.c.call_id)
    here = mine.where(called.c.person_id == person_id, calls.c.garden_id == garden_id)
    return [_called(row) for row in tx.connection.execute(here.order_by(called.c.id.desc()))]


def calls_answered_yes(tx: Transaction, person_id: PersonId, garden_id: GardenId) -> list[CallId]:
    """The calls of a garden to which somebody said yes."""
    here = select(called.c.call_id).join(calls, calls.c.id == called.c.call_id)
    mine = (called.c.person_id == person_id, calls.c.garden_id == garden_id)
    yes = here.where(*mine, called.c.answer == CallAnswer.YES.value)
    return [CallId(number) for number in tx.connection.execute(yes).scalars()]


def answer_call(
    tx: Transaction, call_id: CallId, person_id: PersonId, answer: CallAnswer, now: datetime
) -> bool:
    """What somebody answered; a later answer stands. False: the call never went to them."""
    mine = (called.c.call_id == call_id, called.c.person_id == person_id)
    # Whoever answers has read it, whatever became of the line in between.
    values = {"answer": answer.value, "answered_at": now, "state": CalledState.SENT.value}
    return tx.connection.execute(update(called).where(*mine).values(values)).rowcount == 1


def who_said_yes(tx: Transaction, call_id: CallId) -> list[PersonId]:
    """In the order in which they said so."""
    yes = (called.c.call_id == call_id, called.c.answer == CallAnswer.YES.value)
    mine = select(called.c.person_id).where(*yes).order_by(called.c.answered_at, called.c.id)
    return [PersonId(number) for number in tx.connection.execute(mine).scalars()]


def asked_before(
    tx: Transaction, call: Call, person_ids: Sequence[PersonId]
) -> list[tuple[CallId, PersonId]]:
    """Which earlier searches for the same shift went to these people, and got no answer."""
    asked = select(called.c.call_id, called.c.person_id).join(calls, calls.c.id == called.c.call_id)
    same = (calls.c.shift_id == call.shift_id, calls.c.kind == CallKind.STAND_IN.value, calls.c.id < call.id)
    silent = (called.c.answer == CallAnswer.NONE.value, called.c.person_id.in_(person_ids))
    found = tx.connection.execute(asked.where(*same, *silent).order_by(called.c.id))
    return [(CallId(number), PersonId(person)) for number, person in found]


def answered_before(
    tx: Transaction, shift_id: ShiftId, own: CallId, person_ids: Sequence[PersonId]
) -> dict[PersonId, CallAnswer]:
    """What those of these people answered who were asked for the same shift by another call than `own`, at the last."""
    asked = select(called.c.person_id, called.c.answer).join(calls, calls.c.id == called.c.call_id)
    before = asked.where(calls.c.shift_id == shift_id, calls.c.id != own, called.c.person_id.in_(person_ids))
    found = tx.connection.execute(before.order_by(calls.c.id))
    return {PersonId(person): CallAnswer(answer) for person, answer in found}


def willing_for(tx: Transaction, shift_id: ShiftId) -> frozenset[PersonId]:
    """Who said yes when no place was left, and nothing else since."""
    asked = select(called.c.person_id, called.c.answer).join(calls, calls.c.id == called.c.call_id)
    said = asked.where(calls.c.shift_id == shift_id, called.c.answer != CallAnswer.NONE.value)
    last: dict[int, str] = dict(map(tuple, tx.connection.execute(said.order_by(calls.c.id))))
    return frozenset(PersonId(one) for one, answer in last.items() if answer == CallAnswer.LATE.value)


def open_questions(tx: Transaction, call_id: CallId) -> int:
    """How many were asked and have not answered yet."""
    reached = called.c.state.in_([CalledState.OWED.value, CalledState.SENT.value])
    waiting = (called.c.call_id == call_id, called.c.answer == CallAnswer.NONE.value, reached)
    return tx.connection.execute(select(func.count()).select_from(called).where(*waiting)).scalar_one()


def tally(tx: Transaction, call_id: CallId) -> Tally:
    def count(name: str, value: str) -> Any:
        return func.coalesce(func.sum(case((called.c[name] == value, 1), else_=0)), 0)

    counts = select(
        *(count("state", state.value) for state in CalledState),
        count("answer", CallAnswer.YES.value),
        count("answer", CallAnswer.NO.value),
    ).where(called.c.call_id == call_id)
    return Tally(*map(int, tx.connection.execute(counts).one()))


def note_outcomes(tx: Transaction, call_id: CallId, limit: int) -> int:
    """Write down what became of those of the `limit` oldest messages on their way that are over; how many that were.

    They go in order, so however many still wait, the first ones are those to look at.
    """
    oldest = _on_their_way(call_id).order_by(called.c.id).limit(limit).subquery()
    ended = (
        select(oldest.c.id, outbox.c.state, people.c.reachable)
        .join(outbox, outbox.c.subject == oldest.c.subject)
        .join(people, people.c.id == oldest.c.person_id)
        .where(outbox.c.state != "pending")
    )
    numbers: dict[CalledState, list[int]] = {}
    for number, state, reachable in tx.connection.execute(ended):
        numbers.setdefault(_outcome(state, reachable), []).append(number)
    for outcome, theirs in numbers.items():
        tx.connection.execute(update(called).where(called.c.id.in_(theirs)).values(state=outcome.value))
    return sum(map(len, numbers.values()))


def withdraw_messages(tx: Transaction, call_id: CallId, now: datetime, limit: int) -> int:
    """Up to `limit` messages that nobody has in hand are owed no more; how many that were."""
    mine = _on_their_way(call_id).subquery()
    in_hand = outbox.c.leased_until > now
    waiting = (
        select(outbox.c.id)
        .join(mine, outbox.c.subject == mine.c.subject)
        .where(outbox.c.state == "pending", or_(outbox.c.leased_until.is_(None), not_(in_hand)))
        .limit(limit)
    )
    numbers = list(tx.connection.execute(waiting).scalars())
    gone = update(outbox).where(outbox.c.id.in_(numbers), outbox.c.state == "pending")
    return tx.connection.execute(gone.values(state="dropped", sent_at=now, error="the call is over")).rowcount


def written_to_since(
    tx: Transaction, person_id: PersonId, since: datetime, besides: int, shift_id: ShiftId | None = None
) -> bool:
    """Whether any other call reached the person since; `besides` is the parcel that asks, about this very shift."""
    theirs = literal(f"{CALL_MESSAGE}:") + cast(calls.c.id, String) + f":{person_id}"
    same = select(theirs).where(calls.c.shift_id == shift_id) if shift_id else ()
    arrived = (
        outbox.c.subject.not_in(same),
        outbox.c.person_id == person_id,
        outbox.c.kind == CALL_MESSAGE,
        outbox.c.state.in_(["sent", "unknown"]),
        outbox.c.sent_at > since,
        outbox.c.id != besides,
    )
    return tx.connection.execute(select(outbox.c.id).where(*arrived).limit(1)).first() is not None


def _on_their_way(call_id: CallId) -> Select[Any]:
    """The people whose message is not known to be over, each with the subject of theirs."""
    subject = literal(f"{CALL_MESSAGE}:{call_id}:") + cast(called.c.person_id, String)
    owed = (called.c.call_id == call_id, called.c.state == CalledState.OWED.value)
    return select(called.c.id, called.c.person_id, subject.label("subject")).where(*owed)


def _outcome(state: str, reachable: bool) -> CalledState:
    if state in ("sent", "unknown"):
        return CalledState.SENT
    return CalledState.DROPPED if reachable and state != "failed" else CalledState.UNREACHABLE


def _one(tx: Transaction, statement: Select[Any]) -> Call | None:
    row = tx.connection.execute(statement).one_or_none()
    return None if row is None else _from_row(row)


def _from_row(row: Row[Any]) -> Call:
    return Call(
        id=CallId(row.id),
        garden_id=GardenId(row.garden_id),
        mission_id=MissionId(row.mission_id),
        shift_id=None if row.shift_id is None else ShiftId(row.shift_id),
        kind=CallKind(row.kind),
        text=row.text,
        created_by=None if row.created_by is None else PersonId(row.created_by),
        created_at=row.created_at,
        ended_at=row.ended_at,
        total=row.total,
    )


def _called(row: Row[Any]) -> Called:
    return Called(
        call_id=CallId(row.call_id),
        person_id=PersonId(row.person_id),
        state=CalledState(row.state),
        answer=CallAnswer(row.answer),
        answered_at=row.answered_at,
    )
