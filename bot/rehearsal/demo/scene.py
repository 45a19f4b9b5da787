"""The terminal's play: a team gathers, then the scenes' own steps with Ana, and Bilal after her."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.text import say
from bot.marks import _
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.rehearsal.scenes.nobody_takes import until_reminded
from bot.rehearsal.scenes.scene import Cast
from bot.rehearsal.scenes.steps import JOIN, TAKE, another, join_unseen, mission_for, proposed
from bot.rehearsal.scenes.two_taps import tap_together
from bot.rehearsal.scenes.welcome import is_welcomed
from bot.rehearsal.stage import Stage
from bot.rehearsal.team import COORDINATOR_ID
from bot.usecases.garden_file import GardenFile
from bot.usecases.garden_file.schema import MissionSheet

BEGINS = datetime(2026, 3, 13, 14, 30, tzinfo=ZoneInfo("Europe/Paris"))
"""A Friday, an hour and a half before the end of a working day: what nobody takes waits until Monday."""


async def play(stage: Stage, file: GardenFile) -> Person:
    """Everything, in order, on the example garden; the volunteer who was welcomed."""
    nadia, solene, mehdi = (
        stage.person("Nadia", id=COORDINATOR_ID),
        stage.person("Solène"),
        stage.person("Mehdi"),
    )
    group = await link_the_group(stage, file.garden.name, [nadia, solene, mehdi])
    await referents_join(stage, nadia, solene, mehdi)
    cast = Cast(nadia, (solene, mehdi), group, file)
    mission = mission_for(cast)
    ana = stage.person("Ana")
    await stage.waits(timedelta(minutes=10))
    await is_welcomed(stage, cast, ana, mission)
    await stage.waits(timedelta(minutes=2))
    first = proposed(cast)
    await tap_together(stage, first, another(cast, first, mission.domain))
    await nobody_takes_bilal(stage, cast, mission)
    stage.look_at(ana)
    return ana


async def link_the_group(stage: Stage, garden: str, team: Sequence[Person]) -> Group:
    nadia = team[0]
    stage.look_at(nadia)
    await stage.chapter(say(_("A coordinator makes a group the referents’ group")))
    await stage.says(nadia, "/help")
    title = stage.say(say(_("Referents · {garden}"), garden=garden))
    stage.group = stage.emulator.group(title, members=team, supergroup=True)
    await stage.group.adds_bot(by=nadia)
    await stage.says(nadia, "/link", in_group=True)
    return stage.group


async def referents_join(stage: Stage, nadia: Person, solene: Person, mehdi: Person) -> None:
    await stage.waits(timedelta(minutes=5))
    await stage.chapter(say(_("Two referents join: one says “That’s me”, one opens a link")))
    await solene.says("/help")
    stage.overlook()
    await stage.taps(solene, say(_("That’s me: {name}"), name="Solène Arbaud"), in_group=True)
    await stage.taps(nadia, say(_("Yes, it is")))
    await stage.says(nadia, "/people")
    await stage.taps(nadia, say(_("Invite {name}"), name="Mehdi Tazrout"))
    stage.look_at(mehdi)
    await stage.says(mehdi, start_of_link(nadia))


def start_of_link(reader: Person) -> str:
    """What opening the invitation that `reader` was sent makes a phone send."""
    link = next(word for word in reader.screen.text.split() if word.startswith("https://t.me/"))
    return f"/start {link.partition('=')[2]}"


async def nobody_takes_bilal(stage: Stage, cast: Cast, mission: MissionSheet) -> None:
    await stage.waits(timedelta(minutes=57))
    bilal = stage.person("Bilal", seen=False)
    await join_unseen(stage, cast, bilal, mission)
    stage.look_at(bilal)
    await stage.chapter(say(_("On Friday afternoon Bilal arrives too, and nobody takes him")))
    await stage.taps(bilal, JOIN)
    await until_reminded(stage, cast)
    await stage.chapter(say(_("On Monday morning, the group is reminded")))
    await stage.shown()
    await stage.taps(cast.referents[1], TAKE, in_group=True)
