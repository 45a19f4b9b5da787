from dataclasses import replace

import pytest
from sqlalchemy import select, update

from bot.domain.charter import Article
from bot.domain.garden import DayOfYear, Garden, Identity, Milestones
from bot.domain.text import Words
from bot.storage import charters, gardens, tables
from bot.storage.database import Database, Transaction
from bot.storage.saving import Change
from tests.contract.rows import NOON
from tests.contract.values import ARTICLES, GARDEN, HOUR, QUESTIONS, meet, plant_garden, words


@pytest.fixture
async def garden(db: Database) -> Garden:
    return await db.run(plant_garden)


async def test_a_garden_comes_back_as_it_was_saved(db: Database, garden: Garden) -> None:
    assert garden == replace(GARDEN, id=garden.id)
    assert await db.read(gardens.find_garden_by_slug, "levee") == garden


async def test_a_garden_s_identity_and_milestones_come_back(db: Database) -> None:
    rules = replace(GARDEN.rules, milestones=Milestones((20,), (5, 10)), season_end=DayOfYear(11, 30))
    identity = Identity("Association La Levée", "W452", "Sully", "Maryvonne Le Guen", words("présidente"))
    wanted = replace(GARDEN, rules=rules, identity=identity)

    garden_id, _ = await db.run(gardens.save_garden, wanted, NOON)

    assert await db.read(gardens.find_garden, garden_id) == replace(wanted, id=garden_id)


async def test_a_garden_of_a_version_without_them_has_the_usual_milestones(
    db: Database, garden: Garden
) -> None:
    def as_it_was(tx: Transaction) -> None:
        old = tx.connection.execute(select(tables.gardens.c.rules)).scalar_one()
        rules = {key: value for key, value in old.items() if key not in ("milestones", "season_end")}
        tx.connection.execute(update(tables.gardens).values(rules=rules, identity={}))

    await db.run(as_it_was)

    assert await db.read(gardens.find_garden, garden.id) == garden


async def test_a_garden_saved_again_is_unchanged(db: Database, garden: Garden) -> None:
    saved = await db.run(gardens.save_garden, GARDEN, NOON + HOUR)

    assert saved == (garden.id, Change.UNCHANGED)


async def test_a_garden_whose_rules_changed_is_updated_in_place(db: Database, garden: Garden) -> None:
    slower = replace(GARDEN, rules=replace(GARDEN.rules, claim_delay_hours=8))

    assert await db.run(gardens.save_garden, slower, NOON) == (garden.id, Change.UPDATED)
    assert await db.read(gardens.find_garden, garden.id) == replace(slower, id=garden.id)


async def test_the_order_of_a_text_s_languages_is_a_change(db: Database, garden: Garden) -> None:
    english_first = replace(GARDEN, story=(Words({"en": "Two pillars.", "fr": "Deux piliers."}),))
    await db.run(gardens.save_garden, english_first, NOON)
    french_first = replace(GARDEN, story=(Words({"fr": "Deux piliers.", "en": "Two pillars."}),))

    _, change = await db.run(gardens.save_garden, french_first, NOON)

    assert change is Change.UPDATED


async def test_the_only_garden_is_found_until_there_are_two(db: Database, garden: Garden) -> None:
    assert await db.read(gardens.only_garden) == garden

    other = await db.run(plant_garden, "autre")

    assert await db.read(gardens.only_garden) is None
    assert await db.read(gardens.list_gardens) == [garden, other]


async def test_no_garden_is_the_only_one_of_an_empty_database(db: Database) -> None:
    assert await db.read(gardens.only_garden) is None


async def test_a_charter_comes_back_with_its_questions(db: Database, garden: Garden) -> None:
    saved, change = await db.run(charters.save_charter, garden.id, ARTICLES, QUESTIONS, NOON)

    assert (saved.version, change) == (1, Change.CREATED)
    assert saved.articles == tuple(ARTICLES)
    assert saved.questions == tuple(QUESTIONS)
    assert await db.read(charters.current_charter, garden.id) == saved


async def test_the_same_words_make_no_new_version(db: Database, garden: Garden) -> None:
    first, _ = await db.run(charters.save_charter, garden.id, ARTICLES, QUESTIONS, NOON)

    again, change = await db.run(charters.save_charter, garden.id, ARTICLES, QUESTIONS, NOON + HOUR)

    assert (again, change) == (first, Change.UNCHANGED)


async def test_one_changed_word_makes_a_new_version(db: Database, garden: Garden) -> None:
    await db.run(charters.save_charter, garden.id, ARTICLES, QUESTIONS, NOON)
    changed = [Article(ARTICLES[0].kind, words("Vous choisissez tout."), ARTICLES[0].reason), ARTICLES[1]]

    second, change = await db.run(charters.save_charter, garden.id, changed, QUESTIONS, NOON)

    assert (second.version, change) == (2, Change.UPDATED)
    assert await db.read(charters.current_charter, garden.id) == second


async def test_an_acceptance_keeps_its_version_and_first_date(db: Database, garden: Garden) -> None:
    ana = await db.run(meet, "Ana")
    first, _ = await db.run(charters.save_charter, garden.id, ARTICLES, QUESTIONS, NOON)
    await db.run(charters.record_acceptance, ana.id, first.id, NOON)
    await db.run(charters.record_acceptance, ana.id, first.id, NOON + HOUR)
    await db.run(charters.save_charter, garden.id, ARTICLES[:1], QUESTIONS, NOON)

    accepted = await db.read(charters.acceptance_of, ana.id, garden.id)

    assert accepted == charters.Acceptance(ana.id, first.id, 1, NOON)


async def test_a_charter_of_another_garden_was_not_accepted_here(db: Database, garden: Garden) -> None:
    ana = await db.run(meet, "Ana")
    other = await db.run(plant_garden, "autre")
    theirs, _ = await db.run(charters.save_charter, other.id, ARTICLES, QUESTIONS, NOON)
    await db.run(charters.record_acceptance, ana.id, theirs.id, NOON)

    assert await db.read(charters.acceptance_of, ana.id, garden.id) is None
