"""A bad line: Telegram refuses, asks to wait and drops connections during a welcome; nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from bot.domain.labels import AGES, LANGUAGE_NAMES
from bot.domain.person import AgeBracket
from bot.domain.text import say
from bot.marks import _
from bot.rehearsal.faults import Fault
from bot.rehearsal.scenes.scene import Cast, Scene
from bot.rehearsal.scenes.steps import (
    GO_ON,
    about_us,
    about_you,
    by_day,
    choose,
    mission_for,
    proposed,
    say_yes,
    take_label,
    tap_all,
)
from bot.rehearsal.stage import Stage

PAUSE_SECONDS = 20


async def play(stage: Stage, cast: Cast) -> None:
    mission = mission_for(cast)
    await by_day(stage, cast)
    ana, faults = stage.person("Ana"), stage.emulator.faults
    stage.look_at(ana)
    await stage.chapter(say(_("The line drops before Telegram has the answer: the bot says it again, once")))
    with lasting(stage, faults.cut(call=1, when="before", chat=ana)):
        await stage.says(ana, "/start")
    await stage.chapter(say(_("Telegram is out of order for a while: the answer waits, and comes")))
    with lasting(stage, faults.fail(502, "Bad Gateway", times=3, chat=ana)):
        await stage.taps(ana, LANGUAGE_NAMES[stage.speaker.language])
        await patience(stage, timedelta(minutes=2))
    await stage.chapter(say(_("Telegram asks the bot to wait: this chat waits, no other one does")))
    with lasting(stage, faults.retry_after(PAUSE_SECONDS, ana)):
        await stage.taps(ana, GO_ON)
        await patience(stage, timedelta(seconds=PAUSE_SECONDS))
    await stage.chapter(say(_("An answer is lost on its way back: the screen is still the right one")))
    with lasting(stage, faults.cut("editMessageText", when="after", chat=ana)):
        await tap_all(stage, ana, [say(_("Yes, I agree")), ana.name, AGES[AgeBracket.ADULT]])
    with stage.behind_the_curtain():
        await tap_all(stage, ana, [*about_you(mission), *about_us(cast.file.charter)])
        await choose(stage, ana, mission)
    await stage.chapter(say(_("The group is told over the same bad line, and told once")))
    with lasting(stage, faults.cut(call=1, when="before", chat=cast.group)):
        await say_yes(stage, ana)
        await patience(stage, timedelta(seconds=PAUSE_SECONDS))
    referent = proposed(cast)
    await stage.taps(referent, take_label(mission), in_group=True)
    await stage.chapter(say(_("Nothing was lost, and nothing came twice")))


async def patience(stage: Stage, span: timedelta) -> None:
    await stage.waits(span)
    await stage.shown()


@contextmanager
def lasting(stage: Stage, *troubles: Fault) -> Iterator[None]:
    """These faults, and none of them afterwards."""
    faults = stage.emulator.faults
    try:
        yield
    finally:
        for trouble in troubles:
            if trouble in faults.active:
                faults.lift(trouble)


BAD_LINE = Scene(
    "bad_line",
    say(_("A bad line")),
    say(
        _(
            "Telegram refuses, asks to wait and drops the line during a welcome; nothing is lost, nothing comes twice."
        )
    ),
    play,
)
