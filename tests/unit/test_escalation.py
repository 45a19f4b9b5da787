"""Who is called while a message has no answer: an order that always ends with somebody, and never repeats in vain."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.escalation import (
    COORDINATORS,
    GROUP,
    Around,
    Rung,
    next_rung,
    pause_hours,
    read_rung,
)
from bot.domain.person import PersonId

SOLENE, MEHDI = PersonId(12), PersonId(13)
PEOPLE = st.sampled_from([SOLENE, MEHDI])
AROUND = st.builds(
    Around,
    has_group=st.booleans(),
    talking=st.none() | PEOPLE,
    close=st.lists(PEOPLE, unique=True, max_size=2).map(tuple),
)


def climb(around: Around, times: int = 6) -> list[Rung]:
    told: list[Rung] = []
    for _ in range(times):
        told.append(next_rung(told, around))
    return told


def test_the_group_twice_then_the_referent_then_the_coordinators_again_and_again() -> None:
    around = Around(has_group=True, close=(SOLENE, MEHDI))

    assert climb(around, 5) == [GROUP, GROUP, Rung(person=SOLENE), COORDINATORS, COORDINATORS]


def test_nobody_close_leaves_the_group_and_the_coordinators() -> None:
    assert climb(Around(has_group=True), 3) == [GROUP, GROUP, COORDINATORS]


def test_a_talk_in_private_goes_to_the_group_once_then_to_who_steps_in() -> None:
    around = Around(has_group=True, talking=SOLENE, close=(SOLENE, MEHDI))

    assert climb(around, 4) == [Rung(person=SOLENE), GROUP, Rung(person=MEHDI), COORDINATORS]


def test_without_a_group_the_referent_the_deputy_and_the_coordinators() -> None:
    around = Around(has_group=False, close=(SOLENE, MEHDI))

    assert climb(around, 3) == [Rung(person=SOLENE), Rung(person=MEHDI), COORDINATORS]


def test_alone_there_are_the_coordinators() -> None:
    assert climb(Around(has_group=False), 2) == [COORDINATORS, COORDINATORS]


def test_a_group_lost_meanwhile_holds_nobody_up() -> None:
    assert next_rung([GROUP], Around(has_group=False)) == COORDINATORS


@given(st.lists(AROUND, min_size=8, max_size=8))
def test_whatever_changes_meanwhile_the_coordinators_are_reached_within_five_rungs(
    days: list[Around],
) -> None:
    told: list[Rung] = []
    for around in days:
        told.append(next_rung(told, around))

    assert COORDINATORS in told[:5]
    assert set(told[told.index(COORDINATORS) :]) == {COORDINATORS}


@given(st.lists(AROUND, min_size=8, max_size=8))
def test_nobody_is_called_twice_in_private(days: list[Around]) -> None:
    told: list[Rung] = []
    for around in days:
        told.append(next_rung(told, around))
    in_private = [rung.person for rung in told if rung.person]

    assert len(in_private) == len(set(in_private))


def test_the_coordinators_are_called_ever_more_rarely_but_at_least_once_in_40_working_hours() -> None:
    pauses = [pause_hours([GROUP, GROUP, *[COORDINATORS] * times], 4) for times in range(7)]

    assert pauses == [4, 8, 16, 32, 40, 40, 40]


def test_a_timer_remembers_every_rung() -> None:
    rungs = [GROUP, COORDINATORS, Rung(person=SOLENE)]

    assert [read_rung(rung.written()) for rung in rungs] == rungs
