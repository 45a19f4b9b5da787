"""Buttons in reminders: what somebody answers, and no more of these."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.event import RsvpId
from bot.domain.reminding import Answer, Topic
from bot.domain.shift import BookingId
from bot.marks import _
from bot.storage.database import Transaction
from bot.transport.act import Outcome
from bot.usecases.house import Caller
from bot.usecases.reminding.answering import ask_how_late, say_coming, say_late
from bot.usecases.reminding.events import answer_reminder
from bot.usecases.reminding.wishing import allow_topics, stop_topics
from handlers.presses.press import NUMBER, Press, done

TOPICS = rf"({'|'.join(Topic)})(-({'|'.join(Topic)})){{0,2}}"


def _coming(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(say_coming(tx, caller, BookingId(int(args[0]))), _("Thank you! You are expected."))


def _late(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(ask_how_late(tx, caller, BookingId(int(args[0]))), _("How late will you be, about?"))


def _late_by(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    said = say_late(tx, caller, BookingId(int(args[0])), int(args[1]))
    return done(said, _("Thank you for telling us."))


def _hush(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    stop_topics(tx, caller.in_private(), _topics(args[0]))
    return None


def _unhush(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    allow_topics(tx, caller.in_private(), _topics(args[0]))
    return None


def _topics(written: str) -> frozenset[Topic]:
    return frozenset(Topic(one) for one in written.split("-"))


def _to_event(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    said = answer_reminder(tx, caller, RsvpId(int(args[0])), Answer.COMING)
    return done(said, _("Thank you! You are expected."))


def _late_to_event(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    if not args[1:]:
        asked = answer_reminder(tx, caller, RsvpId(int(args[0])), Answer.HOW_LATE)
        return done(asked, _("How late will you be, about?"))
    said = answer_reminder(tx, caller, RsvpId(int(args[0])), Answer.LATE, int(args[1]))
    return done(said, _("Thank you for telling us."))


PRESSES: Mapping[str, Press] = {
    "coming": Press(NUMBER, _coming),
    "late": Press(NUMBER, _late),
    "lateby": Press(rf"{NUMBER}\.(10|20|30|60)", _late_by),
    "evcoming": Press(NUMBER, _to_event),
    "evlate": Press(rf"{NUMBER}(\.(10|20|30|60))?", _late_to_event),
    "hush": Press(TOPICS, _hush),
    "unhush": Press(TOPICS, _unhush),
}
