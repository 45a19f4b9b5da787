"""When somebody is reminded: by their rules and wishes, never at night, never too late, across every clock change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.garden import QuietHours
from bot.domain.local_time import at_local
from bot.domain.person import GardenId, PersonId
from bot.domain.quiet import is_quiet
from bot.domain.reminding import (
    DAY_BEFORE,
    RULES,
    TWO_HOURS_BEFORE,
    WEEK_BEFORE,
    Occurrence,
    Planned,
    Reminder,
    ReminderId,
    ReminderState,
    Topic,
    Wishes,
    plan,
    reconcile,
)

PARIS, LORD_HOWE = ZoneInfo("Europe/Paris"), ZoneInfo("Australia/Lord_Howe")
ZONES = (PARIS, LORD_HOWE, ZoneInfo("America/St_Johns"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("UTC"))
USUAL_QUIET = QuietHours()

HOURS = st.integers(0, 23).map(lambda hour: time(hour))
QUIETS = st.builds(QuietHours, HOURS, HOURS)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)).map(
    lambda instant: instant.replace(second=0, microsecond=0)
)
WISHES = st.builds(
    Wishes,
    hour=HOURS,
    weekdays=st.frozensets(st.integers(1, 7), min_size=1),
    paused_until=st.none() | st.dates(date(2026, 1, 1), date(2028, 12, 31)),
)
OPEN_FOR = st.none() | st.integers(1, 12).map(lambda hours: timedelta(hours=hours))


def instant(written: str, zone: ZoneInfo = PARIS) -> datetime:
    """As the zone's clocks read."""
    local = datetime.fromisoformat(written)
    return at_local(local.date(), local.time(), zone)


def due(
    occurs_at: datetime,
    *rules: object,
    closes_at: datetime | None = None,
    wishes: Wishes = Wishes(),  # noqa: B008 (frozen)
    zone: ZoneInfo = PARIS,
) -> list[str]:
    """When each rule speaks, as the zone's clocks read."""
    chosen = [rule for rule in RULES.values() if rule in rules]
    found = plan(Occurrence(occurs_at, closes_at), chosen, wishes, USUAL_QUIET, zone)
    return [f"{one.due_at.astimezone(zone):%Y-%m-%d %H:%M}" for one in found]


@given(occurs_at=INSTANTS, open_for=OPEN_FOR, wishes=WISHES, quiet=QUIETS, zone=st.sampled_from(ZONES))
@example(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), None, Wishes(), USUAL_QUIET, PARIS)
@example(
    datetime(2026, 10, 3, 15, 45, tzinfo=UTC),
    None,
    Wishes(hour=time(2)),
    QuietHours(time(2), time(2)),
    LORD_HOWE,
)
@example(
    datetime(2026, 4, 4, 15, 15, tzinfo=UTC),
    None,
    Wishes(hour=time(1)),
    QuietHours(time(3), time(1)),
    LORD_HOWE,
)
def test_a_reminder_is_never_at_night_never_late_never_in_a_pause_and_once_a_rule(
    occurs_at: datetime, open_for: timedelta | None, wishes: Wishes, quiet: QuietHours, zone: ZoneInfo
) -> None:
    occurrence = Occurrence(occurs_at, occurs_at + open_for if open_for else None)

    planned = plan(occurrence, list(RULES.values()), wishes, quiet, zone)

    assert len({one.rule.name for one in planned}) == len(planned)
    for one in planned:
        local = one.due_at.astimezone(zone)
        assert not is_quiet(local.time(), quiet)
        assert one.due_at < one.expires_at == occurrence.matters_until
        before_night = is_quiet((one.due_at + timedelta(minutes=31)).astimezone(zone).time(), quiet)
        assert wishes.allows(local.date()) or before_night


@given(occurs_at=INSTANTS, zone=st.sampled_from(ZONES))
def test_without_wishes_everybody_is_reminded_the_day_before_at_six_and_two_hours_before_it_closes(
    occurs_at: datetime, zone: ZoneInfo
) -> None:
    never_quiet = QuietHours(time(0), time(0))
    closes_at = occurs_at + timedelta(hours=2)

    before, near = plan(
        Occurrence(occurs_at, closes_at), (DAY_BEFORE, TWO_HOURS_BEFORE), Wishes(), never_quiet, zone
    )

    local = before.due_at.astimezone(zone)
    assert (local.date(), local.time()) == (occurs_at.astimezone(zone).date() - timedelta(days=1), time(18))
    assert near.due_at == occurs_at


@pytest.mark.parametrize(
    ("zone", "occurs", "expected"),
    [
        (PARIS, "2026-03-29T10:00", "2026-03-28 18:00"),  # the clocks go forward in between
        (PARIS, "2026-10-25T10:00", "2026-10-24 18:00"),  # and back
        (PARIS, "2026-03-29T02:30", "2026-03-28 18:00"),  # on the night it does not exist
        (PARIS, "2028-03-01T10:00", "2028-02-29 18:00"),  # the leap day
        (LORD_HOWE, "2026-10-04T10:00", "2026-10-03 18:00"),  # half an hour forward
        (LORD_HOWE, "2026-04-05T10:00", "2026-04-04 18:00"),  # half an hour back
    ],
)
def test_the_day_before_is_at_the_same_hour_whatever_the_clocks_do(
    zone: ZoneInfo, occurs: str, expected: str
) -> None:
    assert due(instant(occurs, zone), DAY_BEFORE, zone=zone) == [expected]


