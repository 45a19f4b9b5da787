"""Owns how a household of the garden's list and a Telegram account come together, and part again.

By a single-use link or letter, or by the phone number of one's own account; never by a name, which anybody knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.member import Member, MemberId
from bot.domain.message import Button, Message
from bot.domain.person import GardenId, PersonId, Role
from bot.domain.phone import read_phone
from bot.domain.text import Text, say
from bot.engine.events import SharedContact
from bot.engine.state import Answers
from bot.errors import Refusal
from bot.marks import _
from bot.storage import audit, holidays, invitations, members, pickups, points, roles
from bot.storage.database import Transaction
from bot.storage.invitations import Purpose
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.joining import PREFIX
from bot.usecases.pickups.case import SubscriptionOver, when_open
from bot.usecases.pickups.subjects import about_list, about_pickup
from bot.usecases.pickups.weeks import plan_member
from bot.usecases.refresh import refresh_subjects
from bot.usecases.reminding.planning import forget_reminders
from bot.usecases.replies import HELP, HUMAN, refusal_text, reply

JOINING = "membership"
LETTER_LASTS = timedelta(days=90)
"""People who are far from digital tools may take their time."""


LONG_AGO = date(2000, 1, 1)

NOT_OWN, UNKNOWN, SEVERAL = "not_own", "unknown", "several"
"""Why a card leads to no household."""


@dataclass(frozen=True, slots=True)
class JoiningFacts:
    """What a card is looked up in, the moment it is shared."""

    tx: Transaction
    garden: Garden


class LetterUsed(Refusal):
    message = _(
        "This link was used already, or is too old. Ask the garden for a new letter, or join by your own phone "
        "number: /member"
    )


class HouseholdTaken(Refusal):
    message = _(
        "This basket is joined to another Telegram account already. Is it yours? Please write /human: the garden looks "
        "after it."
    )


class AccountTaken(Refusal):
    message = _(
        "Your account is joined to another basket of this garden already. Is that a mistake? Please write /human."
    )


class NotYourContact(Refusal):
    message = _("Please share your own number with the button: only then am I sure that it is you.")


class UnknownNumber(Refusal):
    message = _(
        "I find no basket with the number of your Telegram account. Ask the garden for a letter with your own link, or "
        "write /human."
    )


class SeveralHouseholds(Refusal):
    message = _(
        "Several baskets have this number. Ask the garden for a letter with your own link, or write /human."
    )


def letter_token(tx: Transaction, caller: Caller, member_id: MemberId) -> str:
    """What opens a household's door once; whoever holds it is that household."""
    return invitations.create_invitation(
        tx,
        garden_id=caller.garden.id,
        purpose=Purpose.MEMBER,
        subject_id=member_id,
        created_by=caller.person.id,
        now=caller.now,
        expires_at=caller.now + LETTER_LASTS,
    )


def link_of(caller: Caller, token: str) -> str:
    return f"https://t.me/{caller.house.bot_name}?start={PREFIX}{token}"


def join_by_letter(tx: Transaction, caller: Caller, token: str) -> Refusal | None:
    """Somebody opens the link of a letter: they are that household from now on."""
    invitation = invitations.find_invitation(tx, token)
    member = members.lock_member(tx, MemberId(invitation.subject_id)) if invitation else None
    if invitation is None or member is None:
        return LetterUsed()
    if member.person_id == caller.person.id:
        _welcome(tx, caller, member)
        return None
    if not invitation.is_open(caller.now):
        return LetterUsed()
    refusal = _join(tx, caller, member)
    if refusal is None:
        invitations.redeem_invitation(tx, token, Purpose.MEMBER, caller.person.id, caller.now)
        invitations.revoke_invitations(tx, Purpose.MEMBER, member.id, caller.now)
    return refusal


def open_joining(tx: Transaction, caller: Caller) -> Refusal | None:
    """Whoever is joined sees to what; everybody else is asked for their own number."""
    member = members.member_of_person(tx, caller.garden.id, caller.person.id)
    if member is not None:
        _welcome(tx, caller, member)
    else:
        begin(tx, caller.in_private(), JOINING)
    return None


def read_joining_facts(tx: Transaction, talk: Talk) -> JoiningFacts:
    return JoiningFacts(tx, talk.garden)


def forget_member(tx: Transaction, garden: Garden, person_id: PersonId, now: Instant) -> None:
    """Somebody has everything erased: what joins and what they said goes, the row of the garden's own list stays."""
    member = members.member_of_person(tx, garden.id, person_id)
    if member is not None:
        part(tx, garden.id, member, None, now)
        holidays.drop_holidays(tx, member.id, LONG_AGO)
        members.forget_words(tx, member.id)
        coming = pickups.pickups_to_fetch(tx, member.id, now)
        refresh_subjects(tx, sorted({about_list(one.point_id, one.day) for one in coming}), now)


