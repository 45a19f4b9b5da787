"""Owns telling members what is in the baskets of a week, with a recipe: written by a coordinator in the chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.basket import WEEK, monday_of
from bot.domain.garden import Garden
from bot.domain.message import Message
from bot.domain.text import Language, say
from bot.engine.state import Answers
from bot.errors import Refusal
from bot.marks import _
from bot.storage import contents
from bot.storage.contents import Contents
from bot.storage.database import Transaction
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.managing.access import may_manage
from bot.usecases.managing.sheets import main_language, written_in
from bot.usecases.replies import refusal_text, reply

CONTENTS = "basket_contents"
WEEKS_AHEAD = 3


@dataclass(frozen=True, slots=True)
class ContentsFacts:
    """The weeks that can be told of, asked about in `main`, then in `others`; `told` is what was said before."""

    garden: Garden
    main: Language
    others: tuple[Language, ...]
    weeks: tuple[date, ...]
    told: Sequence[Contents]

    def items_of(self, week: str) -> str | None:
        known = (one for one in self.told if one.week.isoformat() == week)
        return next((one.items.by_language.get(self.main) for one in known), None)


def open_contents(tx: Transaction, caller: Caller) -> Refusal | None:
    refusal = may_manage(tx, caller)
    if refusal is None:
        begin(tx, caller.in_private(), CONTENTS)
    return refusal


def read_contents_facts(tx: Transaction, talk: Talk) -> ContentsFacts:
    garden = talk.garden
    main = main_language(garden, talk.person.language, None)
    others = tuple(one for one in garden.languages if one != main)
    this = monday_of(talk.now.astimezone(garden.zone).date())
    weeks = tuple(this + number * WEEK for number in range(WEEKS_AHEAD))
    told = [one for week in weeks if (one := contents.find_contents(tx, garden.id, week))]
    return ContentsFacts(garden, main, others, weeks, told)


def take_contents(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    refusal = may_manage(tx, talk.caller)
    if refusal is not None:
        reply(tx, talk.caller, Message((refusal_text(refusal),)), about=CONTENTS)
        return None
    facts = read_contents_facts(tx, talk)
    week = date.fromisoformat(answers.text("week"))
    items, recipe = (written_in(answers, name, facts.main, talk.garden) for name in ("items", "recipe"))
    contents.save_contents(tx, talk.garden.id, Contents(week, items, recipe))
    told = say(_("Noted. Members read it in /basket for the week of {day}."), day=week)
    reply(tx, talk.caller, Message((told,)), about=CONTENTS)
    return None
