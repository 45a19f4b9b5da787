"""Owns people without Telegram: registered by a coordinator, handled by their referent, on Telegram later maybe."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.mission import Mission, MissionId
from bot.domain.person import (
    AgeBracket,
    Consent,
    Level,
    Person,
    PersonId,
    Profile,
    Rhythm,
    Role,
    Situation,
    Skill,
    Slot,
)
from bot.domain.text import Text, counted, say
from bot.engine.state import Answers
from bot.errors import NotFound, Refusal
from bot.marks import _, ngettext
from bot.storage import audit, charters, invitations, missions, people, profiles, roles, sign_ups
from bot.storage.database import Transaction
from bot.storage.invitations import Purpose
from bot.usecases.converse import begin
from bot.usecases.guardian import ask_guardian_of
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.joining import PREFIX, LinkExpired
from bot.usecases.managing.access import may_manage
from bot.usecases.managing.cards import PER_PAGE, Rows, turning
from bot.usecases.notices.case import case_of_sign_up
from bot.usecases.replies import refusal_text, reply
from bot.usecases.sign_up import join_mission

REGISTERING = "registering"
LINK_LASTS = timedelta(days=90)
"""Somebody who is far from digital tools may take their time."""


class KnownAlready(Refusal):
    message = _(
        "You are known to the garden on this Telegram account already. Please write /human: a coordinator will help."
    )


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    garden: Garden
    language: str
    missions: tuple[Mission, ...]


def list_unconnected(tx: Transaction, caller: Caller, page: int) -> Refusal | Message:
    """Who is registered without Telegram, a page at a time."""
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    found = _unconnected(tx, caller.garden)
    rows: Rows = tuple(
        (Button(one.name, data=f"n.moffline.{one.id}"),)
        for one in found[page * PER_PAGE : (page + 1) * PER_PAGE]
    )
    rows += turning("n.mpeople", page, len(found))
    rows += ((Button(say(_("➕ Register somebody")), data="n.mperson"),),
             (Button(say(_("← Manage")), data="n.manage"),))  # fmt: skip
    heading = counted(ngettext("<b>{count} person without Telegram</b>", "<b>{count} people without Telegram</b>"),
                      len(found), _("<b>Nobody without Telegram</b>"))  # fmt: skip
    how = say(_("Their referent is told in their place, and passes it on."))
    return Message((heading, how), rows)


def open_registering(tx: Transaction, caller: Caller) -> Refusal | None:
    refusal = may_manage(tx, caller)
    if refusal is None:
        begin(tx, caller.in_private(), REGISTERING)
    return refusal


def read_register_facts(tx: Transaction, talk: Talk) -> RegisterFacts:
    wanted = tuple(one for one in missions.open_missions(tx, talk.garden.id) if not one.is_full)
    return RegisterFacts(talk.garden, talk.garden.languages[0], wanted)


def take_registration(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Keep the person as a volunteer, with who agreed and how, and sign them up where they want."""
    garden, now = talk.garden, talk.now
    profile = _profile(answers, garden)
    spoken = [one for one in garden.languages if one in profile.languages] or list(garden.languages)
    person = people.add_person(
        tx, name=profile.name, language=spoken[0], now=now, reach=answers.text("reach"), garden_id=garden.id
    )
    roles.add_role(tx, person.id, garden.id, Role.VOLUNTEER, now)
    roles.record_consent(tx, person.id, garden.id, Consent.PROFILE, now)
    charter = charters.current_charter(tx, garden.id)
    if charter is not None:
        charters.record_acceptance(tx, person.id, charter.id, now)
    profiles.save_profile(tx, replace(profile, person_id=person.id), now)
    audit.note(
        tx,
        garden_id=garden.id,
        actor_id=talk.person.id,
        action="person.registered",
        subject=f"person:{person.id}",
        details={"agreed": answers.text("agreed")},
        now=now,
    )
    if not profile.may_be_confirmed:
        ask_guardian_of(tx, talk.caller, person.id)
    outcome = [_join(tx, talk, person, MissionId(int(number))) for number in answers.ticked("missions")]
    reply(tx, talk.caller, Message(tuple(line for line in outcome if line)), about="joined") if any(
        outcome
    ) else None
    card = person_card(tx, talk.caller, person.id)
    if isinstance(card, Message):
        reply(tx, talk.caller, card, about="registered")
    return None


