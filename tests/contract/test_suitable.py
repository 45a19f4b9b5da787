"""Who suits a mission is found in SQL, which must say of each profile what the rules of the domain say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from bot.domain.call import (
    LEFT_ALONE,
    NO_CALLS,
    Bearing,
    CallId,
    Search,
    Width,
    fits_well,
    search_for,
    slot_at,
)
from bot.domain.eligibility import why_no_longer
from bot.domain.garden import Garden, Place, Town
from bot.domain.mission import Mission
from bot.domain.person import (
    ALL_SLOTS,
    AgeBracket,
    Form,
    Level,
    PersonId,
    Profile,
    Skill,
)
from bot.domain.shift import RosterId
from bot.storage import charters, gardens, people, profiles, roles, sign_ups, suitable
from bot.storage.database import Database, Transaction
from tests.contract.rows import NOON
from tests.contract.values import ARTICLES, GARDEN, QUESTIONS, meet, plant_mission, profile_of, sign_up

SINCE = NOON - LEFT_ALONE
TOWNS = tuple(Town(f"t{number}", f"T{number}", Place(47.7 + number / 12, 2.3)) for number in range(8))
MISSIONS, PEOPLE = 40, 80


def plant(tx: Transaction) -> Garden:
    number, _ = gardens.save_garden(tx, replace(GARDEN, towns=TOWNS), NOON)
    charters.save_charter(tx, number, ARTICLES, QUESTIONS, NOON)
    garden = gardens.find_garden(tx, number)
    assert garden is not None
    return garden


def volunteer(tx: Transaction, garden: Garden, number: int, **told: object) -> Profile:
    """Somebody welcomed, who told this."""
    person = meet(tx, f"V{number}", telegram_id=1000 + number)
    profile = profile_of(person, garden, **told)
    profiles.save_profile(tx, profile, NOON)
    charter = charters.current_charter(tx, garden.id)
    assert charter is not None
    charters.record_acceptance(tx, person.id, charter.id, NOON)
    return profile


def anybody(tx: Transaction, garden: Garden, number: int, draw: Random) -> Profile:
    """Every answer the questions allow, the rare ones often enough."""
    return volunteer(
        tx,
        garden,
        number,
        age=draw.choice(list(AgeBracket)),
        guardian_refused_at=draw.choice([None] * 9 + [NOON]),
        forms=frozenset(draw.sample(list(Form), draw.randint(0, 3))),
        skills={skill: draw.choice(list(Level)) for skill in draw.sample(list(Skill), draw.randint(0, 5))},
        slots=frozenset(draw.sample(ALL_SLOTS, draw.choice([0, 1, 3, 21]))),
        max_km=draw.choice([None, 0, 5, 15, 30, 50]),
        town=draw.choice(["", "gone", *(town.slug for town in TOWNS)]),
    )


def any_mission(tx: Transaction, garden: Garden, number: int, draw: Random) -> Mission:
    skills = draw.sample(list(Skill), draw.randint(0, 3))
    return plant_mission(
        tx,
        garden,
        slug=f"m{number}",
        form=draw.choice(list(Form)),
        slots=frozenset(draw.sample(ALL_SLOTS, draw.choice([0, 1, 4]))),
        place=draw.choice([None, draw.choice(TOWNS).place, Place(47.9, 2.5)]),
        skills=frozenset(skills),
        required={skill: draw.choice(list(Level)) for skill in skills[: draw.randint(0, 2)]},
        minimum_age=draw.choice(list(AgeBracket)),
        places=None,
    )


def expected(profile: Profile, mission: Mission, garden: Garden) -> Bearing:
    """As the rules of the domain say it; the words tell which of them stood in the way."""
    why = why_no_longer(profile, mission, garden)
    if why is None:
        return Bearing.FITS if fits_well(profile, mission) else Bearing.COULD
    message = getattr(why, "message", "")
    if "km away" in message or "on site" in message:
        return Bearing.TOO_FAR
    return Bearing.NOT_FREE if "other times" in message else Bearing.NOT_OPEN


async def test_sql_says_of_everybody_what_the_rules_say(db: Database) -> None:
    draw = Random(20260307)

    def fill(tx: Transaction) -> tuple[Garden, list[Profile], list[Mission]]:
        garden = plant(tx)
        everybody = [anybody(tx, garden, number, draw) for number in range(PEOPLE)]
        return garden, everybody, [any_mission(tx, garden, number, draw) for number in range(MISSIONS)]

    garden, everybody, sheets = await db.run(fill)
    seen: set[Bearing] = set()
    for mission in sheets:
        search = search_for(garden, mission)
        wanted = {profile.person_id: expected(profile, mission, garden) for profile in everybody}

        for width, bearing in ((Width.WELL, Bearing.FITS), (Width.ALL, Bearing.COULD)):
            found = await db.read(suitable.next_people, search, width, SINCE, CallId(0), 0, PEOPLE)
            assert [one for _, one in found] == [one for one, how in wanted.items() if how is bearing], (
                mission
            )
        counted = await db.read(suitable.count_bearings, search, SINCE)
        assert counted == {one: list(wanted.values()).count(one) for one in set(wanted.values())}, mission
        seen |= set(wanted.values())
    assert seen >= {Bearing.FITS, Bearing.COULD, Bearing.NOT_FREE, Bearing.NOT_OPEN, Bearing.TOO_FAR}


async def test_chunks_meet_everybody_once_and_in_order(db: Database) -> None:
    draw = Random(7)

    def fill(tx: Transaction) -> Search:
        garden = plant(tx)
        for number in range(60):
            anybody(tx, garden, number, draw)
        return search_for(garden, plant_mission(tx, garden, required={}, minimum_age=AgeBracket.UNDER_15))

    search = await db.run(fill)
    counted = await db.read(suitable.count_bearings, search, SINCE)
    for width, bearing in ((Width.WELL, Bearing.FITS), (Width.ALL, Bearing.COULD)):
        met: list[PersonId] = []
        after = 0
        while some := await db.read(suitable.next_people, search, width, SINCE, CallId(0), after, 3):
            met += [person for _number, person in some]
            after = some[-1][0]

        assert len(met) == len(set(met)) == counted[bearing] > 1


async def test_what_stands_in_the_way_of_a_message_comes_first(db: Database) -> None:
    def fill(tx: Transaction) -> tuple[Search, dict[str, PersonId]]:
        garden = plant(tx)
        mission = plant_mission(tx, garden, required={}, slots=frozenset(), place=None)
        mine = {
            name: volunteer(tx, garden, n).person_id for n, name in enumerate(("in", "no", "gone", "out"))
        }
        person = people.find_person(tx, mine["in"])
        assert person is not None
        sign_up(tx, person, mission)
        sign_ups.withdraw_sign_up(tx, sign_ups.open_sign_ups(tx, mine["in"], garden.id)[0].id, NOON)
        roles.record_consent(tx, mine["no"], garden.id, NO_CALLS, NOON)
        people.set_reachable(tx, mine["gone"], False)
        stranger = meet(tx, "Stranger", telegram_id=5)
        profiles.save_profile(tx, profile_of(stranger, garden), NOON)
        return search_for(garden, mission), {**mine, "stranger": stranger.id}

    search, mine = await db.run(fill)

    assert await db.read(suitable.count_bearings, search, SINCE) == {
        Bearing.INVOLVED: 1,  # who left is not asked back at once
        Bearing.STOPPED: 1,
        Bearing.UNREACHABLE: 1,
        Bearing.COULD: 1,
    }, "and nobody is counted who has not accepted the charter"
    engaged = {
        name: await db.read(suitable.is_engaged, search, person, SINCE, CallId(1))
        for name, person in mine.items()
    }
    assert [name for name, is_so in engaged.items() if is_so] == ["in", "no"]
    then = replace(search, roster_id=RosterId(1), starts_at=NOON, ends_at=NOON + timedelta(hours=3))
    assert await db.read(suitable.is_engaged, then, mine["in"], SINCE, CallId(1)), "nor for one of its dates"


@pytest.mark.parametrize(
    ("hour", "part"), [(6, "morning"), (9, "morning"), (10, "afternoon"), (15, "afternoon"), (16, "evening")]
)
def test_a_shift_is_in_the_part_of_the_day_in_which_it_begins(hour: int, part: str) -> None:
    instant = NOON.replace(month=6, day=13, hour=hour)  # a Saturday; Paris is two hours ahead

    assert str(slot_at(instant, GARDEN.zone)) == f"sat-{part}"


def test_the_slot_of_a_night_is_the_local_day_s() -> None:
    assert str(slot_at(NOON + timedelta(hours=11, minutes=30), GARDEN.zone)) == "sun-morning"
