"""Reports, thanks, certificates and the sums of a year, on every database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.accounts import MonthOfMission, YearOfForm
from bot.domain.certificate import digest_of, new_code
from bot.domain.garden import DayOfYear, Garden
from bot.domain.mission import Mission
from bot.domain.person import GardenId, Person, PersonId
from bot.domain.report import Mood, Outcome, Report
from bot.domain.shift import BookingState, Roster, RosterId, Shift
from bot.domain.terms import NOTHING_SAID
from bot.domain.thanks import Occasion
from bot.storage import (
    accounts,
    audit,
    bookings,
    certificates,
    gardens,
    people,
    reports,
    rosters,
    shifts,
    thanks,
    timers,
)
from bot.storage.database import Database, Transaction
from bot.storage.timers import Timer
from bot.usecases import season
from bot.usecases.accounting import keep_totals
from bot.usecases.reporting import ask_for_reports, plan_reports
from bot.usecases.thanking import after_outing
from tests.contract.rows import NOON
from tests.contract.values import meet, plant_garden, plant_mission

NEW_YEARS_NIGHT = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
"""Half past midnight on 1 January in the garden."""


@pytest.fixture
async def garden(db: Database) -> Garden:
    return await db.run(plant_garden)


@pytest.fixture
async def mission(db: Database, garden: Garden) -> Mission:
    return await db.run(plant_mission, garden)


@pytest.fixture
async def ana(db: Database) -> Person:
    return await db.run(meet, "Ana", 7)


async def test_a_report_stands_once_for_each_place_and_is_answered_until_it_is_confirmed(
    db: Database, garden: Garden, mission: Mission, ana: Person
) -> None:
    (report,) = await db.run(had_a_place, garden, mission, [ana], NOON)

    assert (report.outcome, report.asked_at, report.day) == (None, NOON + timedelta(hours=4), NOON.date())
    assert await db.run(asked_again, garden, report) == [report]
    said = await db.run(reports.answer_report, report.id, Outcome.CAME, 2.5, Mood.GOOD, NOON)
    assert said is not None
    assert (said.outcome, said.hours, said.mood) == (Outcome.CAME, 2.5, Mood.GOOD)
    settled = await db.run(reports.confirm_report, report.id, Outcome.CAME, 2.0, ana.id, NOON)
    assert settled is not None
    assert (settled.confirmed_hours, settled.confirmed_by, settled.hours) == (2.0, ana.id, 2.5)
    assert await db.run(reports.answer_report, report.id, Outcome.SICK, None, None, NOON) is None


async def test_a_shift_in_new_years_night_counts_in_the_year_of_the_gardens_clocks(
    db: Database, garden: Garden, mission: Mission, ana: Person
) -> None:
    (report,) = await db.run(had_a_place, garden, mission, [ana], NEW_YEARS_NIGHT)
    await db.run(reports.confirm_report, report.id, Outcome.CAME, 2.0, ana.id, NEW_YEARS_NIGHT)

    assert report.day == date(2027, 1, 1)
    assert await db.read(accounts.hours_by_month, garden.id, 2026) == []
    assert await db.read(accounts.hours_by_month, garden.id, 2027) == [
        MonthOfMission(mission.id, date(2027, 1, 1), 2.0, 1)
    ]


async def test_hours_are_summed_by_month_and_form_and_each_person_counted_once(
    db: Database, garden: Garden, mission: Mission, ana: Person
) -> None:
    badr = await db.run(meet, "Badr", 8)
    for person, day, hours in ((ana, 3, 2.0), (ana, 10, 1.5), (badr, 10, 3.0)):
        await db.run(confirmed, garden, mission, person, date(2026, 3, day), hours)
    await db.run(confirmed, garden, mission, ana, date(2026, 4, 1), 1.0)
    await db.run(confirmed, garden, mission, badr, date(2026, 4, 2), 0.0)

    assert await db.read(accounts.hours_by_month, garden.id, 2026) == [
        MonthOfMission(mission.id, date(2026, 3, 1), 6.5, 2),
        MonthOfMission(mission.id, date(2026, 4, 1), 1.0, 1),
    ]
    assert await db.read(accounts.hours_by_form, garden.id, 2026) == [YearOfForm(mission.form, 7.5, 2)]


async def test_what_an_erased_person_did_is_kept_under_a_number_that_leads_to_nobody(
    db: Database, garden: Garden, mission: Mission, ana: Person
) -> None:
    for day in (date(2026, 3, 3), date(2026, 3, 4), date(2026, 5, 1)):
        await db.run(confirmed, garden, mission, ana, day, 2.0)

    await db.run(keep_totals, garden.id, ana.id, NOON)
    await db.run(people.erase_volunteer, ana.id, garden.id)

    kept = await db.read(accounts.kept_hours, garden.id, 2026)
    assert [(one.month, one.hours) for one in kept] == [(date(2026, 3, 1), 4.0), (date(2026, 5, 1), 2.0)]
    assert len({one.who for one in kept}) == 1
    assert await db.read(accounts.kept_hours, garden.id, 2025) == []
    assert await db.read(reports.reports_of_person, ana.id, garden.id) == []


async def test_the_insurers_list_holds_who_has_a_place_and_nobody_who_waits(
    db: Database, garden: Garden, mission: Mission, ana: Person
) -> None:
    badr = await db.run(meet, "Badr", 8)
    await db.run(had_a_place, garden, mission, [ana], NOON, badr)

    (only,) = await db.read(accounts.presences, garden.id, NOON, NOON + timedelta(days=1))

    assert (only.name, only.starts_at, only.ends_at) == ("Ana", NOON, NOON + timedelta(hours=3))
    assert (
        await db.read(accounts.presences, garden.id, NOON + timedelta(days=1), NOON + timedelta(days=2)) == []
    )


async def test_whoever_came_was_in_contact_and_is_not_taken_for_silent(
    db: Database, garden: Garden, mission: Mission
) -> None:
    pelletier = await db.run(meet, "Monsieur Pelletier")
    (report,) = await db.run(had_a_place, garden, mission, [pelletier], NOON + timedelta(days=400))
    settled = await db.run(
        reports.confirm_report, report.id, Outcome.CAME, 3.0, pelletier.id, NOON + timedelta(days=402)
    )
    assert settled is not None

    await db.run(after_outing, garden, settled, NOON + timedelta(days=402))

    assert await db.read(people.last_seen, pelletier.id) == NOON + timedelta(days=400, hours=3)


async def test_a_season_thanks_everybody_in_pieces(
    db: Database, garden: Garden, mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(season, "BATCH", 2)
    ends = replace(garden, rules=replace(garden.rules, season_end=DayOfYear(3, 31)))
    await db.run(gardens.save_garden, ends, NOON)
    crowd = [await db.run(meet, name, number) for number, name in enumerate("ABCDE", 100)]
    for person in crowd:
        await db.run(confirmed, garden, mission, person, date(2026, 3, 3), 1.0)
    await db.run(season.plan_season, ends, NOON)
    rounds = 0

    while (timer := (await db.read(timers.next_timers, 1))[0]).payload["last"] == "2026-03-31":
        await db.run(fire, timer)
        rounds += 1

    assert rounds == 3
    thanked = await db.read(thanks.thanks_of, garden.id, Occasion.SEASON, "2026", {one.id for one in crowd})
    assert [one.person_id for one in thanked] == [one.id for one in crowd]


async def test_everybody_is_thanked_once_for_each_occasion(db: Database, garden: Garden, ana: Person) -> None:
    first = await db.run(thanks.add_thanks, garden.id, ana.id, Occasion.MILESTONE, "hours-20", NOON)
    again = await db.run(thanks.add_thanks, garden.id, ana.id, Occasion.MILESTONE, "hours-20", NOON)
    other = await db.run(thanks.add_thanks, garden.id, ana.id, Occasion.MILESTONE, "hours-50", NOON)

    assert first is not None
    assert other is not None
    assert again is None
    assert [one.count for one in await db.read(thanks.thanks_of_person, garden.id, ana.id)] == [20, 50]
    found = await db.read(thanks.thanks_of, garden.id, Occasion.MILESTONE, "hours-50", {ana.id})
    assert found == [other]


async def test_a_certificate_is_found_by_the_digest_of_its_code_until_its_owner_is_erased(
    db: Database, garden: Garden, ana: Person
) -> None:
    digest = digest_of(new_code(42))
    content = {"name": "Ana B.", "garden": garden.name, "hours": 12.5}
    number = await db.run(certificates.add_certificate, garden.id, ana.id, digest, content, NOON)

    issued = await db.read(certificates.find_by_digest, digest)
    assert issued is not None
    assert (issued.id, issued.name, issued.hours, issued.issued_at) == (number, "Ana B.", 12.5, NOON)
    assert await db.read(certificates.find_by_digest, digest_of(new_code(43))) is None

    await db.run(people.erase_volunteer, ana.id, garden.id)
    assert await db.read(certificates.find_by_digest, digest) is None


async def test_what_was_done_of_late_is_counted_by_whom(db: Database, garden: Garden, ana: Person) -> None:
    for minutes in (0, 30, 90):
        await db.run(note_try, garden.id, ana.id, NOON + timedelta(minutes=minutes))

    assert await db.read(audit.count_since, "tried", ana.id, NOON + timedelta(minutes=10)) == 2
    assert await db.read(audit.count_since, "tried", ana.id + 1, NOON) == 0


async def test_who_came_is_listed_in_pieces_each_person_once(
    db: Database, garden: Garden, mission: Mission, ana: Person
) -> None:
    badr, zoe = await db.run(meet, "Badr", 8), await db.run(meet, "Zoé", 9)
    for person in (ana, ana, badr, zoe):
        await db.run(confirmed, garden, mission, person, date(2026, 3, 3), 1.0)
    season = (garden.id, date(2026, 1, 1), date(2026, 12, 31))

    first = await db.read(reports.who_came_between, *season, PersonId(0), 2)
    rest = await db.read(reports.who_came_between, *season, first[-1], 2)

    assert [*first, *rest] == [ana.id, badr.id, zoe.id]
    assert [name for _number, name in await db.read(reports.people_with_reports, garden.id)] == [
        "Ana",
        "Badr",
        "Zoé",
    ]


def had_a_place(
    tx: Transaction,
    garden: Garden,
    mission: Mission,
    who: list[Person],
    starts_at: datetime,
    waits: Person | None = None,
) -> list[Report]:
    """A shift of three hours is over and they have been asked."""
    shift = _shift(tx, garden, mission, starts_at)
    roster = rosters.roster_of_shift(tx, shift.id)
    assert roster is not None
    for person in [*who, *([waits] if waits else [])]:
        booking = bookings.add_booking(tx, roster, person.id, starts_at, first_time=True)
        assert booking is not None
        if person is not waits:
            bookings.decide_booking(tx, booking.id, BookingState.TAKEN, starts_at)
    plan_reports(tx, garden, shift, starts_at)
    _ask(tx, shift, starts_at + timedelta(hours=4))
    return reports.reports_of_shift(tx, shift.id)


def fire(tx: Transaction, timer: Timer) -> None:
    timers.finish_timer(tx, timer.id)
    season.thank_for_season(tx, timer, timer.due_at)


def asked_again(tx: Transaction, garden: Garden, report: Report) -> list[Report]:
    """The timer fires a second time, as after a crash."""
    assert report.shift_id is not None
    shift = shifts.find_shift(tx, report.shift_id)
    assert shift is not None
    plan_reports(tx, garden, shift, NOON)
    _ask(tx, shift, NOON + timedelta(hours=5))
    return reports.reports_of_shift(tx, shift.id)


def confirmed(
    tx: Transaction, garden: Garden, mission: Mission, person: Person, day: date, hours: float
) -> None:
    log = reports.add_log(tx, garden.id, person.id, mission.id, day, hours, NOON)
    reports.confirm_report(tx, log.id, Outcome.CAME, hours, person.id, NOON)


def note_try(tx: Transaction, garden_id: GardenId, person_id: PersonId, now: datetime) -> None:
    audit.note(tx, garden_id=garden_id, actor_id=person_id, action="tried", subject="x", details={}, now=now)


def _ask(tx: Transaction, shift: Shift, now: datetime) -> None:
    (timer,) = [
        one for one in timers.next_timers(tx, 100) if one.kind == "report" and one.subject_id == shift.id
    ]
    ask_for_reports(tx, timer, now)


def _shift(tx: Transaction, garden: Garden, mission: Mission, starts_at: datetime) -> Shift:
    shift = shifts.add_shift(
        tx,
        garden_id=garden.id,
        mission_id=mission.id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        meeting_point=NOTHING_SAID,
        equipment=NOTHING_SAID,
        now=starts_at,
    )
    roster = Roster(
        RosterId(0), garden.id, mission.id, shift.id, 1, None, 0, 0, starts_at, None, None, None, True
    )
    rosters.add_roster(tx, roster, starts_at)
    return shift
