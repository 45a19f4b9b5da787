"""Buttons about people whom the team looks after: take, confirm, hand over, look up, write to."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.mission import MissionId, SignUpId
from bot.domain.person import PersonId
from bot.domain.referent import AssignmentId
from bot.marks import _
from bot.storage.database import Transaction
from bot.storage.notes import NoteId
from bot.transport.act import Outcome
from bot.usecases.answering import settle_thread
from bot.usecases.card import note_meeting, open_card, show_profile
from bot.usecases.claim import take_newcomer
from bot.usecases.declining import open_declining
from bot.usecases.desk import turn_page
from bot.usecases.guardian import confirm_age, record_agreement, refuse_agreement
from bot.usecases.handing_over import open_hand_over
from bot.usecases.house import Caller
from bot.usecases.noting import delete_note, open_noting, show_notes, show_own_notes
from bot.usecases.pending import open_minor, open_wish
from bot.usecases.people import list_people
from bot.usecases.proposing import keep_request, open_proposing, take_instead
from bot.usecases.sign_up import confirm_request
from bot.usecases.writing_to import open_answering, open_writing
from handlers.presses.press import NUMBER, Press, done, in_private


def _take(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    taken = take_newcomer(tx, caller.garden, AssignmentId(int(args[0])), caller.person.id, caller.now)
    return done(taken, _("Thank you! They know that it is you."))


def _confirm(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    confirmed = confirm_request(tx, caller.garden, SignUpId(int(args[0])), caller.person.id, caller.now)
    return done(confirmed, _("Confirmed. They have been told."))


def _agree(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    recorded = record_agreement(tx, caller, PersonId(int(args[0])))
    return done(recorded, _("Recorded. They have been told."))


def _disagree(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(refuse_agreement(tx, caller, PersonId(int(args[0]))), _("Noted. They are told kindly."))


def _of_age(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(confirm_age(tx, caller, PersonId(int(args[0]))), _("Confirmed. They have been told."))


def _hand_over(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return in_private(caller, open_hand_over(tx, caller, AssignmentId(int(args[0]))))


def _card(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return in_private(caller, open_card(tx, caller, AssignmentId(int(args[0]))))


def _about(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return in_private(caller, show_profile(tx, caller, AssignmentId(int(args[0])), int(args[1])))


def _write(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return open_writing(tx, caller, AssignmentId(int(args[0])))


def _decline(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return in_private(caller, open_declining(tx, caller, SignUpId(int(args[0]))))


def _propose(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return in_private(caller, open_proposing(tx, caller, SignUpId(int(args[0]))))


def _instead(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return take_instead(tx, caller, SignUpId(int(args[0])), MissionId(int(args[1])))


def _keep(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(keep_request(tx, caller, SignUpId(int(args[0]))), _("All right: your request stands."))


def _answer(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return in_private(caller, open_answering(tx, caller, int(args[0])))


def _settled(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(settle_thread(tx, caller, int(args[0])), _("Thank you. Nobody is reminded any more."))


def _minor(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return in_private(caller, open_minor(tx, caller, PersonId(int(args[0]))))


def _wish(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return in_private(caller, open_wish(tx, caller, int(args[0])))


def _met(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(note_meeting(tx, caller, AssignmentId(int(args[0]))), _("Noted. Thank you!"))


def _note(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return open_noting(tx, caller, AssignmentId(int(args[0])))


def _notes(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return show_notes(tx, caller, AssignmentId(int(args[0])), int(args[1]))


def _delete_note(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(delete_note(tx, caller, NoteId(int(args[0]))), _("The note is deleted."))


def _page(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    if args[0] == "pending":
        return turn_page(tx, caller, int(args[1]))
    return list_people(tx, caller, args[0], int(args[1]))


PRESSES: Mapping[str, Press] = {
    "take": Press(NUMBER, _take),
    "over": Press(NUMBER, _hand_over),
    "card": Press(NUMBER, _card),
    "about": Press(rf"{NUMBER}\.{NUMBER}", _about),
    "write": Press(NUMBER, _write),
    "yes": Press(NUMBER, _confirm),
    "no": Press(NUMBER, _decline),
    "propose": Press(NUMBER, _propose),
    "instead": Press(rf"{NUMBER}\.{NUMBER}", _instead),
    "keep": Press(NUMBER, _keep),
    "answer": Press(NUMBER, _answer),
    "settled": Press(NUMBER, _settled),
    "guardian": Press(NUMBER, _agree),
    "noguardian": Press(NUMBER, _disagree),
    "ofage": Press(NUMBER, _of_age),
    "minor": Press(NUMBER, _minor),
    "wish": Press(NUMBER, _wish),
    "page": Press(rf"(people|mine|quiet|pending)\.{NUMBER}", _page),
    "met": Press(NUMBER, _met),
    "note": Press(NUMBER, _note),
    "notes": Press(rf"{NUMBER}\.{NUMBER}", _notes),
    "unnote": Press(NUMBER, _delete_note),
    "mynotes": Press(NUMBER, lambda tx, caller, args: show_own_notes(tx, caller, int(args[0]))),
}
