import asyncio
import re

import pytest
from sqlalchemy import select

from bot.domain.garden import Garden
from bot.domain.person import Person
from bot.domain.said import Said
from bot.storage import groups, invitations, tables, threads, wishes
from bot.storage.database import Database
from bot.storage.invitations import Purpose
from tests.contract.rows import NOON
from tests.contract.values import HOUR, meet, plant_garden


@pytest.fixture
async def garden(db: Database) -> Garden:
    return await db.run(plant_garden)


@pytest.fixture
async def ana(db: Database) -> Person:
    return await db.run(meet, "Ana", 7)


async def invite(db: Database, garden: Garden, subject_id: int = 3) -> str:
    return await db.run(
        invitations.create_invitation,
        garden_id=garden.id,
        purpose=Purpose.REFERENT,
        subject_id=subject_id,
        created_by=None,
        now=NOON,
        expires_at=NOON + HOUR,
    )


async def test_a_token_fits_a_link_and_only_its_digest_is_stored(db: Database, garden: Garden) -> None:
    token = await invite(db, garden)

    row = await db.read(lambda tx: tx.connection.execute(select(tables.invitations)).one())
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", token)
    assert token not in str(row)
    assert await invite(db, garden) != token


async def test_an_invitation_is_used_once(db: Database, garden: Garden, ana: Person) -> None:
    token = await invite(db, garden)

    used = await db.run(invitations.redeem_invitation, token, Purpose.REFERENT, ana.id, NOON)
    again = await db.run(invitations.redeem_invitation, token, Purpose.REFERENT, ana.id, NOON)

    assert used is not None
    assert (used.subject_id, used.used_by, used.used_at) == (3, ana.id, NOON)
    assert again is None
    known = await db.read(invitations.find_invitation, token)
    assert known is not None
    assert not known.is_open(NOON)


async def test_an_invitation_that_expired_is_not_used_up(db: Database, garden: Garden, ana: Person) -> None:
    token = await invite(db, garden)

    late = await db.run(invitations.redeem_invitation, token, Purpose.REFERENT, ana.id, NOON + HOUR)

    known = await db.read(invitations.find_invitation, token)
    assert late is None
    assert known is not None
    assert known.used_at is None
    assert known.is_open(NOON)


async def test_an_invented_token_opens_nothing(db: Database, garden: Garden, ana: Person) -> None:
    await invite(db, garden)

    assert await db.run(invitations.redeem_invitation, "é" * 22, Purpose.REFERENT, ana.id, NOON) is None
    assert await db.read(invitations.find_invitation, "") is None


async def test_two_people_with_one_link_let_one_in(shared_url: str) -> None:
    one, two = await Database.open(shared_url, owner="one"), await Database.open(shared_url, owner="two")
    garden = await one.run(plant_garden)
    people = [await one.run(meet, name) for name in ("Ana", "Badr")]
    token = await invite(one, garden)

    used = await asyncio.gather(
        *(
            base.run(invitations.redeem_invitation, token, Purpose.REFERENT, person.id, NOON)
            for base, person in zip((one, two), people, strict=True)
        )
    )

    assert sum(invitation is not None for invitation in used) == 1
    await one.close()
    await two.close()


async def link(db: Database, garden: Garden, chat_id: int, thread_id: int = 0) -> groups.Group:
    return await db.run(
        groups.link_group,
        garden_id=garden.id,
        chat_id=chat_id,
        title="Référents",
        linked_by=None,
        now=NOON,
        thread_id=thread_id,
    )


async def test_a_linked_group_is_the_garden_s(db: Database, garden: Garden) -> None:
    group = await link(db, garden, -1001234567890, 12)

    assert (group.chat_id, group.thread_id, group.lost_at) == (-1001234567890, 12, None)
    assert await db.read(groups.live_group, garden.id) == group
    assert await db.read(groups.garden_of_chat, -1001234567890) == garden.id
    assert await db.read(groups.garden_of_chat, -5) is None


async def test_another_group_takes_the_place_of_the_first(db: Database, garden: Garden) -> None:
    first = await link(db, garden, -1)
    second = await link(db, garden, -2)

    assert await db.read(groups.live_group, garden.id) == second
    assert await db.read(groups.garden_of_chat, first.chat_id) is None

    back = await link(db, garden, -1)

    assert back.id == first.id
    assert await db.read(groups.live_group, garden.id) == back


async def test_a_group_can_move_to_another_garden(db: Database, garden: Garden) -> None:
    other = await db.run(plant_garden, "autre")
    await link(db, garden, -1)
    await link(db, other, -2)

    await link(db, other, -1)

    assert await db.read(groups.garden_of_chat, -1) == other.id
    assert await db.read(groups.live_group, garden.id) is None
    assert await db.read(groups.garden_of_chat, -2) is None


async def test_a_lost_group_is_no_longer_written_to(db: Database, garden: Garden) -> None:
    await link(db, garden, -1, 12)
    await db.run(groups.set_group_thread, -1, 0)

    lost = await db.run(groups.mark_group_lost, -1, NOON)
    again = await db.run(groups.mark_group_lost, -1, NOON)

    known = await db.read(groups.find_group, -1)
    assert (lost, again) == (True, False)
    assert known is not None
    assert (known.thread_id, known.lost_at) == (0, NOON)
    assert await db.read(groups.live_group, garden.id) is None


async def test_a_wish_waits_until_a_coordinator_closes_it(db: Database, garden: Garden, ana: Person) -> None:
    wish = await db.run(wishes.add_wish, garden.id, ana.id, "Des ruches ! 🐝", NOON)

    assert await db.read(wishes.open_wishes, garden.id) == [wish]
    assert await db.read(wishes.find_wish, wish.id) == wish
    assert await db.run(wishes.close_wish, wish.id, NOON)
    assert not await db.run(wishes.close_wish, wish.id, NOON)
    assert await db.read(wishes.open_wishes, garden.id) == []


async def test_an_answered_message_is_forgotten(db: Database, garden: Garden, ana: Person) -> None:
    asked = await db.run(threads.add_thread, garden.id, ana.id, Said("Je suis perdue"), NOON)
    assert await db.read(threads.open_threads, garden.id) == [asked]

    answered = await db.run(threads.answer_thread, asked.id, ana.id, NOON + HOUR)
    again = await db.run(threads.answer_thread, asked.id, None, NOON + HOUR)

    known = await db.read(threads.find_thread, asked.id)
    assert (answered, again) == (True, False)
    assert known is not None
    assert (known.text, known.answered_at, known.answered_by) == ("", NOON + HOUR, ana.id)
    assert await db.read(threads.open_threads, garden.id) == []
