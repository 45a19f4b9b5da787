"""Data is kept as long as we say, and no longer."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage import people
from bot.usecases.retention import months_before
from tests.journey.seeding import is_welcomed


async def known(app: App, person: Person) -> bool:
    return await app.db.read(people.find_by_telegram_id, person.id) is not None


async def years_pass(emulator: Emulator, *, until_days_before_the_end: int) -> None:
    """Three years but for some days, in one leap: what is due on each of their days is due once, at its end."""
    emulator.elapse(timedelta(days=3 * 365 - until_days_before_the_end))
    await emulator.settle()


def warnings(person: Person) -> list[str]:
    return [message.text for message in person.messages if "everything will be erased" in message.text]


async def test_a_volunteer_silent_for_three_years_is_warned_twice_then_erased(
    emulator: Emulator, app: App, ana: Person
) -> None:
    await is_welcomed(app, ana)
    await years_pass(emulator, until_days_before_the_end=33)
    assert warnings(ana) == []

    await emulator.advance(timedelta(days=36))

    assert [("30 days" in text, "7 days" in text) for text in warnings(ana)] == [
        (True, False),
        (False, True),
    ]
    assert not await known(app, ana)


async def test_a_volunteer_who_says_they_stay_is_kept(emulator: Emulator, app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await years_pass(emulator, until_days_before_the_end=33)
    await emulator.advance(timedelta(days=13))

    await ana.taps("Yes, I stay")
    await emulator.advance(timedelta(days=60))

    assert await known(app, ana)


async def test_a_stranger_who_agreed_to_nothing_is_forgotten_after_a_month(
    emulator: Emulator, app: App, ana: Person
) -> None:
    await ana.says("/start")

    await emulator.advance(timedelta(days=33))

    assert not await known(app, ana)


@pytest.mark.parametrize(
    ("instant", "months", "expected"),
    [
        (datetime(2026, 3, 31, tzinfo=UTC), 1, datetime(2026, 2, 28, tzinfo=UTC)),
        (datetime(2028, 2, 29, tzinfo=UTC), 36, datetime(2025, 2, 28, tzinfo=UTC)),
        (datetime(2026, 1, 15, tzinfo=UTC), 1, datetime(2025, 12, 15, tzinfo=UTC)),
    ],
)
def test_months_are_calendar_months(instant: datetime, months: int, expected: datetime) -> None:
    assert months_before(instant, months) == expected
