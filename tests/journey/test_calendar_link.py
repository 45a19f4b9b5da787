"""The secret link to one's dates, as a phone's calendar reads it: made, read, made anew, switched off, erased."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.app import App, opened
from bot.errors import DatabaseBusy, Failure
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsing import rehearsing
from bot.storage import feeds, shifts
from bot.storage.database import Transaction
from bot.usecases.planning import move_shift
from bot.web import feeds as web_feeds
from tests.calendar_readers import ReadFile, read_otherwise, read_strictly
from tests.journey.baskets_there import has_basket
from tests.journey.conftest import MONDAY_MORNING, assert_nothing_broke, example, plan_for, running
from tests.journey.gatherings import an_event
from tests.journey.planting import plant
from tests.journey.seeding import count_rows, everything_kept, is_welcomed
from tests.journey.shifts_there import a_shift, books, in_garden
from tests.journey.walking import buttons_of, reads_all

PARIS = ZoneInfo("Europe/Paris")
SATURDAY = datetime(2026, 3, 14, 9, 0, tzinfo=PARIS)
LINK = re.compile(r"http://127\.0\.0\.1:\d+/calendar/[A-Za-z0-9_-]{22}\.ics")


@pytest.fixture
async def app(emulator: Emulator, caplog: pytest.LogCaptureFixture) -> AsyncIterator[App]:
    """The bot on the example garden, with a port of its own."""
    async with opened(replace(plan_for(emulator), port=0)) as app:
        await plant(app.db, example(), emulator.now)
        async with running(app, emulator):
            yield app
    assert_nothing_broke(emulator, caplog)


@pytest.fixture
async def phone() -> AsyncIterator[aiohttp.ClientSession]:
    """A calendar program somewhere."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session:
        yield session


def link_in(person: Person) -> str:
    found = LINK.search(person.screen.text)
    assert found is not None, person.screen.text
    return found[0]


async def reads(phone: aiohttp.ClientSession, link: str) -> ReadFile:
    async with phone.get(link) as answer:
        assert (answer.status, answer.content_type) == (200, "text/calendar")
        return read_strictly(await answer.read())


async def status_of(phone: aiohttp.ClientSession, link: str, **headers: str) -> int:
    async with phone.get(link, headers=headers) as answer:
        return answer.status


