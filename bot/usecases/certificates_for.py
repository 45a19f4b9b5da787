"""Owns the questions before a certificate is made out: for whom, under which name, and what is not confirmed yet."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.person import PersonId, Role
from bot.domain.text import Text, say
from bot.engine.state import Answers
from bot.engine.vocabulary import fold
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _, ngettext
from bot.storage import reports, roles
from bot.storage.database import Transaction
from bot.usecases.certify import CERTIFICATE, NobodySigns, Standing, standing_of, tell_nobody_signs, whose
from bot.usecases.confirming import ask_again_to_confirm
from bot.usecases.converse import begin, begin_alone
from bot.usecases.followed import called
from bot.usecases.house import Caller, Ending, Next, Talk
from bot.usecases.replies import HUMAN, reply

WHOSE = "certificate_of"
MOST_SHOWN = 8
"""Buttons of people found by a name; with more, a longer name is asked for."""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """`own` is false where a coordinator asks for somebody else."""

    standing: Standing
    own: bool
    first_name: Text


def open_certificate(tx: Transaction, caller: Caller) -> Refusal | None:
    """For oneself; a coordinator is first asked for whom."""
    if not caller.garden.identity.can_sign:
        tell_nobody_signs(tx, caller)
        return NobodySigns()
    if _is_coordinator(tx, caller):
        begin(tx, caller, WHOSE)
    else:
        _begin(tx, caller, caller.person.id)
    return None


def open_certificate_of(tx: Transaction, caller: Caller, person_id: PersonId) -> Refusal | None:
    """A coordinator chose somebody; it works without Telegram, too."""
    if not _is_coordinator(tx, caller):
        return NotAllowed()
    if not _has_outings(tx, caller.garden, person_id):
        return NotFound()
    _begin(tx, caller.in_private(), person_id)
    return None


def take_whose(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """The one of that name; several are offered as buttons."""
    typed = answers.text("name")
    found = _named(tx, talk.garden, typed) if typed else [talk.person.id]
    told = _what_keeps(tx, talk.caller, found[0]) if len(found) == 1 else None
    if len(found) != 1:
        told = _which(tx, talk.garden, found, typed)
    if told is None:
        return Next(CERTIFICATE, _subject(talk.caller, found[0]))
    reply(tx, talk.caller, told, about="certificate")
    return None


def ask_for_confirmation(tx: Transaction, caller: Caller) -> None:
    """Whoever follows them sees again what waits for their word."""
    asked = ask_again_to_confirm(tx, caller.garden, caller.person.id, caller.now)
    done = _("I have asked for it to be confirmed.") if asked else _("Nothing waits to be confirmed.")
    reply(tx, caller, Message((say(done),)), about="confirm")


def read_certificate_facts(tx: Transaction, talk: Talk) -> CertificateFacts:
    person_id = whose(talk)
    standing = standing_of(tx, talk.garden, person_id)
    return CertificateFacts(standing, person_id == talk.person.id, called(tx, talk.garden.id, person_id))


def _begin(tx: Transaction, caller: Caller, person_id: PersonId) -> None:
    told = _what_keeps(tx, caller, person_id)
    if told is None:
        begin_alone(tx, caller, CERTIFICATE, _subject(caller, person_id))
    else:
        reply(tx, caller, told, about="certificate")


def _what_keeps(tx: Transaction, caller: Caller, person_id: PersonId) -> Message | None:
    """Nothing confirmed: said so, with a way to have it confirmed. None: a certificate can be made out."""
    standing = standing_of(tx, caller.garden, person_id)
    return None if standing.counted else _nothing_yet(standing, own=person_id == caller.person.id)


def _subject(caller: Caller, person_id: PersonId) -> str:
    return "" if person_id == caller.person.id else str(person_id)


def _nothing_yet(standing: Standing, *, own: bool) -> Message:
    none = say(_("A certificate tells of confirmed hours, and there are none yet."))
    if not own:
        return Message((none, say(_("/pending shows what waits to be confirmed."))))
    if not standing.waiting:
        how = say(
            _("After each shift I ask you how it went; what you do without fixed dates is told with /report.")
        )
        return Message((none, how), ((HUMAN,),))
    return Message((none, waiting_line(standing.waiting)), ((ASK_TO_CONFIRM,), (HUMAN,)))


ASK_TO_CONFIRM = Button(say(_("Ask for it to be confirmed")), data="n.confirmask")


def waiting_line(count: int) -> Text:
    """What does not count yet."""
    return say(
        ngettext(
            "{count} outing that you told of waits for your referent’s word, and does not count yet.",
            "{count} outings that you told of wait for your referent’s word, and do not count yet.",
        ),
        count=count,
    )


def _which(tx: Transaction, garden: Garden, found: list[PersonId], typed: str) -> Message:
    if not found:
        return Message((say(_("I know of nobody called “{name}” with an outing here."), name=typed),))
    rows = tuple((Button(called(tx, garden.id, one), data=f"n.cert.{one}"),) for one in found[:MOST_SHOWN])
    more = (say(_("There are more: type a longer name to see them.")),) if len(found) > MOST_SHOWN else ()
    return Message((say(_("Several people are called so. Whom do you mean?")), *more), rows)


def _named(tx: Transaction, garden: Garden, typed: str) -> list[PersonId]:
    """Who has been here and is called so, however it is written."""
    wanted = fold(typed)
    return [one for one, name in reports.people_with_reports(tx, garden.id) if wanted in fold(name)]


def _has_outings(tx: Transaction, garden: Garden, person_id: PersonId) -> bool:
    return bool(reports.reports_of_person(tx, person_id, garden.id))


def _is_coordinator(tx: Transaction, caller: Caller) -> bool:
    return roles.has_role(tx, caller.person.id, caller.garden.id, Role.COORDINATOR)
