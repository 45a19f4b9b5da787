import json
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.domain.mission import Mission, MissionState, SignUpState
from bot.domain.person import GardenId, Role
from bot.domain.referent import Absence, Referent
from bot.storage import assignments, charters, gardens, missions, referents, roles, sign_ups, timers
from bot.storage.database import Database, Transaction
from bot.storage.tables import metadata
from bot.usecases import other_clocks
from bot.usecases.garden_file import GardenFile, read_garden_file
from bot.usecases.garden_file.nearby_dates import with_dates_near
from bot.usecases.import_garden import ImportReport, Overfull, Stranded, Tally, import_garden
from bot.usecases.other_clocks import OTHER_CLOCKS
from bot.usecases.reminding.planning import REPLAN
from bot.usecases.watch import WATCH
from tests.contract.rows import NOON
from tests.contract.values import HOUR, meet, sign_up
from tests.unit.garden_files import EXAMPLE, SMALLEST, read_text

KOLKATA, SOONER = ZoneInfo("Asia/Kolkata"), timedelta(hours=4, minutes=30)


class Killed(Exception):
    """Nothing of the transaction is there afterwards."""


def everything(tx: Transaction) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    return {
        table.name: [tuple(row) for row in tx.connection.execute(select(table).order_by(*table.primary_key))]
        for table in metadata.sorted_tables
    }


def without(source: str, section: str, slug: str) -> str:
    """The file without the [[section]] of this slug."""
    start = source.index(f'[[{section}]]\nslug = "{slug}"')
    return source[:start] + source[source.index("[[", start + 2) :]


async def bring_in(db: Database, file: GardenFile) -> ImportReport:
    return await db.run(import_garden, file, NOON)


async def import_text(db: Database, folder: Path, source: str) -> ImportReport:
    return await bring_in(db, read_text(folder, source))


async def mission_of(db: Database, garden_id: GardenId, slug: str) -> Mission:
    mission = await db.read(missions.find_mission_by_slug, garden_id, slug)
    assert mission is not None
    return mission


async def referent_of(db: Database, garden_id: GardenId, slug: str) -> Referent:
    referent = await db.read(referents.find_referent_by_slug, garden_id, slug)
    assert referent is not None
    return referent


@pytest.fixture
async def garden_id(db: Database, tmp_path: Path) -> GardenId:
    """The smallest garden, imported."""
    return (await import_text(db, tmp_path, SMALLEST)).garden_id


async def test_the_example_is_imported_whole(db: Database) -> None:
    file = read_garden_file(EXAMPLE)

    report = await bring_in(db, file)

    assert report.garden == report.charter == Tally(created=1)
    assert report.missions == Tally(created=len(file.missions))
    assert report.referents == Tally(created=len(file.referents))
    assert report.charter_version == 1
    offered = await db.read(missions.open_missions, report.garden_id)
    assert [mission.slug for mission in offered] == [sheet.slug for sheet in file.missions]
    garden = await db.read(gardens.find_garden_by_slug, "jardins-de-la-levee")
    assert garden is not None
    assert garden.rules.working.opens.isoformat() == "08:30:00"


async def test_importing_twice_changes_not_one_row(db: Database) -> None:
    file = read_garden_file(EXAMPLE)
    await bring_in(db, file)
    before = await db.read(everything)

    report = await db.run(import_garden, file, NOON + HOUR)

    assert report.changed_nothing
    assert report.missions == Tally(unchanged=len(file.missions))
    assert await db.read(everything) == before


async def test_an_edited_mission_is_updated_and_keeps_its_people(
    db: Database, tmp_path: Path, garden_id: GardenId
) -> None:
    before = await mission_of(db, garden_id, "french-lessons")
    made = await db.run(sign_up, await db.run(meet, "Ana"), before)

    report = await import_text(db, tmp_path, SMALLEST.replace("hours = 1.5", "hours = 2"))

    after = await mission_of(db, garden_id, "french-lessons")
    assert report.missions == Tally(updated=1, unchanged=1)
    assert report.garden == report.charter == Tally(unchanged=1)
    assert (after.id, after.hours, after.taken) == (before.id, 2, 1)
    assert await db.read(sign_ups.find_sign_up, made.id) == made


