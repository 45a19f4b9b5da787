"""Owns the card of a volunteer: all that their referent needs to know and to do, in private, never in the group."""

from __future__ import annotations

from bot.domain.following import Followed
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.mission import SignUpState
from bot.domain.referent import AssignmentId
from bot.domain.text import Brief, Text, say
from bot.engine.leaves import leaves
from bot.engine.steps.base import lines, shortened
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _, ngettext
from bot.storage import assignments, following, notes
from bot.storage.database import Transaction
from bot.storage.following import Wanted
from bot.storage.notes import Note
from bot.storage.outbox import Lane, Parcel
from bot.usecases.claim import is_team
from bot.usecases.house import Caller, Composed
from bot.usecases.joining import WriteFirst
from bot.usecases.notices.case import Case, case_of_assignment
from bot.usecases.notify import tell_person
from bot.usecases.record import describe_profile
from bot.usecases.refresh import about_sign_up, refresh_sign_up
from bot.usecases.replies import read_on, reply_privately

CARD = "card"
NOTES_LISTED, NOTE_SHOWN = 3, 100
"""The newest notes on a card, and how many characters of each."""


def open_card(tx: Transaction, caller: Caller, assignment_id: AssignmentId) -> Refusal | None:
    """Everything a referent needs to know, in their private chat and never in the group."""
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    case = case_of_assignment(tx, assignment_id)
    if case is None or case.garden.id != caller.garden.id:
        return NotFound()
    if caller.person.telegram_id is None or not caller.person.reachable:
        return WriteFirst()
    tell_person(
        tx,
        caller.garden.id,
        caller.person.id,
        CARD,
        {"assignment": assignment_id},
        dedupe=f"{CARD}:{assignment_id}:{caller.cause}",
        subject=about_sign_up(case.sign_up.id),
        lane=Lane.REPLY,
        now=caller.now,
    )
    return None


def note_meeting(tx: Transaction, caller: Caller, assignment_id: AssignmentId) -> Refusal | None:
    """They have met, or spoken: the last contact of this person is now."""
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    case = case_of_assignment(tx, assignment_id)
    if case is None or case.garden.id != caller.garden.id:
        return NotFound()
    assignments.touch_contact(tx, caller.garden.id, case.person.id, caller.now)
    refresh_sign_up(tx, case.sign_up.id, caller.now)
    return None


def compose_card(tx: Transaction, parcel: Parcel) -> Composed:
    """The card as things stand; once the volunteer has left, nothing of them is left on it either."""
    case = case_of_assignment(tx, AssignmentId(parcel.payload["assignment"]))
    if case is None:
        return Message((say(_("This volunteer has left. Nothing more to do.")),))
    kept = notes.count_notes(tx, case.garden.id, case.person.id)
    private = say(_("Details stay between you and the garden: please do not copy them to the group."))
    signs = _signs(tx, case, parcel)
    told = (_heading(case), *signs, *_reach(case), *_notes(tx, case, kept), private)
    return Message(told, _buttons(case, kept))


def show_profile(tx: Transaction, caller: Caller, assignment_id: AssignmentId, page: int) -> Refusal | None:
    """What a volunteer told of themselves, a leaf at a time, in private."""
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    case = case_of_assignment(tx, assignment_id)
    if case is None or case.garden.id != caller.garden.id:
        return NotFound()
    nothing = (say(_("Nothing more is known.")),)
    pages = leaves(describe_profile(case.profile, case.garden) if case.profile else nothing)
    page %= len(pages)
    rows = read_on(f"about.{assignment_id}", page, len(pages))
    reply_privately(tx, caller, Message(pages[page], rows), about=f"about:{assignment_id}:{page}")
    return None


def in_touch(followed: Followed, garden: Garden) -> Text:
    """When they were last in contact, and what comes next, one line each."""
    contact, zone = followed.last_contact_at, garden.zone
    told: list[Text] = [
        say(_("Last contact: {day}"), day=contact.astimezone(zone).date())
        if contact
        else say(_("Last contact: none yet"))
    ]
    if followed.last_outing is not None:
        told.append(say(_("Last outing: {day}"), day=followed.last_outing))
    if followed.next_at is not None:
        told.append(say(_("Next: {when}"), when=followed.next_at))
    return lines(told)


def _heading(case: Case) -> Text:
    state = {
        SignUpState.AWAITING_GUARDIAN: say(_("waits for a parent’s agreement")),
        SignUpState.REQUESTED: say(_("asked for; a referent confirms")),
        SignUpState.CONFIRMED: say(_("confirmed")),
        SignUpState.DECLINED: say(_("declined")),
        SignUpState.WITHDRAWN: say(_("withdrawn")),
    }[case.sign_up.state]
    return say(
        _("<b>{name}</b>\n{mission}: {state}"), name=case.name, mission=case.mission.title, state=state
    )


def _signs(tx: Transaction, case: Case, parcel: Parcel) -> tuple[Text, ...]:
    if case.assignment is None:
        return ()
    now = parcel.created_at
    wanted = Wanted(case.garden.id, now, now.astimezone(case.garden.zone).date())
    followed = following.find_followed(tx, wanted, case.assignment.id)
    return (in_touch(followed, case.garden),) if followed else ()


def _reach(case: Case) -> tuple[Text, ...]:
    """Somebody without Telegram is met or called."""
    if case.person.telegram_id is not None or not case.person.reach:
        return ()
    return (say(_("Not on Telegram. To reach them: {reach}"), reach=case.person.reach),)


def _notes(tx: Transaction, case: Case, kept: int) -> tuple[Text, ...]:
    """The newest ones, their beginning; all of them are one tap away."""
    if not kept:
        return ()
    newest = notes.list_notes(tx, case.garden.id, case.person.id, NOTES_LISTED)
    heading = say(ngettext("📝 {count} note of the team", "📝 {count} notes of the team"), kept)
    return (lines([heading, *(_note(case.garden, one) for one in newest)]),)


def _note(garden: Garden, note: Note) -> Text:
    written = shortened(note.text, NOTE_SHOWN)
    return say(_("{day}: {words}"), day=Brief(note.created_at.astimezone(garden.zone).date()), words=written)


def _buttons(case: Case, kept: int) -> tuple[tuple[Button, ...], ...]:
    if case.assignment is None or not case.sign_up.state.holds_a_place:
        return ()
    number = case.assignment.id
    read = Button(say(_("Read the notes")), data=f"n.notes.{number}.0")
    write = Button(say(_("Add a note")), data=f"n.note.{number}")
    return (
        (Button(say(_("👤 What they told of themselves")), data=f"n.about.{number}.0"),),
        (Button(say(_("Write to them")), data=f"n.write.{number}"),),
        (Button(say(_("We have met")), data=f"n.met.{number}"),),
        (read, write) if kept else (write,),
        (Button(say(_("Hand over")), data=f"n.over.{number}"),),
    )
