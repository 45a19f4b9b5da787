"""A garden is written as a file again: what the chat made of it is in it, and importing it changes nothing."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete

from bot.domain.event import Circle, Event, EventId
from bot.domain.mission import MissionState
from bot.domain.text import Words
from bot.storage import events, gardens, missions, shifts
from bot.storage.database import Database, Transaction
from bot.storage.tables import events as event_table
from bot.usecases.export_garden import export_gardens
from bot.usecases.garden_file import read_garden_file
from bot.usecases.garden_file.nearby_dates import with_dates_near
from bot.usecases.import_garden import import_garden
from bot.usecases.planning import schedule_shift
from tests.contract.event_world import plant_event
from tests.contract.rows import NOON
from tests.unit.garden_files import EXAMPLE, read_text


async def test_the_example_comes_back_as_it_went_in(db: Database, tmp_path: Path) -> None:
    await db.run(import_garden, with_dates_near(read_garden_file(EXAMPLE), NOON), NOON)

    (written,) = await db.read(export_gardens, NOON)
    report = await db.run(import_garden, read_text(tmp_path, written), NOON)

    assert report.changed_nothing, (report.lines(), written)
    assert report.kept_from_chat == ()


async def test_what_the_chat_made_is_in_the_file_and_is_the_file_s_from_then_on(
    db: Database, tmp_path: Path
) -> None:
    await db.run(import_garden, with_dates_near(read_garden_file(EXAMPLE), NOON), NOON)

    def by_chat(tx: Transaction) -> datetime:
        garden = gardens.only_garden(tx)
        assert garden is not None
        known = {one.slug: one for one in missions.list_missions(tx, garden.id)}
        new = replace(
            known["planting"],
            slug="weed-with-us",
            title=Words({"fr": "Désherber"}),
            state=MissionState.PAUSED,
            from_file=False,
        )
        missions.save_mission(tx, new, missions.next_position(tx, garden.id))
        fair, begins = known["open-day"], NOON + timedelta(days=40)
        schedule_shift(tx, garden, fair, begins, begins + timedelta(hours=2), fair.terms, NOON)
        return begins

    begins = await db.run(by_chat)
    (written,) = await db.read(export_gardens, NOON)
    await db.run(import_garden, read_text(tmp_path, written), NOON)

    def look(tx: Transaction) -> tuple[bool, MissionState, list[datetime]]:
        garden = gardens.only_garden(tx)
        assert garden is not None
        mission = missions.find_mission_by_slug(tx, garden.id, "weed-with-us")
        fair = missions.find_mission_by_slug(tx, garden.id, "open-day")
        assert mission is not None
        assert fair is not None
        dates = shifts.shifts_of_mission(tx, fair.id, NOON)
        return mission.from_file, mission.state, [one.starts_at for one in dates if one.starts_at == begins]

    assert 'title = { fr = "Désherber", en = "Désherber" }' in written
    assert await db.read(look) == (True, MissionState.PAUSED, [begins])


async def test_events_to_come_are_in_the_file_and_an_import_adds_those_that_are_not_there(
    db: Database, tmp_path: Path
) -> None:
    await db.run(import_garden, with_dates_near(read_garden_file(EXAMPLE), NOON), NOON)

    def by_chat(tx: Transaction) -> list[Event]:
        garden = gardens.only_garden(tx)
        assert garden is not None
        mission = missions.list_missions(tx, garden.id)[0]
        party = plant_event(tx, garden, series_key="spring", capacity=12, carpool=True)
        draft = plant_event(tx, garden, circle=Circle.MISSION, mission_id=mission.id)
        over = plant_event(tx, garden)
        events.cancel(tx, over.id, "Storm")
        return [events.publish(tx, party), draft]

    made = await db.run(by_chat)
    (written,) = await db.read(export_gardens, NOON)
    again = await db.run(import_garden, read_text(tmp_path, written), NOON)
    edited = written.replace("capacity = 12", "capacity = 14")
    other = await db.run(import_garden, read_text(tmp_path, edited), NOON)
    assert other.kept_from_chat == (made[0].key,), "it is said that the chat's stands"
    await db.run(lambda tx: tx.connection.execute(delete(event_table)))
    report = await db.run(import_garden, read_text(tmp_path, written), NOON)
    back = await db.read(lambda tx: events.events_to_manage(tx, report.garden_id, NOON))

    assert again.changed_nothing
    assert again.kept_from_chat == ()
    assert report.dates.created == 2
    assert [replace(one, id=EventId(0)) for one in back] == [replace(one, id=EventId(0)) for one in made]
