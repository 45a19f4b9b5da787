"""Owns what a coordinator changes in the calendar of deliveries from the chat: a day without baskets, another day.

It holds for every point of that day, over the garden file, until the file says the same. Members hear of it as of any
change of the calendar: see `news`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.basket import WEEK, monday_of
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.person import PersonId
from bot.domain.point import Delivery, Point
from bot.domain.quiet import next_allowed
from bot.domain.terms import NOTHING_SAID
from bot.domain.text import Language, Text, say
from bot.engine.state import Answers
from bot.errors import Refusal
from bot.marks import _
from bot.storage import audit, pickups, points
from bot.storage.database import Transaction
from bot.usecases.attention import called
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.managing.access import may_manage
from bot.usecases.managing.sheets import main_language, written_in
from bot.usecases.pickups.news import SETTLES
from bot.usecases.pickups.placing import WEEKS
from bot.usecases.pickups.weeks import plan_soon
from bot.usecases.replies import refusal_text, reply

DELIVERY, CHANGED = "delivery", "delivery.changed"
NO_BASKETS, ANOTHER_DAY, AS_USUAL = "none", "move", "usual"


@dataclass(frozen=True, slots=True)
class DeliveryDay:
    """A day on which baskets are usually handed out; `now` is what the calendar says of it, None where nothing."""

    day: date
    points: tuple[Point, ...]
    now: Delivery | None
    households: int

    @property
    def handed_out_on(self) -> date | None:
        return self.now.moved_to if self.now else self.day


@dataclass(frozen=True, slots=True)
class DeliveryFacts:
    """The days that can be changed, soonest first; the reason is asked in `main`, then in `others`."""

    garden: Garden
    main: Language
    others: tuple[Language, ...]
    today: date
    days: tuple[DeliveryDay, ...]

    def chosen(self, answers: Answers) -> DeliveryDay | None:
        return next((one for one in self.days if one.day.isoformat() == answers.text("day")), None)


def open_delivery(tx: Transaction, caller: Caller) -> Refusal | None:
    refusal = may_manage(tx, caller)
    if refusal is None:
        begin(tx, caller.in_private(), DELIVERY)
    return refusal


def read_delivery_facts(tx: Transaction, talk: Talk) -> DeliveryFacts:
    garden = talk.garden
    main = main_language(garden, talk.person.language, None)
    others = tuple(one for one in garden.languages if one != main)
    today = talk.now.astimezone(garden.zone).date()
    return DeliveryFacts(garden, main, others, today, _days(tx, garden, today))


def take_delivery(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """It is so from now on; the baskets follow at once, and whoever has one hears of it a little later."""
    refusal = may_manage(tx, talk.caller)
    facts = read_delivery_facts(tx, talk)
    chosen = facts.chosen(answers)
    if refusal is not None or chosen is None or answers.text("sure") != "yes":
        told = refusal_text(refusal) if refusal else say(_("All right. Nothing was changed."))
        reply(tx, talk.caller, Message((told,)), about=DELIVERY)
        return None
    reason = (
        written_in(answers, "reason", facts.main, talk.garden) if answers.text("reason") else NOTHING_SAID
    )
    moved_to = _moved_to(answers, chosen.day)
    overruled = _overruled(tx, talk, chosen, moved_to)
    points.overrule_calendar(tx, talk.garden.id, Delivery(chosen.day, chosen.day, moved_to, reason))
    plan_soon(tx, talk.garden.id, talk.now)
    audit.note(
        tx,
        garden_id=talk.garden.id,
        actor_id=talk.person.id,
        action=CHANGED,
        subject=_about(chosen.day),
        details={"moved_to": moved_to.isoformat() if moved_to else "", "by": talk.person.id},
        now=talk.now,
    )
    again = Button(say(_("📆 Another delivery")), data="n.bday")
    reply(tx, talk.caller, Message((_noted(talk), *overruled), ((again,),)), about=DELIVERY)
    return None


def _noted(talk: Talk) -> Text:
    """By night nobody is woken: see `news`."""
    if next_allowed(talk.now + SETTLES, talk.garden.rules.quiet, talk.garden.zone) > talk.now + SETTLES:
        return say(_("Noted. The lists follow at once; members are told in the morning, once, or in five minutes where "
                     "their basket comes sooner. Change it back before, and nobody hears of it."))  # fmt: skip
    return say(_("Noted. The lists follow at once; members are told in five minutes, once. "
                 "Change it back before, and nobody hears of it."))  # fmt: skip


def _overruled(tx: Transaction, talk: Talk, chosen: DeliveryDay, moved_to: date | None) -> tuple[Text, ...]:
    """What a colleague had decided of that day, perhaps just now, where it is to be otherwise."""
    before = audit.latest_details(tx, CHANGED, _about(chosen.day))
    by = PersonId(before.get("by", talk.person.id))
    if chosen.now is None or chosen.now.moved_to == moved_to or by == talk.person.id:
        return ()
    name = called(tx, talk.garden.id, by)
    if chosen.now.moved_to is None:
        return (say(_("Before you, {name} had called it off: better talk it over."), name=name),)
    moved = _("Before you, {name} had moved it to {day}: better talk it over.")
    return (say(moved, name=name, day=chosen.now.moved_to),)


def _about(day: date) -> str:
    return f"delivery:{day.isoformat()}"


def _moved_to(answers: Answers, day: date) -> date | None:
    """The day itself stands for "as usual"."""
    match answers.text("what"):
        case "move":
            return date.fromisoformat(answers.text("moved_to"))
        case "usual":
            return day
        case _:
            return None


def _days(tx: Transaction, garden: Garden, today: date) -> tuple[DeliveryDay, ...]:
    unusual = points.deliveries_of(tx, garden.id)
    usual: dict[date, list[Point]] = {}
    for point in points.points_in_use(tx, garden.id, today):
        for number in range(WEEKS):
            day = monday_of(today) + number * WEEK + timedelta(days=point.weekday - 1)
            usual.setdefault(day, []).append(point)
    found = []
    for day in sorted(usual):
        now = next((one for one in unusual if one.covers(day)), None)
        if max(day, (now.moved_to if now else None) or day) >= today:
            places = tuple(usual[day])
            days = {day, (now.moved_to if now else None) or day}
            count = pickups.count_of_week(tx, [one.id for one in places], monday_of(day), days)
            found.append(DeliveryDay(day, places, now, count))
    return tuple(found)
