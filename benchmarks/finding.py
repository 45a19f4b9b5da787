"""Owns measuring what one person waits for on /missions, among everybody: the answer made, and each way to look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from statistics import quantiles
from time import process_time
from typing import Any

from sqlalchemy import event, insert, text, update

from benchmarks.crowd import NOW, VOLUNTEERS, Crowd, crowd, telegram_id
from benchmarks.figure import Figure
from bot.domain.garden import Place
from bot.domain.mission import Mission, MissionKind
from bot.domain.terms import Terms
from bot.engine.state import Status
from bot.i18n import Catalogues
from bot.storage import instances
from bot.storage.database import Transaction
from bot.storage.instances import InstanceKey
from bot.storage.outbox import Parcel
from bot.storage.tables import missions, sign_ups
from bot.transport.rendering import render
from bot.usecases.finding import Finding
from bot.usecases.greet import Source, greet
from bot.usecases.house import Caller, House, Talk
from bot.usecases.planning import schedule_shift
from bot.usecases.screens import SCREEN, plan_screen
from bot.usecases.start import open_missions
from conversations import ALL

ASKING = 60
"""People who ask, one after the other, spread over the crowd."""
EVERY = 997
DATED, DATES = 60, 4
"""Missions with dates, and how many each."""

LOOKS: dict[str, Callable[[Finding], object]] = {
    "what suits": lambda finding: finding.matches,
    "this week": lambda finding: finding.week,
    "near me": lambda finding: finding.near(Place(48.9, 2.5)),
    "typed words": lambda finding: finding.search("samdi jardinnage cours de francais"),
    "what does not suit, and why": lambda finding: [finding.obstacle(one) for one in finding.others],
}


async def measure() -> list[Figure]:
    async with crowd() as everybody:
        await everybody.db.run(_join_and_plan, everybody.garden, everybody.missions)
        asking = _Asking(everybody, House(ALL, Catalogues.load(), frozenset(), "coupdemain_bot"))
        await asking.answer(1)  # what is done once, as reading the sheets of the garden
        answers = [await asking.answer(number * EVERY) for number in range(1, ASKING + 1)]
        what = f"of {len(everybody.missions)} missions, among {VOLUNTEERS:,} volunteers; {answers[-1][1]} queries"
        figures = [Figure("/missions answered, p95", _p95([seconds for seconds, _queries in answers]), what)]
        return figures + [await asking.look(name, look) for name, look in LOOKS.items()]


@dataclass(frozen=True)
class _Asking:
    crowd: Crowd
    house: House

    async def answer(self, number: int) -> tuple[float, int]:
        """Our seconds (of the processor, in all threads) from the update to its message; and how many queries."""
        begin = process_time()
        parcel, before = await self.crowd.db.run(self._act, number)
        shown, after = await self.crowd.db.run(self._show, parcel)
        assert "inline_keyboard" in shown
        return process_time() - begin, before + after

    async def look(self, name: str, look: Callable[[Finding], object]) -> Figure:
        """One of the ways to look, from nothing to the list in its order."""
        times = [await self.crowd.db.run(self._look, number * EVERY, look) for number in range(1, ASKING + 1)]
        return Figure(
            f"/missions: {name}, p95", _p95(times), "read, reckoned and put in order, of the processor"
        )

    def _act(self, tx: Transaction, number: int) -> tuple[Parcel, int]:
        with _counted(tx) as queries:
            open_missions(tx, self._caller(tx, number))
        return next(one for one in tx.owed if one.kind == SCREEN), len(queries)

    def _show(self, tx: Transaction, parcel: Parcel) -> tuple[str, int]:
        with _counted(tx) as queries:
            plan = plan_screen(tx, self.house, parcel, NOW)
        assert plan is not None
        assert plan.show is not None
        letter = render(plan.show, self.house.speaker(plan.language, plan.garden))
        return str(letter.keyboard), len(queries)

    def _look(self, tx: Transaction, number: int, look: Callable[[Finding], object]) -> float:
        caller = self._caller(tx, number)
        key = InstanceKey(caller.garden.id, caller.chat_id, caller.person.id, "looking")
        talk = Talk(caller, instances.add_instance(tx, key, {}, NOW))
        begin = process_time()
        look(Finding(tx, talk))
        seconds = process_time() - begin
        instances.end_instance(tx, talk.instance.id, Status.DONE, NOW)
        return seconds

    def _caller(self, tx: Transaction, number: int) -> Caller:
        account = telegram_id(number)
        caller = greet(tx, self.house, Source(number, account, "Ana", "fr", account, 0), NOW)
        assert caller is not None
        return caller


def _join_and_plan(tx: Transaction, garden: Any, some: tuple[Mission, ...]) -> None:
    """Two in three volunteers belong to a mission without a limit of places; some missions have dates."""
    roomy = [one for one in some[DATED:] if one.places is None]
    rows = [
        {"garden_id": garden.id, "mission_id": roomy[number % len(roomy)].id, "person_id": number,
         "state": "confirmed", "why": [], "created_at": NOW}
        for number in range(1, VOLUNTEERS + 1) if number % 3
    ]  # fmt: skip
    tx.connection.execute(insert(sign_ups), rows)
    dated = [one.id for one in some[:DATED]]
    kinds = (
        update(missions).where(missions.c.id.in_(dated)).values(kind=MissionKind.SHIFTS.value, places=None)
    )
    tx.connection.execute(kinds)
    for number, mission in enumerate(some[:DATED]):
        for week in range(DATES):
            begins = NOW + timedelta(days=7 * week + number % 6, hours=2)
            schedule_shift(tx, garden, mission, begins, begins + timedelta(hours=3), Terms(maximum=8), NOW)
    tx.connection.execute(text("ANALYZE"))


@contextmanager
def _counted(tx: Transaction) -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(tx.connection, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(tx.connection, "before_cursor_execute", note)


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]
