"""A garden corrects its time zone: five o'clock stays five o'clock, and nobody is told a thing."""

from __future__ import annotations

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from bot.app import App
from bot.domain.local_time import at_local, same_hour
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage import shifts
from bot.storage.reminders import reminders_about
from bot.usecases.agenda.of_events import about_rsvp
from bot.usecases.garden_file import GardenFile
from bot.usecases.import_garden import import_garden
from tests.journey.baskets_there import has_basket, pickups_of
from tests.journey.conftest import example
from tests.journey.gatherings import SATURDAY, an_event, answer_of, event_called, said_to
from tests.journey.seeding import is_welcomed
from tests.journey.shifts_there import a_shift, books

PARIS, KOLKATA = ZoneInfo("Europe/Paris"), ZoneInfo("Asia/Kolkata")


def in_kolkata(file: GardenFile) -> GardenFile:
    garden = file.garden.model_copy(update={"timezone": KOLKATA})
    return file.model_copy(update={"garden": garden})


async def test_every_hour_to_come_stays_as_it_was_written(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_welcomed(app, ana)
    mine = await has_basket(app, emulator, "Ana Pereira", ana)
    event = await an_event(app, emulator)
    await ana.taps("✅ I’m coming")
    shift = await a_shift(app, emulator, SATURDAY + timedelta(days=1))
    await books(app, emulator, ana, shift)
    baskets = await pickups_of(app, mine)
    said = len(ana.messages)

    await app.db.run(import_garden, in_kolkata(example()), emulator.now)
    await emulator.advance(timedelta(minutes=40))

    assert len(ana.messages) == said, "all she ever read is as it was"
    moved = await event_called(app, "Spring party")
    assert moved.starts_at == same_hour(SATURDAY, PARIS, KOLKATA) == SATURDAY - timedelta(hours=4, minutes=30)
    assert moved.version == event.version + 1, "calendars read it anew"
    there = await app.db.read(shifts.find_shift, shift.id)
    assert there is not None
    assert there.ends_at == same_hour(shift.ends_at, PARIS, KOLKATA)
    after = [(one.day, one.opens_at, one.closes_at) for one in await pickups_of(app, mine)]
    assert after == [
        (one.day, same_hour(one.opens_at, PARIS, KOLKATA), same_hour(one.closes_at, PARIS, KOLKATA))
        for one in baskets
    ]
    answer = await answer_of(app, event, ana)
    assert answer is not None
    planned = await app.db.read(reminders_about, [about_rsvp(answer.id)])
    assert {one.occurs_at for one in planned} == {moved.starts_at}
    eve = (SATURDAY - timedelta(days=1)).date()
    await emulator.advance(to=at_local(eve, time(18), KOLKATA))
    assert "Saturday 14 March 2026, 10:00 to 13:00" in said_to(ana, "A reminder")[-1]
