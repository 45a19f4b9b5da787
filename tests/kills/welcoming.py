"""A welcome as the killed bot has it, and as the process that brings up bots learns it beforehand."""

from __future__ import annotations

from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.walking import link_referent

PLANTING = "Lend a hand with planting"


async def welcome_team(emulator: Emulator) -> tuple[Group, Person]:
    nadia = emulator.person("Nadia", language="en", id=777)
    await nadia.says("/help")
    group = emulator.group("Référents", members=[nadia], supergroup=True)
    await group.adds_bot(by=nadia)
    await nadia.says("/link", chat=group)
    await link_referent(emulator, nadia, group, "Solène Arbaud")
    return group, emulator.person("Ana", language="en")
