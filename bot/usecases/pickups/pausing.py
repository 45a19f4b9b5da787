"""Owns members' holidays: from when to when no basket is kept for them, as far as it is not prepared already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.basket import Away
from bot.domain.garden import Garden
from bot.domain.member import Member
from bot.domain.message import Button, Message
from bot.domain.pickup import Pickup, PickupState
from bot.domain.text import Text, say
from bot.engine.state import Answers
from bot.engine.steps.base import lines
from bot.errors import Refusal
from bot.marks import _, ngettext
from bot.storage import holidays, pickups
from bot.storage.database import Transaction
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.pickups.besides import BACK_HOME
from bot.usecases.pickups.case import member_behind, when_open
from bot.usecases.pickups.changing import refresh_everywhere, show_in_calendar
from bot.usecases.pickups.weeks import plan_member
from bot.usecases.replies import refusal_text, reply

AWAY = "basket_away"
SHOWN = 4


@dataclass(frozen=True, slots=True)
class AwayFacts:
    today: date


def open_away(tx: Transaction, caller: Caller) -> Refusal | None:
    member = member_behind(tx, caller)
    if isinstance(member, Refusal):
        return member
    begin(tx, caller.in_private(), AWAY)
    return None


def read_away_facts(tx: Transaction, talk: Talk) -> AwayFacts:
    return AwayFacts(talk.now.astimezone(talk.garden.zone).date())


def take_away(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """No basket from the first day to the last; those prepared by now are named, with what can be done."""
    member = member_behind(tx, talk.caller)
    if isinstance(member, Refusal):
        reply(tx, talk.caller, Message((refusal_text(member),)), about=AWAY)
        return None
    away = Away(date.fromisoformat(answers.text("first")), date.fromisoformat(answers.text("last")))
    holidays.add_holiday(tx, member.id, away)
    _pause_changed(tx, talk, member, away)
    plan_member(tx, talk.garden, member, talk.now)
    concerned = [one for one in _coming(tx, talk, member) if away.covers(one.day)]
    for one in concerned:
        refresh_everywhere(tx, one, talk.now)
    show_in_calendar(tx, talk.garden, member, concerned, talk.now)
    reply(tx, talk.caller, _noted(talk.garden, away, concerned), about=AWAY)
    return None


def come_home(tx: Transaction, caller: Caller) -> Refusal | None:
    """Back earlier: their holidays end, and every basket that can still be prepared is theirs again."""
    member = member_behind(tx, caller)
    if isinstance(member, Refusal):
        return member
    today = caller.now.astimezone(caller.garden.zone).date()
    before = pickups.pickups_since(tx, [member.id], today).get(member.id, [])
    holidays.drop_holidays(tx, member.id, today)
    plan_member(tx, caller.garden, member, caller.now)
    rules, zone = caller.garden.rules.baskets, caller.garden.zone
    for one in before:
        by_hand = one.changed_at is not None and one.state is PickupState.PAUSED
        if by_hand and caller.now < rules.change_until(one.day, zone):
            pickups.change_pickup(tx, one.id, caller.now, state=PickupState.EXPECTED.value)
        refresh_everywhere(tx, one, caller.now)
    show_in_calendar(tx, caller.garden, member, before, caller.now)
    told = say(_("Welcome back! Your baskets are kept for you again, as far as they can still be prepared."))
    again = Button(say(_("🧺 My basket")), data="n.basket")
    reply(tx, caller.in_private(), Message((told,), ((again,),)), about=AWAY)
    return None


def _pause_changed(tx: Transaction, talk: Talk, member: Member, away: Away) -> None:
    """Baskets that were changed by hand are no longer planned: they are paused one by one."""
    rules, zone = talk.garden.rules.baskets, talk.garden.zone
    for one in _coming(tx, talk, member):
        in_time = talk.now < rules.change_until(one.day, zone)
        if away.covers(one.day) and one.is_expected and one.changed_at is not None and in_time:
            pickups.change_pickup(tx, one.id, talk.now, state=PickupState.PAUSED.value)


def _coming(tx: Transaction, talk: Talk, member: Member) -> list[Pickup]:
    return pickups.pickups_to_fetch(tx, member.id, talk.now)


def _noted(garden: Garden, away: Away, concerned: list[Pickup]) -> Message:
    one_day = away.first_day == away.last_day
    words = _("🏖 Noted: away on {first}.") if one_day else _("🏖 Noted: away from {first} to {last}.")
    told: list[Text] = [say(words, first=away.first_day, last=away.last_day)]
    paused = sum(one.state is PickupState.PAUSED for one in concerned)
    if paused:
        told.append(
            say(
                ngettext("{count} basket is not prepared.", "{count} baskets are not prepared."), count=paused
            )
        )
    late = [one for one in concerned if one.is_expected]
    if late:
        told.append(say(_("It is too late for this one: a friend could collect it, or you give it away.")))
        told.append(lines([when_open(one, garden) for one in late[:SHOWN]]))
    rows = tuple((Button(say(_("🧺 My basket")), data=f"n.basket.{one.id}"),) for one in late[:SHOWN])
    return Message(tuple(told), (*rows, (Button(BACK_HOME.label, data="n.bhome.0"),)))
