"""Somebody under 18: a coordinator is told, records the parent's agreement, and the place is confirmed."""

from __future__ import annotations

from bot.domain.person import AgeBracket
from bot.domain.text import say
from bot.marks import _
from bot.rehearsal.scenes.scene import Cast, Scene
from bot.rehearsal.scenes.steps import by_day, choose, introduce, mission_for, say_yes
from bot.rehearsal.stage import Stage

MOTHER = "Claire, 06 11 22 33 44"
RECORD = say(_("Record the agreement"))


async def play(stage: Stage, cast: Cast) -> None:
    mission = mission_for(cast, AgeBracket.FROM_15_TO_17)
    await by_day(stage, cast)
    lea = stage.person("Léa")
    stage.look_at(lea)
    await stage.chapter(say(_("{name} is under 18, and names a parent"), name=lea.name))
    await introduce(stage, cast, lea, mission, age=AgeBracket.FROM_15_TO_17, guardian=MOTHER)
    await stage.chapter(
        say(_("{name} chooses a mission; the place is kept until a parent agrees"), name=lea.name)
    )
    await choose(stage, lea, mission)
    await say_yes(stage, lea)
    nadia = cast.coordinator
    stage.look_at(nadia)
    await stage.chapter(say(_("The coordinator has spoken with the parent, and records the agreement")))
    await stage.taps(nadia, RECORD)
    stage.look_at(lea)
    await stage.chapter(say(_("{name} is told, and the place is confirmed"), name=lea.name))


MINOR = Scene(
    "minor",
    say(_("Somebody under 18")),
    say(_("The place is kept, a coordinator is told, and records the parent’s agreement.")),
    play,
)
