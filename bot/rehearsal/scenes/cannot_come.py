"""Somebody is reminded, cannot come, says so in one tap, and a stand-in is found among the people it suits."""

from __future__ import annotations

from bot.domain.text import say
from bot.marks import _
from bot.rehearsal.client import Person
from bot.rehearsal.scenes.scene import Cast, Scene
from bot.rehearsal.scenes.steps import (
    JOIN,
    by_day,
    dated_mission,
    introduce,
    needed,
    sign_up_for_first_date,
    time_passes,
)
from bot.rehearsal.stage import Stage
from bot.usecases.garden_file.schema import MissionSheet

COMING, CANNOT = say(_("I’m coming")), say(_("I can’t come"))
TIRED = say(_("Ill or tired"))


async def play(stage: Stage, cast: Cast) -> None:
    mission = dated_mission(cast, fewest=1)
    await by_day(stage, cast)
    ana = stage.person("Ana", seen=False)
    chloe = stage.person("Chloé", seen=False)
    await everybody_is_there(stage, cast, mission, ana, chloe)
    await is_reminded(stage, ana)
    await stage.chapter(say(_("{name} cannot come, and says so in one tap"), name=ana.name))
    await stage.taps(ana, CANNOT)
    await stage.taps(ana, TIRED)
    await steps_in(stage, chloe)
    await is_read_in_the_group(stage, cast.referents[0])


async def everybody_is_there(
    stage: Stage, cast: Cast, mission: MissionSheet, ana: Person, chloe: Person
) -> None:
    """Just as many as are needed have a place; one more person, whom it suits, has none."""
    with stage.behind_the_curtain():
        for who in (ana, *(stage.person(name, seen=False) for name in OTHERS[: needed(mission) - 1])):
            await sign_up_for_first_date(stage, cast, who, mission)
        await introduce(stage, cast, chloe, mission)
    for who in (ana, chloe):
        stage.follow(who)
    stage.overlook()


OTHERS = ("Badr", "Denise", "Émile", "Fatou", "Gaël")
"""Who comes with them where several are needed."""


async def is_reminded(stage: Stage, ana: Person) -> None:
    await stage.chapter(say(_("The evening before: a reminder that can be answered")))
    await time_passes(stage, lambda: stage.sees(ana, COMING))
    stage.look_at(ana)
    await stage.shown()


async def steps_in(stage: Stage, chloe: Person) -> None:
    await stage.chapter(say(_("Nobody is on the waiting list: people it suits are asked")))
    await time_passes(stage, lambda: stage.sees(chloe, JOIN))
    stage.look_at(chloe)
    await stage.shown()
    await stage.chapter(say(_("{name} steps in"), name=chloe.name))
    await stage.taps(chloe, JOIN)


async def is_read_in_the_group(stage: Stage, referent: Person) -> None:
    stage.look_at(referent, in_group=True)
    await stage.chapter(say(_("The group reads who comes instead")))


CANNOT_COME = Scene(
    "cannot_come",
    say(_("Somebody cannot come")),
    say(_("A reminder, one tap, a word of thanks, and a stand-in found among the people it suits.")),
    play,
)
