"""Certificates: for whom, under which name; and the check of one by its code."""

from __future__ import annotations

from bot.domain.text import Text, say
from bot.engine.checks import is_name
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, Option, Words
from bot.marks import _
from bot.usecases.certificates_for import (
    WHOSE,
    CertificateFacts,
    read_certificate_facts,
    take_whose,
    waiting_line,
)
from bot.usecases.certify import CERTIFICATE, take_certificate
from bot.usecases.verify import VERIFYING, take_code

LONGEST_NAME = 80


def name_to_print(facts: CertificateFacts, answers: Answers) -> Text:
    if facts.own:
        return say(
            _("Which name should stand on your certificate? First name and surname, as on your papers.")
        )
    return say(
        _("Which name should stand on the certificate of <b>{name}</b>? First name and surname."),
        name=facts.first_name,
    )


def known_name(facts: CertificateFacts, answers: Answers) -> str | None:
    return facts.standing.name or None


def what_it_says(facts: CertificateFacts, answers: Answers) -> tuple[Text, ...]:
    standing = facts.standing
    told = say(
        _("The certificate of <b>{name}</b> will tell of {hours} h that are confirmed."),
        name=answers.text("name"),
        hours=standing.hours,
    )
    waiting = (waiting_line(standing.waiting),) if standing.waiting and facts.own else ()
    return (told, *waiting, say(_("Shall I make it out?")))


certificate_of = Conversation(
    WHOSE,
    title=_("A certificate"),
    on_done=take_whose,
    fleeting=True,
    stopped=_("All right. Nothing was made out."),
    steps=[
        Words(
            "name",
            _("For whom is the certificate? Type their first name; people without Telegram are known, too."),
            summary=_("For whom"),
            longest=LONGEST_NAME,
            one_line=True,
            skippable=True,
            skip=_("For myself"),
            human=False,
        )
    ],
)

certificate = Conversation(
    CERTIFICATE,
    title=_("A certificate"),
    facts=read_certificate_facts,
    on_done=take_certificate,
    fleeting=True,
    stopped=_("All right. Nothing was made out."),
    steps=[
        Words(
            "name",
            name_to_print,
            summary=_("Name"),
            check=is_name,
            suggest=known_name,
            longest=LONGEST_NAME,
            one_line=True,
        ),
        Choose(
            "right",
            what_it_says,
            summary=_("Certificate"),
            options=(Option("yes", _("Yes, make it out")), Option("no", _("No, not now"))),
        ),
    ],
)

verifying = Conversation(
    VERIFYING,
    title=_("Checking a certificate"),
    on_done=take_code,
    fleeting=True,
    stopped=_("All right. Nothing was checked."),
    steps=[
        Words(
            "code",
            _("Please type the code at the foot of the certificate."),
            summary=_("Code"),
            longest=100,
            one_line=True,
        )
    ],
)
