"""Owns certificates (attestations de bénévolat): what the garden confirmed, on paper, with a code to check it by."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from bot.clock import Instant
from bot.domain.certificate import (
    BITS,
    CertificateId,
    DoneThere,
    digest_of,
    done_by_mission,
    hours_by_year,
    in_groups,
    new_code,
)
from bot.domain.garden import Garden
from bot.domain.message import Button, Document, Message
from bot.domain.mission import Mission
from bot.domain.person import GardenId, PersonId, Role
from bot.domain.prints import Certificate, DoneMission, Letterhead, Signatory, YearOfHours
from bot.domain.report import Report
from bot.domain.skill_words import in_words
from bot.domain.text import Text, Words, from_json, say, to_json
from bot.engine.state import Answers
from bot.errors import NotAllowed, Refusal
from bot.marks import _
from bot.storage import audit, certificates, gardens, missions, profiles, reports, roles
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.usecases.certified_name import is_fuller_name, is_same_name
from bot.usecases.followed import called
from bot.usecases.house import Caller, Composed, Ending, Talk
from bot.usecases.notify import tell_coordinators, tell_person
from bot.usecases.replies import refusal_text, reply

CERTIFICATE = "certificate"
UNSIGNED = "certificate_unsigned"
NAME_ASKED = "certificate_name"
CHECKED_BY = "v_"
"""What the start parameter behind a certificate's QR code begins with."""


class NobodySigns(Refusal):
    message = _(
        "I cannot make out certificates yet: the garden has not said who signs them. The coordinators have been told."
    )


