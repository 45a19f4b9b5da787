"""A volunteer joins: from the first word to a named referent who takes them."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.text import say
from bot.marks import _
from bot.rehearsal.client import Person
from bot.rehearsal.scenes.scene import Cast, Scene
from bot.rehearsal.scenes.steps import by_day, choose, introduce, mission_for, proposed, say_yes, take_label
from bot.rehearsal.stage import Stage
from bot.usecases.garden_file.schema import MissionSheet


async def play(stage: Stage, cast: Cast) -> None:
    mission = mission_for(cast)
    await by_day(stage, cast)
    ana = stage.person("Ana")
    await is_welcomed(stage, cast, ana, mission)
    await is_taken(stage, cast, mission)
    await ends_well(stage, ana)


async def is_welcomed(stage: Stage, cast: Cast, ana: Person, mission: MissionSheet) -> None:
    stage.look_at(ana)
    await stage.chapter(say(_("Ana writes to the bot, and only taps")))
    await introduce(stage, cast, ana, mission)
    await stage.waits(timedelta(minutes=6))
    await stage.chapter(say(_("A mission that suits, and one named referent")))
    await choose(stage, ana, mission)
    await say_yes(stage, ana)


async def is_taken(stage: Stage, cast: Cast, mission: MissionSheet) -> None:
    await stage.waits(timedelta(minutes=2))
    referent = proposed(cast)
    stage.look_at(referent)
    await stage.chapter(
        say(_("The newcomer is announced in the group, and {name} takes them"), name=referent.name)
    )
    await stage.taps(referent, take_label(mission), in_group=True)


async def ends_well(stage: Stage, who: Person) -> None:
    stage.look_at(who)
    await stage.chapter(say(_("{name} knows what to do, and whom to ask"), name=who.name))


WELCOME = Scene(
    "welcome",
    say(_("A volunteer joins")),
    say(_("From the first word to a mission and a referent with a name, who takes them.")),
    play,
)
