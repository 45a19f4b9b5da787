"""Owns a referent's absence, set in the chat: from when, until when, who steps in; changed and deleted as easily."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.message import Message
from bot.domain.referent import Absence, Referent, ReferentId
from bot.domain.text import Text, say
from bot.engine.state import Answers
from bot.errors import Refusal
from bot.marks import _
from bot.storage import audit, referents
from bot.storage.database import Transaction
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.joining import WriteFirst
from bot.usecases.replies import refusal_text, reply
from bot.usecases.stepping_in import forget_absence, plan_absence

ABSENCE = "absence"
NEW, CHANGE, DELETE, NOBODY = "new", "change", "delete", "nobody"


class ReferentsOnly(Refusal):
    message = _("Only a referent of the garden can say here when they are away.")


@dataclass(frozen=True, slots=True)
class AbsenceFacts:
    """What is known of a referent's absences from `today` on, and who could step in: those who have joined."""

    today: date
    absences: tuple[Absence, ...]
    others: tuple[Referent, ...]
    deputy: Referent | None

    def absence(self, answers: Answers) -> Absence | None:
        """The one that is looked at; None for a new one."""
        which = answers.text("which")
        return next((one for one in self.absences if one.first_day.isoformat() == which), None)


def open_absence(tx: Transaction, caller: Caller) -> Refusal | None:
    """Ask in private; the command may come from the group."""
    if referents.referent_of_person(tx, caller.garden.id, caller.person.id) is None:
        return ReferentsOnly()
    if caller.person.telegram_id is None or not caller.person.reachable:
        return WriteFirst()
    begin(tx, caller.in_private(), ABSENCE)
    if not caller.is_private:
        reply(tx, caller, Message((say(_("I have written to you in private.")),)), about="elsewhere")
    return None


def read_absence_facts(tx: Transaction, talk: Talk) -> AbsenceFacts:
    today = talk.now.astimezone(talk.garden.zone).date()
    mine = referents.referent_of_person(tx, talk.garden.id, talk.person.id)
    if mine is None:
        return AbsenceFacts(today, (), (), None)
    team = referents.list_referents(tx, talk.garden.id)
    others = tuple(one for one in team if one.person_id is not None and one.id != mine.id)
    deputy = next((one for one in others if one.id == mine.deputy_id), None)
    return AbsenceFacts(today, _coming(mine, today), others, deputy)


def take_absence(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Keep it, change it or delete it; what waits meanwhile is looked after."""
    mine = referents.referent_of_person(tx, talk.garden.id, talk.person.id)
    if mine is None:
        reply(tx, talk.caller, Message((refusal_text(ReferentsOnly()),)), about=ABSENCE)
        return None
    facts = read_absence_facts(tx, talk)
    before = facts.absence(answers)
    if before is not None:
        _drop(tx, mine, before)
    if answers.text("what") == DELETE:
        told: Text = say(_("Deleted: you are there. Newcomers are proposed to you again."))
    else:
        told = _keep(tx, talk, mine, answers)
    _note(tx, talk, mine)
    again = say(_("/absence shows, changes or deletes it."))
    reply(tx, talk.caller, Message((told, again)), about=ABSENCE)
    return None


def _keep(tx: Transaction, talk: Talk, mine: Referent, answers: Answers) -> Text:
    absence = Absence(date.fromisoformat(answers.text("first")), date.fromisoformat(answers.text("last")))
    chosen = answers.text("deputy")
    deputy_id = None if chosen == NOBODY else ReferentId(int(chosen))
    referents.set_deputy(tx, mine.id, deputy_id)
    kept = referents.find_referent(tx, mine.id)
    others = kept.absences if kept else ()
    if absence not in others:
        referents.add_absence(tx, mine.id, absence)
    plan_absence(tx, talk.garden, mine.id, absence, talk.now)
    deputy = referents.find_referent(tx, deputy_id) if deputy_id else None
    if deputy is None:
        return say(
            _("Noted: you are away from {first} to {last}. Newcomers are proposed to others."),
            first=absence.first_day,
            last=absence.last_day,
        )
    return say(
        _("Noted: you are away from {first} to {last}. {name} steps in, for newcomers and for what waits."),
        first=absence.first_day,
        last=absence.last_day,
        name=deputy.name,
    )


def _drop(tx: Transaction, mine: Referent, absence: Absence) -> None:
    referents.save_absences(tx, mine.id, [one for one in mine.absences if one != absence])
    forget_absence(tx, mine.id, absence)


def _coming(mine: Referent, today: date) -> tuple[Absence, ...]:
    return tuple(one for one in mine.absences if one.last_day >= today)


def _note(tx: Transaction, talk: Talk, mine: Referent) -> None:
    audit.note(
        tx,
        garden_id=talk.garden.id,
        actor_id=talk.person.id,
        action="referent.absence",
        subject=f"referent:{mine.id}",
        details={},
        now=talk.now,
    )
