"""A garden is written as a file again: what the chat made of it is in it, and importing it changes nothing."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.domain.mission import MissionState
from bot.domain.text import Words
from bot.storage import gardens, missions, shifts
from bot.storage.database import Database, Transaction
from bot.usecases.export_garden import export_gardens
from bot.usecases.garden_file import read_garden_file
from bot.usecases.garden_file.nearby_dates import with_dates_near
from bot.usecases.import_garden import import_garden
from bot.usecases.planning import schedule_shift
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
