"""Which missions are offered, in which order and why."""

import time as stopwatch
from dataclasses import replace
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.distance import distance_km
from bot.domain.eligibility import why_no_longer
from bot.domain.garden import Garden, Place, Rules, Town
from bot.domain.matching import rank_missions, why_not
from bot.domain.mission import Mission, MissionId, MissionState
from bot.domain.person import (
    ALL_SLOTS,
    AgeBracket,
    Form,
    GardenId,
    Level,
    Motivation,
    PersonId,
    Profile,
    Rhythm,
    Situation,
    Skill,
    Slot,
    Travel,
)
from bot.domain.text import Phrase, Words
from bot.i18n import Catalogues

GARDEN_ID = GardenId(1)
SEVRAN, PARIS, LYON = Place(48.94, 2.53), Place(48.8566, 2.3522), Place(45.7578, 4.832)
SATURDAY_MORNING = Slot.parse("sat-morning")
TUESDAY_EVENING = Slot.parse("tue-evening")
GARDEN = Garden(
    id=GARDEN_ID,
    slug="garden",
    name="The garden",
    zone=ZoneInfo("Europe/Paris"),
    languages=("fr", "en"),
    story=(),
    address="",
    place=SEVRAN,
    contact="",
    data_contact="",
    rules=Rules(),
    towns=(Town("sevran", "Sevran", SEVRAN), Town("paris", "Paris", PARIS), Town("lyon", "Lyon", LYON)),
    pickup_points=(),
)
ANA = Profile(
    person_id=PersonId(1),
    garden_id=GARDEN_ID,
    name="Ana",
    age=AgeBracket.ADULT,
    guardian="",
    guardian_agreed_at=None,
    situation=Situation.NEIGHBOUR,
    motivations=frozenset(),
    forms=frozenset(),
    skills=MappingProxyType({}),
    languages=frozenset({"fr"}),
    rhythm=Rhythm.ONCE,
    slots=frozenset(),
    max_km=None,
    town="sevran",
    travel=frozenset(),
)
HARVEST = Mission(
    id=MissionId(1),
    garden_id=GARDEN_ID,
    slug="harvest",
    form=Form.GIVE_TIME,
    title=Words({"en": "Harvest"}),
    purpose=Words({}),
    tasks=(),
    when=Words({}),
    where=Words({}),
    slots=frozenset(),
    rhythms=frozenset(),
    place=None,
    hours=3.0,
    places=None,
    taken=0,
    learn=Words({}),
    provided=Words({}),
    skills=frozenset(),
    required=MappingProxyType({}),
    on_request=False,
    minimum_age=AgeBracket.UNDER_15,
    domain="fields",
    state=MissionState.OPEN,
)
ENGLISH = Catalogues({}).speaker("en")


def words(reasons) -> list[str]:
    return [ENGLISH.plain(reason) for reason in reasons]


def refusal(profile: Profile, mission: Mission) -> str:
    reason = why_not(profile, mission, GARDEN)
    assert isinstance(reason, Phrase)
    assert rank_missions(profile, [mission], GARDEN) == ()
    return ENGLISH.plain(reason)


def test_the_reasons_are_told_in_words_the_weightiest_first():
    ana = replace(
        ANA,
        slots=frozenset({SATURDAY_MORNING}),
        skills={Skill.FRENCH_TEACHING: Level.COULD_TEACH},
        motivations=frozenset({Motivation.SHARE_SKILLS}),
        town="paris",
    )
    lessons = replace(
        HARVEST, slots=frozenset({SATURDAY_MORNING}), skills=frozenset({Skill.FRENCH_TEACHING}), place=SEVRAN
    )

    [match] = rank_missions(ana, [lessons], GARDEN)

    assert words(match.reasons) == [
        "Saturday mornings, as you said",
        "Teaching French: you could teach it",
        "you wished to share what you know",
    ]
    assert words(match.about) == [
        "free on Saturday mornings",
        "Teaching French: could teach it",
        "wishes to share what they know",
    ]


def test_nearness_is_a_reason():
    [match] = rank_missions(replace(ANA, town="paris"), [replace(HARVEST, place=SEVRAN)], GARDEN)

    assert words(match.reasons) == ["about 16 km from you"]


def test_a_mission_that_nothing_speaks_for_asks_for_no_experience():
    [match] = rank_missions(ANA, [HARVEST], GARDEN)

    assert (match.score, words(match.reasons)) == (0, ["no experience is needed"])


