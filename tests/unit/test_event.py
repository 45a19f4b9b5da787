"""What changed in an event, and who of those in line is next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.event import Answer, Details, Difference, EventId, Rsvp, RsvpId, RsvpState
from bot.domain.garden import Place
from bot.domain.person import GardenId, PersonId
from bot.domain.seating import next_in_line, seats_left
from bot.domain.text import Words

TEN = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
DETAILS = Details(Words({"en": "Party"}), TEN, TEN + timedelta(hours=3), TEN - timedelta(minutes=15),
                  Words({"en": "The oak"}), Place(47.5, 2.25), Words({"en": "Boots"}))  # fmt: skip


def rsvp(number: int, state: RsvpState, heads: int = 1) -> Rsvp:
    return Rsvp(
        id=RsvpId(number), garden_id=GardenId(1), event_id=EventId(1), person_id=PersonId(number), answer=Answer.YES,
        state=state, name="", guests=heads - 1, children=0, queued_at=TEN, offered_until=None, answered_at=TEN,
        changes=0, photos=None, checked_in_at=None, face=None,
    )  # fmt: skip


LINES = st.lists(
    st.tuples(st.sampled_from([RsvpState.GOING, RsvpState.OFFERED, RsvpState.WAITING]), st.integers(1, 5)),
    max_size=12,
).map(lambda line: [rsvp(number, state, heads) for number, (state, heads) in enumerate(line, 1)])


def test_details_survive_their_json() -> None:
    bare = replace(DETAILS, arrive_at=None, point=None, bring=Words({}))

    assert Details.from_json(DETAILS.to_json()) == DETAILS
    assert Details.from_json(bare.to_json()) == bare


def test_only_what_people_go_by_is_a_difference() -> None:
    later = replace(DETAILS, starts_at=TEN + timedelta(days=1), ends_at=TEN + timedelta(days=1, hours=3))

    assert DETAILS.differences(DETAILS) == frozenset()
    assert DETAILS.differences(later) == {Difference.WHEN}
    assert DETAILS.differences(replace(DETAILS, point=None)) == {Difference.WHERE}
    assert DETAILS.differences(replace(DETAILS, arrive_at=None)) == frozenset(), "one comes when it begins"
    assert DETAILS.differences(replace(DETAILS, bring=Words({}))) == {Difference.BRING}


@given(capacity=st.integers(1, 12), line=LINES)
def test_nobody_is_offered_a_place_that_is_not_there_and_nobody_who_fits_is_passed_over(
    capacity: int, line: list[Rsvp]
) -> None:
    chosen = next_in_line(capacity, line)

    left = seats_left(capacity, line) or 0
    assert sum(one.heads for one in chosen) <= left
    for one in (one for one in line if one.state is RsvpState.WAITING and one not in chosen):
        before = sum(other.heads for other in chosen if other.id < one.id)
        assert one.heads > left - before


@given(line=LINES)
def test_without_a_limit_everybody_in_line_is_next(line: list[Rsvp]) -> None:
    assert next_in_line(None, line) == [one for one in line if one.state is RsvpState.WAITING]