async def test_a_mission_gone_from_the_file_is_closed_and_keeps_its_people(
    db: Database, tmp_path: Path, garden_id: GardenId
) -> None:
    pickup = await mission_of(db, garden_id, "pickup")
    made = await db.run(sign_up, await db.run(meet, "Ana"), pickup)
    source = without(SMALLEST, "missions", "pickup")

    report = await import_text(db, tmp_path, source)
    again = await import_text(db, tmp_path, source)

    assert report.missions == Tally(unchanged=1, withdrawn=1)
    assert report.closed_with_people == (Stranded("pickup", 1),)
    assert again.changed_nothing
    assert (await mission_of(db, garden_id, "pickup")).state is MissionState.CLOSED
    kept = await db.read(sign_ups.find_sign_up, made.id)
    assert kept is not None
    assert kept.state is SignUpState.CONFIRMED


async def test_a_mission_nobody_joined_is_closed_too_and_opens_when_it_is_back(
    db: Database, tmp_path: Path, garden_id: GardenId
) -> None:
    before = await mission_of(db, garden_id, "pickup")
    closed = await import_text(db, tmp_path, without(SMALLEST, "missions", "pickup"))

    report = await import_text(db, tmp_path, SMALLEST)

    assert closed.closed_with_people == ()
    assert report.missions == Tally(updated=1, unchanged=1)
    assert await mission_of(db, garden_id, "pickup") == before


async def test_fewer_places_than_people_keeps_everybody_and_says_so(
    db: Database, tmp_path: Path, garden_id: GardenId
) -> None:
    lessons = await mission_of(db, garden_id, "french-lessons")
    for name in ("Ana", "Badr", "Chloé"):
        await db.run(sign_up, await db.run(meet, name), lessons)

    report = await import_text(db, tmp_path, SMALLEST.replace("places = 4", "places = 2"))

    after = await mission_of(db, garden_id, "french-lessons")
    assert report.overfull == (Overfull("french-lessons", 2, 3),)
    assert (after.taken, after.places_left) == (3, 0)


async def test_one_changed_word_of_the_charter_makes_a_version(
    db: Database, tmp_path: Path, garden_id: GardenId
) -> None:
    ana = await db.run(meet, "Ana")
    first = await db.read(charters.current_charter, garden_id)
    assert first is not None
    await db.run(charters.record_acceptance, ana.id, first.id, NOON)

    report = await import_text(db, tmp_path, SMALLEST.replace("Vous choisissez.", "Vous choisissez tout."))

    accepted = await db.read(charters.acceptance_of, ana.id, garden_id)
    assert (report.charter, report.charter_version) == (Tally(updated=1), 2)
    assert accepted is not None
    assert accepted.version == 1


async def test_a_change_elsewhere_leaves_the_charter_alone(
    db: Database, tmp_path: Path, garden_id: GardenId
) -> None:
    report = await import_text(db, tmp_path, SMALLEST.replace('name = "La Levée"', 'name = "Les Levées"'))

    assert (report.charter, report.charter_version) == (Tally(unchanged=1), 1)
    assert report.garden == Tally(updated=1)


async def test_an_edited_referent_stays_linked(db: Database, tmp_path: Path, garden_id: GardenId) -> None:
    anselme = await db.run(meet, "Anselme", 77)
    await db.run(referents.link_person, (await referent_of(db, garden_id, "anselme")).id, anselme.id)
    await db.run(roles.add_role, anselme.id, garden_id, Role.REFERENT, NOON)

    report = await import_text(db, tmp_path, SMALLEST.replace("capacity = 6", "capacity = 1"))

    after = await referent_of(db, garden_id, "anselme")
    assert report.referents == Tally(updated=1, unchanged=1)
    assert (after.person_id, after.capacity, after.reachable) == (anselme.id, 1, True)


