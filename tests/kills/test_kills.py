"""SIGKILL of the real process in the middle of a welcome: nothing is lost, and nothing happens twice.

The outbox's rule: at most the one send in flight is unknown, and an owed screen or a referents' notice is then sent
once more. So each kill may double one message, and no other difference may be seen.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import Literal

import pytest

from bot.domain.mission import SignUpState
from bot.domain.person import Role
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.storage import assignments, charters, gardens, people, profiles, referents, roles, sign_ups
from bot.storage.database import Database, Transaction
from bot.storage.figures import count_outbox
from tests.journey.walking import ADULT, do, joins
from tests.kills.conftest import Bot
from tests.kills.welcoming import PLANTING, welcome_team

When = Literal["before", "after"]


@dataclass(frozen=True)
class Outcome:
    """What must be the same however often the bot died on the way."""

    profile: dict[str, object]
    charter_version: int
    is_volunteer: bool
    sign_up: SignUpState
    referent: str
    owed: int


EXPECTED_QUESTIONS = 26
"""Messages of the bot to somebody who answers the shortest way, with the name of their referent at the end."""


async def look(url: str, telegram_id: int) -> Outcome:
    db = await Database.open(url)
    try:
        return await db.read(_look, telegram_id)
    finally:
        await db.close()


def _look(tx: Transaction, telegram_id: int) -> Outcome:
    garden = gardens.only_garden(tx)
    person = people.find_by_telegram_id(tx, telegram_id)
    assert garden is not None
    assert person is not None
    profile = profiles.find_profile(tx, person.id, garden.id)
    accepted = charters.acceptance_of(tx, person.id, garden.id)
    (sign_up,) = sign_ups.open_sign_ups(tx, person.id, garden.id)
    (assignment,) = assignments.assignments_of_sign_up(tx, sign_up.id)
    referent = referents.find_referent(tx, assignment.referent_id) if assignment.referent_id else None
    assert profile is not None
    assert accepted is not None
    return Outcome(
        profile={
            name: value for name, value in asdict(profile).items() if name not in ("person_id", "garden_id")
        },
        charter_version=accepted.version,
        is_volunteer=Role.VOLUNTEER in roles.roles_of(tx, person.id, garden.id),
        sign_up=sign_up.state,
        referent=referent.name if referent else "",
        owed=count_outbox(tx).get("pending", 0),
    )


async def walk(bot: Bot, ana: Person, after_each: bool = False) -> None:
    await ana.says("/start")
    for acts in ADULT.values():
        for act in acts:
            if after_each:
                bot.dies_and_returns()
            await do(ana, act)
    await joins(ana, PLANTING)


async def check(bot: Bot, ana: Person, group: Group) -> None:
    outcome = await look(bot.url, ana.id)
    assert outcome.is_volunteer
    assert outcome.sign_up is SignUpState.CONFIRMED
    assert outcome.referent == "Solène Arbaud"
    assert outcome.owed == 0
    assert outcome.profile["name"] == "Ana"
    said = [message for message in ana.messages if message.by_bot]
    assert "Your referent is Solène Arbaud" in said[-1].text
    assert len({message.text for message in said}) <= len(said) <= EXPECTED_QUESTIONS + bot.kills
    notices = [message for message in group.messages if message.by_bot and "Ana" in message.text]
    assert 1 <= len(notices) <= 1 + bot.kills


async def test_killed_after_each_step(bot: Bot, emulator: Emulator) -> None:
    group, ana = await welcome_team(emulator)

    await walk(bot, ana, after_each=True)

    assert bot.kills >= 20
    await check(bot, ana, group)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("method", ["sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates"])
async def test_killed_around_every_call(bot: Bot, emulator: Emulator, method: str, when: When) -> None:
    group, ana = await welcome_team(emulator)

    emulator.faults.on_each_call(when, bot.dies_and_returns, method=method)
    await walk(bot, ana)

    emulator.faults.clear()
    await emulator.settle()
    assert bot.kills >= 20
    await check(bot, ana, group)


AT_START = {"getMe", "deleteWebhook", "setMyCommands", "getUpdates"}


@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_around_every_call_of_the_start(bot: Bot, emulator: Emulator, when: When) -> None:
    group, ana = await welcome_team(emulator)
    struck: set[str] = set()

    def strike(method: str) -> None:
        struck.add(method)
        bot.dies_and_returns()

    for method in AT_START:
        emulator.faults.on_call(1, when, partial(strike, method), method=method)
    bot.dies_and_returns()
    await walk(bot, ana)

    assert struck == AT_START
    await check(bot, ana, group)


@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_while_a_photo_is_passed_on(bot: Bot, emulator: Emulator, when: When) -> None:
    group, ana = await welcome_team(emulator)
    await walk(bot, ana)
    emulator.faults.on_call(1, when, bot.dies_and_returns, method="sendPhoto")

    await ana.says("/human")
    await ana.sends_photo("Is it this plant?", content=b"a carrot")

    await emulator.settle()
    assert bot.kills == 1
    photos = [message for message in group.messages if message.by_bot and "photo" in message.content]
    assert len(photos) == (1 if when == "before" else 2)
    assert all(photo.file and photo.file.content == b"a carrot" for photo in photos)
    assert all("Is it this plant?" in photo.text for photo in photos)
    assert (await look(bot.url, ana.id)).owed == 0
