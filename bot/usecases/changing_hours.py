"""Owns changing one person's hours on a referent's list: which person, how many hours or why none, then the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.message import Message
from bot.domain.report import Outcome, to_the_minute
from bot.domain.text import Text, say
from bot.engine.state import Answers
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _
from bot.storage.database import Transaction
from bot.usecases.claim import is_team
from bot.usecases.confirming import confirm_one, confirm_rest
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Ending, Next, Talk
from bot.usecases.joining import WriteFirst
from bot.usecases.outings import Outing, outings_of
from bot.usecases.replies import refusal_text, reply

CHANGING = "hours"
DONE, OTHER = "done", "other"
"""No more changes: everybody else is right; and: a number to be typed."""


@dataclass(frozen=True, slots=True)
class HoursFacts:
    """The outings on the list. `planned` is how long they were to last."""

    mission: Text
    day: date | None
    planned: float
    outings: tuple[Outing, ...]

    def outing(self, number: str) -> Outing | None:
        return next((one for one in self.outings if str(one.report.id) == number), None)


def open_changing(tx: Transaction, caller: Caller, handle: str) -> Refusal | None:
    """Ask in private whose hours are different; a single outing is asked about at once."""
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    found = outings_of(tx, caller.garden.id, handle)
    if not found:
        return NotFound()
    if caller.person.telegram_id is None or not caller.person.reachable:
        return WriteFirst()
    known = {("who", ""): str(found[0].report.id)} if len(found) == 1 else {}
    begin(tx, caller.in_private(), CHANGING, handle, answers=known)
    return None


def read_hours_facts(tx: Transaction, talk: Talk) -> HoursFacts:
    found = outings_of(tx, talk.garden.id, talk.subject)
    if not found:
        return HoursFacts("", None, 1.0, ())
    first = found[0]
    return HoursFacts(first.mission.title, first.report.day, first.planned, tuple(found))


def take_change(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """One change, then the list again; or the end, with everybody else as they stand."""
    who, handle = answers.text("who"), talk.subject
    if who == DONE:
        refusal = confirm_rest(tx, talk.caller, handle)
        done = refusal_text(refusal) if refusal else say(_("Confirmed. Thank you!"))
        reply(tx, talk.caller, Message((done,)), about="confirmed")
        return None
    outcome, hours = _said(answers)
    refusal = confirm_one(tx, talk.caller, handle, int(who), outcome, hours)
    if refusal is not None:
        reply(tx, talk.caller, Message((refusal_text(refusal),)), about="confirmed")
        return None
    if len(outings_of(tx, talk.garden.id, handle)) > 1:
        return Next(CHANGING, handle)
    reply(tx, talk.caller, Message((say(_("Noted. Thank you!")),)), about="confirmed")
    return None


def _said(answers: Answers) -> tuple[Outcome, float]:
    what = answers.of("what")
    if what in {one.value for one in Outcome if one is not Outcome.CAME}:
        return Outcome(str(what)), 0.0
    number = answers.of("number") if what == OTHER else what
    return Outcome.CAME, to_the_minute(float(number)) if isinstance(number, int | float) else 0.0