async def test_a_referent_gone_from_the_file_has_left_but_keeps_who_they_follow(
    db: Database, tmp_path: Path, garden_id: GardenId
) -> None:
    anselme, irene = await db.run(meet, "Anselme", 77), await referent_of(db, garden_id, "irene")
    old = await referent_of(db, garden_id, "anselme")
    await db.run(referents.link_person, old.id, anselme.id)
    await db.run(roles.add_role, anselme.id, garden_id, Role.REFERENT, NOON)
    ana = await db.run(meet, "Ana")
    made = await db.run(sign_up, ana, await mission_of(db, garden_id, "pickup"))
    followed = await db.run(
        assignments.add_assignment,
        garden_id=garden_id,
        sign_up_id=made.id,
        person_id=ana.id,
        referent_id=old.id,
        now=NOON,
    )
    source = without(SMALLEST, "referents", "anselme").replace('deputy = "anselme"\n', "")
    source = source.replace('["accompagnement"]', '["accompagnement", "paniers"]')

    report = await import_text(db, tmp_path, source)
    again = await import_text(db, tmp_path, source)

    assert irene.deputy_id == old.id
    assert report.referents == Tally(updated=1, withdrawn=1)
    assert report.left_with_people == (Stranded("anselme", 1),)
    assert again.changed_nothing
    assert [one.slug for one in await db.read(referents.list_referents, garden_id)] == ["irene"]
    assert (await referent_of(db, garden_id, "irene")).deputy_id is None
    assert await db.read(assignments.live_assignment, made.id) == followed
    assert not await db.read(roles.has_role, anselme.id, garden_id, Role.REFERENT)

    back = await import_text(db, tmp_path, SMALLEST)

    assert back.referents == Tally(updated=2)
    assert (await referent_of(db, garden_id, "anselme")).person_id == anselme.id
    assert await db.read(roles.has_role, anselme.id, garden_id, Role.REFERENT)


async def test_a_deputy_named_later_in_the_file_is_found(db: Database, tmp_path: Path) -> None:
    source = SMALLEST.replace('deputy = "anselme"\n', "").replace(
        "capacity = 6", 'capacity = 6\ndeputy = "irene"'
    )

    report = await import_text(db, tmp_path, source)

    irene = await referent_of(db, report.garden_id, "irene")
    assert (await referent_of(db, report.garden_id, "anselme")).deputy_id == irene.id
    assert (await import_text(db, tmp_path, source)).changed_nothing


async def test_absences_in_the_file_replace_the_known_ones_and_silence_keeps_them(
    db: Database, tmp_path: Path, garden_id: GardenId
) -> None:
    written = "capacity = 6\nabsences = [{ first_day = 2027-08-01, last_day = 2027-08-15 }]"
    august = Absence(date(2027, 8, 1), date(2027, 8, 15))

    report = await import_text(db, tmp_path, SMALLEST.replace("capacity = 6", written))
    assert report.referents == Tally(updated=1, unchanged=1)
    assert (await referent_of(db, garden_id, "anselme")).absences == (august,)

    silent = await import_text(db, tmp_path, SMALLEST)
    assert silent.changed_nothing
    assert (await referent_of(db, garden_id, "anselme")).absences == (august,)

    none = await import_text(db, tmp_path, SMALLEST.replace("capacity = 6", "capacity = 6\nabsences = []"))
    assert none.referents == Tally(updated=1, unchanged=1)
    assert (await referent_of(db, garden_id, "anselme")).absences == ()


async def test_one_database_holds_many_gardens(db: Database, tmp_path: Path, garden_id: GardenId) -> None:
    here = await mission_of(db, garden_id, "pickup")

    other = await import_text(db, tmp_path, SMALLEST.replace('slug = "levee"', 'slug = "autre"'))
    emptied = without(SMALLEST, "missions", "pickup").replace('slug = "levee"', 'slug = "autre"')
    await import_text(db, tmp_path, emptied)

    assert other.garden_id != garden_id
    assert other.missions == Tally(created=2)
    assert (await mission_of(db, other.garden_id, "pickup")).state is MissionState.CLOSED
    assert await mission_of(db, garden_id, "pickup") == here


async def test_missions_in_another_order_are_offered_in_that_order(
    db: Database, tmp_path: Path, garden_id: GardenId
) -> None:
    start, end = SMALLEST.index("[[missions]]"), SMALLEST.index("[[charter.rights]]")
    first, second = SMALLEST[start:end].split("[[missions]]")[1:]
    turned = f"{SMALLEST[:start]}[[missions]]{second}[[missions]]{first}{SMALLEST[end:]}"

    report = await import_text(db, tmp_path, turned)

    assert report.missions == Tally(updated=2)
    offered = await db.read(missions.open_missions, garden_id)
    assert [mission.slug for mission in offered] == ["pickup", "french-lessons"]


