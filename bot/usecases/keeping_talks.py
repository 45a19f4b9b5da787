"""Owns what becomes of a talk when a person gets another referent: it goes on with the new one, and nothing is lost."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.message import Message
from bot.domain.referent import Assignment, AssignmentId
from bot.domain.text import Text, say
from bot.engine.steps.base import lines
from bot.marks import _, ngettext
from bot.storage import assignments, outbox, referents, threads
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.house import Composed
from bot.usecases.notices.case import case_of_assignment
from bot.usecases.notify import tell_person
from bot.usecases.refresh import about_sign_up, about_thread
from bot.usecases.talks import ANSWER, REQUEST
from bot.usecases.unanswered import in_one_message

TALK_HANDED = "talk_handed"


def hand_on_talk(tx: Transaction, before: Assignment, after: Assignment, now: Instant) -> None:
    """The new referent is told when words were last exchanged, and reads in private what waits for an answer."""
    if after.referent_id is None or after.referent_id == before.referent_id:
        return
    new = referents.find_referent(tx, after.referent_id)
    talked = threads.latest_thread(tx, after.garden_id, after.person_id) is not None
    written = outbox.latest_to(tx, ANSWER, after.garden_id, after.person_id) is not None
    if new is None or new.person_id is None or not (talked or written):
        return
    tell_person(
        tx,
        after.garden_id,
        new.person_id,
        TALK_HANDED,
        {"assignment": after.id, "before": before.id},
        dedupe=f"{TALK_HANDED}:{after.id}",
        subject=about_sign_up(after.sign_up_id),
        now=now,
    )
    for thread in in_one_message(threads.open_threads_of(tx, after.garden_id, after.person_id)):
        tell_person(
            tx,
            after.garden_id,
            new.person_id,
            REQUEST,
            {"thread": thread.id, "told": 1},
            dedupe=f"{REQUEST}:{thread.id}:handed:{after.id}",
            subject=about_thread(thread.id),
            now=now,
        )


def compose_talk_handed(tx: Transaction, parcel: Parcel) -> Composed:
    """When words were last exchanged, and how many wait; the words themselves are gone once answered."""
    case = case_of_assignment(tx, AssignmentId(parcel.payload["assignment"]))
    if case is None:
        return None
    garden, person = case.garden, case.person
    told: list[Text] = [_handed(tx, parcel, case.name)]
    thread = threads.latest_thread(tx, garden.id, person.id)
    answer = outbox.latest_to(tx, ANSWER, garden.id, person.id)
    if thread is not None:
        told.append(say(_("They last wrote: {when}"), when=thread.asked_at))
    if answer is not None:
        told.append(say(_("They were last written to: {when}"), when=answer.created_at))
    waiting = len(threads.open_threads_of(tx, garden.id, person.id))
    if waiting:
        told.append(
            say(
                ngettext(
                    "{count} message waits for an answer; you read it below.",
                    "{count} messages wait for an answer; you read them below.",
                ),
                waiting,
            )
        )
    goes_on = say(_("What they write next to whoever answered them in private reaches you."))
    return Message((told[0], lines(told[1:]), goes_on))


def _handed(tx: Transaction, parcel: Parcel, name: str) -> Text:
    before = assignments.find_assignment(tx, AssignmentId(parcel.payload["before"]))
    former = referents.find_referent(tx, before.referent_id) if before and before.referent_id else None
    if former is None:
        return say(_("🤝 <b>{name}</b> is handed over to you."), name=name)
    return say(
        _("🤝 <b>{name}</b> is handed over to you; before, it was {former}."), name=name, former=former.name
    )
