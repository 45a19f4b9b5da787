"""The year's hours: erased people are counted, nobody twice."""

from datetime import date

from bot.domain.accounts import Kept, MonthOfMission, months_of, value, with_kept
from bot.domain.mission import MissionId

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def test_what_erased_people_did_is_added_and_each_of_them_counts_once_a_month():
    lines = [MonthOfMission(MissionId(2), APRIL, 5.0, 2)]
    kept = [
        Kept(MissionId(2), APRIL, 1.5, "a"),
        Kept(MissionId(2), APRIL, 1.0, "a"),
        Kept(MissionId(2), APRIL, 2.0, "b"),
        Kept(MissionId(1), MARCH, 3.0, "a"),
    ]

    assert with_kept(lines, kept) == [
        MonthOfMission(MissionId(1), MARCH, 3.0, 1),
        MonthOfMission(MissionId(2), APRIL, 9.5, 4),
    ]


def test_without_a_rate_hours_have_no_value():
    assert value(12.5, None) is None
    assert value(12.5, 14.3) == 178.75


def test_the_months_of_a_leap_year_leave_no_day_out():
    months = list(months_of(2028))

    assert sum((last - first).days + 1 for first, last in months) == 366
    assert months[1] == (date(2028, 2, 1), date(2028, 2, 29))
