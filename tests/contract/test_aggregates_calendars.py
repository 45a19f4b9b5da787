"""Secret links and dates taken as a file: one each, found by a digest, gone with the person."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.garden import Garden
from bot.domain.person import Person
from bot.storage import feeds, people, tables, taken_dates
from bot.storage.database import Database
from tests.contract.rows import NOON
from tests.contract.values import HOUR, meet, plant_garden


@pytest.fixture
async def garden(db: Database) -> Garden:
    return await db.run(plant_garden)


@pytest.fixture
async def ana(db: Database) -> Person:
    return await db.run(meet, "Ana", 7)


async def test_the_secret_fits_an_address_and_only_its_digest_is_stored(
    db: Database, garden: Garden, ana: Person
) -> None:
    token = await db.run(feeds.make_feed, garden.id, ana.id, NOON)

    row = await db.read(lambda tx: tx.connection.execute(select(tables.feeds)).one())
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", token)
    assert token not in str(row)
    found = await db.read(feeds.find_feed, token)
    assert found is not None
    assert (found.garden_id, found.person_id, found.made_at) == (garden.id, ana.id, NOON)


async def test_made_anew_the_link_before_leads_nowhere(db: Database, garden: Garden, ana: Person) -> None:
    old = await db.run(feeds.make_feed, garden.id, ana.id, NOON)

    new = await db.run(feeds.make_feed, garden.id, ana.id, NOON + HOUR)

    assert await db.read(feeds.find_feed, old) is None
    there = await db.read(feeds.feed_of, garden.id, ana.id)
    assert there is not None
    assert there == await db.read(feeds.find_feed, new)
    assert there.made_at == NOON + HOUR


async def test_switched_off_twice_is_switched_off_once(db: Database, garden: Garden, ana: Person) -> None:
    token = await db.run(feeds.make_feed, garden.id, ana.id, NOON)

    assert await db.run(feeds.end_feed, garden.id, ana.id) is True
    assert await db.run(feeds.end_feed, garden.id, ana.id) is False
    assert await db.read(feeds.find_feed, token) is None


async def test_a_date_taken_twice_is_taken_once(db: Database, garden: Garden, ana: Person) -> None:
    assert await db.read(taken_dates.count_taken, garden.id, ana.id) == (0, None)
    for subject, later in (("booking:1", 0), ("booking:2", 1), ("booking:1", 2)):
        await db.run(taken_dates.note_taken, garden.id, ana.id, subject, NOON + timedelta(hours=later))

    assert await db.read(taken_dates.count_taken, garden.id, ana.id) == (2, NOON + HOUR)
    assert await db.read(taken_dates.has_taken, ana.id, "booking:2") is True
    assert await db.read(taken_dates.has_taken, ana.id, "booking:3") is False


async def test_what_a_volunteer_gave_to_a_garden_goes_with_their_link(
    db: Database, garden: Garden, ana: Person
) -> None:
    token = await db.run(feeds.make_feed, garden.id, ana.id, NOON)
    await db.run(taken_dates.note_taken, garden.id, ana.id, "booking:1", NOON)

    await db.run(people.erase_volunteer, ana.id, garden.id)

    assert await db.read(feeds.find_feed, token) is None
    assert await db.read(taken_dates.count_taken, garden.id, ana.id) == (0, None)
