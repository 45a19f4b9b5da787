"""An event is moved by a day: whoever comes hears once what was and what is, and a place given up goes on."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.event import EventKind
from bot.domain.text import Text, say
from bot.marks import _
from bot.rehearsal.client import Person
from bot.rehearsal.scenes.scene import Cast, Scene
from bot.rehearsal.scenes.steps import GO_ON, by_day, tap_all, time_passes
from bot.rehearsal.stage import Stage
from bot.usecases.events.cards import CIRCLES
from bot.usecases.events.sheet import EVENT_KINDS
from bot.usecases.notices.party import take_it

TITLE, WHERE = _("Apple juice pressing"), _("By the old press")
AHEAD = timedelta(days=10)
COMING = say(_("✅ I’m coming"))
ALONE = (say(_("Nobody else")), say(_("No child")))
CANNOT, TAKE_IT = say(_("I can’t come")), take_it(1)
NOT_NOW, NOTHING = say(_("Not now")), say(_("Nothing"))
SEE_IT = say(_("See it as people do"))


async def play(stage: Stage, cast: Cast) -> None:
    await by_day(stage, cast)
    ana, badr = stage.person("Ana", seen=False), stage.person("Badr", seen=False)
    with stage.behind_the_curtain():
        for who in (ana, badr):
            await stage.says(who, "/help")
        await prepares(stage, cast.coordinator)
        await comes(stage, ana, COMING)
        await finds(stage, badr)
        await comes(stage, badr, say(_("Join the waiting list")))
    for who in (cast.coordinator, ana, badr):
        stage.follow(who)
    stage.overlook()
    await moves(stage, cast.coordinator)
    await hears(stage, ana)
    await steps_up(stage, badr)


async def prepares(stage: Stage, coordinator: Person) -> None:
    """A place for one, so that somebody waits."""
    await stage.says(coordinator, "/manage")
    await tap_all(
        stage, coordinator, [say(_("🎪 Events")), say(_("➕ A new event")), EVENT_KINDS[EventKind.MEAL]]
    )
    await stage.says(coordinator, stage.say(say(TITLE)))
    await tap_all(stage, coordinator, [say(_("Nothing to add")), say(_("One date"))])
    await stage.says(coordinator, (stage.now + AHEAD).date().isoformat())
    for words in ("14:00", "3"):
        await stage.says(coordinator, words)
    await tap_all(stage, coordinator, [say(_("When it begins")), say(_("No map"))])
    await stage.says(coordinator, stage.say(say(WHERE)))
    await stage.taps(coordinator, NOTHING)
    await stage.says(coordinator, "1")
    await stage.taps(coordinator, say(_("No")))
    await stage.taps(coordinator, next(iter(CIRCLES.values())))
    if stage.sees(coordinator, NOT_NOW):
        await stage.taps(coordinator, NOT_NOW)
    await tap_all(stage, coordinator, [SEE_IT, GO_ON, say(_("Publish"))])


async def finds(stage: Stage, who: Person) -> None:
    """The event on the list of what is coming: its sheet says that it is full by now."""
    await stage.says(who, "/events")
    await stage.taps(who, say(TITLE))


async def comes(stage: Stage, who: Person, label: Text) -> None:
    """One tap, the name to be expected under, and nobody along."""
    await stage.taps(who, label)
    await stage.says(who, who.name)
    await tap_all(stage, who, ALONE)


async def moves(stage: Stage, coordinator: Person) -> None:
    stage.look_at(coordinator)
    await stage.chapter(say(_("{name} moves the event by a day"), name=coordinator.name))
    await tap_all(stage, coordinator, [say(_("✏️ Edit")), say(_("Change something")), say(_("First day"))])
    await stage.says(coordinator, (stage.now + AHEAD + timedelta(days=1)).date().isoformat())
    await tap_all(stage, coordinator, [SEE_IT, GO_ON, say(_("Save"))])


async def hears(stage: Stage, ana: Person) -> None:
    """A few minutes later, should something else be changed too."""
    await time_passes(stage, lambda: stage.sees(ana, say(_("See the event"))))
    stage.look_at(ana)
    await stage.chapter(say(_("{name} hears once what was and what is, and cannot come then"), name=ana.name))
    await stage.shown()
    await stage.taps(ana, CANNOT)


async def steps_up(stage: Stage, badr: Person) -> None:
    stage.look_at(badr)
    await stage.chapter(say(_("{name} was waiting: the place is kept until it is confirmed"), name=badr.name))
    await stage.shown()
    await stage.taps(badr, TAKE_IT)


EVENT_MOVED = Scene(
    "event_moved",
    say(_("An event moved by a day")),
    say(_("Whoever comes is told once, old and new; a place given up goes to whoever waits.")),
    play,
)
