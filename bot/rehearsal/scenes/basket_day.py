"""The day of the basket: a reminder answered inside, the keeper's list that lives, one question after closing."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.basket import BasketRhythm, Subscription, fetchings, opening
from bot.domain.basket_words import short_size
from bot.domain.person import GardenId
from bot.domain.point import Point
from bot.domain.text import Brief, say
from bot.marks import _
from bot.rehearsal.client import Person
from bot.rehearsal.scenes.scene import CannotPlay, Cast, Scene
from bot.rehearsal.scenes.steps import by_day, time_passes
from bot.rehearsal.stage import Stage
from bot.usecases.garden_file.baskets import deliveries_of, points_of
from bot.usecases.garden_file.values import garden_of

COMING, FRIEND = say(_("I’m coming")), say(_("A friend collects it"))
GIVE, HAVE, IMPORT = say(_("Give it away")), say(_("I have it")), say(_("✅ Import"))
SHARE = say(_("Share my number"))
AHEAD = 4
"""Weeks in which there has to be a basket."""
SOONEST = timedelta(hours=3)
"""Before closing, so that a reminder still comes."""
HOUSEHOLDS = (("Ana", "+33600000001"), ("Badr", "+33600000002"))
SIZE = "m"


async def play(stage: Stage, cast: Cast) -> None:
    point = _a_point(cast)
    await by_day(stage, cast)
    opens_at = _next_opening(stage, cast, point)
    ana, badr = (stage.person(name, seen=False) for name, _phone in HOUSEHOLDS)
    with stage.behind_the_curtain():
        await _enrol(stage, cast, point, (ana, badr))
    for who in (ana, badr):
        stage.follow(who)
    stage.overlook()
    await answers(stage, ana, badr)
    await stage.waits_until(opens_at)
    await hands_out(stage, cast.coordinator, ana, point)
    await is_asked_once(stage, badr)


async def answers(stage: Stage, ana: Person, badr: Person) -> None:
    await time_passes(stage, lambda: stage.sees(ana, FRIEND) and stage.sees(badr, COMING))
    stage.look_at(ana)
    await stage.chapter(say(_("A reminder that can be answered: a friend collects the basket")))
    await stage.shown()
    await stage.taps(ana, FRIEND)
    await stage.says(ana, "Luc")
    await stage.taps(badr, COMING)


async def hands_out(stage: Stage, keeper: Person, ana: Person, point: Point) -> None:
    day = stage.now.date()
    stage.look_at(keeper)
    await stage.chapter(say(_("At the pickup point: the list says who comes, each basket is one tap")))
    await stage.says(keeper, "/keeper")
    await stage.taps(keeper, say(_("{day} · {point}"), day=Brief(day), point=point.name))
    await stage.taps(keeper, say("⬜ {name} · {size}", name=ana.name, size=short_size(SIZE)))


async def is_asked_once(stage: Stage, badr: Person) -> None:
    await time_passes(stage, lambda: stage.sees(badr, HAVE))
    stage.look_at(badr)
    await stage.chapter(
        say(_("The point has closed: {name} is asked once, and gives the basket away"), name=badr.name)
    )
    await stage.shown()
    await stage.taps(badr, GIVE)


def _a_point(cast: Cast) -> Point:
    """The first point with baskets. Raises: CannotPlay where the garden file has none."""
    found = [point for point, _keeper in points_of(cast.file, GardenId(0))]
    if not found:
        raise CannotPlay(
            say(_("This scene needs a pickup point with baskets, and the garden file has none."))
        )
    return found[0]


def _next_opening(stage: Stage, cast: Cast, point: Point) -> datetime:
    """Raises: CannotPlay where the garden hands out no basket for a month."""
    zone = garden_of(cast.file).zone
    today = stage.now.astimezone(zone).date()
    weekly = Subscription(point.weekday, BasketRhythm.WEEKLY)
    for one in fetchings(weekly, deliveries_of(cast.file), today, AHEAD):
        opens_at, closes_at = opening(one.day, point.opens, point.closes, zone)
        if closes_at - SOONEST > stage.now:
            return opens_at
    raise CannotPlay(say(_("By the garden file’s calendar, no basket is handed out in the next weeks.")))


async def _enrol(stage: Stage, cast: Cast, point: Point, people: tuple[Person, ...]) -> None:
    """The garden's own list, sent by the coordinator; then each joins by the number of their own account."""
    rows = ["numero;nom;telephone;point de retrait;taille"]
    rows += [
        f"{number};{who.name};{phone};{point.slug};{SIZE}"
        for number, (who, (_name, phone)) in enumerate(zip(people, HOUSEHOLDS, strict=True), 1)
    ]
    await cast.coordinator.sends_document("paniers.csv", "\n".join(rows).encode())
    await stage.taps(cast.coordinator, IMPORT)
    for who, (_name, phone) in zip(people, HOUSEHOLDS, strict=True):
        await stage.says(who, "/member")
        await who.taps(stage.say(SHARE), phone=phone)


BASKET_DAY = Scene(
    "basket_day",
    say(_("The day of the basket")),
    say(_("A reminder answered inside, a list that lives, and one question after closing.")),
    play,
)
