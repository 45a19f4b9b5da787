"""Owns a referent's absence, set in the chat: from when, until when, who steps in; changed and deleted as easily.

Referents say it for themselves; coordinators for anybody, as for who is ill and cannot.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.message import Message
from bot.domain.person import PersonId, Role
from bot.domain.referent import Absence, Referent, ReferentId
from bot.domain.text import Text, say
from bot.engine.state import Answers
from bot.engine.steps.base import sentences
from bot.errors import Refusal
from bot.marks import _
from bot.storage import audit, referents, roles
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.attention import called
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Composed, Ending, Talk
from bot.usecases.joining import WriteFirst
from bot.usecases.notify import tell_person
from bot.usecases.replies import refusal_text, reply
from bot.usecases.stepping_in import forget_absence, plan_absence

ABSENCE = "absence"
ABSENCE_NOTED = "absence_noted"
NEW, CHANGE, DELETE, NOBODY = "new", "change", "delete", "nobody"


class ReferentsOnly(Refusal):
    message = _("Only a referent of the garden can say here when they are away.")


@dataclass(frozen=True, slots=True)
class AbsenceFacts:
    """Whose absences can be said, from `today` on: one's own (`me`), a coordinator's for the whole `team`.

    `joined` are those who could step in.
    """

    today: date
    me: Referent | None
    team: tuple[Referent, ...]
    joined: tuple[Referent, ...]

    def whose(self, answers: Answers) -> Referent | None:
        chosen = answers.text("whose")
        return next((one for one in self.team if str(one.id) == chosen), None) if self.team else self.me

    def absences(self, answers: Answers) -> tuple[Absence, ...]:
        one = self.whose(answers)
        return tuple(away for away in one.absences if away.last_day >= self.today) if one else ()

    def absence(self, answers: Answers) -> Absence | None:
        """The one that is looked at; None for a new one."""
        which = answers.text("which")
        return next((one for one in self.absences(answers) if one.first_day.isoformat() == which), None)

    def others(self, answers: Answers) -> tuple[Referent, ...]:
        """Who could step in, the usual deputy first."""
        whose = self.whose(answers)
        usual = whose.deputy_id if whose else None
        others = [one for one in self.joined if whose is None or one.id != whose.id]
        return tuple(sorted(others, key=lambda one: (one.id != usual, one.name)))

    def deputy(self, answers: Answers) -> Referent | None:
        whose = self.whose(answers)
        return next((one for one in self.joined if whose and one.id == whose.deputy_id), None)


def open_absence(tx: Transaction, caller: Caller) -> Refusal | None:
    """Ask in private; the command may come from the group."""
    mine = referents.referent_of_person(tx, caller.garden.id, caller.person.id)
    if mine is None and not _is_coordinator(tx, caller):
        return ReferentsOnly()
    if caller.person.telegram_id is None or not caller.person.reachable:
        return WriteFirst()
    begin(tx, caller.in_private(), ABSENCE)
    if not caller.is_private:
        reply(tx, caller, Message((say(_("I have written to you in private.")),)), about="elsewhere")
    return None


def read_absence_facts(tx: Transaction, talk: Talk) -> AbsenceFacts:
    today = talk.now.astimezone(talk.garden.zone).date()
    me = referents.referent_of_person(tx, talk.garden.id, talk.person.id)
    everybody = tuple(referents.list_referents(tx, talk.garden.id))
    team = everybody if _is_coordinator(tx, talk.caller) else ()
    return AbsenceFacts(today, me, team, tuple(one for one in everybody if one.person_id is not None))


def take_absence(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Keep it, change it or delete it; what waits meanwhile is looked after."""
    facts = read_absence_facts(tx, talk)
    whose = facts.whose(answers)
    if whose is None:
        reply(tx, talk.caller, Message((refusal_text(ReferentsOnly()),)), about=ABSENCE)
        return None
    before = facts.absence(answers)
    if before is not None:
        _drop(tx, whose, before)
    if answers.text("what") == DELETE:
        told: Text = say(_("Deleted: {name} is there, and newcomers are proposed again."), name=whose.name)
    else:
        told = _keep(tx, talk, whose, answers)
    _note(tx, talk, whose)
    again = say(_("/absence shows, changes or deletes it."))
    reply(tx, talk.caller, Message((told, again)), about=ABSENCE)
    return None


def compose_absence_noted(tx: Transaction, parcel: Parcel) -> Composed:
    """Somebody else said it for them: they know, and can change it."""
    whose = referents.find_referent(tx, ReferentId(parcel.payload["referent"]))
    first = date.fromisoformat(parcel.payload["first"])
    noted = next((one for one in whose.absences if one.first_day == first), None) if whose else None
    if whose is None or noted is None:
        return None
    return Message(
        (
            say(
                _("From {first} to {last} you are noted as away, by {name}."),
                name=called(tx, whose.garden_id, PersonId(parcel.payload["by"])),
                first=noted.first_day,
                last=noted.last_day,
            ),
            say(_("/absence shows, changes or deletes it.")),
        )
    )


def _keep(tx: Transaction, talk: Talk, whose: Referent, answers: Answers) -> Text:
    absence = Absence(date.fromisoformat(answers.text("first")), date.fromisoformat(answers.text("last")))
    chosen = answers.text("deputy")
    deputy = None if chosen == NOBODY else referents.find_referent(tx, ReferentId(int(chosen)))
    referents.set_deputy(tx, whose.id, deputy.id if deputy else None)
    kept = referents.find_referent(tx, whose.id)
    if kept is not None and absence not in kept.absences:
        referents.add_absence(tx, whose.id, absence)
    plan_absence(tx, talk.garden, whose.id, absence, talk.now)
    _tell_whose(tx, talk, whose, absence)
    noted = say(
        _("Noted: {name} is away from {first} to {last}."),
        name=whose.name,
        first=absence.first_day,
        last=absence.last_day,
    )
    if deputy is None:
        return sentences((noted, say(_("Newcomers are proposed to others."))))
    steps_in = say(_("{name} steps in, for newcomers and for what waits."), name=deputy.name)
    return sentences((noted, steps_in))


def _drop(tx: Transaction, whose: Referent, absence: Absence) -> None:
    referents.save_absences(tx, whose.id, [one for one in whose.absences if one != absence])
    forget_absence(tx, whose.id, absence)


def _tell_whose(tx: Transaction, talk: Talk, whose: Referent, absence: Absence) -> None:
    if whose.person_id is None or whose.person_id == talk.person.id:
        return
    first = absence.first_day.isoformat()
    tell_person(
        tx,
        talk.garden.id,
        whose.person_id,
        ABSENCE_NOTED,
        {"referent": whose.id, "by": talk.person.id, "first": first},
        dedupe=f"{ABSENCE_NOTED}:{whose.id}:{talk.caller.cause}",
        now=talk.now,
        unasked=True,
    )


def _is_coordinator(tx: Transaction, caller: Caller) -> bool:
    return roles.has_role(tx, caller.person.id, caller.garden.id, Role.COORDINATOR)


def _note(tx: Transaction, talk: Talk, whose: Referent) -> None:
    audit.note(
        tx,
        garden_id=talk.garden.id,
        actor_id=talk.person.id,
        action="referent.absence",
        subject=f"referent:{whose.id}",
        details={},
        now=talk.now,
    )
