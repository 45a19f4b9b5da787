"""Who becomes a newcomer's referent."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.assignment import Choice, Lack, NobodyFree, choose_referent
from bot.domain.person import GardenId, PersonId
from bot.domain.referent import Absence, Referent, ReferentId
from bot.domain.text import Words
from bot.i18n import Catalogues

TODAY = date(2026, 3, 10)
FRENCH = frozenset({"fr"})
AWAY = (Absence(TODAY, TODAY),)
ENGLISH = Catalogues({}).speaker("en")


def referent(number: int, **changes) -> Referent:
    plain = Referent(
        id=ReferentId(number),
        garden_id=GardenId(1),
        slug=f"r{number}",
        name=f"Referent {number}",
        person_id=PersonId(number),
        reachable=True,
        domains=frozenset({"fields"}),
        languages=FRENCH,
        capacity=5,
        load=0,
        looks_after=Words({"en": "the fields"}),
        contact=Words({}),
        deputy_id=None,
        absences=(),
        last_assigned_at=None,
    )
    return replace(plain, **changes)


def choose(*referents: Referent, languages=FRENCH, excluding=()) -> Choice | NobodyFree:
    return choose_referent(referents, "fields", languages, TODAY, excluding=excluding)


def chosen(*referents: Referent, **options) -> int:
    choice = choose(*referents, **options)
    assert isinstance(choice, Choice)
    return choice.referent.id


def lack(*referents: Referent, **options) -> Lack:
    nobody = choose(*referents, **options)
    assert isinstance(nobody, NobodyFree)
    assert ENGLISH.plain(nobody.reason)
    return nobody.lack


def test_the_lowest_load_for_their_capacity_comes_first():
    assert chosen(referent(1, load=2, capacity=4), referent(2, load=3, capacity=9)) == 2


def test_whoever_follows_the_newcomer_already_comes_first_where_they_fit():
    busy, idle = referent(1, load=3), referent(2)

    kept = choose_referent((busy, idle), "fields", FRENCH, TODAY, known={busy.id})
    assert isinstance(kept, Choice)
    assert kept.referent is busy
    assert ENGLISH.plain(kept.reasons[0]) == "follows them already"
    full = choose_referent((replace(busy, load=5), idle), "fields", FRENCH, TODAY, known={busy.id})
    assert isinstance(full, Choice)
    assert full.referent is idle


def test_of_equal_loads_the_one_assigned_least_recently_comes_first():
    yesterday = datetime(2026, 3, 9, tzinfo=UTC)

    assert chosen(referent(1, last_assigned_at=yesterday), referent(2, last_assigned_at=None)) == 2
    assert (
        chosen(
            referent(1, last_assigned_at=yesterday),
            referent(2, last_assigned_at=yesterday - timedelta(days=1)),
        )
        == 2
    )


def test_whoever_is_away_gives_way_to_their_deputy():
    away = referent(1, absences=AWAY, deputy_id=ReferentId(2))
    choice = choose(away, referent(2, domains=frozenset({"market"})))

    assert isinstance(choice, Choice)
    assert (choice.referent.id, choice.deputy_for) == (2, away)
    assert ENGLISH.plain(choice.reasons[0]) == "stands in for Referent 1, who is away"


def test_a_deputy_of_the_domain_stands_in_for_nobody():
    choice = choose(referent(1, absences=AWAY, deputy_id=ReferentId(2)), referent(2))

    assert isinstance(choice, Choice)
    assert choice.deputy_for is None


def test_the_reasons_are_told_in_words():
    choice = choose(
        referent(1, load=4, languages=frozenset({"fr", "en"})), languages=frozenset({"fr", "en", "ar"})
    )

    assert isinstance(choice, Choice)
    assert [ENGLISH.plain(reason) for reason in choice.reasons] == [
        "looks after: the fields",
        "speaks English and Français",
        "has room for 1 more person",
    ]


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"domains": frozenset({"market"})}, Lack.NO_DOMAIN),
        ({"languages": frozenset({"en"})}, Lack.NO_LANGUAGE),
        ({"person_id": None}, Lack.NOT_LINKED),
        ({"reachable": False}, Lack.NOT_LINKED),
        ({"absences": AWAY}, Lack.ALL_AWAY),
        ({"absences": AWAY, "deputy_id": ReferentId(99)}, Lack.ALL_AWAY),
        ({"load": 5}, Lack.ALL_FULL),
        ({"capacity": 0}, Lack.ALL_FULL),
    ],
)
def test_whoever_is_not_fit_is_not_chosen_and_the_lack_is_told(changes: dict, missing: Lack):
    assert lack(referent(1, **changes)) is missing


def test_a_deputy_must_be_fit_too():
    away = referent(1, absences=AWAY, deputy_id=ReferentId(2))

    assert lack(away, referent(2, absences=AWAY)) is Lack.ALL_AWAY
    assert lack(away, referent(2, load=5)) is Lack.ALL_FULL


def test_whoever_was_asked_is_not_asked_again():
    assert chosen(referent(1), referent(2, load=3), excluding={1}) == 2
    assert lack(referent(1), excluding={1}) is Lack.ALL_ASKED
    assert lack(referent(1), referent(2, load=5), excluding={1}) is Lack.ALL_FULL


def test_a_garden_without_referents_has_nobody():
    assert lack() is Lack.NO_DOMAIN


def test_no_domain_and_no_language_ask_for_nothing():
    assert isinstance(choose_referent([referent(1)], "", frozenset(), TODAY), Choice)


referents = st.lists(
    st.builds(
        referent,
        st.integers(1, 6),
        load=st.integers(0, 3),
        capacity=st.integers(0, 3),
        reachable=st.booleans(),
        person_id=st.sampled_from([None, PersonId(1)]),
        absences=st.sampled_from([(), AWAY]),
        domains=st.frozensets(st.sampled_from(["fields", "market"])),
        deputy_id=st.sampled_from([None, 1, 2, 3]),
        languages=st.frozensets(st.sampled_from(["fr", "en"])),
        last_assigned_at=st.sampled_from([None, datetime(2026, 3, 1, tzinfo=UTC)]),
    ),
    max_size=6,
    unique_by=lambda one: one.id,
)


@given(referents, st.frozensets(st.integers(1, 6)))
def test_only_the_fit_are_ever_chosen(found: list[Referent], excluding: frozenset[int]):
    choice = choose_referent(found, "fields", FRENCH, TODAY, excluding={ReferentId(n) for n in excluding})

    if isinstance(choice, Choice):
        one, stands_in = choice.referent, choice.deputy_for
        assert one.person_id is not None
        assert one.reachable
        assert one.has_room
        assert not one.is_absent(TODAY)
        assert one.languages & FRENCH
        assert one.id not in excluding
        assert "fields" in (stands_in or one).domains
        assert stands_in is None or (stands_in.is_absent(TODAY) and stands_in.deputy_id == one.id)


@given(referents, st.randoms())
def test_the_choice_does_not_depend_on_the_order_of_the_referents(found: list[Referent], random):
    assert choose(*random.sample(found, len(found))) == choose(*found)


@given(st.lists(st.integers(1, 8), min_size=2, max_size=6), st.integers(1, 60))
def test_over_many_newcomers_nobody_carries_more_than_their_share(capacities: list[int], newcomers: int):
    team = {n: referent(n, capacity=capacity) for n, capacity in enumerate(capacities)}
    now = datetime(2026, 3, 10, tzinfo=UTC)

    for round_ in range(min(newcomers, sum(capacities))):
        one = team[chosen(*team.values())]
        team[one.id] = replace(one, load=one.load + 1, last_assigned_at=now + timedelta(hours=round_))

    for one in team.values():
        others = min((other.load / other.capacity for other in team.values()), default=0)
        assert (one.load - 1) / one.capacity <= others
