"""/absence: a referent says from when to when they are away and who steps in; sees it, changes it, deletes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.referent import Absence, Referent
from bot.domain.text import Brief, Text, say
from bot.engine.conditions import all_of, answered, fact, not_
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, Day, Option
from bot.engine.steps.base import lines
from bot.marks import _
from bot.usecases.absence import (
    ABSENCE,
    CHANGE,
    DELETE,
    NEW,
    NOBODY,
    AbsenceFacts,
    read_absence_facts,
    take_absence,
)

known = fact("absences known", lambda facts: bool(facts.absences))
stays = not_(answered("what", DELETE))


def overview(facts: AbsenceFacts, answers: Answers) -> tuple[Text, ...]:
    away = [
        say(
            _("You are away from {first} to {last}."),
            first=one.first_day,
            last=one.last_day,
        )
        for one in facts.absences
    ]
    if facts.deputy is None:
        return (lines(away), say(_("Nobody is named to step in.")))
    return (lines(away), say(_("{name} steps in."), name=facts.deputy.name))


def which(facts: AbsenceFacts, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(one.first_day.isoformat(), span(one)) for one in facts.absences)


def span(absence: Absence) -> Text:
    """Short enough for a button."""
    return say(_("{first} – {last}"), first=Brief(absence.first_day), last=Brief(absence.last_day))


def from_when(facts: AbsenceFacts, answers: Answers) -> Sequence[date]:
    before, today = facts.absence(answers), facts.today
    monday = today + timedelta(days=7 - today.weekday())
    return [*([before.first_day] if before else []), today, today + timedelta(days=1), monday]


def not_before(facts: AbsenceFacts, answers: Answers) -> date:
    """An absence that has begun keeps its first day."""
    before = facts.absence(answers)
    return min(before.first_day, facts.today) if before else facts.today


def until_when(facts: AbsenceFacts, answers: Answers) -> Sequence[date]:
    before, first = facts.absence(answers), first_day(facts, answers)
    friday = first + timedelta(days=(4 - first.weekday()) % 7)
    return [*([before.last_day] if before else []), first, friday, friday + timedelta(days=7)]


def first_day(facts: AbsenceFacts, answers: Answers) -> date:
    """Chosen already when the last day is asked for."""
    return date.fromisoformat(answers.text("first") or facts.today.isoformat())


def who(facts: AbsenceFacts, answers: Answers) -> tuple[Option, ...]:
    usual = sorted(facts.others, key=lambda one: (one != facts.deputy, one.name))
    return tuple(Option(str(one.id), called(one, facts, answers)) for one in usual)


def called(one: Referent, facts: AbsenceFacts, answers: Answers) -> Text:
    first = first_day(facts, answers)
    last = date.fromisoformat(answers.text("last") or first.isoformat())
    if any(other.first_day <= last and other.last_day >= first for other in one.absences):
        return say(_("{name} (away then, too)"), name=one.name)
    return one.name


absence = Conversation(
    ABSENCE,
    title=_("Being away"),
    facts=read_absence_facts,
    on_done=take_absence,
    fleeting=True,
    stopped=_("All right. Nothing changes."),
    steps=[
        Choose(
            "which",
            overview,
            summary=_("Absence"),
            options=which,
            extra=(Option(NEW, _("Another absence")),),
            when=known,
            human=False,
        ),
        Choose(
            "what",
            _("What would you like to do?"),
            options=(Option(CHANGE, _("Change it")), Option(DELETE, _("Delete it: I am there"))),
            when=all_of(answered("which"), not_(answered("which", NEW))),
            human=False,
        ),
        Day(
            "first",
            _("From which day are you away?"),
            earliest=not_before,
            offers=from_when,
            when=stays,
            human=False,
        ),
        Day(
            "last",
            _("Until which day, that one included?"),
            earliest=first_day,
            offers=until_when,
            when=stays,
            human=False,
        ),
        Choose(
            "deputy",
            (
                _("Who steps in for you?"),
                _("Newcomers and what waits with you are proposed to them; whom you follow stays with you."),
            ),
            options=who,
            extra=(Option(NOBODY, _("Nobody")),),
            per_page=6,
            when=stays,
            human=False,
        ),
    ],
)
