"""Who is told of changed dates: each person once, with what finally stands, however edits and sends fall together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.event import Answer, Details, Event, EventId
from bot.domain.garden import Garden
from bot.domain.person import Role
from bot.i18n import Catalogues
from bot.storage import events, outbox, roles, timers
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Parcel
from bot.storage.tables import outbox as parcels
from bot.storage.tables import people
from bot.storage.tables import timers as timer_table
from bot.usecases.composing import COMPOSERS, compose_on_behalf
from bot.usecases.events import changing
from bot.usecases.events.answering import answer_event, come
from bot.usecases.events.changing import CHANGED, TELLING, note_change, tell_concerned
from bot.usecases.notify import ON_BEHALF
from tests.contract.event_world import MONDAY, SATURDAY, plant_event
from tests.contract.rows import NOON
from tests.contract.values import meet, plant_garden, words

DATABASES = ("memory",)
MINUTE = timedelta(minutes=1)
EVENING = datetime.fromisoformat("2026-03-23T19:30:00+00:00")
"""Half past eight in the garden, whose quiet hours began at eight."""


@dataclass
class Stage:
    """A series of two dates, three people who come to both; `told` is what reached each of them, in English."""

    db: Database
    garden: Garden
    dates: list[EventId]
    crowd: list[int]
    now: datetime
    told: dict[int, list[str]]

    async def edits(self, date: int, change: Callable[[Details], Details]) -> None:
        def edit(tx: Transaction) -> None:
            event = _there(tx, self.dates[date])
            saved = events.save_event(tx, replace(event, details=change(event.details)))
            note_change(tx, [saved], self.now)

        await self.db.run(edit)

    async def passes(self, span: timedelta = 10 * MINUTE, *, sends: bool = True) -> None:
        """What is due then is done, one timer; what may go is sent."""
        self.now += span
        while await self.db.run(self._fire):
            pass
        if sends:
            await self.sends()

    async def fires_one(self) -> None:
        await self.db.run(self._fire)

    async def sends(self) -> None:
        for parcel in await self.db.read(self.owed):
            await self.db.run(self._send, parcel)

    def compose(self, tx: Transaction, parcel: Parcel) -> str | None:
        composer = compose_on_behalf if parcel.kind == ON_BEHALF else COMPOSERS[parcel.kind]
        message = composer(tx, parcel)
        speaker = Catalogues.load().speaker("en", self.garden.zone)
        return "\n".join(map(speaker.plain, message.paragraphs)) if message else None

    def _fire(self, tx: Transaction) -> bool:
        due = select(timer_table).where(timer_table.c.kind == TELLING, timer_table.c.due_at <= self.now)
        row = tx.connection.execute(due.order_by(timer_table.c.due_at, timer_table.c.id)).first()
        if row is None:
            return False
        timer = timers.Timer.from_row(row)
        timers.cancel_timer(tx, timer.key)
        tell_concerned(tx, timer, self.now)
        return True

    def owed(self, tx: Transaction) -> list[Parcel]:
        waits = select(parcels).where(parcels.c.state == "pending", parcels.c.not_before <= self.now)
        rows = tx.connection.execute(waits.order_by(parcels.c.id))
        return [one for one in map(Parcel.from_row, rows) if one.kind in (CHANGED, ON_BEHALF)]

    def _send(self, tx: Transaction, parcel: Parcel) -> None:
        text = self.compose(tx, parcel)
        if text is None:
            outbox.mark_ended(tx, parcel.id, "dropped", self.now)
        else:
            outbox.mark_sent(tx, parcel.id, parcel.id, self.now)
            self.told.setdefault(parcel.chat_id, []).append(text)


@pytest.fixture
async def stage(db: Database, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(changing, "CHUNK", 2)

    def arrange(tx: Transaction) -> Stage:
        garden, nadia = plant_garden(tx), meet(tx, "Nadia", 9)
        roles.add_role(tx, nadia.id, garden.id, Role.COORDINATOR, NOON)
        crowd = [meet(tx, f"p{number}", number) for number in (1, 2, 3)]
        dates = [_date(tx, garden, weeks) for weeks in (0, 1)]
        for one in crowd:
            roles.add_role(tx, one.id, garden.id, Role.VOLUNTEER, NOON)
            for event in dates:
                come(tx, garden, event.id, one.id, MONDAY)
        return Stage(db, garden, [one.id for one in dates], [one.id for one in crowd], MONDAY, {})

    return await db.run(arrange)


def _date(tx: Transaction, garden: Garden, weeks: int) -> Event:
    event = plant_event(tx, garden, series_key="sewing")
    by = timedelta(weeks=weeks)
    details = replace(event.details, starts_at=SATURDAY + by, ends_at=SATURDAY + by + timedelta(hours=3))
    return events.publish(tx, events.save_event(tx, replace(event, details=details)))


def _there(tx: Transaction, event_id: EventId) -> Event:
    event = events.find_event(tx, event_id)
    assert event is not None
    return event


def brings(what: str) -> Callable[[Details], Details]:
    return lambda details: replace(details, bring=words(what))


async def test_an_edit_between_two_chunks_is_told_to_each_person_once_as_it_finally_stands(
    stage: Stage,
) -> None:
    await stage.edits(0, brings("Boots"))
    stage.now += 5 * MINUTE
    await stage.fires_one()
    await stage.edits(0, brings("Hats"))
    await stage.passes()

    assert [len(one) for one in stage.told.values()] == [1, 1, 1]
    assert all("Hats" in one[0] and "Boots" not in one[0] for one in stage.told.values())


async def test_what_was_told_to_some_only_and_taken_back_is_taken_back_to_them_only(stage: Stage) -> None:
    before = (await stage.db.read(_there, stage.dates[0])).details
    await stage.edits(0, brings("Boots"))
    stage.now += 5 * MINUTE
    await stage.fires_one()
    await stage.sends()
    await stage.edits(0, lambda _now: before)
    await stage.passes()

    assert {chat: len(one) for chat, one in stage.told.items()} == {1: 2, 2: 2}


async def test_what_changes_twice_at_night_is_one_message_in_the_morning(stage: Stage) -> None:
    stage.now = EVENING
    await stage.edits(0, brings("Boots"))
    await stage.passes()
    await stage.edits(0, lambda details: replace(details, bring=words("Hats"), place=words("Barn")))
    await stage.passes()
    assert stage.told == {}
    await stage.passes(timedelta(hours=13))

    assert [len(one) for one in stage.told.values()] == [1, 1, 1]
    assert all("Hats" in one[0] and "Barn" in one[0] for one in stage.told.values())


async def test_what_changed_at_night_and_changed_back_is_not_worth_a_word(stage: Stage) -> None:
    stage.now = EVENING
    before = (await stage.db.read(_there, stage.dates[0])).details
    await stage.edits(0, brings("Boots"))
    await stage.passes()
    await stage.edits(0, lambda _now: before)
    await stage.passes()
    await stage.passes(timedelta(hours=13))

    assert stage.told == {}


async def test_a_word_that_would_go_amid_further_edits_waits_for_what_finally_stands(stage: Stage) -> None:
    await stage.edits(0, brings("Boots"))
    await stage.passes(sends=False)
    await stage.edits(0, brings("Hats"))
    await stage.sends()
    assert stage.told == {}
    await stage.edits(0, brings("Boots"))
    await stage.passes()

    assert [len(one) for one in stage.told.values()] == [1, 1, 1]
    assert all("Boots" in one[0] for one in stage.told.values())


async def test_a_word_composed_before_the_edit_and_sent_after_it_is_followed_by_the_difference(
    stage: Stage,
) -> None:
    await stage.edits(0, brings("Boots"))
    await stage.passes(sends=False)
    in_flight = await stage.db.read(stage.owed)
    await stage.edits(0, lambda details: replace(details, bring=words("Hats"), place=words("Barn")))
    for parcel in in_flight:
        await stage.db.run(outbox.mark_sent, parcel.id, parcel.id, stage.now)
    await stage.edits(0, brings("Boots"))
    await stage.passes()

    assert [len(one) for one in stage.told.values()] == [1, 1, 1]
    assert all("Barn" in one[0] and "Boots" not in one[0] for one in stage.told.values())


async def test_several_dates_are_one_message_that_says_alike_what_is_alike(stage: Stage) -> None:
    later = timedelta(hours=1)
    for number in (0, 1):
        await stage.edits(number, lambda details: replace(
            details, starts_at=details.starts_at + later, ends_at=details.ends_at + later, bring=words("Hats"),
            arrive_at=None))  # fmt: skip
    await stage.passes()

    assert [len(one) for one in stage.told.values()] == [1, 1, 1]
    (told,) = stage.told[1]
    assert told.count("Hats") == 1
    assert told.index("28 March 2026") < told.index("Hats"), "the days first"
    assert "28 March 2026, 11:00 to 14:00" in told
    assert "4 April 2026, 12:00 to 15:00 instead of 11:00 to 14:00." in told


async def test_whoever_answered_after_the_edit_has_seen_it(stage: Stage) -> None:
    await stage.edits(0, brings("Boots"))
    stage.now += MINUTE
    for person in stage.crowd[:2]:
        await stage.db.run(answer_event, stage.garden, stage.dates[0], person, Answer.MAYBE, stage.now)
    await stage.edits(0, lambda details: replace(details, place=words("Barn")))
    await stage.passes()

    assert "Boots" not in stage.told[1][0]
    assert "Barn" in stage.told[1][0]
    assert "Boots" in stage.told[3][0]


async def test_whoever_has_no_telegram_is_passed_the_word_once_too(stage: Stage) -> None:
    await stage.db.run(_leaves_telegram, stage.crowd[0])
    stage.now = EVENING
    await stage.edits(0, brings("Boots"))
    await stage.passes()
    await stage.edits(0, brings("Hats"))
    await stage.passes()
    await stage.passes(timedelta(hours=13))

    (told,) = stage.told[9]
    assert "Hats" in told
    assert "who has no Telegram" in told


def _leaves_telegram(tx: Transaction, person_id: int) -> None:
    alone = {"telegram_id": None, "reachable": False}
    tx.connection.execute(update(people).where(people.c.id == person_id).values(**alone))
