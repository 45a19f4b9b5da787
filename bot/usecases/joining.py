"""Owns how referents come in: by a single-use link, or by "That's me", which a coordinator approves."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.person import Consent, GardenId, PersonId, Role
from bot.domain.referent import Referent, ReferentId
from bot.domain.text import Text, say
from bot.engine.state import Status
from bot.errors import CoordinatorsOnly, NotFound, Refusal
from bot.marks import _
from bot.storage import audit, gardens, instances, invitations, people, referents, roles
from bot.storage.database import Transaction
from bot.storage.invitations import Purpose
from bot.storage.outbox import Parcel
from bot.usecases.house import Caller, Composed
from bot.usecases.notify import tell_coordinators, tell_group, tell_person
from bot.usecases.refresh import refresh_subject
from bot.usecases.replies import reply_privately
from bot.usecases.screens import owe_screen

INVITATION_LASTS = timedelta(days=14)
WHO = "who_is_who"
PREFIX = "i_"
"""What an invitation's start parameter begins with; the token follows."""


class LinkExpired(Refusal):
    message = _("This invitation has been used already, or is too old. Ask your coordinator for a new one.")


class AlreadyLinked(Refusal):
    message = _("{name} is linked already.")


class WriteFirst(Refusal):
    message = _("Please write to me in private first: open my profile and tap “Start”.")


class Asked(Refusal):
    message = _("Thank you! A coordinator is asked to confirm that you are {name}.")


def invite_referent(tx: Transaction, caller: Caller, referent_id: ReferentId) -> Refusal | None:
    """A coordinator gets a link for one referent, to pass on; whoever opens it first is that referent."""
    if not roles.has_role(tx, caller.person.id, caller.garden.id, Role.COORDINATOR):
        return CoordinatorsOnly()
    referent = _of_garden(tx, caller.garden, referent_id)
    if referent is None:
        return NotFound()
    token = invitations.create_invitation(
        tx,
        garden_id=caller.garden.id,
        purpose=Purpose.REFERENT,
        subject_id=referent.id,
        created_by=caller.person.id,
        now=caller.now,
        expires_at=caller.now + INVITATION_LASTS,
    )
    link = f"https://t.me/{caller.house.bot_name}?start={PREFIX}{token}"
    sent = reply_privately(
        tx,
        caller,
        Message(
            (
                say(_("The link for <b>{name}</b>, to pass on to them and nobody else:"), name=referent.name),
                link,
                say(_("It works once, for {days} days."), days=INVITATION_LASTS.days),
            )
        ),
        about=f"invitation:{referent.id}",
    )
    return None if sent else WriteFirst()


def redeem_invitation(tx: Transaction, caller: Caller, token: str) -> Referent | Refusal:
    """The one who opens the link becomes the referent, and a team member of the garden."""
    invitation = invitations.redeem_invitation(tx, token, Purpose.REFERENT, caller.person.id, caller.now)
    referent = referents.find_referent(tx, ReferentId(invitation.subject_id)) if invitation else None
    if referent is None:
        return LinkExpired()
    link_referent(tx, referent, caller.person.id, caller.now)
    return referent


def claim_to_be(tx: Transaction, caller: Caller, referent_id: ReferentId) -> Refusal | None:
    """Somebody in the group says which referent they are; nothing happens before a coordinator agrees."""
    referent = _of_garden(tx, caller.garden, referent_id)
    if referent is None:
        return NotFound()
    if referent.person_id is not None:
        return AlreadyLinked(name=referent.name)
    told = tell_coordinators(
        tx,
        caller.garden.id,
        "approve_referent",
        {"referent": referent.id, "person": caller.person.id, "text": caller.telegram_name},
        dedupe=f"approve:{referent.id}:{caller.person.id}:{caller.cause}",
        subject=_subject(referent),
        now=caller.now,
    )
    return Asked(name=referent.name) if told else WriteFirst()


