"""Two referents tap at the same moment: one has the newcomer, the other is told who."""

from __future__ import annotations

from bot.domain.text import say
from bot.marks import _
from bot.rehearsal.client import Person
from bot.rehearsal.scenes.scene import Cast, Scene
from bot.rehearsal.scenes.steps import TAKE, another, by_day, join_unseen, mission_for, proposed, say_yes
from bot.rehearsal.stage import Stage


async def play(stage: Stage, cast: Cast) -> None:
    mission = mission_for(cast, plain=True)
    another(cast, cast.referents[0], mission.domain)
    await by_day(stage, cast)
    ana = stage.person("Ana", seen=False)
    await join_unseen(stage, cast, ana, mission)
    stage.look_at(ana)
    await stage.chapter(say(_("{name} has answered everything, and says yes to a mission"), name=ana.name))
    await say_yes(stage, ana)
    first = proposed(cast)
    second = another(cast, first, mission.domain)
    stage.look_at(second)
    await tap_together(stage, first, second)
    stage.look_at(ana)
    await stage.chapter(say(_("One has them, the other was told who; {name} has one name"), name=ana.name))


async def tap_together(stage: Stage, first: Person, second: Person) -> None:
    await stage.chapter(say(_("The newcomer is in the group; two referents tap at the same moment")))
    await stage.tap_at_once([(first, TAKE), (second, TAKE)], in_group=True)


TWO_TAPS = Scene(
    "two_taps",
    say(_("Two referents tap at once")),
    say(_("A newcomer is announced in the group; one referent has them, the other is told who.")),
    play,
)
