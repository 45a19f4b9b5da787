"""The code on a certificate, and what its hours add up to."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.certificate import (
    ALPHABET,
    LENGTH,
    digest_of,
    done_by_mission,
    hours_by_year,
    in_groups,
    new_code,
    read_code,
)
from bot.domain.mission import MissionId
from bot.domain.person import GardenId, PersonId
from bot.domain.report import Outcome, Report, ReportId

SECRETS = st.integers(min_value=0, max_value=2**128 - 1)


@given(SECRETS)
def test_a_printed_code_is_read_however_it_is_typed(secret):
    code = new_code(secret)

    assert read_code(in_groups(code)) == code
    assert read_code(f" {in_groups(code).lower().replace('-', ' ')} ") == code
    assert read_code(f"v_{code}".removeprefix("v_")) == code


@given(SECRETS)
def test_a_code_has_no_sign_that_reads_like_another(secret):
    assert len(new_code(secret)) == LENGTH
    assert not set(new_code(secret)) & set("01IOio")


@given(SECRETS, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_codes_differ_where_their_secrets_do(secret, place, sign):
    code = new_code(secret)
    slip = code[:place] + sign + code[place + 1 :]

    read = read_code(slip)

    assert read in (None, slip)
    assert slip == code or read is None or digest_of(read) != digest_of(code)


@pytest.mark.parametrize(
    "typed", ["", "2222", "Bonjour", "O" * LENGTH, "2" * LENGTH, "é" * LENGTH, "2" * 1000]
)
def test_what_is_no_code_is_not_looked_up(typed):
    assert read_code(typed) is None


def test_most_slips_of_the_pen_are_noticed():
    code = new_code(123456789)
    slips = [code[:n] + ("3" if code[n] == "2" else "2") + code[n + 1 :] for n in range(LENGTH)]

    assert sum(read_code(slip) is None for slip in slips) >= LENGTH - 1


def test_hours_count_in_the_year_of_their_day():
    reports = [
        _report(1, date(2026, 12, 31), 2.0),
        _report(1, date(2027, 1, 1), 3.5),
        _report(2, date(2026, 5, 1), 1.0),
    ]

    assert hours_by_year(reports) == {2026: 3.0, 2027: 3.5}


def test_missions_stand_in_the_order_they_were_begun():
    reports = [
        _report(1, date(2026, 5, 8), 2.0),
        _report(2, date(2026, 5, 1), 1.0),
        _report(2, date(2026, 6, 1), 4.0),
    ]

    first, second = done_by_mission(reports)

    assert (first.mission_id, first.first_day, first.last_day, first.hours) == (
        2,
        date(2026, 5, 1),
        date(2026, 6, 1),
        5.0,
    )
    assert (second.mission_id, second.hours) == (1, 2.0)


def _report(mission: int, day: date, hours: float) -> Report:
    return Report(
        id=ReportId(1),
        garden_id=GardenId(1),
        person_id=PersonId(1),
        mission_id=MissionId(mission),
        shift_id=None,
        booking_id=None,
        day=day,
        outcome=Outcome.CAME,
        hours=hours,
        mood=None,
        asked_at=None,
        reminded_at=None,
        answered_at=None,
        confirmed_hours=hours,
        confirmed_at=None,
        confirmed_by=None,
    )