def approve_claim(
    tx: Transaction, caller: Caller, referent_id: ReferentId, person_id: PersonId, *, agreed: bool
) -> Refusal | None:
    """A coordinator says whether the person is that referent."""
    if not roles.has_role(tx, caller.person.id, caller.garden.id, Role.COORDINATOR):
        return CoordinatorsOnly()
    referent = _of_garden(tx, caller.garden, referent_id)
    person = people.find_person(tx, person_id)
    if referent is None or person is None:
        return NotFound()
    if referent.person_id is not None:
        return AlreadyLinked(name=referent.name)
    if agreed:
        link_referent(tx, referent, person.id, caller.now)
    kind = "referent_welcome" if agreed else "referent_rejected"
    payload = {"referent": referent.id}
    tell_person(
        tx, caller.garden.id, person.id, kind, payload, dedupe=f"{kind}:{caller.cause}", now=caller.now
    )
    refresh_subject(tx, _subject(referent), caller.now)
    return None


def link_referent(tx: Transaction, referent: Referent, person_id: PersonId, now: Instant) -> None:
    """From now on newcomers can be assigned to them, and their taps count."""
    mine = referents.referent_of_person(tx, referent.garden_id, person_id)
    if mine is not None and mine.id != referent.id:
        referents.link_person(tx, mine.id, None)
    referents.link_person(tx, referent.id, person_id)
    person = people.find_person(tx, person_id)
    if person is not None and not person.name:
        people.set_name(tx, person_id, referent.name)
    people.set_garden(tx, person_id, referent.garden_id)
    _set_onboarding_aside(tx, referent.garden_id, person_id, now)
    roles.add_role(tx, person_id, referent.garden_id, Role.REFERENT, now)
    refresh_subject(tx, _team(referent.garden_id), now)
    audit.note(
        tx,
        garden_id=referent.garden_id,
        actor_id=person_id,
        action="referent.linked",
        subject=_subject(referent),
        details={},
        now=now,
    )


def _set_onboarding_aside(tx: Transaction, garden_id: GardenId, person_id: PersonId, now: Instant) -> None:
    """Whoever only wrote /start so that the bot knows them is not asked to introduce themselves as a volunteer."""
    if roles.consent_given_at(tx, person_id, garden_id, Consent.PROFILE) is not None:
        return
    for instance in instances.instances_under_way(tx, person_id, garden_id):
        if instance.conversation == "onboarding":
            instances.end_instance(tx, instance.id, Status.CANCELLED, now)
            owe_screen(tx, instance, f"linked:{now.timestamp()}", now)


def unlinked_referents(tx: Transaction, garden: Garden) -> list[Referent]:
    """Those of the garden file who have not joined: they are skipped in assignment."""
    return [referent for referent in referents.list_referents(tx, garden.id) if referent.person_id is None]


def ask_who_is_who(tx: Transaction, garden: Garden, cause: str, now: Instant) -> None:
    """Ask the group which of the referents not yet linked are there; the question shrinks as they answer."""
    if unlinked_referents(tx, garden):
        tell_group(tx, garden.id, WHO, {}, dedupe=f"{WHO}:{cause}", subject=_team(garden.id), now=now)


def compose_who_is_who(tx: Transaction, parcel: Parcel) -> Composed:
    """A button for each referent who is not linked yet."""
    garden = gardens.find_garden(tx, GardenId(parcel.garden_id)) if parcel.garden_id else None
    if garden is None:
        return None
    missing = unlinked_referents(tx, garden)
    if not missing:
        return Message((say(_("✅ All referents of the garden are linked.")),))
    question: Text = say(_("Referents of the garden: tap your name, and a coordinator confirms."))
    rows = tuple(
        (Button(say(_("That’s me: {name}"), name=referent.name), data=f"n.me.{referent.id}"),)
        for referent in missing
    )
    return Message((question,), rows)


def _of_garden(tx: Transaction, garden: Garden, referent_id: ReferentId) -> Referent | None:
    referent = referents.find_referent(tx, referent_id)
    return referent if referent is not None and referent.garden_id == garden.id else None


def _team(garden_id: GardenId) -> str:
    return f"team:{garden_id}"


def _subject(referent: Referent) -> str:
    return f"referent:{referent.id}"
