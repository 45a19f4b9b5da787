"""Events in one's own calendar: with the confirmation, moved with the event, taken out, and back in again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.app import App
from bot.domain.event import Event
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage import events, gardens, people
from bot.storage.database import Transaction
from bot.usecases.agenda.entries import entries_of
from bot.usecases.events.changing import note_change
from tests.calendar_readers import ReadFile, read_strictly
from tests.journey.gatherings import SATURDAY, an_event
from tests.journey.seeding import is_welcomed

ADD = "📅 Add to my calendar"
A_DAY = timedelta(days=1)


def files_of(person: Person) -> list[ReadFile]:
    return [read_strictly(one.file.content) for one in person.messages if one.by_bot and one.file]


async def moves_by_a_day(app: App, emulator: Emulator, event: Event) -> None:
    def move(tx: Transaction) -> None:
        now = events.find_event(tx, event.id)
        assert now is not None
        details = replace(now.details, starts_at=now.starts_at + A_DAY, ends_at=now.ends_at + A_DAY)
        note_change(tx, [events.save_event(tx, replace(now, details=details))], emulator.now)

    await app.db.run(move)
    await emulator.advance(timedelta(minutes=10))


async def test_an_event_moved_by_a_day_moves_in_the_calendar_too(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await is_welcomed(app, ana)
    event = await an_event(app, emulator, arrive_at=SATURDAY - timedelta(minutes=15))
    await ana.taps("✅ I’m coming")
    await ana.taps(ADD)

    await moves_by_a_day(app, emulator, event)

    assert "has changed" in ana.screen.text
    assert "your own calendar is up to date, too" in ana.screen.text
    first, moved = files_of(ana)
    assert (first.only.uid, moved.only.uid) == (event.key, event.key)
    assert (first.only.title, first.only.where) == ("Spring party", "Under the big oak")
    assert "Please be there at 09:45" in first.only.about
    assert "Boots" in first.only.about
    assert (first.only.starts_at, moved.only.starts_at) == (SATURDAY, SATURDAY + A_DAY)
    assert moved.only.sequence > first.only.sequence


async def test_whoever_says_no_and_then_yes_again_has_the_newest_file_last(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await is_welcomed(app, ana)
    event = await an_event(app, emulator)
    await ana.taps("✅ I’m coming")
    await ana.taps(ADD)
    for _ in range(2):
        await ana.taps_data(f"n.evno.{event.id}")
        await ana.taps_data(f"n.evyes.{event.id}")

    told = files_of(ana)

    assert [one.method for one in told] == ["PUBLISH", "CANCEL", "PUBLISH", "CANCEL", "PUBLISH"]
    assert len({one.only.uid for one in told}) == 1
    sequences = [one.only.sequence for one in told]
    assert sequences == sorted(set(sequences))


async def test_a_cancelled_event_is_taken_out(
    app: App, emulator: Emulator, ana: Person, nadia: Person
) -> None:
    await is_welcomed(app, ana)
    event = await an_event(app, emulator)
    await ana.taps("✅ I’m coming")
    await ana.taps(ADD)

    await nadia.says("/manage")
    await nadia.taps("🎪 Events")
    await nadia.taps("🟢 Sat 14 Mar · Spring party")
    await nadia.taps("Cancel it")
    await nadia.says("Too wet")
    await nadia.taps("Yes, cancel it")
    await emulator.advance(timedelta(minutes=30))

    assert "does not take place" in ana.screen.text
    first, gone = files_of(ana)
    assert (gone.method, gone.only.uid) == ("CANCEL", event.key)
    assert gone.only.sequence > first.only.sequence


async def test_a_perhaps_stands_in_the_calendar_in_pencil(app: App, emulator: Emulator, ana: Person) -> None:
    await is_welcomed(app, ana)
    await an_event(app, emulator)
    await ana.taps("🤔 Maybe")

    await ana.says("/calendar")
    await ana.taps("My dates as a file")

    (file,) = files_of(ana)
    assert file.only.status == "TENTATIVE"


async def test_what_somebody_declined_or_only_saw_is_not_in_their_calendar(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await is_welcomed(app, ana)
    await an_event(app, emulator, title={"en": "Seen"})
    await an_event(app, emulator, title={"en": "Declined"})
    await ana.taps("I can’t come")

    def entries(tx: Transaction) -> list[object]:
        garden, person = gardens.only_garden(tx), people.find_by_telegram_id(tx, ana.id)
        assert garden is not None
        assert person is not None
        return [*entries_of(tx, garden, person.id, emulator.now)]

    assert await app.db.read(entries) == []