def person_card(tx: Transaction, caller: Caller, person_id: PersonId) -> Refusal | Message:
    """How to reach them, what they take part in, who follows it, and the link for later."""
    person = registered(tx, caller, person_id)
    if isinstance(person, Refusal):
        return person
    said: list[Text] = [say(_("<b>{name}</b> has no Telegram.\nTo reach them: {reach}"), name=person.name,
                            reach=person.reach)]  # fmt: skip
    for sign_up in sign_ups.open_sign_ups(tx, person.id, caller.garden.id):
        case = case_of_sign_up(tx, sign_up.id)
        if case is not None and case.referent is not None:
            said.append(
                say(_("• {mission}, followed by {name}"), mission=case.mission.title, name=case.referent.name)
            )
        elif case is not None:
            said.append(say(_("• {mission}, nobody follows them yet"), mission=case.mission.title))
    if len(said) == 1:
        said.append(say(_("No mission yet.")))
    profile = profiles.find_profile(tx, person.id, caller.garden.id)
    agreement: Rows = ()
    if profile is not None and not profile.may_be_confirmed:
        said.append(say(_("Under 18: the parent’s agreement is missing.")))
        agreement = ((Button(say(_("The parent’s agreement")), data=f"n.minor.{person.id}"),),)
    rows = (*agreement,
            (Button(say(_("➕ Take a date")), data=f"n.mbook.{person.id}.0"),
             Button(say(_("✕ Give one up")), data=f"n.mbooked.{person.id}")),
            (Button(say(_("🎪 Events")), data=f"n.mevents.{person.id}.0"),),
            (Button(say(_("🔗 A link to join Telegram later")), data=f"n.mlink.{person.id}"),),
            (Button(say(_("Erase everything")), data=f"n.merase.{person.id}"),),
            (Button(say(_("← People without Telegram")), data="n.mpeople.0"),))  # fmt: skip
    return Message(tuple(said), rows)


def link_for(tx: Transaction, caller: Caller, person_id: PersonId) -> Refusal | Message:
    """A single-use link: whoever opens it is this person, and keeps everything."""
    person = registered(tx, caller, person_id)
    if isinstance(person, Refusal):
        return person
    token = invitations.create_invitation(
        tx,
        garden_id=caller.garden.id,
        purpose=Purpose.PERSON,
        subject_id=person.id,
        created_by=caller.person.id,
        now=caller.now,
        expires_at=caller.now + LINK_LASTS,
    )
    link = f"https://t.me/{caller.house.bot_name}?start={PREFIX}{token}"
    return Message((
        say(_("The link for <b>{name}</b>, to pass on to them and nobody else:"), name=person.name),
        link,
        say(_("It works once, for {days} days. They keep their missions and their referent."), days=LINK_LASTS.days),
    ))  # fmt: skip


def connect(tx: Transaction, caller: Caller, token: str) -> Caller | Refusal:
    """Whoever opened the link is the person a coordinator registered; the Telegram account becomes theirs."""
    if _is_somebody(tx, caller):
        return KnownAlready()
    invitation = invitations.redeem_invitation(tx, token, Purpose.PERSON, caller.person.id, caller.now)
    person = people.find_person(tx, PersonId(invitation.subject_id)) if invitation else None
    if person is None or person.telegram_id is not None or caller.person.telegram_id is None:
        return LinkExpired()
    people.take_account(tx, person.id, caller.person)
    audit.note(
        tx,
        garden_id=caller.garden.id,
        actor_id=person.id,
        action="person.connected",
        subject=f"person:{person.id}",
        details={},
        now=caller.now,
    )
    return replace(caller, person=people.find_person(tx, person.id) or person)


def _is_somebody(tx: Transaction, caller: Caller) -> bool:
    """Whether this account has gone further than opening the bot."""
    return people.is_kept_elsewhere(tx, caller.person.id)


def _join(tx: Transaction, talk: Talk, person: Person, mission_id: MissionId) -> Text | None:
    joined = join_mission(tx, talk.garden, person.id, mission_id, talk.now)
    return refusal_text(joined) if isinstance(joined, Refusal) else None


def _profile(answers: Answers, garden: Garden) -> Profile:
    """The few answers that matter; what was not asked shuts nothing out."""
    return Profile(
        person_id=PersonId(0),
        garden_id=garden.id,
        name=answers.text("name"),
        age=AgeBracket(answers.text("age")),
        guardian=answers.text("guardian"),
        guardian_agreed_at=None,
        situation=Situation.OTHER,
        motivations=frozenset(),
        forms=frozenset(),
        skills={Skill(skill): Level.DID_IT for skill in answers.ticked("skills")},
        languages=frozenset(answers.ticked("languages")),
        rhythm=Rhythm.SOMETIMES,
        slots=frozenset(Slot.parse(slot) for slot in answers.ticked("slots")),
        max_km=None,
        town="",
        travel=frozenset(),
    )


def _unconnected(tx: Transaction, garden: Garden) -> list[Person]:
    known = roles.people_with_role(tx, garden.id, Role.VOLUNTEER)
    return sorted((one for one in known if one.telegram_id is None), key=lambda one: one.name.casefold())


def registered(tx: Transaction, caller: Caller, person_id: PersonId) -> Person | Refusal:
    """Somebody without Telegram whom this coordinator may act for."""
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    person = people.find_person(tx, person_id)
    is_ours = roles.has_role(tx, person_id, caller.garden.id, Role.VOLUNTEER)
    return person if person is not None and is_ours and person.telegram_id is None else NotFound()