def test_a_mission_on_request_never_promises_that_no_experience_is_needed():
    on_request = replace(HARVEST, on_request=True)

    [match] = rank_missions(ANA, [on_request], GARDEN)

    assert words(match.reasons) == ["nothing you said speaks against it"]
    assert words(match.about) == ["nothing they said speaks against it"]


@pytest.mark.parametrize("state", [MissionState.PAUSED, MissionState.CLOSED])
def test_a_mission_that_is_not_open_is_not_offered(state: MissionState):
    assert refusal(ANA, replace(HARVEST, state=state)) == "It is not open at the moment."


def test_another_garden_s_mission_is_not_offered():
    assert refusal(ANA, replace(HARVEST, garden_id=GardenId(2))) == "It is not open at the moment."


def test_a_full_mission_is_not_offered_yet_who_holds_a_place_keeps_it():
    full = replace(HARVEST, places=2, taken=2)

    assert refusal(ANA, full) == "No place is left there at the moment."
    assert why_no_longer(ANA, full, GARDEN) is None


def test_a_minor_is_not_offered_what_asks_for_an_adult():
    minor = replace(ANA, age=AgeBracket.FROM_15_TO_17)

    assert (
        refusal(minor, replace(HARVEST, minimum_age=AgeBracket.ADULT)) == "It has a minimum age: 18 or over."
    )


def test_a_level_is_required_not_improvised():
    lessons = replace(HARVEST, required={Skill.FRENCH_TEACHING: Level.COULD_TEACH})
    learner = replace(ANA, skills={Skill.FRENCH_TEACHING: Level.DID_IT})

    assert refusal(learner, lessons) == (
        "It asks for some experience. Teaching French: “I could teach it” at least."
    )


def test_whoever_stays_at_home_is_offered_what_can_be_done_from_there():
    remote = replace(ANA, max_km=0)

    [match] = rank_missions(remote, [HARVEST], GARDEN)

    assert words(match.reasons) == ["it can be done from home"]
    assert "you prefer to help from home" in refusal(remote, replace(HARVEST, place=SEVRAN))


def test_farther_than_one_said_is_not_offered():
    near = replace(ANA, town="lyon", max_km=20)

    assert refusal(near, replace(HARVEST, place=SEVRAN)) == "It is 394 km away, farther than you said."


def test_an_unknown_town_holds_nobody_back():
    assert why_not(replace(ANA, town="atlantis", max_km=5), replace(HARVEST, place=SEVRAN), GARDEN) is None


def test_other_days_are_not_offered():
    busy = replace(ANA, slots=frozenset({TUESDAY_EVENING}))

    assert refusal(busy, replace(HARVEST, slots=frozenset({SATURDAY_MORNING}))) == (
        "It takes place at other times than yours: Saturday mornings."
    )


def test_equal_missions_go_to_the_one_that_fewest_people_hold():
    crowded = replace(HARVEST, id=MissionId(1), slug="a", taken=4)
    lonely = replace(HARVEST, id=MissionId(2), slug="b", taken=1)

    assert [match.mission.slug for match in rank_missions(ANA, [crowded, lonely], GARDEN)] == ["b", "a"]


def test_what_is_held_already_can_be_left_out():
    assert rank_missions(ANA, [HARVEST], GARDEN, excluding={HARVEST.id}) == ()


def test_the_distance_from_paris_to_lyon():
    assert distance_km(PARIS, LYON) == pytest.approx(392, abs=1)


levels = st.dictionaries(st.sampled_from(Skill), st.sampled_from(Level), max_size=4)
slot_sets = st.frozensets(st.sampled_from(ALL_SLOTS), max_size=6)
places = st.one_of(st.none(), st.sampled_from([SEVRAN, PARIS, LYON]))
profiles = st.builds(
    replace,
    st.just(ANA),
    age=st.sampled_from(AgeBracket),
    motivations=st.frozensets(st.sampled_from(Motivation)),
    forms=st.frozensets(st.sampled_from(Form)),
    skills=levels,
    rhythm=st.sampled_from(Rhythm),
    slots=slot_sets,
    max_km=st.sampled_from([None, 0, 5, 20, 50]),
    town=st.sampled_from(["", "sevran", "paris", "lyon"]),
    travel=st.frozensets(st.sampled_from(Travel)),
)
missions = st.builds(
    replace,
    st.just(HARVEST),
    form=st.sampled_from(Form),
    slots=slot_sets,
    rhythms=st.frozensets(st.sampled_from(Rhythm)),
    place=places,
    places=st.sampled_from([None, 0, 3]),
    taken=st.integers(0, 4),
    learn=st.sampled_from([Words({}), Words({"fr": "semer"})]),
    skills=st.frozensets(st.sampled_from(Skill), max_size=4),
    required=st.one_of(st.just({}), levels),
    minimum_age=st.sampled_from(AgeBracket),
    state=st.sampled_from(MissionState),
)
sheets = st.lists(missions, max_size=12).map(
    lambda found: [replace(one, id=MissionId(n), slug=f"m{n}") for n, one in enumerate(found)]
)


