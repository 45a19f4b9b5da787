"""Owns notes about a person: read by the team alone, shown to the person who asks, erased with them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.message import Button, Message
from bot.domain.person import Role
from bot.domain.referent import AssignmentId
from bot.domain.text import Text, say
from bot.engine.state import Answers
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _, ngettext
from bot.storage import assignments, audit, notes, people, roles
from bot.storage.database import Transaction
from bot.storage.notes import Note, NoteId
from bot.usecases.claim import is_team
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.joining import WriteFirst
from bot.usecases.notices.case import Case, case_of_assignment
from bot.usecases.refresh import refresh_sign_up
from bot.usecases.replies import reply, reply_privately

NOTES_SHOWN = 5
"""Notes on one screen; more of them page."""
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """About whom a note is written."""

    name: Text


def open_noting(tx: Transaction, caller: Caller, assignment_id: AssignmentId) -> Refusal | None:
    """Ask in private what to note."""
    case = _readable(tx, caller, assignment_id)
    if isinstance(case, Refusal):
        return case
    if caller.person.telegram_id is None or not caller.person.reachable:
        return WriteFirst()
    begin(tx, caller.in_private(), "noting", str(assignment_id))
    return None


def read_note_facts(tx: Transaction, talk: Talk) -> NoteFacts:
    case = case_of_assignment(tx, AssignmentId(int(talk.subject)))
    return NoteFacts(case.name if case else say(_("Somebody")))


def take_note(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Keep the note; the card shows it."""
    case = _readable(tx, talk.caller, AssignmentId(int(talk.subject)))
    if isinstance(case, Refusal):
        reply(tx, talk.caller, Message((say(case.message, **case.fields),)), about="noted")
        return None
    notes.add_note(tx, talk.garden.id, case.person.id, talk.person.id, answers.text("note"), talk.now)
    refresh_sign_up(tx, case.sign_up.id, talk.now)
    reply(tx, talk.caller, Message((say(_("Noted. It is on the card.")),)), about="noted")
    return None


def show_notes(tx: Transaction, caller: Caller, assignment_id: AssignmentId, page: int = 0) -> Refusal | None:
    """All notes about somebody, each with a way to delete it, in private."""
    case = _readable(tx, caller, assignment_id)
    if isinstance(case, Refusal):
        return case
    count = notes.count_notes(tx, caller.garden.id, case.person.id)
    found = notes.list_notes(tx, caller.garden.id, case.person.id, NOTES_SHOWN, page * NOTES_SHOWN)
    heading = say(
        ngettext("{count} note about <b>{name}</b>", "{count} notes about <b>{name}</b>"),
        count,
        name=case.name,
    )
    rows = [
        (Button(say(_("Delete the note of {day}"), day=_day(caller, one)), data=f"n.unnote.{one.id}"),)
        for one in found
    ]
    if count > (page + 1) * NOTES_SHOWN:
        rows.append((Button(say(_("Earlier notes")), data=f"n.notes.{assignment_id}.{page + 1}"),))
    rows.append((Button(say(_("Add a note")), data=f"n.note.{assignment_id}"),))
    message = Message((heading, *(describe_note(tx, caller, one) for one in found)), tuple(rows))
    return None if reply_privately(tx, caller, message, about=f"notes:{page}") else WriteFirst()


def delete_note(tx: Transaction, caller: Caller, note_id: NoteId) -> Refusal | None:
    """Whoever wrote it may delete it, and coordinators may."""
    note = notes.find_note(tx, note_id)
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    if note is None or note.garden_id != caller.garden.id:
        return NotFound()
    is_coordinator = roles.has_role(tx, caller.person.id, caller.garden.id, Role.COORDINATOR)
    if note.author_id != caller.person.id and not is_coordinator:
        return NotAllowed()
    notes.erase_note(tx, note.id)
    for followed in assignments.live_of_person(tx, note.garden_id, note.person_id):
        refresh_sign_up(tx, followed.sign_up_id, caller.now)
    audit.note(
        tx,
        garden_id=caller.garden.id,
        actor_id=caller.person.id,
        action="note.deleted",
        subject=f"note:{note.id}",
        details={},
        now=caller.now,
    )
    return None


def show_own_notes(tx: Transaction, caller: Caller, page: int = 0) -> Refusal | None:
    """What the team noted about the caller: the law gives them access (RGPD, article 15)."""
    garden, person = caller.garden, caller.person
    found = notes.list_notes(tx, garden.id, person.id, NOTES_SHOWN, page * NOTES_SHOWN)
    if not found:
        nothing = say(_("No note about you is kept."))
        return None if reply_privately(tx, caller, Message((nothing,)), about="own_notes") else WriteFirst()
    heading = say(_("<b>What the team noted about you</b>"))
    rows: tuple[tuple[Button, ...], ...] = ((Button(say(_("💬 Talk to a human")), data="n.human"),),)
    if notes.count_notes(tx, garden.id, person.id) > (page + 1) * NOTES_SHOWN:
        rows = ((Button(say(_("Earlier notes")), data=f"n.mynotes.{page + 1}"),), *rows)
    message = Message((heading, *(describe_note(tx, caller, one) for one in found)), rows)
    return None if reply_privately(tx, caller, message, about=f"own_notes:{page}") else WriteFirst()


def describe_note(tx: Transaction, caller: Caller, note: Note) -> Text:
    """Its day, who wrote it, and its words."""
    author = people.find_person(tx, note.author_id) if note.author_id else None
    if author is None:
        return say(_("📝 {day}: {words}"), day=_day(caller, note), words=note.text)
    return say(_("📝 {day}, {name}: {words}"), day=_day(caller, note), name=author.name, words=note.text)


def _day(caller: Caller, note: Note) -> Text:
    return say("{day}", day=note.created_at.astimezone(caller.garden.zone).date())


def _readable(tx: Transaction, caller: Caller, assignment_id: AssignmentId) -> Case | Refusal:
    """Whom it is about; only for the team of their garden."""
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    case = case_of_assignment(tx, assignment_id)
    if case is None or case.garden.id != caller.garden.id:
        return NotFound()
    return case
