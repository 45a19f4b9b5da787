"""What a volunteer finds: dates as they stand for them, a week across the clock change, the same few queries."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import event

from bot.domain.garden import Garden
from bot.domain.mission import Mission, MissionKind
from bot.domain.openings import Opening
from bot.domain.person import AgeBracket, Level, PersonId, Skill
from bot.domain.shift import BookingState, Shift
from bot.domain.terms import Terms
from bot.i18n import Catalogues
from bot.storage import charters, instances, people, profiles
from bot.storage.database import Database, Transaction
from bot.storage.instances import InstanceKey
from bot.usecases.booking import book
from bot.usecases.finding import Finding
from bot.usecases.house import Caller, House, Talk
from bot.usecases.planning import cancel_shift, schedule_shift
from tests.contract.rows import NOON
from tests.contract.test_plans import plans as plans_of
from tests.contract.values import ARTICLES, QUESTIONS, meet, plant_garden, plant_mission, profile_of

NUMBERS = count(1)
HOUSE = House({}, Catalogues.load(), frozenset(), "coupdemain_bot")
OPEN: dict[str, Any] = {
    "kind": MissionKind.SHIFTS, "places": None, "required": {}, "minimum_age": AgeBracket.UNDER_15,
    "on_request": False,
}  # fmt: skip


def volunteer(tx: Transaction, garden: Garden, name: str) -> PersonId:
    """Somebody welcomed, who has accepted the charter."""
    person = meet(tx, name)
    profiles.save_profile(tx, profile_of(person, garden), NOON)
    charter = (
        charters.current_charter(tx, garden.id)
        or charters.save_charter(tx, garden.id, ARTICLES, QUESTIONS, NOON)[0]
    )
    charters.record_acceptance(tx, person.id, charter.id, NOON)
    return person.id


def finding(tx: Transaction, garden: Garden, person_id: PersonId, now: datetime = NOON) -> Finding:
    person = people.find_person(tx, person_id)
    assert person is not None
    key = InstanceKey(garden.id, person.id, person.id, f"choosing{next(NUMBERS)}")
    instance = instances.add_instance(tx, key, {}, now)
    return Finding(tx, Talk(Caller(HOUSE, garden, person, person.id, 0, "c", "Ana", now), instance))


def plans(tx: Transaction, garden: Garden, mission: Mission, starts_at: datetime, **terms: Any) -> Shift:
    ends_at = starts_at + timedelta(hours=3)
    return schedule_shift(tx, garden, mission, starts_at, ends_at, Terms(**terms), NOON)


def of(openings: tuple[Opening, ...], shift: Shift) -> Opening:
    return next(one for one in openings if one.shift.id == shift.id)


async def test_a_date_stands_as_it_does_for_this_person(db: Database) -> None:
    def check(tx: Transaction) -> None:
        garden = plant_garden(tx)
        mission = plant_mission(tx, garden, **OPEN)
        ana, badr = volunteer(tx, garden, "Ana"), volunteer(tx, garden, "Badr")
        shift = plans(
            tx, garden, mission, NOON + timedelta(days=3), minimum=4, maximum=4, newcomers=1, guests=2
        )
        roster = finding(tx, garden, ana).dates(mission)[0].roster
        booked = book(tx, garden, badr, roster.id, NOON, guests=1)
        assert getattr(booked, "state", booked) is BookingState.TAKEN

        here = of(finding(tx, garden, ana).dates(mission), shift)
        theirs = of(finding(tx, garden, badr).dates(mission), shift)

        assert (here.tally.coming, here.missing, here.mine, theirs.mine) == (2, 2, False, True)
        assert here.room(newcomer=True) == 2
        assert here.fits(2, newcomer=True)
        assert not here.fits(3, newcomer=True)

    await db.run(check)


async def test_dates_that_are_cancelled_closed_or_past_are_not_shown(db: Database) -> None:
    def check(tx: Transaction) -> None:
        garden = plant_garden(tx)
        mission = plant_mission(tx, garden, **OPEN)
        ana = volunteer(tx, garden, "Ana")
        plans(tx, garden, mission, NOON + timedelta(hours=1), closes_hours=2)
        gone = plans(tx, garden, mission, NOON + timedelta(days=2))
        kept = plans(tx, garden, mission, NOON + timedelta(days=3))
        cancel_shift(tx, garden, gone.id, "Frost", None, NOON)

        assert [one.shift.id for one in finding(tx, garden, ana).dates(mission)] == [kept.id]
        assert finding(tx, garden, ana, NOON + timedelta(days=4)).dates(mission) == ()

    await db.run(check)


async def test_the_week_goes_to_the_end_of_the_seventh_day_across_the_clock_change(db: Database) -> None:
    friday = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)  # the clocks go forward on Sunday the 29th

    def check(tx: Transaction) -> None:
        garden = plant_garden(tx)
        mission = plant_mission(tx, garden, **OPEN)
        ana = volunteer(tx, garden, "Ana")
        # Thursday 2 April, 23:30 in the garden, which is 21:30 in UTC by then; and a quarter past midnight
        last = plans(tx, garden, mission, datetime(2026, 4, 2, 21, 30, tzinfo=UTC))
        plans(tx, garden, mission, datetime(2026, 4, 2, 22, 15, tzinfo=UTC))

        week = finding(tx, garden, ana, friday).week

        assert [one.shift.id for one in week] == [last.id]
        assert finding(tx, garden, ana, friday).has_week

    await db.run(check)


async def test_the_week_leaves_out_what_is_full_or_cannot_be_chosen(db: Database) -> None:
    def check(tx: Transaction) -> None:
        garden = plant_garden(tx)
        ana, badr = volunteer(tx, garden, "Ana"), volunteer(tx, garden, "Badr")
        mission = plant_mission(tx, garden, **OPEN)
        hard = plant_mission(tx, garden, "hard", **OPEN | {"required": {Skill.ACCOUNTING: Level.MY_JOB}})
        full = plans(tx, garden, mission, NOON + timedelta(days=1), maximum=1)
        free = plans(tx, garden, mission, NOON + timedelta(days=2), maximum=1)
        plans(tx, garden, hard, NOON + timedelta(days=1))
        roster = of(finding(tx, garden, badr).dates(mission), full).roster
        book(tx, garden, badr, roster.id, NOON)

        assert [one.shift.id for one in finding(tx, garden, ana).week] == [free.id]

    await db.run(check)


async def test_however_many_missions_and_dates_the_same_few_queries(db: Database) -> None:
    looks: tuple[Callable[[Finding], object], ...] = (
        lambda one: one.offered,
        lambda one: one.week,
        lambda one: one.others,
        lambda one: one.search("marché samedi"),
        lambda one: one.dates(next(iter(one.sheets.values()))),
    )

    def check(tx: Transaction) -> None:
        garden = plant_garden(tx)
        ana = volunteer(tx, garden, "Ana")
        counted = []
        for many in (2, 12):
            for number in range(many):
                mission = plant_mission(tx, garden, f"m{many}-{number}", **OPEN)
                for day in range(1, 4):
                    plans(tx, garden, mission, NOON + timedelta(days=day, minutes=number))
            counted.append([count_queries(tx, look, finding(tx, garden, ana)) for look in looks])

        assert counted[0] == counted[1]
        assert max(counted[0]) <= 9

    await db.run(check)


async def test_nothing_that_grows_is_read_through(db: Database) -> None:
    """On SQLite, whose planner goes by the indexes there are; PostgreSQL reads small tables through on purpose."""

    def check(tx: Transaction) -> None:
        if tx.connection.dialect.name != "sqlite":
            return
        garden = plant_garden(tx)
        mission = plant_mission(tx, garden, **OPEN)
        shift = plans(tx, garden, mission, NOON + timedelta(days=1))
        one = finding(tx, garden, volunteer(tx, garden, "Ana"))

        said = plans_of(tx, lambda _tx: (one.offered, one.week, one.dates(mission), one.mission_of(shift.id)))

        assert "SEARCH missions USING INDEX" in said
        assert [line for line in said.splitlines() if line.startswith("SCAN")] == []

    await db.run(check)


def count_queries(tx: Transaction, look: Callable[[Finding], object], one: Finding) -> int:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(tx.connection, "before_cursor_execute", note)
    look(one)
    event.remove(tx.connection, "before_cursor_execute", note)
    return len(sent)
