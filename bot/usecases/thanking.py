"""Owns thanks: after the first outing, at the garden's milestones, at season's end; each once, never in kind."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.message import Message
from bot.domain.person import PersonId
from bot.domain.report import Report
from bot.domain.text import Text, say
from bot.domain.thanks import Occasion, Thanks, ThanksId, milestones_reached
from bot.engine.state import Answers
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _
from bot.storage import assignments, audit, people, reports, shifts, thanks
from bot.storage.database import Transaction
from bot.storage.outbox import Lane
from bot.usecases.claim import is_team
from bot.usecases.converse import begin
from bot.usecases.followed import assignment_of, called, signed_by, whom_to_tell
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.joining import WriteFirst
from bot.usecases.notices.thanks import INVITED, PERSONAL, THANKS, words_of_thanks
from bot.usecases.notify import tell_person
from bot.usecases.objections import Objection, objects_to
from bot.usecases.prompts import prompt_after_first_outing
from bot.usecases.refresh import about_thanks, refresh_subject
from bot.usecases.replies import refusal_text, reply

WORD = "thanking"


class OutOfReachForThanks(Refusal):
    message = _("Telegram does not reach this person: please thank them when you meet.")


@dataclass(frozen=True, slots=True)
class WordFacts:
    """Whom a personal word is for."""

    name: Text


def after_outing(
    tx: Transaction, garden: Garden, report: Report, now: Instant, *, answering: bool = False
) -> tuple[Text, ...]:
    """Somebody came: they met the team then; the first time they are thanked, and their referent asked for a word.

    `answering` what they tell of it themselves, the words of thanks are returned for that answer, and not sent apart.
    """
    shift = shifts.find_shift(tx, report.shift_id) if report.shift_id else None
    if shift is not None:
        people.note_visit(tx, report.person_id, min(shift.ends_at, now))
        assignments.touch_contact(tx, garden.id, report.person_id, min(shift.ends_at, now))
    said = thanks.add_thanks(tx, garden.id, report.person_id, Occasion.FIRST, "", now)
    if said is None:
        return ()
    if not answering:
        owe_thanks(tx, said, now)
    if assignment_of(tx, garden.id, report.person_id, report.mission_id) is None:
        _invite_team(tx, garden, said, report, now)
    else:
        prompt_after_first_outing(tx, garden, report.person_id, report.mission_id, now)
    if not answering or objects_to(tx, garden.id, report.person_id, Objection.THANKS):
        return ()
    return words_of_thanks(said, garden, called(tx, garden.id, report.person_id))


def after_confirmation(tx: Transaction, garden: Garden, report: Report, now: Instant) -> None:
    """Hours count now: a milestone that was reached is said once; of several at a time only the furthest."""
    counted = reports.confirmed_of_person(tx, report.person_id, garden.id)
    hours = sum(one.confirmed_hours or 0.0 for one in counted)
    reached = milestones_reached(garden.rules.milestones, hours, len(counted))
    new = [
        said
        for key in reached
        if (said := thanks.add_thanks(tx, garden.id, report.person_id, Occasion.MILESTONE, key, now))
    ]
    if new:
        owe_thanks(tx, new[-1], now)
        _invite_team(tx, garden, new[-1], report, now)


def owe_thanks(tx: Transaction, said: Thanks, now: Instant, lane: Lane = Lane.REMINDER) -> None:
    """The garden's own words, held outside of the quiet hours."""
    if objects_to(tx, said.garden_id, said.person_id, Objection.THANKS):
        return
    tell_person(
        tx,
        said.garden_id,
        said.person_id,
        THANKS,
        {"thanks": said.id},
        dedupe=f"{THANKS}:{said.id}",
        now=now,
        lane=lane,
        unasked=True,
    )


def open_word(tx: Transaction, caller: Caller, thanks_id: ThanksId) -> Refusal | None:
    """Ask in private for a personal word."""
    said = _for(tx, caller, thanks_id)
    if isinstance(said, Refusal):
        return said
    if caller.person.telegram_id is None or not caller.person.reachable:
        return WriteFirst()
    begin(tx, caller.in_private(), WORD, str(said.id))
    return None


def read_word_facts(tx: Transaction, talk: Talk) -> WordFacts:
    said = thanks.find_thanks(tx, ThanksId(int(talk.subject)))
    return WordFacts(called(tx, said.garden_id, said.person_id) if said else "")


def take_word(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """The word goes out signed with its author's name; it is kept nowhere."""
    said = _for(tx, talk.caller, ThanksId(int(talk.subject)))
    if isinstance(said, Refusal):
        reply(tx, talk.caller, Message((refusal_text(said),)), about="word")
        return None
    thanks.sign_thanks(tx, said.id, talk.person.id)
    tell_person(
        tx,
        said.garden_id,
        said.person_id,
        PERSONAL,
        {"text": answers.text("word"), "from": signed_by(tx, talk.garden.id, talk.person.id)},
        dedupe=f"{PERSONAL}:{said.id}:{talk.caller.cause}",
        now=talk.now,
        unasked=True,
    )
    audit.note(
        tx,
        garden_id=talk.garden.id,
        actor_id=talk.person.id,
        action="thanks.signed",
        subject=f"thanks:{said.id}",
        details={},
        now=talk.now,
    )
    refresh_subject(tx, about_thanks(said.id), talk.now)
    reply(tx, talk.caller, Message((say(_("Sent, signed with your name. Thank you!")),)), about="word")
    return None


def _invite_team(tx: Transaction, garden: Garden, said: Thanks, report: Report, now: Instant) -> None:
    for reader in whom_to_tell(tx, garden, report.person_id, report.mission_id, now):
        if reader != report.person_id:
            _invite(tx, garden, reader, said, now)


def _invite(tx: Transaction, garden: Garden, reader: PersonId, said: Thanks, now: Instant) -> None:
    dedupe = f"{INVITED}:{said.id}"
    tell_person(
        tx,
        garden.id,
        reader,
        INVITED,
        {"thanks": said.id},
        dedupe=dedupe,
        subject=about_thanks(said.id),
        now=now,
        unasked=True,
    )


def _for(tx: Transaction, caller: Caller, thanks_id: ThanksId) -> Thanks | Refusal:
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    said = thanks.find_thanks(tx, thanks_id)
    if said is None or said.garden_id != caller.garden.id:
        return NotFound()
    person = people.find_person(tx, said.person_id)
    return said if person is not None and person.reachable else OutOfReachForThanks()
