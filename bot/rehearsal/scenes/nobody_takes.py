"""Nobody takes a newcomer: a reminder in working hours, then another referent, then the coordinators decide."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.person import Weekday
from bot.domain.text import say
from bot.marks import _
from bot.rehearsal.client import Person
from bot.rehearsal.scenes.scene import CannotPlay, Cast, Scene
from bot.rehearsal.scenes.steps import join_unseen, looks_after, mission_for, say_yes, take_label, time_passes
from bot.rehearsal.stage import Stage
from bot.usecases.garden_file.schema import MissionSheet, RulesSheet

CHOOSE = say(_("Choose a referent"))
BEFORE_CLOSING = timedelta(minutes=90)


async def play(stage: Stage, cast: Cast) -> None:
    mission = mission_for(cast)
    await stage.waits_until(end_of_the_week(stage.now, cast.file.rules))
    bilal = stage.person("Bilal", seen=False)
    await join_unseen(stage, cast, bilal, mission)
    stage.look_at(bilal)
    await stage.chapter(say(_("Before the weekend {name} arrives, and nobody takes them"), name=bilal.name))
    await say_yes(stage, bilal)
    await until_reminded(stage, cast)
    await stage.chapter(say(_("When work begins again, the group is reminded")))
    await stage.shown()
    await another_is_asked(stage, cast, bilal)
    await coordinator_decides(stage, cast, bilal, mission)


def end_of_the_week(now: datetime, rules: RulesSheet) -> datetime:
    """An hour and a half before closing on the next working day that a day of rest follows; else on a Friday."""
    days = {number for number, day in enumerate(Weekday) if day in rules.working_days}
    last = {day for day in days if (day + 1) % 7 not in days} or {list(Weekday).index(Weekday.FRIDAY)}
    closing = now.replace(hour=rules.closes.hour, minute=rules.closes.minute, second=0, microsecond=0)
    late = closing - BEFORE_CLOSING
    while late < now or late.weekday() not in last:
        late += timedelta(days=1)
    return late


async def until_reminded(stage: Stage, cast: Cast) -> None:
    """Time passes until the group reads something new."""
    announced = cast.group.screen
    await time_passes(stage, lambda: cast.group.screen is not announced)


async def another_is_asked(stage: Stage, cast: Cast, who: Person) -> None:
    before = who.screen
    await time_passes(stage, lambda: who.screen is not before or stage.sees(cast.coordinator, CHOOSE))
    if who.screen is not before:
        await stage.chapter(
            say(_("Still nobody: another referent is asked, and {name} is told"), name=who.name)
        )
        await stage.shown()


async def coordinator_decides(stage: Stage, cast: Cast, who: Person, mission: MissionSheet) -> None:
    nadia = cast.coordinator
    await time_passes(stage, lambda: stage.sees(nadia, CHOOSE))
    stage.look_at(nadia)
    await stage.chapter(say(_("Still nobody: the coordinators are told, and decide")))
    await stage.shown()
    await stage.taps(nadia, CHOOSE)
    referent, label = found_on_screen(cast, nadia, mission)
    await stage.taps(nadia, label)
    stage.look_at(referent)
    await stage.chapter(say(_("{name} takes them"), name=referent.name))
    await stage.taps(referent, take_label(mission), in_group=True)


def found_on_screen(cast: Cast, nadia: Person, mission: MissionSheet) -> tuple[Person, str]:
    """Somebody the coordinator may choose, rather of the mission's domain, and the button that says so."""
    shown = [label for row in nadia.screen.buttons for label in row]
    found = [(one, label) for one in cast.referents for label in shown if label.startswith(one.name)]
    if not found:
        raise CannotPlay(say(_("There is nobody to choose: no other referent of the garden is there.")))
    return next((one for one in found if looks_after(cast, one[0], mission.domain)), found[0])


NOBODY_TAKES = Scene(
    "nobody_takes",
    say(_("Nobody takes a newcomer")),
    say(
        _(
            "Over a weekend: a reminder when work resumes, another referent, then the coordinators. The clock walks."
        )
    ),
    play,
)
