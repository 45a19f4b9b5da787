"""Owns certificates of volunteering (attestations de bénévolat): what they say and how a third party checks them.

A certificate tells what was done. It gives no legal advice and says nothing of health, status or income.
"""

from __future__ import annotations

from bot.domain.prints import Certificate, DoneMission, Signatory
from bot.i18n import Speaker
from bot.marks import _
from bot.printing.paper import Paper
from bot.printing.qr import draw_qr
from bot.printing.typesetting import Values, typeset

TITLE = _("Certificate of volunteering")
# i18n: followed by the volunteer's name, on a line of its own
CERTIFIES_AS = _("{signatory}, {role}, certifies on behalf of {garden}:")
CERTIFIES = _("{signatory} certifies on behalf of {garden}:")
# i18n: goes on after the volunteer's name
STATEMENT = _(
    "took part in the missions below as a volunteer, freely and without pay. The hours are those the garden "
    "has confirmed."
)
HEAD = (_("Mission"), _("Period"), _("Hours"))
TOTAL = _("Total")
YEARS = _("Hours by year")
SKILLS = _("Skills put into practice")
USAGE = _(
    "This certificate may go with a CV, a Passeport Bénévole or an application for recognition of experience (VAE). "
    "It tells what was done; by itself it opens no right."
)
ISSUED_IN = _("Issued in {place}, on {day}")
ISSUED = _("Issued on {day}")
SIGNATURE = _("Signature")
CHECK_TITLE = _("Is it genuine?")
CHECK = _("Scan this, or send the code below to {bot} on Telegram: the answer says what was issued here.")

LONGEST_TITLE = 120
MOST_SKILLS = 12


def print_certificate(certificate: Certificate, speaker: Speaker) -> bytes:
    """The certificate as a PDF in the speaker's language; the same values always make the same file.

    Raises: CannotPrint.
    """
    return typeset("certificate", certificate_values(certificate, Paper(speaker)), certificate.issued_on)


def certificate_values(certificate: Certificate, paper: Paper) -> Values:
    """What stands in the places of the template."""
    day = certificate.issued_on
    return {
        "language": paper.language,
        "title": paper.phrase(TITLE),
        "person": paper.say(certificate.person, LONGEST_TITLE),
        "issued": {"year": day.year, "month": day.month, "day": day.day},
        "letterhead": _letterhead(certificate, paper),
        "certifies": _certifies(certificate.signatory, certificate.letterhead.name, paper),
        "statement": paper.phrase(STATEMENT),
        "head": [paper.phrase(title) for title in HEAD],
        "missions": [_mission(mission, paper) for mission in certificate.missions],
        "total": [paper.phrase(TOTAL), paper.hours(sum(done.hours for done in certificate.missions))],
        "years_title": paper.phrase(YEARS),
        "years": [[str(one.year), paper.hours(one.hours)] for one in certificate.years],
        "skills_title": paper.phrase(SKILLS),
        "skills": [paper.say(skill, LONGEST_TITLE) for skill in certificate.skills[:MOST_SKILLS]],
        "usage": paper.phrase(USAGE),
        "issued_at": _issued_at(certificate, paper),
        "signatory": paper.say(certificate.signatory.name, LONGEST_TITLE),
        "role": paper.say(certificate.signatory.role, LONGEST_TITLE),
        "signature": paper.phrase(SIGNATURE),
        "check_title": paper.phrase(CHECK_TITLE),
        "check": paper.phrase(CHECK, bot=bot_of(certificate.check_url)),
        "code": certificate.code,
        "url": certificate.check_url,
        "qr": draw_qr(certificate.check_url),
    }


def bot_of(link: str) -> str:
    """The bot behind a link into a chat, as people find it on Telegram: "@name"."""
    return "@" + link.partition("://")[2].partition("/")[2].partition("?")[0]


def _letterhead(certificate: Certificate, paper: Paper) -> Values:
    head = certificate.letterhead
    lines = (head.legal_name, head.registration, head.address, head.contact)
    said = [paper.say(line.replace("\n", ", "), LONGEST_TITLE) for line in lines if line.strip()]
    return {"name": paper.say(head.name, LONGEST_TITLE), "lines": said}


def _certifies(signatory: Signatory, garden: str, paper: Paper) -> str:
    if not signatory.role:
        return paper.phrase(CERTIFIES, signatory=signatory.name, garden=garden)
    return paper.phrase(CERTIFIES_AS, signatory=signatory.name, role=signatory.role, garden=garden)


def _mission(done: DoneMission, paper: Paper) -> list[str]:
    title = paper.say(done.title, LONGEST_TITLE)
    return [title, paper.period(done.first_day, done.last_day), paper.hours(done.hours)]


def _issued_at(certificate: Certificate, paper: Paper) -> str:
    day = paper.day(certificate.issued_on)
    if not certificate.place:
        return paper.phrase(ISSUED, day=day)
    return paper.phrase(ISSUED_IN, place=certificate.place, day=day)
