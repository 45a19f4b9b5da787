"""/absence: a referent says from when to when they are away and who steps in; sees it, changes it, deletes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.referent import Absence, Referent
from bot.domain.text import Brief, Text, say
from bot.engine.conditions import all_of, answered, not_
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

stays = not_(answered("what", DELETE))


def team(facts: AbsenceFacts, answers: Answers) -> tuple[Option, ...]:
    """For a coordinator; referents say it for themselves."""
    return tuple(Option(str(one.id), one.name) for one in facts.team)


def overview(facts: AbsenceFacts, answers: Answers) -> tuple[Text, ...]:
    away = [
        say(_("Away from {first} to {last}."), first=one.first_day, last=one.last_day)
        for one in facts.absences(answers)
    ]
    deputy = facts.deputy(answers)
    steps_in = (
        say(_("{name} steps in."), name=deputy.name) if deputy else say(_("Nobody is named to step in."))
    )
    whose = facts.whose(answers)
    return (say(_("<b>{name}</b>"), name=whose.name if whose else ""), lines(away), steps_in)


def which(facts: AbsenceFacts, answers: Answers) -> tuple[Option, ...]:
    """Passed over while there is none."""
    known = tuple(Option(one.first_day.isoformat(), span(one)) for one in facts.absences(answers))
    return (*known, Option(NEW, say(_("Another absence")))) if known else ()


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
    return tuple(Option(str(one.id), called(one, facts, answers)) for one in facts.others(answers))


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
            "whose",
            _("Who is away?"),
            summary=_("Referent"),
            options=team,
            per_page=6,
            human=False,
        ),
        Choose(
            "which",
            overview,
            summary=_("Absence"),
            options=which,
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
            _("Away from which day on?"),
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
                _("Who steps in?"),
                _("Newcomers and what waits are proposed to them; nobody else changes referent."),
            ),
            options=who,
            extra=(Option(NOBODY, _("Nobody")),),
            per_page=6,
            when=stays,
            human=False,
        ),
    ],
)
