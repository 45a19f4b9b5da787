"""Owns what people wish of their reminders: which, how long before, at what hour, on which days, and a pause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.garden import QuietHours
from bot.domain.hours import read_hour
from bot.domain.message import Button, Message
from bot.domain.reminding import RULES, Topic, Wishes
from bot.domain.text import Listed, Text, say
from bot.engine.state import Answers
from bot.engine.steps.day import read_iso
from bot.errors import Refusal
from bot.marks import _
from bot.storage import reminder_wishes, reminders
from bot.storage.database import Transaction
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Ending, Next, Talk
from bot.usecases.reminding.planning import plan_for_person
from bot.usecases.replies import reply

REMINDING = "reminding"
HOUR, DAYS, PAUSE, ON, ENOUGH = "hour", "days", "pause", "on", "enough"
"""What can be changed beside the topics; ON ends a pause, ENOUGH the talk."""

OF_TOPIC: Mapping[Topic, str] = {
    Topic.SHIFT: _("My shifts"),
    Topic.EVENT: _("Events"),
    Topic.BASKET: _("My basket"),
}
LEADS: Mapping[str, str] = {
    "week": _("A week before"),
    "two_days": _("Two days before"),
    "day": _("The day before"),
    "two_hours": _("Two hours before"),
}


@dataclass(frozen=True, slots=True)
class WishFacts:
    """What they wish by now, and the garden's today and quiet hours."""

    wishes: Wishes
    today: date
    quiet: QuietHours


def open_wishes(tx: Transaction, caller: Caller) -> Refusal | None:
    """What they are reminded of and when; every part of it can be changed."""
    begin(tx, caller.in_private(), REMINDING)
    return None


def read_wish_facts(tx: Transaction, talk: Talk) -> WishFacts:
    wishes = reminder_wishes.find_wishes(tx, talk.garden.id, talk.person.id)
    return WishFacts(wishes, talk.now.astimezone(talk.garden.zone).date(), talk.garden.rules.quiet)


def take_wishes(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """One change at a time, then everything as it stands now."""
    what = answers.text("what")
    if what == ENOUGH:
        return None
    before = read_wish_facts(tx, talk).wishes
    after = _changed(before, what, answers)
    if after != before:
        _save(tx, talk.caller, after)
    return Next(REMINDING, answers={})


def stop_topics(tx: Transaction, caller: Caller, topics: frozenset[Topic]) -> None:
    """No more of these; one tap takes it back. What is cancelled or moved is still told."""
    if not reminders.was_reminded(tx, caller.garden.id, caller.person.id):  # they erased everything since
        reply(tx, caller, Message((say(_("I remind you of nothing any more.")),)), about="hush")
        return
    before = reminder_wishes.find_wishes(tx, caller.garden.id, caller.person.id)
    _save(tx, caller, replace(before, stopped=before.stopped | topics))
    back = Button(say(_("After all, do remind me")), data=f"n.unhush.{'-'.join(sorted(topics))}")
    told = say(_("All right, no more reminders: {what}."), what=_listed(topics))
    still = say(_("If something is cancelled or moved, you hear of it all the same."))
    reply(tx, caller, Message((told, still), ((back,),)), about="hush")


def allow_topics(tx: Transaction, caller: Caller, topics: frozenset[Topic]) -> None:
    """What was stopped comes again."""
    before = reminder_wishes.find_wishes(tx, caller.garden.id, caller.person.id)
    _save(tx, caller, replace(before, stopped=before.stopped - topics))
    told = say(_("With pleasure: I remind you again. /reminders says of what, and when."))
    reply(tx, caller, Message((told,)), about="unhush")


def _save(tx: Transaction, caller: Caller, wishes: Wishes) -> None:
    reminder_wishes.save_wishes(tx, caller.garden.id, caller.person.id, wishes)
    plan_for_person(tx, caller.garden, caller.person.id, caller.now)


def _changed(wishes: Wishes, what: str, answers: Answers) -> Wishes:
    match what:
        case "hour":
            return replace(wishes, hour=read_hour(answers.text("hour")) or wishes.hour)
        case "days":
            return replace(wishes, weekdays=frozenset(int(day) for day in answers.ticked("days")))
        case "pause":
            return replace(wishes, paused_until=read_iso(answers.text("until")))
        case "on":
            return replace(wishes, paused_until=None)
        case _:
            return _for_topic(wishes, Topic(what), answers)


def _for_topic(wishes: Wishes, topic: Topic, answers: Answers) -> Wishes:
    """No lead at all: the topic is stopped, and what was chosen before is kept for later."""
    chosen = tuple(RULES[name] for name in RULES if name in answers.ticked("leads"))
    if not chosen:
        return replace(wishes, stopped=wishes.stopped | {topic})
    return replace(wishes, stopped=wishes.stopped - {topic}, rules={**wishes.rules, topic: chosen})


def _listed(topics: frozenset[Topic]) -> Text:
    return Listed(tuple(say(OF_TOPIC[topic]) for topic in Topic if topic in topics), apart=True)