def can_do(profile: Profile, mission: Mission) -> bool:
    """The same rules, written once more as plainly as possible."""
    ages = list(AgeBracket)
    home = GARDEN.town(profile.town)
    return all(
        (
            mission.state is MissionState.OPEN,
            mission.places is None or mission.taken < mission.places,
            ages.index(profile.age) >= ages.index(mission.minimum_age),
            all(
                profile.skills.get(skill, Level.NEVER).rank >= level.rank
                for skill, level in mission.required.items()
            ),
            mission.place is None or profile.max_km != 0,
            mission.place is None
            or not profile.max_km
            or home is None
            or round(distance_km(home.place, mission.place)) <= profile.max_km,
            not mission.slots or not profile.slots or bool(mission.slots & profile.slots),
        )
    )


@given(profiles, sheets)
def test_all_that_is_possible_is_offered_and_nothing_else(profile: Profile, found: list[Mission]):
    offered = {match.mission.id for match in rank_missions(profile, found, GARDEN)}

    assert offered == {mission.id for mission in found if can_do(profile, mission)}


@given(profiles, sheets, st.randoms())
def test_the_order_does_not_depend_on_the_order_of_the_sheets(profile: Profile, found: list[Mission], random):
    shuffled = random.sample(found, len(found))

    assert rank_missions(profile, shuffled, GARDEN) == rank_missions(profile, found, GARDEN)


@given(profiles, sheets)
def test_the_best_comes_first_with_one_to_three_reasons(profile: Profile, found: list[Mission]):
    matches = rank_missions(profile, found, GARDEN)

    scores = [match.score for match in matches]
    assert scores == sorted(scores, reverse=True)
    assert all(1 <= len(match.reasons) == len(match.about) <= 3 for match in matches)


def score(profile: Profile, mission: Mission) -> int:
    matches = rank_missions(profile, [mission], GARDEN)
    assume(matches)
    return matches[0].score


@given(profiles, missions, st.data())
def test_one_more_matching_trait_never_lowers_a_score(
    profile: Profile, mission: Mission, data: st.DataObject
):
    before = score(profile, mission)
    grown = data.draw(st.sampled_from(_grown(profile, mission)))

    assert score(grown, mission) >= before


def _grown(profile: Profile, mission: Mission) -> list[Profile]:
    skills = mission.skills | mission.required.keys()
    return [
        replace(profile, forms=profile.forms | {mission.form}),
        *(replace(profile, motivations=profile.motivations | {one}) for one in Motivation),
        *(replace(profile, slots=profile.slots | {slot}) for slot in mission.slots),
        *(replace(profile, skills={**profile.skills, one: Level.MY_JOB}) for one in skills),
        *(replace(profile, travel=profile.travel | {one}) for one in Travel),
        *(replace(profile, rhythm=rhythm) for rhythm in mission.rhythms),
    ]


def test_five_hundred_missions_are_ranked_in_milliseconds():
    ana = replace(
        ANA,
        slots=frozenset(ALL_SLOTS[::3]),
        motivations=frozenset(Motivation),
        forms=frozenset(Form),
        skills=dict.fromkeys(Skill, Level.COULD_TEACH),
        town="paris",
        max_km=50,
    )
    many = [
        replace(
            HARVEST,
            id=MissionId(n),
            slug=f"m{n}",
            form=list(Form)[n % 8],
            slots=frozenset(ALL_SLOTS[n % 5 :: 4]),
            skills=frozenset(list(Skill)[n % 9 : n % 9 + 3]),
            place=SEVRAN,
            taken=n % 7,
        )
        for n in range(500)
    ]

    assert min(_timed(ana, many) for _ in range(5)) < 0.05


def _timed(profile: Profile, many: list[Mission]) -> float:
    begin = stopwatch.process_time()
    assert rank_missions(profile, many, GARDEN)
    return stopwatch.process_time() - begin
