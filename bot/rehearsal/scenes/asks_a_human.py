"""In the middle of a question somebody writes to the team; a referent answers in the group, by replying."""

from __future__ import annotations

from bot.domain.labels import LANGUAGE_NAMES
from bot.domain.text import say
from bot.marks import _
from bot.rehearsal.scenes.scene import Cast, Scene
from bot.rehearsal.scenes.steps import GO_ON, by_day, tap_all
from bot.rehearsal.stage import Stage

QUESTION = say(_("Is there a bus on Saturday mornings?"))
ANSWER = say(_("Yes, number 3, at twenty past eight. I can wait for you at the stop!"))
THANKS = say(_("Thank you! See you on Saturday."))


async def play(stage: Stage, cast: Cast) -> None:
    await by_day(stage, cast)
    ana = stage.person("Ana")
    stage.look_at(ana)
    await stage.chapter(
        say(_("In the middle of a question, {name} would rather ask somebody"), name=ana.name)
    )
    await stage.says(ana, "/start")
    await tap_all(stage, ana, [LANGUAGE_NAMES[stage.speaker.language], GO_ON, say(_("Yes, I agree"))])
    await stage.says(ana, "/human")
    await stage.says(ana, stage.say(QUESTION))
    referent = cast.referents[0]
    stage.look_at(referent)
    await stage.chapter(say(_("{name} answers in the group, by replying to the message"), name=referent.name))
    words = stage.say(ANSWER, in_group=True)
    await stage.says(referent, words, in_group=True, reply_to=cast.group.screen)
    stage.look_at(ana)
    await stage.chapter(say(_("{name} reads the answer, and writes back"), name=ana.name))
    await stage.taps(ana, say(_("Write back")))
    await stage.says(ana, stage.say(THANKS))
    await stage.chapter(say(_("And the conversation goes on where it was")))
    await stage.taps(ana, ana.name)


ASKS_A_HUMAN = Scene(
    "asks_a_human",
    say(_("Somebody asks a human")),
    say(_("A volunteer writes to the team; a referent answers in the group, and the answer arrives.")),
    play,
)