def test_an_hour_that_does_not_exist_that_day_is_just_after_the_gap() -> None:
    nightly = Wishes(hour=time(2))
    never_quiet = QuietHours(time(0), time(0))

    (one,) = plan(Occurrence(instant("2026-03-30T10:00")), (DAY_BEFORE,), nightly, never_quiet, PARIS)
    (other,) = plan(
        Occurrence(instant("2026-10-05T10:00", LORD_HOWE)), (DAY_BEFORE,), nightly, never_quiet, LORD_HOWE
    )

    assert f"{one.due_at.astimezone(PARIS):%d %H:%M}" == "29 03:00"
    assert f"{other.due_at.astimezone(LORD_HOWE):%d %H:%M}" == "04 02:30"


def test_two_hours_before_an_early_closing_goes_before_the_night_since_the_morning_is_too_late() -> None:
    early = instant("2026-06-02T08:30")
    assert due(early, TWO_HOURS_BEFORE) == ["2026-06-01 20:30"]
    assert due(early, DAY_BEFORE, TWO_HOURS_BEFORE) == ["2026-06-01 18:00"], "not twice in one evening"


def test_what_is_due_at_night_waits_for_the_morning_where_that_is_soon_enough() -> None:
    assert due(instant("2026-06-02T09:30"), TWO_HOURS_BEFORE) == ["2026-06-02 08:00"]


def test_on_a_day_they_did_not_choose_the_reminder_comes_before() -> None:
    weekends = Wishes(weekdays=frozenset({6, 7}))

    assert due(instant("2026-06-04T10:00"), DAY_BEFORE, TWO_HOURS_BEFORE, wishes=weekends) == [
        "2026-05-31 18:00",
        "2026-05-31 18:00",
    ]


def test_a_pause_holds_everything_until_it_ends_and_drops_what_lies_in_it() -> None:
    paused = Wishes(paused_until=date(2026, 6, 10))

    assert due(instant("2026-06-05T10:00"), DAY_BEFORE, wishes=paused) == []
    assert due(instant("2026-06-12T10:00"), WEEK_BEFORE, wishes=paused) == ["2026-06-10 18:00"]
    assert due(instant("2026-06-12T10:00"), DAY_BEFORE, wishes=paused) == ["2026-06-11 18:00"]


def test_a_topic_that_is_stopped_has_no_rules_and_keeps_what_was_chosen() -> None:
    stopped = Wishes(stopped=frozenset({Topic.SHIFT}), rules={Topic.SHIFT: (WEEK_BEFORE,)})

    assert stopped.rules_for(Topic.SHIFT) == ()
    assert stopped.chosen(Topic.SHIFT) == (WEEK_BEFORE,)
    assert stopped.rules_for(Topic.BASKET) == (DAY_BEFORE, TWO_HOURS_BEFORE)


NOON = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
A, B = NOON + timedelta(days=3), NOON + timedelta(days=5)


def row(
    occurs_at: datetime,
    state: ReminderState = ReminderState.PLANNED,
    due_at: datetime = NOON + timedelta(days=2),
) -> Reminder:
    return Reminder(
        id=ReminderId(1), garden_id=GardenId(1), person_id=PersonId(1), topic=Topic.SHIFT, subject="booking:1",
        rule="day", occurs_at=occurs_at, due_at=due_at, expires_at=occurs_at, state=state, parcel_id=None,
    )  # fmt: skip


def day_before(occurs_at: datetime) -> Sequence[Planned]:
    return plan(Occurrence(occurs_at), (DAY_BEFORE,), Wishes(), USUAL_QUIET, PARIS)


def test_what_was_said_of_an_occurrence_is_not_planned_again_when_it_moves_back() -> None:
    said = row(A, ReminderState.OWED, NOON)

    changes = reconcile(day_before(A), [said], A, NOON)

    assert (changes.new, changes.moved, changes.dropped) == ((), (), ())


def test_what_was_dropped_when_it_moved_away_is_planned_again_when_it_moves_back() -> None:
    dropped, elsewhere = row(A, ReminderState.DROPPED), row(B)

    changes = reconcile(day_before(A), [dropped, elsewhere], A, NOON)

    assert changes.new == ()
    assert [before for before, _planned in changes.moved] == [dropped]
    assert changes.dropped == (elsewhere,)


def test_what_is_due_and_not_yet_sent_still_goes_and_what_would_have_been_due_is_not_made_up_for() -> None:
    later = A - timedelta(hours=2)

    assert reconcile(day_before(A), [row(A, due_at=NOON)], A, later).dropped == ()
    assert reconcile(day_before(A), [], A, later).new == ()


def test_a_rule_they_gave_up_is_dropped_and_what_was_said_by_it_stays() -> None:
    waiting = row(A)

    assert reconcile((), [waiting], A, NOON).dropped == (waiting,)
    assert reconcile((), [row(A, ReminderState.OWED)], A, NOON).dropped == ()
