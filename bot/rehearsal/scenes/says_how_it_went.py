"""After a shift: how it went in a few taps, hours confirmed in one, and a thank-you with a personal word."""

from __future__ import annotations

from bot.domain.text import say
from bot.marks import _
from bot.rehearsal.client import Person
from bot.rehearsal.scenes.scene import Cast, Scene
from bot.rehearsal.scenes.steps import (
    by_day,
    dated_mission,
    proposed,
    reader_of,
    sign_up_for_first_date,
    take_label,
    time_passes,
)
from bot.rehearsal.stage import Stage

OTHER_HOURS, THREE_HOURS = say(_("I was there, other hours")), say(_("{hours} h"), hours=3)
GOOD, NOTHING = say(_("🙂 Good")), say(_("Nothing to add"))
RIGHT, WRITE = say(_("Everything is right")), say(_("Write to them"))
WORD = _("The rows you weeded have never looked so good. See you on Wednesday?")


async def play(stage: Stage, cast: Cast) -> None:
    mission = dated_mission(cast)
    await by_day(stage, cast)
    ana = stage.person("Ana", seen=False)
    with stage.behind_the_curtain():
        await sign_up_for_first_date(stage, cast, ana, mission)
        await stage.taps(proposed(cast), take_label(mission), in_group=True)
    stage.follow(ana)
    stage.overlook()
    await tells(stage, ana)
    referent = await confirms(stage, cast)
    await thanks(stage, ana, referent)


async def tells(stage: Stage, ana: Person) -> None:
    await time_passes(stage, lambda: stage.sees(ana, OTHER_HOURS))
    stage.look_at(ana)
    await stage.chapter(say(_("The shift is over: how did it go, in a few taps?")))
    await stage.shown()
    for label in (OTHER_HOURS, THREE_HOURS, GOOD, NOTHING):
        await stage.taps(ana, label)


async def confirms(stage: Stage, cast: Cast) -> Person:
    """Whoever follows them, else the coordinator, sees the whole shift on one screen."""
    team = (*cast.referents, cast.coordinator)
    await time_passes(stage, lambda: reader_of(stage, team, RIGHT) is not None)
    referent = reader_of(stage, team, RIGHT) or cast.coordinator
    stage.look_at(referent)
    await stage.chapter(say(_("{name} confirms the hours of the whole shift in one tap"), name=referent.name))
    await stage.shown()
    await stage.taps(referent, RIGHT)
    return referent


async def thanks(stage: Stage, ana: Person, referent: Person) -> None:
    await time_passes(stage, lambda: stage.has(referent, WRITE))
    await stage.chapter(say(_("A first outing is a reason to say thank you")))
    await stage.shown()
    await stage.taps(referent, WRITE)
    await stage.says(referent, stage.say(say(WORD)))
    stage.look_at(ana)
    await stage.chapter(say(_("{name} knows that it was seen"), name=ana.name))
    await stage.shown()


SAYS_HOW_IT_WENT = Scene(
    "says_how_it_went",
    say(_("A report and a thank-you")),
    say(_("After a shift: how it went, hours confirmed in one tap, a word that stays. The clock walks.")),
    play,
)