async def test_the_link_shows_every_date_and_follows_what_changes(
    app: App, emulator: Emulator, ana: Person, phone: aiohttp.ClientSession
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/calendar")
    link = link_in(ana)
    assert "Keep it to yourself" in ana.screen.text
    assert "iPhone" in ana.screen.text
    assert "Android" in ana.screen.text
    assert len(ana.screen.text) < 600
    assert (await reads(phone, link)).dates == ()

    shift = await a_shift(app, emulator, SATURDAY)
    await books(app, emulator, ana, shift)
    assert "📅 Add to my calendar" not in buttons_of(ana), "it is there by itself"
    booked = await reads(phone, link)
    await app.db.run(_an_hour_later, shift.id, emulator.now)
    moved = await reads(phone, link)
    await ana.taps("I can’t come")
    left = await reads(phone, link)

    assert (booked.name, booked.only.title, booked.only.starts_at) == (
        "Les Jardins de la Levée", "Market stall", SATURDAY,
    )  # fmt: skip
    assert (moved.only.uid, moved.only.starts_at) == (booked.only.uid, SATURDAY + timedelta(hours=1))
    assert moved.only.sequence > booked.only.sequence
    assert left.dates == ()


async def test_one_link_holds_shifts_events_and_baskets_and_tells_nobody_what_is_paid_for_one(
    app: App, emulator: Emulator, ana: Person, phone: aiohttp.ClientSession
) -> None:
    await is_welcomed(app, ana)
    await books(app, emulator, ana, await a_shift(app, emulator, SATURDAY))
    await an_event(app, emulator, starts_at=SATURDAY + timedelta(days=1))
    await ana.taps("✅ I’m coming")
    await has_basket(app, emulator, "Ana Pereira", ana, solidarity=True)
    await ana.says("/calendar")

    async with phone.get(link_in(ana)) as answer:
        raw = await answer.read()

    titles = [one.title for one in read_strictly(raw).dates]
    assert {"Market stall", "Spring party", "🧺 Vegetable basket"} == set(titles)
    assert len(read_otherwise(raw)) == len(titles)
    assert b"olidar" not in raw


def _an_hour_later(tx: Transaction, shift_id: shifts.ShiftId, now: datetime) -> None:
    shift, hour = shifts.find_shift(tx, shift_id), timedelta(hours=1)
    assert shift is not None
    move_shift(tx, in_garden(tx), shift_id, shift.starts_at + hour, shift.ends_at + hour, now)


async def test_what_is_over_stays_for_two_months(
    app: App, emulator: Emulator, ana: Person, phone: aiohttp.ClientSession
) -> None:
    await is_welcomed(app, ana)
    await books(app, emulator, ana, await a_shift(app, emulator, SATURDAY))
    await ana.says("/calendar")

    await emulator.advance(to=SATURDAY + timedelta(days=59))
    assert len((await reads(phone, link_in_any(ana))).dates) == 1
    await emulator.advance(timedelta(days=2))

    assert (await reads(phone, link_in_any(ana))).dates == ()


def link_in_any(person: Person) -> str:
    return next(found[0] for one in person.messages if (found := LINK.search(one.text)))


async def test_a_phone_that_has_it_all_is_told_so_and_nothing_is_sent_again(
    app: App, emulator: Emulator, ana: Person, phone: aiohttp.ClientSession
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/calendar")
    link = link_in(ana)
    async with phone.get(link) as answer:
        tag = answer.headers["ETag"]
        assert answer.headers["Cache-Control"] == "private, no-cache"

    await emulator.advance(timedelta(hours=3))

    assert await status_of(phone, link, **{"If-None-Match": tag}) == 304
    assert await status_of(phone, link, **{"If-None-Match": f'"other", {tag.removeprefix("W/")}'}) == 304
    await books(app, emulator, ana, await a_shift(app, emulator, SATURDAY))
    assert await status_of(phone, link, **{"If-None-Match": tag}) == 200


async def test_a_head_says_as_much_as_a_get_without_the_dates(
    app: App, ana: Person, phone: aiohttp.ClientSession
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/calendar")

    async with phone.head(link_in(ana)) as answer:
        assert (answer.status, answer.content_type) == (200, "text/calendar")
        assert int(answer.headers["Content-Length"]) > 100
        assert await answer.read() == b""


async def test_whatever_is_no_link_of_ours_is_not_there(
    app: App, ana: Person, phone: aiohttp.ClientSession
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/calendar")
    link, root = link_in(ana), app.house.public_url

    for path in ("", "/", "/calendar/", "/calendar/x.ics", "/calendar/../health/x", f"/calendar/{'A' * 22}.ics",
                 f"/calendar/{'A' * 22}", link.removeprefix(root)[:-5] + "x.ics", "/calendar/%00.ics"):  # fmt: skip
        assert await status_of(phone, root + path) == 404, path
    async with phone.post(link, data=b"x") as answer:
        assert answer.status == 405


async def test_a_new_link_in_one_tap_and_the_old_one_is_dead(
    app: App, ana: Person, phone: aiohttp.ClientSession
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/calendar")
    old = link_in(ana)
    await ana.says("/calendar")
    assert "You have had a link to your dates since Monday 2 March 2026" in ana.screen.text
    assert not LINK.search(ana.screen.text), "only its digest is kept"

    await ana.taps("A new link")

    assert "The link you had before shows nothing any more" in ana.screen.text
    assert link_in(ana) != old
    assert await status_of(phone, old) == 404
    assert await status_of(phone, link_in(ana)) == 200


async def test_switched_off_it_leads_nowhere(app: App, ana: Person, phone: aiohttp.ClientSession) -> None:
    await is_welcomed(app, ana)
    await ana.says("/calendar")
    link = link_in(ana)

    await ana.taps("Switch the link off")

    assert await status_of(phone, link) == 404
    assert "/calendar makes a new one" in ana.screen.text
    assert (await count_rows(app))["feeds"] == 0


async def test_erasing_somebody_kills_their_link(app: App, ana: Person, phone: aiohttp.ClientSession) -> None:
    await is_welcomed(app, ana)
    await ana.says("/calendar")
    link = link_in(ana)
    told = await reads_all(ana, "/privacy")
    assert "A secret link to your dates, made on Monday 2 March 2026" in told

    await ana.taps("Erase everything")
    await ana.taps("Yes, erase")

    assert await status_of(phone, link) == 404
    assert (await count_rows(app))["feeds"] == 0


async def test_the_secret_is_in_no_table_and_no_log(
    app: App, ana: Person, phone: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await is_welcomed(app, ana)
    await ana.says("/calendar")
    link = link_in(ana)
    secret = link.removesuffix(".ics").rpartition("/")[2]

    await reads(phone, link)
    await status_of(phone, link.replace(".ics", ".pdf"))

    assert secret not in "".join((await everything_kept(app)).values())
    ours = [record for record in caplog.records if not record.name.startswith("telegram")]
    assert not [one.getMessage() for one in ours if secret in one.getMessage() or secret in str(one.args)]


async def test_a_phone_that_asks_all_the_time_is_asked_for_patience(
    app: App, ana: Person, phone: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/calendar")
    link = link_in(ana)

    answers = [await status_of(phone, link) for _ in range(int(web_feeds.EACH[0]) + 1)]

    assert set(answers[:-1]) == {200}
    assert answers[-1] == 429
    async with phone.get(link) as answer:
        assert 0 < int(answer.headers["Retry-After"]) <= 30
    badr_link = await _link_of(app, ana)
    assert await status_of(phone, badr_link) == 200, "a link of its own has a measure of its own"


async def _link_of(app: App, person: Person) -> str:
    await person.says("/calendar")
    await person.taps("A new link")
    return link_in(person)


async def test_the_health_is_told_and_what_is_ill_is_named(
    app: App, phone: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with phone.get(f"{app.house.public_url}/health") as answer:
        well = (answer.status, await answer.json())

    async def away() -> None:
        raise DatabaseBusy("away")

    monkeypatch.setattr(app.db, "ping", away)
    monkeypatch.setattr("bot.app.OUTBOX_SECONDS", -3600.0)
    async with phone.get(f"{app.house.public_url}/health") as answer:
        ill = (answer.status, await answer.json())

    assert well == (200, {"database": True, "outbox": True})
    assert ill == (503, {"database": False, "outbox": False})


async def test_while_the_database_is_away_a_phone_is_told_to_come_back(
    app: App, ana: Person, phone: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/calendar")
    link = link_in(ana)

    def away(tx: Transaction, token: str) -> None:
        raise DatabaseBusy("away")

    monkeypatch.setattr(feeds, "find_feed", away)

    async with phone.get(link) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")


async def test_a_port_that_is_taken_is_told_before_anything_begins(app: App, emulator: Emulator) -> None:
    port = int(app.house.public_url.rpartition(":")[2])

    with pytest.raises(Failure, match=f"port {port} of 127.0.0.1 cannot be used .*set PORT to another"):
        async with opened(replace(plan_for(emulator), port=port)):
            pass


async def test_a_rehearsal_serves_calendars_too(phone: aiohttp.ClientSession) -> None:
    async with rehearsing(example(), MONDAY_MORNING) as rehearsal:
        ana = rehearsal.emulator.person("Ana", language="en")
        await ana.says("/start")
        await ana.says("/calendar")

        assert (await reads(phone, link_in(ana))).dates == ()