def forget_left(tx: Transaction, garden: Garden, before: Instant, now: Instant) -> None:
    """Households that left so long ago are forgotten, with everything about their baskets."""
    for member in members.left_before(tx, garden.id, before):
        part(tx, garden.id, member, None, now)
    members.erase_left_before(tx, garden.id, before)


def found_by_phone(facts: JoiningFacts, card: SharedContact) -> str:
    """The one household with the number of this card, else why there is none; the number itself is not kept."""
    if not card.own:
        return NOT_OWN
    international = (
        card.phone if card.phone.startswith(("+", "00")) else f"+{card.phone}"
    )  # Telegram leaves it out
    phone = read_phone(international, facts.garden.zone.key)
    found = members.members_with_phone(facts.tx, facts.garden.id, phone or "")
    if len(found) > 1:
        return SEVERAL
    return str(found[0].id) if found else UNKNOWN


def take_contact(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """The number of one's own account, as Telegram vouches for it, was that of a household, or was not."""
    card = answers.of("contact")
    made = card.get("instead") if isinstance(card, Mapping) else NOT_OWN
    caller = talk.caller
    number = int(made) if isinstance(made, str) and made.isdecimal() else None
    member = members.lock_member(tx, MemberId(number)) if number is not None else None
    why = {NOT_OWN: NotYourContact, SEVERAL: SeveralHouseholds}.get(str(made), UnknownNumber)
    refusal = why() if member is None else _join(tx, caller, member)
    if refusal is not None:
        reply(tx, caller, Message((refusal_text(refusal),), ((HUMAN,),)), about="membership")
    elif member is not None:
        invitations.revoke_invitations(tx, Purpose.MEMBER, member.id, caller.now)
    return None


def part(tx: Transaction, garden_id: GardenId, member: Member, by: PersonId | None, now: Instant) -> None:
    """The account is the household's no more, and no letter given out opens anything; the list keeps the household."""
    invitations.revoke_invitations(tx, Purpose.MEMBER, member.id, now)
    if member.person_id is None:
        return
    for pickup in pickups.pickups_to_fetch(tx, member.id, now):
        forget_reminders(tx, about_pickup(pickup.id), now)
    members.join_member(tx, member.id, None)
    roles.remove_role(tx, member.person_id, garden_id, Role.MEMBER)
    _note(tx, garden_id, member, by, "member.parted", now)


def _join(tx: Transaction, caller: Caller, member: Member) -> Refusal | None:
    """`member` is held."""
    if member.left_at is not None:
        return SubscriptionOver()
    if member.person_id not in (None, caller.person.id):
        return HouseholdTaken()
    if members.member_of_person(tx, caller.garden.id, caller.person.id) not in (None, member):
        return AccountTaken()
    members.join_member(tx, member.id, caller.person.id)
    roles.add_role(tx, caller.person.id, caller.garden.id, Role.MEMBER, caller.now)
    _note(tx, caller.garden.id, member, caller.person.id, "member.joined", caller.now)
    plan_member(tx, caller.garden, replace(member, person_id=caller.person.id), caller.now)
    _welcome(tx, caller, member)
    return None


def _welcome(tx: Transaction, caller: Caller, member: Member) -> None:
    """To which basket the account is joined, and where it is fetched."""
    point = points.find_point(tx, member.point_id)
    told: list[Text] = [
        say(_("🧺 Welcome, <b>{name}</b>! This chat is joined to your basket, number {key}."), name=member.name,
            key=member.key),
    ]  # fmt: skip
    if point is not None:
        told.append(say(_("You fetch it here: {point}\n{address}"), point=point.name, address=point.address))
    if coming := pickups.pickups_to_fetch(tx, member.id, caller.now):
        told.append(say(_("Your next one: {when}"), when=when_open(coming[0], caller.garden)))
    told.append(
        say(
            _(
                "/privacy shows what the garden keeps about you. "
                "To part this chat from your basket again, write /human."
            )
        )
    )
    basket = Button(say(_("🧺 My basket")), data="n.basket")
    reply(tx, caller.in_private(), Message(tuple(told), ((basket,), (HELP, HUMAN))), about="joined")


def _note(
    tx: Transaction, garden_id: GardenId, member: Member, by: PersonId | None, action: str, now: Instant
) -> None:
    audit.note(
        tx,
        garden_id=garden_id,
        actor_id=by,
        action=action,
        subject=f"member:{member.id}",
        details={},
        now=now,
    )