async def test_a_report_tells_what_was_done_and_what_to_look_at(
    db: Database, tmp_path: Path, garden_id: GardenId
) -> None:
    lessons, pickup = (
        await mission_of(db, garden_id, "french-lessons"),
        await mission_of(db, garden_id, "pickup"),
    )
    for name in ("Ana", "Badr", "Chloé"):
        person = await db.run(meet, name)
        await db.run(sign_up, person, lessons)
        await db.run(sign_up, person, pickup)
    source = without(SMALLEST, "missions", "pickup").replace("places = 4", "places = 2")

    report = await import_text(db, tmp_path, source)

    assert report.lines() == [
        "garden: 1 unchanged",
        "charter: 1 unchanged, version 1",
        "missions: 1 updated, 1 withdrawn",
        "referents: 2 unchanged",
        "look at french-lessons: 3 people for 2 places; everybody stays",
        "look at pickup: closed, people signed up: 3; tell them what comes next",
    ]
    told = json.loads(json.dumps(report.as_json()))
    assert told["missions"] == {"created": 0, "updated": 1, "unchanged": 0, "withdrawn": 1}
    assert told["closed_with_people"] == [{"slug": "pickup", "people": 3}]
    assert told["changed_nothing"] is False


async def test_an_absence_said_in_the_chat_keeps_its_deputy_and_one_of_the_file_is_planned_once(
    db: Database, tmp_path: Path, garden_id: GardenId
) -> None:
    irene, anselme = [await referent_of(db, garden_id, slug) for slug in ("irene", "anselme")]
    await db.run(referents.add_absence, anselme.id, Absence(date(2027, 8, 1), date(2027, 8, 15)))
    await db.run(referents.set_deputy, anselme.id, irene.id)

    await import_text(db, tmp_path, SMALLEST)
    assert (await referent_of(db, garden_id, "anselme")).deputy_id == irene.id

    written = "capacity = 6\nabsences = [{ first_day = 2027-08-01, last_day = 2027-08-15 }]"
    for _again in range(2):
        await import_text(db, tmp_path, SMALLEST.replace("capacity = 6", written))
    planned = [one for one in await db.read(timers.next_timers, 50) if one.kind == "away"]
    assert [(one.subject_id, one.due_at.date()) for one in planned] == [(anselme.id, date(2027, 8, 1))]


async def test_a_garden_with_other_clocks_has_its_reminders_planned_again(
    db: Database, tmp_path: Path, garden_id: GardenId
) -> None:
    key = f"{REPLAN}:{garden_id}"
    await import_text(db, tmp_path, SMALLEST)
    assert not await db.read(timers.is_set, key)

    await import_text(db, tmp_path, SMALLEST.replace("Europe/Paris", "Australia/Lord_Howe"))

    assert await db.read(timers.is_set, key)


async def test_what_hangs_on_corrected_hours_is_timed_anew_in_chunks_that_outlive_a_kill(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(other_clocks, "CHUNK", 4)
    file = with_dates_near(read_garden_file(EXAMPLE), NOON)
    await bring_in(db, file)
    before = await db.read(looked_at)
    garden = file.garden.model_copy(update={"timezone": KOLKATA})
    await bring_in(db, file.model_copy(update={"garden": garden}))
    assert await db.read(looked_at) == before, "in the import itself only the hours change"

    chunks = 0
    while due := [one for one in await db.read(timers.due_timers, NOON, 100) if one.kind == OTHER_CLOCKS]:
        with pytest.raises(Killed):
            await db.run(fire, due[0], killed=True)
        await db.run(fire, due[0], killed=False)
        chunks += 1

    assert chunks > len(before) / 4
    after = await db.read(looked_at)
    assert after.keys() == before.keys()
    assert {before[shift] - at for shift, at in after.items()} <= {SOONER, SOONER - HOUR}, "or summer time"


def looked_at(tx: Transaction) -> dict[int, datetime]:
    """When the numbers of each shift to come are to be looked at."""
    return {one.subject_id: one.due_at for one in timers.next_timers(tx, 1000) if one.kind == WATCH}


def fire(tx: Transaction, timer: timers.Timer, *, killed: bool) -> None:
    timers.finish_timer(tx, timer.id)
    other_clocks.time_anew(tx, timer, NOON)
    if killed:
        raise Killed
