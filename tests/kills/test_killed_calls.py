"""SIGKILL of the real process while a call goes out: nobody is written to twice, and nobody is forgotten.

A broadcast is the one message that a kill may cost: those in flight are unknown, known to be so, and not sent again.
"""

from __future__ import annotations

from typing import Literal

import pytest

from bot.domain.person import AgeBracket, PersonId, Profile, Rhythm, Situation
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage import charters, gardens, people, profiles
from bot.storage.database import Database, Transaction
from tests.kills.conftest import NOW, Bot, count_rows

CROWD = 60
CALL = "we are looking for people"


async def crowd(bot: Bot, emulator: Emulator) -> list[Person]:
    """Volunteers whom planting suits, each of whom has said hello."""
    everybody = [emulator.person(f"V{number}", language="en") for number in range(CROWD)]
    async with emulator.at_once():
        for one in everybody:
            await one.says("/help")
    db = await Database.open(bot.url)
    await db.run(welcome_all, [one.id for one in everybody])
    await db.close()
    return everybody


def welcome_all(tx: Transaction, accounts: list[int]) -> None:
    garden = gardens.only_garden(tx)
    assert garden is not None
    charter = charters.current_charter(tx, garden.id)
    assert charter is not None
    for account in accounts:
        person = people.find_by_telegram_id(tx, account)
        assert person is not None
        profiles.save_profile(tx, told_by(person.id, garden.id), NOW)
        charters.record_acceptance(tx, person.id, charter.id, NOW)


def told_by(person_id: PersonId, garden_id: int) -> Profile:
    return Profile(
        person_id=person_id, garden_id=garden_id, name="V", age=AgeBracket.ADULT, guardian="",
        guardian_agreed_at=None, situation=Situation.OTHER, motivations=frozenset(), forms=frozenset(), skills={},
        languages=frozenset({"en"}), rhythm=Rhythm.WEEKLY, slots=frozenset(), max_km=None, town="", travel=frozenset(),
    )  # type: ignore[arg-type]  # fmt: skip


def calls_read(one: Person) -> int:
    return sum(CALL in message.text for message in one.messages)


@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_while_a_call_goes_out(
    bot: Bot, emulator: Emulator, when: Literal["before", "after"]
) -> None:
    nadia = emulator.person("Nadia", language="en", id=777)
    everybody = await crowd(bot, emulator)
    await nadia.says("/call")
    await nadia.taps("Lend a hand with planting")
    await nadia.taps("Nothing to add")
    before = bot.kills

    def strike() -> None:
        bot.dies_and_returns()
        emulator.faults.on_call(20, when, strike, method="sendMessage")

    emulator.faults.on_call(3, when, strike, method="sendMessage")
    await nadia.taps(f"Send to all {CROWD} who could come")
    emulator.faults.clear()
    await emulator.settle()

    assert bot.kills - before >= 2
    read = [calls_read(one) for one in everybody]
    rows = await count_rows(bot.url)
    assert max(read) == 1, "nobody is written to twice"
    assert CROWD - sum(read) <= rows.get("unknown", 0), "whoever was not reached was in flight, and is known"
    assert rows.get("pending", 0) == 0