class AnotherName(Refusal):
    message = _(
        "The garden knows you as “{known}”, so somebody of the team has a look at this name first. They have been told."
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What a certificate of this person would say, and what is still to be confirmed. `certified` is a name printed."""

    name: str
    certified: bool
    counted: tuple[Report, ...]
    waiting: int

    @property
    def hours(self) -> float:
        return sum(one.confirmed_hours or 0.0 for one in self.counted)


def standing_of(tx: Transaction, garden: Garden, person_id: PersonId) -> Standing:
    """The person's confirmed hours, and the name of their last certificate or profile."""
    issued = certificates.certificates_of(tx, person_id, garden.id)
    profile = profiles.find_profile(tx, person_id, garden.id)
    every = reports.reports_of_person(tx, person_id, garden.id)
    counted = tuple(reports.confirmed_of_person(tx, person_id, garden.id))
    waiting = [one for one in every if not one.is_confirmed and one.outcome is not None and one.came]
    name = issued[-1].name if issued else profile.name if profile else ""
    return Standing(name, bool(issued), counted, len(waiting))


def issue_certificate(tx: Transaction, talk: Talk, person_id: PersonId, name: str) -> Refusal | None:
    """Keep what it attests with the digest of a new code, and owe the document to whoever asked for it."""
    garden, now = talk.garden, talk.now
    is_coordinator = roles.has_role(tx, talk.person.id, garden.id, Role.COORDINATOR)
    if person_id != talk.person.id and not is_coordinator:
        return NotAllowed()
    if not garden.identity.can_sign:
        tell_nobody_signs(tx, talk.caller)
        return NobodySigns()
    standing = standing_of(tx, garden, person_id)
    if not is_coordinator and not is_theirs(standing, name):
        _ask_about_name(tx, talk, name)
        return AnotherName(known=standing.name)
    content = _content(tx, garden, person_id, name, now.astimezone(garden.zone).date())
    code = new_code(secrets.randbits(BITS))
    number = certificates.add_certificate(tx, garden.id, person_id, digest_of(code), content, now)
    audit.note(
        tx,
        garden_id=garden.id,
        actor_id=talk.person.id,
        action="certificate.issued",
        subject=f"certificate:{number}",
        details={},
        now=now,
    )
    link = f"https://t.me/{talk.caller.house.bot_name}?start={CHECKED_BY}{code}"
    tell_person(
        tx,
        garden.id,
        talk.person.id,
        CERTIFICATE,
        {"certificate": number, "text": {"code": in_groups(code), "link": link}},
        dedupe=f"{CERTIFICATE}:{number}",
        now=now,
        lane=Lane.REPLY,
    )
    return None


def is_theirs(standing: Standing, name: str) -> bool:
    """The name printed before; until then, what the garden calls them with a surname. Unsure: somebody has a look."""
    right = is_same_name if standing.certified else is_fuller_name
    return right(standing.name, name)


def _ask_about_name(tx: Transaction, talk: Talk, name: str) -> None:
    """Coordinators make it out, if they know the name to be theirs."""
    payload, dedupe = {"person": talk.person.id, "text": name}, f"{NAME_ASKED}:{talk.caller.cause}"
    tell_coordinators(tx, talk.garden.id, NAME_ASKED, payload, dedupe=dedupe, now=talk.now)


def compose_name_asked(tx: Transaction, parcel: Parcel) -> Composed:
    """Who they are to the garden, the name they typed, and the way to make it out."""
    name, person_id = parcel.payload.get("text"), PersonId(parcel.payload["person"])
    garden = gardens.find_garden(tx, GardenId(parcel.garden_id)) if parcel.garden_id else None
    if garden is None or not name:
        return None
    told = _("<b>{known}</b> asks for a certificate under another name: “{name}”.")
    how = say(_("If you know the name to be theirs, you can make it out. Otherwise, please talk with them."))
    known = standing_of(tx, garden, person_id).name or called(tx, garden.id, person_id)
    button = Button(say(_("Make out a certificate")), data=f"n.cert.{person_id}")
    return Message((say(told, known=known, name=name), how), ((button,),))


def tell_nobody_signs(tx: Transaction, caller: Caller) -> None:
    """Coordinators are told how to give a signatory, once a day at most."""
    dedupe = f"{UNSIGNED}:{caller.garden.id}:{caller.now.date().isoformat()}"
    tell_coordinators(tx, caller.garden.id, UNSIGNED, {}, dedupe=dedupe, now=caller.now)


def take_certificate(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """The name is as it was typed; the rest is what the garden confirmed."""
    if answers.text("right") != "yes":
        reply(tx, talk.caller, Message((say(_("All right. Nothing was made out.")),)), about="certificate")
        return None
    refusal = issue_certificate(tx, talk, whose(talk), answers.text("name"))
    if refusal is not None:
        reply(tx, talk.caller, Message((refusal_text(refusal),)), about="certificate")
    return None


def whose(talk: Talk) -> PersonId:
    """Whose certificate the conversation is about: somebody else's only for coordinators, who alone can open it."""
    return PersonId(int(talk.subject)) if talk.subject.isdecimal() and talk.subject != "0" else talk.person.id


def compose_certificate(tx: Transaction, parcel: Parcel) -> Composed:
    """The document, once; its code is gone afterwards."""
    content = certificates.content_of(tx, CertificateId(parcel.payload["certificate"]))
    secret = parcel.payload.get("text")
    if content is None or not secret:
        return None
    certificate = _printed(content, str(secret["code"]), str(secret["link"]))
    told = say(_("Here is the certificate of <b>{name}</b>: {hours} h are confirmed."), name=content["name"],
               hours=content["hours"])  # fmt: skip
    how = say(
        _("Whoever you show it to can check it with its code. The button below says for whom the CEC is.")
    )
    filename = say(_("Volunteering certificate {name}.pdf"), name=content["name"])
    rows = ((Button(say(_("Who is the CEC for?")), data="n.cec"),),)
    return Message((told, how), rows, Document(filename, certificate, _unmade(content["name"])))


def take_back_certificate(tx: Transaction, parcel: Parcel, now: Instant) -> None:
    """There is no paper, so nothing was attested: its code is none, and whoever asks again gets a new one."""
    number = CertificateId(parcel.payload["certificate"])
    if certificates.remove_certificate(tx, number):
        audit.note(
            tx,
            garden_id=GardenId(parcel.garden_id) if parcel.garden_id else None,
            actor_id=None,
            action="certificate.taken_back",
            subject=f"certificate:{number}",
            details={},
            now=now,
        )


def _unmade(name: str) -> tuple[Text, ...]:
    return (
        say(
            _(
                "We are sorry: the certificate of <b>{name}</b> cannot be made at the moment. No hours are lost."
            ),
            name=name,
        ),
        say(_("Please ask again later with /certificate, or talk to a human of the garden.")),
    )


def compose_unsigned(tx: Transaction, parcel: Parcel) -> Composed:
    """To coordinators: what is missing, and where it goes."""
    garden = gardens.find_garden(tx, GardenId(parcel.garden_id)) if parcel.garden_id else None
    if garden is None or garden.identity.can_sign:
        return None
    return Message(
        (
            say(
                _("Somebody asked for a certificate, and nobody is named to sign it ({garden})."),
                garden=garden.name,
            ),
            say(
                _(
                    "In the garden file, the section [identity] takes legal_name and signatory_name; then import it "
                    "again (coupdemain import). From then on certificates are made out here."
                )
            ),
        )
    )


def _content(tx: Transaction, garden: Garden, person_id: PersonId, name: str, today: date) -> dict[str, Any]:
    """Everything that is printed, as JSON: what was attested stays so, whatever is renamed later."""
    counted = reports.confirmed_of_person(tx, person_id, garden.id)
    done = [
        (one, mission)
        for one in done_by_mission(counted)
        if (mission := missions.find_mission(tx, one.mission_id))
    ]
    identity = garden.identity
    return {
        "name": name,
        "garden": garden.name,
        "hours": sum(one.hours for one, _mission in done),
        "missions": [_line(one, mission) for one, mission in done],
        "years": [[year, hours] for year, hours in hours_by_year(counted).items()],
        "skills": [to_json(words) for words in in_words(mission for _one, mission in done)],
        "legal_name": identity.legal_name,
        "registration": identity.registration_number,
        "address": garden.address,
        "contact": garden.contact,
        "signatory": identity.signatory_name,
        "signatory_role": to_json(identity.signatory_role),
        "place": identity.city,
        "issued_on": today.isoformat(),
    }


def _line(done: DoneThere, mission: Mission) -> list[Any]:
    return [to_json(mission.title), done.first_day.isoformat(), done.last_day.isoformat(), done.hours]


def _printed(content: Mapping[str, Any], code: str, link: str) -> Certificate:
    role = cast(Text, from_json(content["signatory_role"]))
    return Certificate(
        letterhead=Letterhead(
            name=content["garden"],
            legal_name=content["legal_name"],
            registration=content["registration"],
            address=content["address"],
            contact=content["contact"],
        ),
        person=content["name"],
        missions=tuple(
            DoneMission(
                cast(Text, from_json(title)), date.fromisoformat(first), date.fromisoformat(last), hours
            )
            for title, first, last, hours in content["missions"]
        ),
        years=tuple(YearOfHours(year, hours) for year, hours in content["years"]),
        skills=tuple(cast(Text, from_json(words)) for words in content["skills"]),
        signatory=Signatory(content["signatory"], role if not isinstance(role, Words) or role else ""),
        place=content["place"],
        issued_on=date.fromisoformat(content["issued_on"]),
        code=code,
        check_url=link,
    )
