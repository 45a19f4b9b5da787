"""What somebody who looks behind the scenes reads: the newest rows, what comes next, where a person stood last."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.person import GardenId, PersonId, Role
from bot.engine.state import Status
from bot.storage import audit, instances, latest, outbox, roles, timers
from bot.storage import people as people_of
from bot.storage.database import Database, Transaction
from bot.storage.instances import InstanceKey
from bot.storage.tables import gardens, people
from tests.contract.rows import NOON, add

HOUR = timedelta(hours=1)


def owe(tx: Transaction, name: str, hours: int = 0) -> None:
    outbox.queue(
        tx,
        dedupe=name,
        chat_id=7,
        kind=name,
        payload={"secret": "words"},
        lane=outbox.Lane.NOTICE,
        now=NOON,
        not_before=NOON + hours * HOUR,
    )


async def test_the_newest_of_the_outbox_come_first_without_their_words(db: Database) -> None:
    def several(tx: Transaction) -> None:
        for name in ("one", "two", "three"):
            owe(tx, name)
        outbox.mark_sent(tx, 3, 99, NOON + HOUR)

    await db.run(several)

    newest = await db.read(latest.latest_posted, 2)

    assert [(one.kind, one.state, one.due) for one in newest] == [
        ("three", "sent", NOON + HOUR),
        ("two", "pending", NOON),
    ]
    assert "words" not in repr(newest)


async def test_what_waits_comes_in_the_order_it_is_due(db: Database) -> None:
    def several(tx: Transaction) -> None:
        for name, hours in (("at once", 0), ("late", 5), ("soon", 1), ("refused", 0)):
            owe(tx, name, hours)
        outbox.mark_delayed(tx, 4, NOON + 2 * HOUR, error="Too Many Requests")

    await db.run(several)

    waiting = await db.read(outbox.waiting_parcels, NOON, 10)

    assert [parcel.kind for parcel in waiting] == ["soon", "refused", "late"]
    assert len(await db.read(outbox.waiting_parcels, NOON, 1)) == 1


async def test_the_next_timers_come_due_or_not(db: Database) -> None:
    def several(tx: Transaction) -> None:
        for key, hours in (("b", 2), ("a", -1), ("c", 3)):
            timers.set_timer(tx, kind="nudge", subject_id=1, key=key, due_at=NOON + hours * HOUR)

    await db.run(several)

    assert [timer.key for timer in await db.read(timers.next_timers, 2)] == ["a", "b"]


async def test_the_newest_of_the_trail_come_first(db: Database) -> None:
    def several(tx: Transaction) -> None:
        for action, actor in (("group.linked", 4), ("person.erased", None)):
            audit.note(tx, garden_id=None, actor_id=actor, action=action, subject="x:1", details={}, now=NOON)

    await db.run(several)

    noted = await db.read(latest.latest_noted, 10)

    assert [(one.action, one.actor_id) for one in noted] == [("person.erased", None), ("group.linked", 4)]


async def test_the_last_conversation_is_found_even_when_it_is_over(db: Database) -> None:
    def begin(tx: Transaction) -> tuple[int, int, int]:
        garden, person = add(tx, gardens), add(tx, people)
        key = InstanceKey(GardenId(garden), 7, PersonId(person), "onboarding")
        first = instances.add_instance(tx, key, {}, NOON)
        instances.end_instance(tx, first.id, Status.DONE, NOON + 2 * HOUR)
        instances.add_instance(tx, key, {}, NOON + HOUR)
        return person, first.id, garden

    person, first, _garden = await db.run(begin)

    found = await db.read(latest.latest_instance, 7, PersonId(person))

    assert found is not None
    assert found.id == first
    assert await db.read(latest.latest_instance, 8, PersonId(person)) is None


async def test_everybody_who_is_something_to_a_garden_is_found_at_once(db: Database) -> None:
    def several(tx: Transaction) -> int:
        garden, other = add(tx, gardens, slug="here"), add(tx, gardens, slug="there")
        for number, (place, role) in enumerate(
            [(garden, Role.MEMBER), (garden, Role.REFERENT), (other, Role.MEMBER)]
        ):
            person = people_of.add_person(tx, name="P", language="fr", now=NOON, telegram_id=number + 1)
            roles.add_role(tx, person.id, GardenId(place), role, NOON)
            if number == 1:
                roles.add_role(tx, person.id, GardenId(place), Role.COORDINATOR, NOON)
        return garden

    garden = await db.run(several)

    found = await db.read(latest.holders_by_telegram_id, GardenId(garden))

    assert {number: one.roles for number, one in found.items()} == {
        1: {Role.MEMBER},
        2: {Role.REFERENT, Role.COORDINATOR},
    }
