"""Owns checking a certificate: anybody may, without becoming anything to the garden; it answers what the paper says."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.certificate import Issued, digest_of, read_code
from bot.domain.message import Message
from bot.domain.person import GardenId
from bot.domain.text import Text, say
from bot.engine.events import Typed
from bot.engine.state import Answers
from bot.errors import Refusal
from bot.marks import _
from bot.storage import audit, certificates, instances, reports
from bot.storage.database import Transaction
from bot.usecases.converse import begin, hear, hear_first
from bot.usecases.house import Caller, Ending, Next, Talk
from bot.usecases.replies import refusal_text, reply

VERIFYING = "verifying"
UNKNOWN = "certificate.unknown"
TRIES, WITHIN = 5, timedelta(hours=1)
"""Codes nobody issued that one person may try in a while: codes cannot be guessed, and nobody should go on trying."""


class TooManyTries(Refusal):
    message = _("Too many codes were tried from here. Please come back in an hour, or write to the garden.")


class NoCode(Refusal):
    message = _(
        "This does not read like a code of ours: it has 28 letters and digits, in groups of four. "
        "Perhaps one of them slipped?"
    )


def verify(tx: Transaction, caller: Caller, typed: str) -> Refusal | None:
    """Say what the certificate says, or that it is not known. Nothing else is told, and nothing is kept of a hit."""
    outcome = _check(tx, caller, typed)
    return outcome if isinstance(outcome, Refusal) else None


def _check(tx: Transaction, caller: Caller, typed: str) -> Refusal | bool:
    """Whether the certificate is known, once that is said."""
    code = read_code(typed)
    if code is None:
        return NoCode()
    since = caller.now - WITHIN
    if audit.count_since(tx, UNKNOWN, caller.person.id, since) >= TRIES:
        return TooManyTries()
    issued = certificates.find_by_digest(tx, digest_of(code))
    if issued is None:
        _note_miss(tx, caller)
        reply(tx, caller, NOT_KNOWN, about="verified")
        return False
    told = say(
        _("✅ This certificate is genuine.\n<b>{garden}</b>: {hours} h of volunteering by <b>{name}</b>."),
        garden=issued.garden,
        name=issued.name,
        hours=issued.hours,
    )
    day = issued.issued_at.astimezone(caller.garden.zone).date()
    reply(
        tx,
        caller,
        Message((told, say(_("Issued on {day}."), day=day), *_corrected(tx, issued))),
        about="verified",
    )
    return True


def _corrected(tx: Transaction, issued: Issued) -> tuple[Text, ...]:
    """What the paper says was true that day; hours that were put right afterwards are said beside it."""
    there = reports.reports_of_person(tx, issued.person_id, issued.garden_id)
    confirmed = [one for one in there if one.confirmed_at is not None]
    untouched = [one for one in confirmed if one.confirmed_at and one.confirmed_at <= issued.issued_at]
    if sum(one.confirmed_hours or 0 for one in untouched) == issued.hours:
        return ()
    day = issued.issued_at.date()
    now = sum(one.confirmed_hours or 0 for one in confirmed if one.day <= day)
    if now == issued.hours:
        return ()
    return (
        say(
            _("⚠️ The garden has corrected these hours since. Confirmed today for that time: {hours} h."),
            hours=now,
        ),
    )


NOT_KNOWN = Message(
    (
        say(_("This code is not known here.")),
        say(_("It may have been copied wrongly, or its owner has since had everything about them erased.")),
    )
)


def open_verifying(tx: Transaction, caller: Caller, typed: str) -> Refusal | None:
    """With a code it is checked at once; without, or with one that is none, it is asked for."""
    if read_code(typed) is not None:
        return verify(tx, caller, typed)
    if typed.strip():
        hear_first(tx, caller, VERIFYING, "", Typed(typed))
    else:
        begin(tx, caller, VERIFYING)
    return None


def hear_code(tx: Transaction, caller: Caller, typed: Typed) -> Refusal | None:
    """A code typed at any time: the answer where it was asked for, else checked all the same."""
    asking = instances.foreground(tx, caller.chat_id, caller.person.id, caller.thread_id)
    if asking is not None and asking.conversation == VERIFYING and hear(tx, caller, typed):
        return None
    return verify(tx, caller, typed.text)


def take_code(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Whoever mistyped is asked again, until a certificate is found or there were too many."""
    outcome = _check(tx, talk.caller, answers.text("code"))
    if isinstance(outcome, TooManyTries):
        reply(tx, talk.caller, Message((refusal_text(outcome),)), about="verified")
        return None
    if isinstance(outcome, Refusal):
        return outcome
    return None if outcome else Next(VERIFYING)


def garden_of_code(tx: Transaction, typed: str) -> GardenId | None:
    """The garden behind a certificate: where strangers who check one are answered from."""
    code = read_code(typed)
    issued = certificates.find_by_digest(tx, digest_of(code)) if code else None
    return issued.garden_id if issued else None


def _note_miss(tx: Transaction, caller: Caller) -> None:
    audit.note(
        tx,
        garden_id=caller.garden.id,
        actor_id=caller.person.id,
        action=UNKNOWN,
        subject="certificate",
        details={},
        now=caller.now,
    )
