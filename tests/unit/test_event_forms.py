"""From a coordinator's answers to an event and back; the days of a series; nights on which the clocks change."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.event import Circle, Details, Event, EventId, EventKind, EventState
from bot.domain.garden import Place
from bot.domain.mission import MissionId
from bot.domain.shift import Break
from bot.domain.text import Words
from bot.engine.state import Answers, Key, Value
from bot.usecases.events.forms import answers_of, days_of, event_from, on_day
from tests.contract.values import GARDEN

PLAIN: dict[Key, Value] = {
    ("kind", ""): "work_day",
    ("title", ""): "Chantier",
    ("repeat", ""): "once",
    ("day", ""): "2026-03-14",
    ("starts", ""): "10h",
    ("hours", ""): 3,
    ("arrive", ""): "9h45",
    ("point", ""): {"latitude": 47.5, "longitude": 2.25},
    ("where", ""): "Près de la serre",
    ("circle", ""): "everybody",
    ("carpool", ""): "no",
    ("in_other", ""): (),
}


def event_of(**answers: Value) -> Event:
    return event_from(
        Answers(PLAIN | {(step, ""): value for step, value in answers.items()}), GARDEN, "fr", None
    )


def test_the_clocks_of_the_garden_say_when() -> None:
    event = event_of()

    assert event.starts_at == datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
    assert event.ends_at == datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
    assert event.details.arrive_at == datetime(2026, 3, 14, 8, 45, tzinfo=UTC)


def test_half_past_two_on_the_night_it_does_not_exist_is_three() -> None:
    event = event_of(day="2026-03-29", starts="2h30", hours=2, arrive=None)

    assert event.starts_at == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert event.ends_at == datetime(2026, 3, 29, 3, 0, tzinfo=UTC), (
        "no time is lost: five, as the clocks say"
    )
    early = event_of(day="2026-03-29", starts="2h30", hours=2, arrive="2h15")
    assert early.details.arrive_at == datetime(2026, 3, 29, 0, 45, tzinfo=UTC), "a quarter of an hour before"


def test_of_a_doubled_hour_the_first_counts_and_an_end_never_comes_before() -> None:
    event = event_of(day="2026-10-25", starts="2h30", hours=0.25, arrive=None)

    assert event.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert event.starts_at < event.ends_at


def test_being_there_after_it_began_is_no_earlier_time() -> None:
    assert event_of(arrive="11h").details.arrive_at is None


def test_a_series_keeps_its_weekday_and_ends_in_time() -> None:
    weekly = Answers(PLAIN | {("repeat", ""): "weekly", ("until", ""): "2026-04-04"})
    monthly = Answers(PLAIN | {("repeat", ""): "monthly", ("until", ""): "2026-06-30"})

    assert days_of(weekly, date(2026, 3, 14)) == [date(2026, 3, day) for day in (14, 21, 28)] + [
        date(2026, 4, 4)
    ]
    assert days_of(monthly, date(2026, 3, 14)) == [
        date(2026, 3, 14), date(2026, 4, 11), date(2026, 5, 9), date(2026, 6, 13)
    ]  # fmt: skip
    assert days_of(Answers(PLAIN), date(2026, 3, 14)) == [date(2026, 3, 14)]
    holidays = Break(Words({"en": "Away"}), date(2026, 3, 20), date(2026, 3, 28))
    assert days_of(weekly, date(2026, 3, 14), [holidays]) == [date(2026, 3, 14), date(2026, 4, 4)]


def test_each_date_of_a_series_begins_when_the_clocks_say_so() -> None:
    moved = on_day(event_of(), date(2026, 4, 4), GARDEN)

    assert moved.starts_at == datetime(2026, 4, 4, 8, 0, tzinfo=UTC)
    assert moved.arrive_at == datetime(2026, 4, 4, 7, 45, tzinfo=UTC)


TEXTS = st.text(st.characters(categories=("L",)), min_size=1, max_size=12)
BOTH = st.builds(lambda fr, en: Words({"fr": fr, "en": en}), TEXTS, TEXTS)
STARTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(
    lambda at: at.replace(second=0, microsecond=0, hour=at.hour % 10 + 8, tzinfo=UTC)
)


@given(
    starts_at=STARTS,
    quarters=st.integers(1, 40),
    early=st.one_of(st.none(), st.integers(1, 120)),
    texts=st.tuples(BOTH, BOTH, BOTH, BOTH),
    point=st.one_of(
        st.none(), st.just(GARDEN.place), st.builds(Place, st.floats(-80, 80), st.floats(-170, 170))
    ),
    capacity=st.one_of(st.none(), st.integers(1, 500)),
    circle=st.sampled_from(list(Circle)),
    carpool=st.booleans(),
)
def test_editing_and_saving_without_a_change_changes_nothing(
    starts_at: datetime,
    quarters: int,
    early: int | None,
    texts: tuple[Words, Words, Words, Words],
    point: Place | None,
    capacity: int | None,
    circle: Circle,
    carpool: bool,
) -> None:
    title, about, place, bring = texts
    arrive_at = starts_at - timedelta(minutes=early) if early else None
    details = Details(
        title, starts_at, starts_at + timedelta(minutes=15 * quarters), arrive_at, place, point, bring
    )
    event = Event(
        id=EventId(7), garden_id=GARDEN.id, kind=EventKind.FAIR, about=about, details=details, capacity=capacity,
        circle=circle, mission_id=MissionId(3) if circle is Circle.MISSION else None, state=EventState.PUBLISHED,
        reason="", version=4, key="k", series_key="s", told=details, invited=2, carpool=carpool,
    )  # fmt: skip

    again = event_from(Answers(answers_of(event, GARDEN, "fr")), GARDEN, "fr", event)

    assert replace(again, details=event.details) == event
    assert event.details.differences(again.details) == frozenset()
