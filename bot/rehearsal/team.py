"""Owns the team of a rehearsal: a coordinator, the garden's referents, their group; all have joined already."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Instant
from bot.domain.person import Role
from bot.domain.text import say
from bot.i18n import Speaker
from bot.marks import _
from bot.rehearsal.client import Person
from bot.rehearsal.emulator import Emulator
from bot.rehearsal.groups import Group
from bot.storage import gardens, groups, people, referents, roles
from bot.storage.database import Database, Transaction
from bot.usecases.joining import link_referent

COORDINATOR_ID = 777
"""The Telegram id of the coordinator, as COUPDEMAIN_ADMINS would name it."""


@dataclass(frozen=True, slots=True)
class Team:
    coordinator: Person
    referents: tuple[Person, ...]
    group: Group

    @property
    def people(self) -> tuple[Person, ...]:
        return (self.coordinator, *self.referents)


async def gather_team(emulator: Emulator, db: Database, speaker: Speaker) -> Team:
    """Everybody the garden file names, in one group with the bot that has a name in their language."""
    language = speaker.language
    names = await db.read(_names_of_referents)
    coordinator = emulator.person("Nadia", language=language, id=COORDINATOR_ID)
    team = tuple(emulator.person(name, language=language) for name in names)
    for person in (coordinator, *team):
        person.chat.started = person.chat.known = True
    group = emulator.group(speaker.plain(say(_("Referents"))), members=[coordinator, *team])
    await group.adds_bot(by=coordinator)
    numbers = {name: person.id for name, person in zip(names, team, strict=True)}
    await db.run(_join, numbers, group.id, group.title, language, emulator.now)
    return Team(coordinator, team, group)


def _names_of_referents(tx: Transaction) -> list[str]:
    garden = gardens.list_gardens(tx)[0]
    return [referent.name for referent in referents.list_referents(tx, garden.id)]


def _join(
    tx: Transaction, numbers: dict[str, int], chat_id: int, title: str, language: str, now: Instant
) -> None:
    garden = gardens.list_gardens(tx)[0]
    nadia = people.add_person(tx, name="Nadia", language=language, now=now, telegram_id=COORDINATOR_ID)
    people.set_garden(tx, nadia.id, garden.id)
    roles.add_role(tx, nadia.id, garden.id, Role.COORDINATOR, now)
    for referent in referents.list_referents(tx, garden.id):
        number = numbers[referent.name]
        person = people.add_person(tx, name=referent.name, language=language, now=now, telegram_id=number)
        link_referent(tx, referent, person.id, now)
    groups.link_group(
        tx, garden_id=garden.id, chat_id=chat_id, title=title, linked_by=nadia.id, now=now, thread_id=0
    )
